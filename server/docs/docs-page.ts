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

/** The parts of an OpenAPI document that the documentation page uses. */
export interface ApiDescription {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/**
 * Renders an API's documentation as a single HTML page.
 *
 * @param root The relative URL of the server's root: `../` for a page in a folder.
 */
export function renderDocsPage({ info, paths, components: { schemas } }: ApiDescription, root = ''): string {
  const groups = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), renderRoute(method, path, operation, schemas)])
    }
  }
  const tags = [...groups.keys()]
  const schemaSections = Object.entries(schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary><div>` +
      `<pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></div></details>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)} API ${escapeHtml(info.version)}</title><link rel="stylesheet" href="${root}docs/style.css"></head>
<body><header><h1>${escapeHtml(info.title)} API <small>${escapeHtml(info.version)}</small></h1>
<p>${escapeHtml(info.description ?? '')}</p>
<p>Machine-readable: <a href="${root}openapi.json">openapi.json</a>. Follow runs live over WebSocket at
<code>/ws/jobs/{id}</code>, <code>/ws/workflows/{id}</code> and <code>/api/v1/ws/executions/{id}</code>, or as server-sent
events at <code>/api/v1/runs/{id}/events</code>; <code>?after=12</code> continues after event 12. Send the ETag of a
resource in <code>If-Match</code> to detect conflicting changes. A POST with an <code>Idempotency-Key</code> is executed
once.</p></header>
<nav aria-label="Groups"><ul>${tags.map((tag) => `<li><a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a></li>`).join('')}
<li><a href="#schemas">schemas</a></li></ul></nav>
<main>${tags.map((tag) => `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${groups.get(tag)!.join('\n')}</section>`).join('\n')}
<section id="schemas"><h2>Schemas</h2>${schemaSections.join('\n')}</section></main></body></html>
`
}

function renderRoute(
  method: string,
  path: string,
  operation: Operation,
  schemas: ApiDescription['components']['schemas'],
): string {
  const { summary = '', parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: location, required, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code>${required ? ' *' : ''}</td><td>${escapeHtml(location)}</td>` +
      `<td>${renderType(schema)}</td><td>${escapeHtml(description ?? schema?.description ?? '')}</td></tr>`,
  )
  const parameterTable = rows.length
    ? `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>Description</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
    : ''
  const body = requestBody
    ? `<h3>Body${requestBody.required ? '' : ' (optional)'}</h3>${renderContents(requestBody.content, schemas)}`
    : ''
  const responseLines = Object.entries(responses).map(
    ([status, { description, content }]) =>
      `<h3>${escapeHtml(status)} <small>${escapeHtml(description)}</small></h3>${Number(status) < 300 && content ? renderContents(content, schemas) : ''}`,
  )
  return (
    `<details><summary><span class="method">${escapeHtml(method.toUpperCase())}</span><code>${escapeHtml(path)}</code>` +
    `<span class="summary">${escapeHtml(summary)}</span></summary><div>${parameterTable}${body}${responseLines.join('')}</div></details>`
  )
}

function renderContents(content: Record<string, Content>, schemas: Record<string, Schema>): string {
  return Object.entries(content)
    .map(([type, { schema, example }]) => {
      const value = example ?? findExample(schema, schemas)
      const text = value === undefined ? '' : `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`
      return `<p><code>${escapeHtml(type)}</code> ${renderType(schema)}</p>${text}`
    })
    .join('')
}

function findExample(schema: Schema | undefined, schemas: Record<string, Schema>): unknown {
  if (!schema) return undefined
  if (schema.example !== undefined) return schema.example
  if (schema.examples?.length) return schema.examples[0]
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref
  return reference === undefined ? undefined : findExample(schemas[reference.split('/').at(-1)!], schemas)
}

function renderType(schema: Schema | undefined): string {
  if (!schema) return ''
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref
  if (reference !== undefined) {
    const name = escapeHtml(reference.split('/').at(-1)!)
    return `<a href="#schema-${name}"><code>${name}</code></a>`
  }
  if (schema.enum) return schema.enum.map((value) => `<code>${escapeHtml(JSON.stringify(value))}</code>`).join(' ')
  if (schema.items) return `list of ${renderType(schema.items)}`
  if (schema.properties?.items?.items) return `a page of ${renderType(schema.properties.items.items)}`
  return escapeHtml([schema.type ?? ''].flat().join(' or '))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character]!)
