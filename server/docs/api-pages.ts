import type { ApiDescription, Operation, Schema } from './docs-page.ts'

/** A Markdown page that documents the endpoints of one tag. */
export interface ApiPage {
  /** File name in `docs/http-api`, without the extension. */
  readonly name: string
  readonly text: string
}

/** Renders an API's endpoints as Markdown pages, one per tag, with an example request for each endpoint. */
export function renderApiPages({ paths, components: { schemas } }: ApiDescription): readonly ApiPage[] {
  const tags = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other'
      tags.set(tag, [...(tags.get(tag) ?? []), renderEndpoint(method.toUpperCase(), path, operation, schemas)])
    }
  }
  return [...tags].map(([tag, endpoints]) => ({
    name: tag.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    text: `# ${tag[0]?.toUpperCase()}${tag.slice(1)}\n\n${endpoints.join('\n\n')}\n`,
  }))
}

function renderEndpoint(
  method: string,
  path: string,
  operation: Operation,
  schemas: ApiDescription['components']['schemas'],
): string {
  const { summary = '', parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: location, required, description = '', schema }) =>
      `| \`${name}\` | ${location} | ${renderType(schema)} | ${required ? 'yes' : 'no'} | ${escapeCell(description)} |`,
  )
  const table = ['| parameter | in | type | required | meaning |', '|---|---|---|---|---|', ...rows].join('\n')
  const responseLines = Object.entries(responses).map(([status, { description }]) => `- **${status}** ${description}`)
  const body = requestBody && renderBody(requestBody.content, schemas)
  return [
    `## ${method} ${path.replaceAll(/[{}]/g, '\\$&')}`,
    `${summary}.`,
    ...(rows.length === 0 ? [] : [table]),
    `\`\`\`sh\n${renderCurl(method, path, parameters, body)}\n\`\`\``,
    responseLines.join('\n'),
  ].join('\n\n')
}

/** Renders a request as a `curl` command. It always includes the token, although only some servers require one. */
function renderCurl(
  method: string,
  path: string,
  parameters: NonNullable<Operation['parameters']>,
  body?: BodyExample,
): string {
  const requestPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const pathParameter = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)
    return encodeURIComponent(String(pathParameter?.schema?.example ?? pathParameter?.schema?.examples?.[0] ?? name))
  })
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}http://localhost:3000${requestPath}`,
    '-H "Authorization: Bearer $AW_TOKEN"',
    ...parameters
      .filter((parameter) => parameter.in === 'header' && parameter.schema?.example !== undefined)
      .map(({ name, schema }) => `-H '${name}: ${String(schema?.example)}'`),
    ...(body === undefined ? [] : body),
  ]
  return parts.join(' \\\n  ')
}

type BodyExample = readonly string[]

function renderBody(
  content: NonNullable<Operation['requestBody']>['content'],
  schemas: ApiDescription['components']['schemas'],
): BodyExample {
  if ('multipart/form-data' in content) return ['-F file=@orders.csv']
  const [[type, { schema, example }] = ['application/json', {}]] = Object.entries(content)
  const value = example ?? findExample(schema, schemas)
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? {})
  return [`-H 'Content-Type: ${type}'`, `-d '${text.replaceAll("'", String.raw`'\''`)}'`]
}

function findExample(schema: Schema | undefined, schemas: ApiDescription['components']['schemas']): unknown {
  if (!schema) return undefined
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return findExample(schemas[name], schemas)
  return schema.example ?? schema.examples?.[0] ?? schema.default
}

const renderType = (schema: Schema | undefined): string =>
  schema?.enum
    ? schema.enum.map((value) => `\`${String(value)}\``).join(', ')
    : [schema?.type ?? 'any'].flat().join(' or ')

const escapeCell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
