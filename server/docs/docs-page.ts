export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  allOf?: Schema[]
  anyOf?: Schema[]
  example?: unknown
  examples?: unknown[]
  default?: unknown
}

interface Content {
  schema?: Schema
  example?: unknown
}

export interface Operation {
  tags?: string[]
  summary?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: { required?: boolean; content: Record<string, Content> }
  responses: Record<string, { description: string; content?: Record<string, Content> }>
}

/** The part of an OpenAPI document that the page shows. */
export interface ApiDescription {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** Renders the documentation of an API as one HTML page. */
export function docsPage({ info, paths, components: { schemas } }: ApiDescription): string {
  const groups = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), route(method, path, operation, schemas)])
    }
  }
  const tags = [...groups.keys()]
  const named = Object.entries(schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escaped(name)}"><summary><code>${escaped(name)}</code></summary><div>` +
      `<pre>${escaped(JSON.stringify(schema, null, 2))}</pre></div></details>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API ${escaped(info.version)}</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><header><h1>${escaped(info.title)} API <small>${escaped(info.version)}</small></h1>
<p>${escaped(info.description ?? '')}</p>
<p>Machine-readable: <a href="/openapi.json">openapi.json</a>. Follow runs live by WebSocket at
<code>/ws/jobs/{id}</code>, <code>/ws/workflows/{id}</code> and <code>/api/v1/ws/executions/{id}</code>, or as server-sent
events at <code>/api/v1/runs/{id}/events</code>; <code>?after=12</code> continues after event 12. Send the ETag of a
resource in <code>If-Match</code> to detect conflicting changes. A POST with an <code>Idempotency-Key</code> is executed
once.</p></header>
<nav aria-label="Groups"><ul>${tags.map((tag) => `<li><a href="#${escaped(tag)}">${escaped(tag)}</a></li>`).join('')}
<li><a href="#schemas">schemas</a></li></ul></nav>
<main>${tags.map((tag) => `<section id="${escaped(tag)}"><h2>${escaped(tag)}</h2>${groups.get(tag)!.join('\n')}</section>`).join('\n')}
<section id="schemas"><h2>Schemas</h2>${named.join('\n')}</section></main></body></html>
`
}

function route(
  method: string,
  path: string,
  operation: Operation,
  schemas: ApiDescription['components']['schemas'],
): string {
  const { summary = '', parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escaped(name)}</code>${required ? ' *' : ''}</td><td>${escaped(place)}</td>` +
      `<td>${typeOf(schema)}</td><td>${escaped(description ?? schema?.description ?? '')}</td></tr>`,
  )
  const parameterTable = rows.length
    ? `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>Description</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
    : ''
  const body = requestBody
    ? `<h3>Body${requestBody.required ? '' : ' (optional)'}</h3>${contents(requestBody.content, schemas)}`
    : ''
  const answers = Object.entries(responses).map(
    ([status, { description, content }]) =>
      `<h3>${escaped(status)} <small>${escaped(description)}</small></h3>${Number(status) < 300 && content ? contents(content, schemas) : ''}`,
  )
  return (
    `<details><summary><span class="method">${escaped(method.toUpperCase())}</span><code>${escaped(path)}</code>` +
    `<span class="what">${escaped(summary)}</span></summary><div>${parameterTable}${body}${answers.join('')}</div></details>`
  )
}

function contents(content: Record<string, Content>, schemas: Record<string, Schema>): string {
  return Object.entries(content)
    .map(([type, { schema, example }]) => {
      const shown = example ?? exampleOf(schema, schemas)
      const text = shown === undefined ? '' : `<pre>${escaped(JSON.stringify(shown, null, 2))}</pre>`
      return `<p><code>${escaped(type)}</code> ${typeOf(schema)}</p>${text}`
    })
    .join('')
}

function exampleOf(schema: Schema | undefined, schemas: Record<string, Schema>): unknown {
  if (!schema) return undefined
  if (schema.example !== undefined) return schema.example
  if (schema.examples?.length) return schema.examples[0]
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref
  return named === undefined ? undefined : exampleOf(schemas[named.split('/').at(-1)!], schemas)
}

function typeOf(schema: Schema | undefined): string {
  if (!schema) return ''
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref
  if (named !== undefined) {
    const name = escaped(named.split('/').at(-1)!)
    return `<a href="#schema-${name}"><code>${name}</code></a>`
  }
  if (schema.enum) return schema.enum.map((value) => `<code>${escaped(JSON.stringify(value))}</code>`).join(' ')
  if (schema.items) return `list of ${typeOf(schema.items)}`
  if (schema.properties?.items?.items) return `a page of ${typeOf(schema.properties.items.items)}`
  return escaped([schema.type ?? ''].flat().join(' or '))
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign]!)
