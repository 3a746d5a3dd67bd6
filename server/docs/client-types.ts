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

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** Schemas whose types are exported by the schema package. */
const schemaPackageTypes = new Set([
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

/** Generates the TypeScript types for `packages/client`: the request and response of every route. */
export function renderClientTypes({ paths, components: { schemas } }: OpenApiDocument): string {
  const usedSchemas = new Set<string>()
  const toTypeText = (schema: Schema | undefined): string => renderType(schema, usedSchemas)
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const renderParametersIn = (location: string): string => renderParameters(operation, location, toTypeText)
      const body = operation.requestBody?.content['application/json']
      const optionalMark = operation.requestBody?.required === true ? '' : '?'
      const responseTypes = Object.entries(operation.responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([, { content }]) => {
          const json = content?.['application/json']
          return json ? toTypeText(json.schema) : content ? 'Blob' : 'undefined'
        })
      // Routes that only redirect are meant to be opened in the browser, not called by the client.
      if (responseTypes.length === 0) return []
      return [
        `  '${method.toUpperCase()} ${path}': { path: ${renderParametersIn('path')}; query: ${renderParametersIn('query')}; ` +
          `${body ? `body${optionalMark}: ${toTypeText(body.schema)}` : 'body?: undefined'}; response: ${[...new Set(responseTypes)].join(' | ')} }`,
      ]
    }),
  )
  const declarations: string[] = []
  const declaredNames = new Set<string>()
  // Repeat until no schemas are added, because a named schema can reference others.
  for (let previousSize = -1; previousSize !== declaredNames.size;) {
    previousSize = declaredNames.size
    for (const name of [...usedSchemas].sort()) {
      if (declaredNames.has(name) || schemaPackageTypes.has(name)) continue
      declaredNames.add(name)
      declarations.push(`export type ${name} = ${toTypeText(schemas[name])}`)
    }
  }
  const importedTypes = [...usedSchemas].filter((name) => schemaPackageTypes.has(name)).sort()
  return [
    '// Generated from /openapi.json by server/docs/client-types.ts; server/docs/generated-docs.test.ts writes it.',
    `import type { ${importedTypes.join(', ')} } from '@aw-flow/schema'`,
    '',
    ...declarations.sort(),
    '',
    '/** Every route, by method and path. */',
    'export interface Routes {',
    ...routes.sort(),
    '}',
    '',
  ].join('\n')
}

function renderParameters(
  { parameters = [] }: Operation,
  location: string,
  toTypeText: (schema?: Schema) => string,
): string {
  const matchingParameters = parameters.filter((parameter) => parameter.in === location)
  if (matchingParameters.length === 0) return 'object'
  return `{ ${matchingParameters.map(({ name, required, schema }) => `${toPropertyName(name)}${required ? '' : '?'}: ${toTypeText(schema)}`).join('; ')} }`
}

function renderType(schema: Schema | undefined, usedSchemas: Set<string>): string {
  const toTypeText = (inner: Schema | undefined): string => renderType(inner, usedSchemas)
  if (!schema) return 'unknown'
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)!
    usedSchemas.add(name)
    return name
  }
  if (schema.allOf) return schema.allOf.map(toTypeText).join(' & ')
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return [...new Set(alternatives.map(toTypeText))].join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const types = [schema.type ?? 'unknown'].flat()
  return types.map((name) => renderSingleType(name, schema, toTypeText)).join(' | ')
}

function renderSingleType(name: string, schema: Schema, toTypeText: (schema?: Schema) => string): string {
  if (name === 'integer' || name === 'number') return 'number'
  if (name === 'string' || name === 'boolean' || name === 'null') return name
  if (name === 'array') {
    const itemType = toTypeText(schema.items)
    return /[|&]/.test(itemType) ? `(${itemType})[]` : `${itemType}[]`
  }
  if (name !== 'object') return 'unknown'
  const { properties = {}, required = [], additionalProperties } = schema
  const entries = Object.entries(properties)
  if (entries.length === 0) {
    return `Record<string, ${typeof additionalProperties === 'object' ? toTypeText(additionalProperties) : 'unknown'}>`
  }
  const fields = entries.map(
    ([key, value]) => `${toPropertyName(key)}${required.includes(key) ? '' : '?'}: ${toTypeText(value)}`,
  )
  return `{ ${fields.join('; ')} }`
}

const toPropertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`)
