import { builtInNodes } from '@aw-flow/nodes'
import { expect, it } from 'vitest'
import type { Email } from './accounts/mailer.ts'
import { signIn } from './testing/test-accounts.ts'
import { readBody } from './testing/test-requests.ts'
import { openTestApp } from './testing/test-app.ts'

const mails: Email[] = []

const { server } = openTestApp({ nodes: builtInNodes, accounts: { signUp: 'open', mails } })

interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
  'x-secret'?: true
}

/** Routes whose field `secret` is the name of a stored secret. */
const secretNames = /\/api\/v1\/(agents|config|mcp|watches)/

it('are marked in the schema of the response', async () => {
  const { paths, components } = (await server.json('/openapi.json')) as {
    paths: Record<
      string,
      Record<string, { responses: Record<string, { content?: Record<string, { schema?: Schema }> }> }>
    >
    components: { schemas: Record<string, Schema> }
  }
  const unmarked = new Set<string>()
  const marked = new Set<string>()
  const walk = (schema: Schema | undefined, place: string, depth = 0): void => {
    if (!schema || depth > 8) return
    const { $ref, properties = {}, items, anyOf = [], allOf = [] } = schema
    if ($ref) walk(components.schemas[$ref.split('/').at(-1)!], place, depth + 1)
    for (const part of [...anyOf, ...allOf]) walk(part, place, depth + 1)
    walk(items, place, depth + 1)
    for (const [name, property] of Object.entries(properties)) {
      if (property['x-secret'] || property.anyOf?.some((part) => part['x-secret'])) marked.add(`${place} ${name}`)
      else if (
        /^(?!has_)(.*_)?(token|password)$|^(api|private)_key$/.test(name) ||
        (name === 'secret' && !secretNames.test(place))
      )
        unmarked.add(`${place} ${name}`)
      walk(property, place, depth + 1)
    }
  }
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { responses }] of Object.entries(methods))
      for (const [status, { content }] of Object.entries(responses))
        if (status.startsWith('2')) walk(content?.['application/json']?.schema, `${method} ${path}`)
  expect([...unmarked]).toEqual([])
  for (const place of [
    'post /api/v1/agent-steps/claim token',
    'post /api/v1/agents token',
    'post /api/v1/auth/api-keys key',
    'post /api/v1/auth/login refresh_token',
    'post /api/v1/mcp/servers/{id}/authorize authorization_url',
    'post /api/v1/webhook-endpoints secret',
    'post /api/v1/webhooks/{id}/rotate-token token',
    'get /api/v1/workflows/{id}/sharing token',
  ])
    expect(marked).toContain(place)
})

it('are given once: a repeated key answers without them, and they are not stored', async () => {
  const owner = await signIn(server, mails, 'owner@example.com')
  const send = async (method: string, path: string, body?: object, key?: string) => {
    const response = await owner.ask(method, path, body, key === undefined ? {} : { 'idempotency-key': key })
    return { response, body: await readBody(response) }
  }
  const document = { name: 'Hooked', nodes: [{ id: 'hook', type: 'webhook', data: { config: {} } }], edges: [] }
  const { body: workflow } = await send('POST', '/api/v1/workflows', { ...document, status: 'published' })
  const { items } = (await send('GET', `/api/v1/webhooks?workflow_id=${workflow.id}`)).body
  const webhook = `/api/v1/webhooks/${(items as { id: string }[])[0]!.id}`
  await send('PATCH', webhook, { enabled: true })
  const newEndpoint = { name: 'Alerts', url: 'https://alerts.example.com', events: ['run.failed'] }
  const endpoint = (await send('POST', '/api/v1/webhook-endpoints', newEndpoint)).body.id
  const agent = { name: 'puller', description: 'Waits', delivery: 'pull' }
  const agentId = (await send('POST', '/api/v1/agents', agent)).body.id
  const requests: [path: string, field: string, body?: object][] = [
    [`${webhook}/rotate-token`, 'token', {}],
    [`${webhook}/test`, 'address'],
    ['/api/v1/webhook-endpoints', 'secret', { ...newEndpoint, name: 'More' }],
    [`/api/v1/webhook-endpoints/${endpoint}/rotate-secret`, 'secret', {}],
    ['/api/v1/agents', 'token', { ...agent, name: 'second' }],
    [`/api/v1/agents/${agentId}/token`, 'token'],
    ['/api/v1/auth/api-keys', 'key', { name: 'Key', scopes: ['view'] }],
  ]
  for (const [path, field, body] of requests) {
    const first = await send('POST', path, body, `key of ${path}`.replaceAll(' ', '-'))
    const secret = String(first.body[field])
    expect([path, first.response.status < 300, secret.length > 20]).toEqual([path, true, true])
    const second = await send('POST', path, body, `key of ${path}`.replaceAll(' ', '-'))
    expect([path, second.response.status]).toEqual([path, first.response.status])
    expect(second.response.headers.get('idempotency-replayed')).toBe('true')
    expect(second.body).toEqual({ ...first.body, [field]: null })
    for (const { response } of [first, second]) expect(response.headers.get('cache-control')).toBe('no-store')
    const rows = await server.backend.store.openedDatabase.execute('select body from idempotency_keys')
    expect(JSON.stringify(rows)).not.toContain(secret.split('/').at(-1))
  }
})
