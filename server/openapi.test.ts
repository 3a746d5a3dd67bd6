import { dereference, validate } from '@cfworker/json-schema'
import { problemReference } from '@aw-flow/messages/reference'
import { describe, expect, test } from 'vitest'
import { modelAgentBodySchema, toModelDefinition } from './agents/model-agent-wire.ts'
import { openTestApp } from './testing/test-app.ts'
import { createWorkflow, csv, workflow } from './testing/test-requests.ts'

const { server } = openTestApp()

interface Content {
  schema?: Record<string, unknown>
  example?: unknown
}
interface Operation {
  operationId?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema: { example?: unknown } }[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { content?: Record<string, Content> }>
}
interface Description {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>> }
}

let describing: Promise<Description> | undefined
const described = (): Promise<Description> =>
  (describing ??= server.json('/openapi.json').then((json) => json as Description))

/** Examples contain ids that are not ids of schemas. */
const withoutExamples = (schema: unknown): unknown =>
  Array.isArray(schema)
    ? schema.map(withoutExamples)
    : typeof schema === 'object' && schema !== null
      ? Object.fromEntries(
          Object.entries(schema).flatMap(([key, inner]) => (key === 'example' ? [] : [[key, withoutExamples(inner)]])),
        )
      : schema

type Lookup = ReturnType<typeof dereference>
const lookups = new WeakMap<Description, Lookup>()

/** Resolves all references of a description once, because doing so takes longer than a comparison. */
function openLookup(description: Description): Lookup {
  const known = lookups.get(description)
  if (known) return known
  const components = withoutExamples(description.components) as Description['components']
  const lookup = dereference({ components } as object)
  for (const [name, schema] of Object.entries(components.schemas)) lookup[`#/components/schemas/${name}`] = schema
  lookups.set(description, lookup)
  return lookup
}

const fits = (value: unknown, schema: unknown, description: Description): string[] => {
  const lookup = openLookup(description)
  const { valid, errors } = validate(value, withoutExamples(schema) as object, '2020-12', lookup, false)
  return valid ? [] : errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
}

const exampleOf = (content: Content | undefined, { components }: Description): unknown => {
  if (content?.example !== undefined) return content.example
  const named =
    String((content?.schema as { $ref?: string } | undefined)?.$ref ?? '')
      .split('/')
      .at(-1) ?? ''
  return components.schemas[named]?.example ?? content?.schema?.example
}

