interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> }
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>
}

export interface TypedDescription {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** Shapes whose types the schema package exports. */
const ofSchemaPackage = new Set([
  'Json',
  'LoadReport',
  'NodeType',
  'Problem',
  'RunError',
  'RunEvent',
  'TableRef',
  'Value',
  'Workflow',
  'WorkflowDescription',
])

/** Generates the TypeScript types of the API for `packages/client`: every route with its request and response. */
export function clientTypes({ paths, components: { schemas } }: TypedDescription): string {
  const used = new Set<string>()
  const type = (schema: Schema | undefined): string => typeOf(schema, used)
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const of = (place: string): string => parameters(operation, place, type)
      const body = operation.requestBody?.content['application/json']
      const optional = operation.requestBody?.required === true ? '' : '?'
      const answers = Object.entries(operation.responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([, { content }]) => {
          const json = content?.['application/json']
          return json ? type(json.schema) : content ? 'Blob' : 'undefined'
        })
      return (
        `  '${method.toUpperCase()} ${path}': { path: ${of('path')}; query: ${of('query')}; ` +
        `${body ? `body${optional}: ${type(body.schema)}` : 'body?: undefined'}; answer: ${[...new Set(answers)].join(' | ')} }`
      )
    }),
  )
  const named: string[] = []
  const written = new Set<string>()
  // A named shape can reference further ones.
  for (let before = -1; before !== written.size;) {
    before = written.size
    for (const name of [...used].sort()) {
      if (written.has(name) || ofSchemaPackage.has(name)) continue
      written.add(name)
      named.push(`export type ${name} = ${type(schemas[name])}`)
    }
  }
  const imported = [...used].filter((name) => ofSchemaPackage.has(name)).sort()
  return [
    '// Generated from /openapi.json by server/docs/client-types.ts; server/docs/generated-docs.test.ts writes it.',
    `import type { ${imported.join(', ')} } from '@aw-flow/schema'`,
    '',
    ...named.sort(),
    '',
    '/** Every route, by method and address. */',
    'export interface Routes {',
    ...routes.sort(),
    '}',
    '',
  ].join('\n')
}

function parameters({ parameters: all = [] }: Operation, place: string, type: (schema?: Schema) => string): string {
  const here = all.filter((parameter) => parameter.in === place)
  if (here.length === 0) return 'object'
  return `{ ${here.map(({ name, required, schema }) => `${nameOf(name)}${required ? '' : '?'}: ${type(schema)}`).join('; ')} }`
}

function typeOf(schema: Schema | undefined, used: Set<string>): string {
  const type = (inner: Schema | undefined): string => typeOf(inner, used)
  if (!schema) return 'unknown'
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!
    used.add(name)
    return name
  }
  if (schema.allOf) return schema.allOf.map(type).join(' & ')
  const either = schema.anyOf ?? schema.oneOf
  if (either) return [...new Set(either.map(type))].join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const types = [schema.type ?? 'unknown'].flat()
  return types.map((name) => plainType(name, schema, type)).join(' | ')
}

function plainType(name: string, schema: Schema, type: (schema?: Schema) => string): string {
  if (name === 'integer' || name === 'number') return 'number'
  if (name === 'string' || name === 'boolean' || name === 'null') return name
  if (name === 'array') {
    const item = type(schema.items)
    return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`
  }
  if (name !== 'object') return 'unknown'
  const { properties = {}, required = [], additionalProperties } = schema
  const entries = Object.entries(properties)
  if (entries.length === 0) {
    return `Record<string, ${typeof additionalProperties === 'object' ? type(additionalProperties) : 'unknown'}>`
  }
  const fields = entries.map(([key, value]) => `${nameOf(key)}${required.includes(key) ? '' : '?'}: ${type(value)}`)
  return `{ ${fields.join('; ')} }`
}

const nameOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`)