describe('the description of the API', () => {
  test('no schema states a list of types beside alternatives, which Redoc cannot combine', async () => {
    const places: string[] = []
    const visit = (value: unknown, place: string): void => {
      if (typeof value !== 'object' || value === null) return
      const schema = value as Record<string, unknown>
      if (Array.isArray(schema.type) && (schema.anyOf ?? schema.oneOf ?? schema.allOf)) places.push(place)
      for (const [name, inner] of Object.entries(schema)) visit(inner, `${place}/${name}`)
    }
    visit(await described(), '#')
    expect(places).toEqual([])
  })

  test('all examples match their schemas', async () => {
    const description = await described()
    const wrong: string[] = []
    let count = 0
    for (const [name, schema] of Object.entries(description.components.schemas)) {
      if (schema.example === undefined) continue
      count++
      wrong.push(...fits(schema.example, schema, description).map((fault) => `${name} ${fault}`))
    }
    expect(wrong).toEqual([])
    expect(count).toBeGreaterThan(20)
  })

  test('every route with a JSON body has an example', async () => {
    const description = await described()
    const without = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) => {
        const json = requestBody?.content['application/json']
        return json && exampleOf(json, description) === undefined ? [`${method} ${path}`] : []
      }),
    )
    expect(without).toEqual([])
  })

  test('every route responds to its example with a described status and body', async () => {
    const description = await described()
    const { id: dataset } = await server.upload(csv, 'names.csv')
    const document = await createWorkflow(server, workflow)
    const start = async (): Promise<string> => {
      const answer = await server.send('POST', '/api/v1/runs', { workflow_id: document, input_data_id: dataset })
      return String(((await answer.json()) as { id: string }).id)
    }
    const run = await start()
    await server.waitForEnd(run)
    // The node types of this server cannot run it, so the route would reject it.
    const support = toModelDefinition(modelAgentBodySchema.parse({ name: 'Support', system_prompt: 'Help.' }))
    const { modelAgents } = server.backend.store.forWorkspace('default')
    const { id: agent } = (await modelAgents.add(support, 'local-owner'))!
    const { id: evaluation } = await server.backend.store.forWorkspace('default').evaluations.add({
      id: 'evaluation',
      name: 'Greetings',
      targetKind: 'agent',
      targetId: agent,
      version: 1,
      dataset: null,
      answerSchema: null,
      cases: [],
      createdBy: 'local-owner',
    })
    const registered = await server.send('POST', '/api/v1/mcp/servers', {
      name: 'Files',
      type: 'stdio',
      command: 'files',
    })
    const { id: mcpServer } = (await registered.json()) as { id: string }
    const idFor = (path: string): string =>
      /\/agents\/\{id\}\/(versions|chat)/.test(path)
        ? agent
        : path.includes('/evaluations/')
          ? evaluation
          : path.includes('/mcp/')
            ? mcpServer
            : path.includes('/data/') || path.includes('/tools/')
              ? dataset
              : path.includes('/workflows/')
                ? document
                : path.includes('/templates/') || path.includes('/agents/')
                  ? ''
                  : run
    const filled = (path: string, { parameters = [] }: Operation): string =>
      parameters
        .filter((parameter) => parameter.in === 'path')
        .reduce(
          (address, { name, schema }) =>
            address.replace(`{${name}}`, (name === 'id' && idFor(path)) || encodeURIComponent(String(schema.example))),
          path,
        )
    // Deletions are tested last.
    const rank = (method: string): number => (method === 'delete' ? 1 : 0)
    const operations = Object.entries(description.paths)
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
      .sort((one, other) => rank(one.method) - rank(other.method))
    const wrong: string[] = []
    let good = 0
    for (const { path, method, operation } of operations) {
      const json = operation.requestBody?.content['application/json']
      const form = operation.requestBody?.content['multipart/form-data']
      let init: RequestInit = { method: method.toUpperCase() }
      if (form) {
        const body = new FormData()
        body.set('file', new File([csv], 'names.csv'))
        init = { ...init, body }
      } else if (json) {
        const text = JSON.stringify(exampleOf(json, description))
          .replaceAll('2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', dataset)
          .replaceAll('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11', document)
        init = { ...init, headers: { 'content-type': 'application/json' }, body: text }
      }
      const answer = await server.ask(filled(path, operation), init)
      const known = operation.responses[answer.status]
      const name = `${method} ${path} ${answer.status}`
      if (!known) {
        wrong.push(`${name} is not described: ${await answer.text()}`)
        continue
      }
      if (answer.status < 300) good++
      const type = (answer.headers.get('content-type') ?? '').replace(/;.*/, '')
      const schema = known.content?.[type]?.schema
      if (type === 'application/json' && !schema) wrong.push(`${name}: JSON is not described`)
      if (schema && type === 'application/json') {
        wrong.push(...fits(await answer.json(), schema, description).map((fault) => `${name} ${fault}`))
      } else await answer.arrayBuffer()
    }
    expect(wrong).toEqual([])
    // These routes need a waiting run, a failed run or agents, which this test does not have. It has no accounts.
    const withoutAccounts = operations.filter(
      ({ operation }) => !operation.tags?.some((tag) => tag === 'accounts' || tag === 'audit'),
    )
    expect(good).toBeGreaterThan(withoutAccounts.length * 0.6)
  })

  test('/docs shows every route without scripts, and all its links resolve', async () => {
    const answer = await server.ask('/docs')
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const page = await answer.text()
    const description = await described()
    for (const path of Object.keys(description.paths)) expect(page).toContain(`<code>${path}</code>`)
    expect(page).not.toMatch(
      /<script|\son\w+=|\sstyle=|https?:\/\/(?!localhost|(?:models|agents|alerts|push)\.example)/,
    )
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to)
    expect((await server.ask('/docs/style.css')).headers.get('Content-Type')).toBe('text/css; charset=utf-8')
  })

  test('/docs/errors explains every problem code under its id, without a script', async () => {
    const answer = await server.ask('/docs/errors')
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const page = await answer.text()
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))
    expect(Object.keys(problemReference).filter((code) => !ids.has(code))).toEqual([])
    expect(page).not.toMatch(/<script|\son\w+=|\sstyle=/)
  })
})
