import { builtInNodes } from '@aw-flow/nodes'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkspace } from '../../backend.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { createCall } from '../../testing/test-requests.ts'
import { createTestFolder } from '../../testing/test-resources.ts'
import { createResponseWaiter } from './hook-response.ts'
import { isAllowedAddress } from './hook-request.ts'
import { removeOldDeliveries } from '../../retention/remove-deliveries.ts'
import { deleteOldTests, findListeningWebhook } from './webhook-tests.ts'
import { addMissingTriggers } from '../trigger-rows.ts'
import { deleteRejectedDeliveries } from './webhook-deliveries.ts'

const folder = createTestFolder()
let server: TestServer

beforeAll(async () => {
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes })
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
})

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string; message: string } }
const call: ReturnType<typeof createCall<Body>> = (...request) => createCall<Body>(server)(...request)

const createDocument = (
  config: object = {},
  extra: object[] = [],
  edges: object[] = [],
  expression = 'trigger_data',
) => ({
  name: 'Orders',
  nodes: [
    { id: 'hook', type: 'webhook', data: { label: 'Incoming order', config } },
    { id: 'say', type: 'variable', data: { label: 'Say', config: { expression } } },
    ...extra,
  ],
  edges: [{ id: 'e', source: 'hook', sourceHandle: 'data', target: 'say' }, ...edges],
})

interface OpenHook {
  id: string
  workflow: string
  token: string
}

/** Publishes a workflow and turns its webhook on. */
async function openHook(document: object = createDocument(), policies: object = {}): Promise<OpenHook> {
  const { body: stored } = await call('POST', '/api/v1/workflows', document)
  expect((await call('PATCH', `/api/v1/workflows/${stored.id}/status`, { status: 'published' })).status).toBe(200)
  const { body: listed } = await call('GET', `/api/v1/webhooks?workflow_id=${stored.id}`)
  const [webhook] = listed.items
  expect(webhook).toMatchObject({
    enabled: false,
    has_token: false,
    token: null,
    node_id: 'hook',
    name: 'Incoming order',
  })
  const { status, body } = await call('PATCH', `/api/v1/webhooks/${webhook!.id}`, { enabled: true, ...policies })
  expect(status, JSON.stringify(body)).toBe(200)
  return { id: webhook!.id, workflow: stored.id, token: String(body.token) }
}

/** Creates a part of a form with the boundary `x`; with `fileName`, it is a file. */
const createPart = (field: string, content: string, fileName?: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${field}"${
    fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: text/csv`
  }\r\n\r\n${content}\r\n`

const json = { 'content-type': 'application/json' }
const post = (
  address: string,
  body: BodyInit = '{"order":1}',
  headers: Record<string, string> = json,
): Promise<Response> => server.ask(address, { method: 'POST', body, headers })
const readError = async (answer: Response): Promise<string> => ((await answer.json()) as Body).error.code

const listDeliveries = async (id: string): Promise<Body[]> =>
  (await call('GET', `/api/v1/webhooks/${id}/deliveries`)).body.items

/** Returns the data and request with which a run started. */
async function readInputs(run: string): Promise<{ data: unknown; request: Body }> {
  const { inputs } = await server.backend.store.forWorkspace('default').runs.readRequest(run)
  const { data, request } = inputs.hook as unknown as Record<string, { json: unknown }>
  return { data: data!.json, request: request!.json as Body }
}

describe('webhooks', () => {
  it('start the published version with the body, and list the request', async () => {
    const hook = await openHook()
    const answer = await post(`/hooks/${hook.token}?source=shop&tag=a&tag=b`, undefined, {
      ...json,
      authorization: 'Bearer private',
      'x-shop': 'north',
    })
    expect(answer.status).toBe(202)
    const { run_id: run, status_url: status } = (await answer.json()) as { run_id: string; status_url: string }
    expect(status).toBe(`/api/v1/runs/${run}`)
    const { data, request } = await readInputs(run)
    expect(data).toEqual({ order: 1 })
    expect(request).toMatchObject({
      method: 'POST',
      query: { source: 'shop', tag: ['a', 'b'] },
      headers: { 'x-shop': 'north' },
    })
    expect(JSON.stringify(request)).not.toContain('private')
    expect(await server.waitForEnd(run)).toMatchObject({ status: 'completed' })
    expect(await listDeliveries(hook.id)).toMatchObject([{ status: 202, run_id: run, method: 'POST', bytes: 11 }])
  })

  it.each<[string, string, unknown]>([
    ['application/x-www-form-urlencoded', 'a=1&b=2&b=3', { a: '1', b: ['2', '3'] }],
    ['text/plain; charset=utf-8', 'Grüße', 'Grüße'],
    ['application/cloudevents+json', '[1,2]', [1, 2]],
    ['application/xml', '<a/>', '<a/>'],
    ['application/json; charset=utf-16', '\ufeff{"a": "ü"}', { a: 'ü' }],
    ['application/json', '<error>busy</error>', '<error>busy</error>'],
    ['application/json', 'a=1&b=%7B', { a: '1', b: '{' }],
    ['application/x-www-form-urlencoded', '{"a": 1}', { a: 1 }],
    ['text/plain; charset=UTF-8', ' {"Type": "Notification"}', { Type: 'Notification' }],
    ['text/plain', '{not JSON}', '{not JSON}'],
    ['text/csv', '["a"]', '["a"]'],
    ['json', '{"a": 1}', { a: 1 }],
    ['json', 'x', 'x'],
    ['json', 'a=1', { a: '1' }],
    [
      'application/json',
      '{"id": 8202522731445525542, "constructor": 1}',
      { id: '8202522731445525542', constructor: 1 },
    ],
    ['application/csp-report', '{"a": 1}', { a: 1 }],
    ['application/x-amz-json-1.1', '{"a": 1}', { a: 1 }],
    ['application/x-json', '[1]', [1]],
    ['application/x-www-form-urlencoded; charset=windows-1252', 'name=M%FCller+%80', { name: 'Müller €' }],
    [
      'application/x-www-form-urlencoded',
      'name=M%fcller&charset=windows-1252',
      { name: 'Müller', charset: 'windows-1252' },
    ],
    [
      'application/x-www-form-urlencoded',
      'xml=%3C%3Fxml+encoding%3D%22latin1%22%3F%3E%C3%A9&a%00=%',
      { xml: '<?xml encoding="latin1"?>é', 'a\0': '%' },
    ],
    ['', '', {}],
    ['application/json', ' \n', {}],
    [
      'multipart/form-data; boundary="x y"',
      '--x y\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x y--\r\n',
      { a: '1' },
    ],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nü\r\n--x--\r\n',
      { a: 'Ã¼' },
    ],
  ])('read %s', async (type, body, expected) => {
    const hook = await openHook(createDocument({ method: 'any' }))
    const bytes = Buffer.from(body, body.startsWith('\ufeff') ? 'utf16le' : 'utf8')
    const answer = await post(`/hooks/${hook.token}`, bytes, type === '' ? {} : { 'content-type': type })
    expect(answer.status).toBe(202)
    expect((await readInputs(String(((await answer.json()) as Body).run_id))).data).toEqual(expected)
  })

  it.each<[string, number, string, string, string]>([
    ['malformed JSON', 400, 'body.malformed', 'application/json', '{"a":'],
    ['nested JSON', 400, 'body.too-deep', 'application/json', '['.repeat(2_000)],
    ['names of prototypes', 422, 'body.reserved-name', 'application/json', '{"__proto__":1}'],
    ['names of prototypes in forms', 422, 'body.reserved-name', 'application/x-www-form-urlencoded', '__proto__=1'],
    ['invalid UTF-8', 400, 'body.encoding', 'text/plain', '\u00ff'],
    ['forms in another charset', 400, 'body.encoding', 'application/x-www-form-urlencoded', 'name=M%FCller'],
    ['an incomplete form', 400, 'hook.form', 'multipart/form-data; boundary=x', createPart('f', '1', 'a.csv')],
    ['a malformed form', 400, 'hook.form', 'multipart/form-data', 'x'],
    [
      'too many files',
      422,
      'hook.too-many-files',
      'multipart/form-data; boundary=x',
      `${Array.from({ length: 21 }, (_, index) => createPart('f', String(index), 'a.csv')).join('')}--x--\r\n`,
    ],
    [
      'files in fields with names of prototypes',
      422,
      'body.reserved-name',
      'multipart/form-data; boundary=x',
      `${createPart('__proto__', '1', 'a.csv')}--x--\r\n`,
    ],
  ])('refuse %s', async (_, status, code, type, body) => {
    const hook = await openHook()
    const answer = await post(`/hooks/${hook.token}`, Buffer.from(body, 'latin1'), { 'content-type': type })
    expect(answer.status).toBe(status)
    expect(await readError(answer)).toBe(code)
    expect(await listDeliveries(hook.id)).toMatchObject([{ status, run_id: null, problem: { code } }])
  })

  it.each<[string, (bytes: Buffer) => Uint8Array<ArrayBuffer>]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['deflate, gzip', (bytes) => gzipSync(deflateSync(bytes))],
  ])('decode %s', async (encoding, encode) => {
    const hook = await openHook()
    const headers = { ...json, 'content-encoding': encoding }
    const answer = await post(`/hooks/${hook.token}`, encode(Buffer.from('{"order": 1}')), headers)
    expect(answer.status).toBe(202)
    expect((await readInputs(String(((await answer.json()) as Body).run_id))).data).toEqual({ order: 1 })
  })

  it('unpack JSON without an encoding in a header, and keep packed files', async () => {
    const hook = await openHook()
    const read = async (body: Uint8Array<ArrayBuffer>, type?: string): Promise<unknown> => {
      const answer = await post(`/hooks/${hook.token}`, body, type === undefined ? {} : { 'content-type': type })
      if (answer.status !== 202) return [answer.status, await readError(answer)]
      return (await readInputs(String(((await answer.json()) as Body).run_id))).data
    }
    const packed = gzipSync('{"order": 1}')
    expect(await read(packed, 'application/json')).toEqual({ order: 1 })
    expect(await read(deflateSync('{"order": 1}'), 'text/plain')).toEqual({ order: 1 })
    expect(await read(packed, 'application/gzip')).toMatchObject({ name: 'upload.gz', size: packed.length })
    const large = gzipSync(JSON.stringify('x'.repeat(200_000)))
    expect(await read(large, 'application/json')).toEqual([413, 'body.too-large'])
  })

  it('keep the digits of integers that a number cannot represent', async () => {
    const hook = await openHook()
    const answer = await post(`/hooks/${hook.token}`, '{"id": 8202522731445525542}')
    const { data } = await readInputs(String(((await answer.json()) as Body).run_id))
    expect(data).toEqual({ id: '8202522731445525542' })
  })

  it('refuse content in an unknown or wrong encoding, and large content', async () => {
    const hook = await openHook()
    const refuse = async (encoding: string, body: Uint8Array<ArrayBuffer>): Promise<unknown[]> => {
      const answer = await post(`/hooks/${hook.token}`, body, { ...json, 'content-encoding': encoding })
      return [answer.status, await readError(answer)]
    }
    expect(await refuse('zstd', Buffer.from('{}'))).toEqual([415, 'body.content-encoding'])
    expect(await refuse('gzip, gzip, gzip', Buffer.from('{}'))).toEqual([415, 'body.content-encoding'])
    expect(await refuse('gzip', Buffer.from('{}'))).toEqual([400, 'body.not-encoded'])
    const emptyArchives = Buffer.alloc(20_000_000, gzipSync(''))
    expect(await refuse('gzip, gzip', gzipSync(emptyArchives))).toEqual([400, 'body.not-encoded'])
    expect(await refuse('gzip', gzipSync(JSON.stringify('x'.repeat(200_000))))).toEqual([413, 'body.too-large'])
  })

  it('refuse a body that is larger than the limit', async () => {
    const hook = await openHook()
    expect((await post(`/hooks/${hook.token}`, JSON.stringify('x'.repeat(200_000)))).status).toBe(413)
  })

  it('refuse other methods', async () => {
    const hook = await openHook(createDocument({ method: 'PUT' }))
    const answer = await post(`/hooks/${hook.token}`)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('PUT')
    expect((await server.ask(`/hooks/${hook.token}`, { method: 'PUT', body: '1', headers: json })).status).toBe(202)
  })

  it('answer unknown, disabled and malformed addresses alike', async () => {
    const hook = await openHook()
    await call('PATCH', `/api/v1/webhooks/${hook.id}`, { enabled: false })
    const bodies = new Set<string>()
    for (const address of [
      hook.token,
      'x'.repeat(32),
      'default/unknown',
      'nowhere/unknown',
      '%00',
      "'; drop table runs",
    ]) {
      const answer = await post(`/hooks/${address}`)
      expect(answer.status, address).toBe(404)
      bodies.add((await answer.text()).replace(/"correlation_id":"[^"]*"/, ''))
    }
    expect(bodies.size).toBe(1)
    expect((await post('/hooks')).status).toBe(404)
    expect((await post('/hooks/a/b/c')).status).toBe(404)
    expect(await listDeliveries(hook.id)).toEqual([])
  })

  it('are refused while the workflow is not published, or has no such node', async () => {
    const hook = await openHook()
    await call('PATCH', `/api/v1/workflows/${hook.workflow}/status`, { status: 'draft' })
    const answer = await post(`/hooks/${hook.token}`)
    expect(answer.status).toBe(409)
    expect(await readError(answer)).toBe('hook.not-published')
    const without = { ...createDocument(), nodes: createDocument().nodes.slice(1), edges: [] }
    await call('PUT', `/api/v1/workflows/${hook.workflow}`, without)
    await call('PATCH', `/api/v1/workflows/${hook.workflow}/status`, { status: 'published' })
    expect((await post(`/hooks/${hook.token}`)).status).toBe(409)
  })

  it('are found in workflows that were stored before webhooks existed', async () => {
    const { body: stored } = await call('POST', '/api/v1/workflows', createDocument())
    const { store } = server.backend
    const { database } = store.openedDatabase
    await database.deleteFrom('webhooks').where('workflow_id', '=', stored.id).execute()
    await addMissingTriggers(store, 'webhook')
    expect((await call('GET', `/api/v1/webhooks?workflow_id=${stored.id}`)).body.items).toHaveLength(1)
  })

  it('that were never turned on are removed with their node', async () => {
    const { body: stored } = await call('POST', '/api/v1/workflows', createDocument())
    await call('PUT', `/api/v1/workflows/${stored.id}`, { ...createDocument(), nodes: [], edges: [] })
    expect((await call('GET', `/api/v1/webhooks?workflow_id=${stored.id}`)).body.items).toEqual([])
  })
})

describe('callers', () => {
  const secret = 'own-secret-of-the-shop-1'
  const sign = (body: string): string => createHmac('sha256', secret).update(body).digest('hex')

  it('need a valid signature, and a replayed request starts one run', async () => {
    const hook = await openHook(createDocument(), { scheme: 'hmac', secret, signature_header: 'x-shop-hmac' })
    const missing = await post(`/hooks/${hook.token}`)
    expect(missing.status).toBe(401)
    expect(await readError(missing)).toBe('hook.signature')
    const signed = { ...json, 'x-shop-hmac': sign('{"order":1}') }
    expect((await post(`/hooks/${hook.token}`, '{"order":2}', signed)).status).toBe(401)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(`/hooks/${hook.token}`, undefined, signed)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202])
    const runs = new Set(await Promise.all(answers.map(async (answer) => ((await answer.json()) as Body).run_id)))
    expect(runs.size).toBe(1)
    expect((await listDeliveries(hook.id)).filter(({ status }) => Number(status) === 202)).toHaveLength(1)
  })

  it.each([
    ['github', 'x-hub-signature-256', 'sha256='],
    ['hmac', 'x-shop-hmac', ''],
  ])('send no second run with unsigned headers, however late (%s)', async (scheme, header, prefix) => {
    const policies = { scheme, secret, signature_header: 'x-shop-hmac' }
    const hook = await openHook(createDocument({ method: 'any' }), policies)
    const signed = { ...json, [header]: `${prefix}${sign('{"order":1}')}` }
    const first = (await (await post(`/hooks/${hook.token}`, undefined, signed)).json()) as Body
    expect(first).not.toHaveProperty('repeated')
    await server.backend.store.openedDatabase.execute(
      `update webhook_deliveries set received_at = received_at - interval '20 days' where webhook_id = '${hook.id}'`,
    )
    const readRuns = async (requests: [path: string, headers: object][]): Promise<Body[]> =>
      Promise.all(
        requests.map(async ([query, headers]) => {
          const answer = await post(`/hooks/${hook.token}${query}`, undefined, { ...signed, ...headers })
          const body = (await answer.json()) as Body
          return Object.assign(body, { header: answer.headers.get('idempotency-replayed') })
        }),
      )
    const repeats = await readRuns([
      ['', {}],
      ['?other=query', {}],
      ['', { 'idempotency-key': '1' }],
      ['', { 'idempotency-key': '2' }],
      ['', { 'x-github-delivery': '3' }],
      ['', { 'webhook-id': '4' }],
      ['', { [header]: `${prefix}${sign('{"order":1}').toUpperCase()}` }],
    ])
    for (const repeat of repeats) expect(repeat).toMatchObject({ run_id: first.run_id, repeated: true, header: 'true' })

    await call('PATCH', `/api/v1/webhooks/${hook.id}`, { allow_repeats: true })
    const other = (await readRuns([['', { 'x-github-delivery': '3' }]]))[0]
    const [same, again] = await readRuns([
      ['', {}],
      ['', { 'x-github-delivery': '3' }],
    ])
    expect([same!.run_id, again!.run_id]).toEqual([first.run_id, other!.run_id])
    expect(other!.run_id).not.toBe(first.run_id)
    await server.backend.store.openedDatabase.execute(`delete from webhook_deliveries where webhook_id = '${hook.id}'`)
  })

  it('cannot repeat a Stripe event within its tolerance with unsigned headers', async () => {
    const hook = await openHook(createDocument(), { scheme: 'stripe', secret })
    const body = '{"id":"evt_1"}'
    const time = Math.floor(Date.now() / 1000)
    const value = `t=${time},v1=${sign(`${time}.${body}`)}`
    const postWithKey = async (key: string): Promise<Body> => {
      const headers = { ...json, 'stripe-signature': value, 'idempotency-key': key }
      return (await (await post(`/hooks/${hook.token}`, body, headers)).json()) as Body
    }
    const [first, second] = [await postWithKey('1'), await postWithKey('2')]
    expect(second).toMatchObject({ run_id: first.run_id, repeated: true })
  })

  it('without a signature are identified by the delivery id of their service, however long', async () => {
    const hook = await openHook()
    for (const [name, id] of Object.entries({
      'x-github-delivery': 'd',
      'svix-id': 'e'.repeat(6_000),
      'linear-delivery': 'f',
    })) {
      const [first, second] = [
        await post(`/hooks/${hook.token}`, undefined, { ...json, [name]: id }),
        await post(`/hooks/${hook.token}`, undefined, { ...json, [name]: id }),
      ]
      expect([first.status, second.status], name).toEqual([202, 200])
    }
  })

  it.each([
    ['hmac', '', 422, 'body.invalid'],
    ['hmac', ' '.repeat(30), 409, 'webhook.weak-secret'],
    ['hmac', 'x'.repeat(23), 409, 'webhook.weak-secret'],
    ['hmac', 'x'.repeat(32), 409, 'webhook.weak-secret'],
    ['github', 'xxxx-xxxx-xxxx-xxxx-xxxx-xxxx', 409, 'webhook.weak-secret'],
    ['bearer', '[?][?][?][?][?][?][?][?][?]', 409, 'webhook.weak-secret'],
    ['standard', `whsec_${'A'.repeat(32)}`, 409, 'webhook.weak-secret'],
    ['stripe', `whsec_${'x'.repeat(20)}4f3a9c2b`, 409, 'webhook.weak-secret'],
    ['hmac', `a1b2${'█'.repeat(20)}`, 409, 'webhook.weak-secret'],
    ['github', '* '.repeat(16), 409, 'webhook.weak-secret'],
    ['stripe', `whsec_${'•'.repeat(32)}`, 409, 'webhook.weak-secret'],
    ['github', '*'.repeat(32), 409, 'webhook.weak-secret'],
    ['bearer', 'a token of several words 123', 409, 'webhook.weak-secret'],
    ['standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*', 409, 'webhook.weak-secret'],
    ['standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS', 409, 'webhook.weak-secret'],
    ['standard', 'whsec_', 409, 'webhook.weak-secret'],
  ])('cannot be authenticated by %s with the secret %j', async (scheme, weakSecret, status, code) => {
    const hook = await openHook(createDocument(), { scheme: 'hmac', secret })
    const answer = await call('PATCH', `/api/v1/webhooks/${hook.id}`, { scheme, secret: weakSecret })
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('keep a scheme whose stored secret another scheme cannot use', async () => {
    const words = 'a secret of several words, for an HMAC'
    const hook = await openHook(createDocument(), { scheme: 'hmac', secret: words })
    const answer = await call('PATCH', `/api/v1/webhooks/${hook.id}`, { scheme: 'bearer' })
    expect([answer.status, answer.body.error.code]).toEqual([409, 'webhook.weak-secret'])
  })

  it('get the run of an earlier request with the same Idempotency-Key', async () => {
    const hook = await openHook()
    const keyed = { ...json, 'idempotency-key': 'order-1' }
    const [first, second] = [
      await post(`/hooks/${hook.token}`, undefined, keyed),
      await post(`/hooks/${hook.token}`, undefined, keyed),
    ]
    expect([first.status, second.status]).toEqual([202, 200])
    expect(((await second.json()) as Body).run_id).toBe(((await first.json()) as Body).run_id)
    expect((await post(`/hooks/${hook.token}`)).status).toBe(202)
  })

  it('use an address with the name of the workspace if they authenticate', async () => {
    const hook = await openHook()
    const change = (body: object) => call('PATCH', `/api/v1/webhooks/${hook.id}`, body)
    expect((await change({ path: 'orders' })).body.error.code).toBe('webhook.open-path')
    expect((await change({ path: 'orders', scheme: 'bearer' })).body.error.code).toBe('webhook.no-secret')
    expect((await change({ path: 'orders', scheme: 'bearer', secret })).body).toMatchObject({
      address: '/hooks/default/orders',
      has_secret: true,
    })
    expect((await post('/hooks/default/orders')).status).toBe(401)
    expect(
      (await post('/hooks/default/orders', undefined, { ...json, authorization: `Bearer ${secret}` })).status,
    ).toBe(202)
    const other = await openHook()
    expect(
      await call('PATCH', `/api/v1/webhooks/${other.id}`, { path: 'orders', scheme: 'bearer', secret }),
    ).toMatchObject({
      status: 409,
      body: { error: { code: 'webhook.path-taken' } },
    })
    const { body: listed } = await call('GET', '/api/v1/webhooks')
    expect(JSON.stringify(listed)).not.toContain(secret)
  })

  it('can use the former token for a time after a rotation', async () => {
    const hook = await openHook()
    const { body } = await call('POST', `/api/v1/webhooks/${hook.id}/rotate-token`, { keep_seconds: 60 })
    expect(String(body.token)).not.toBe(hook.token)
    expect((await post(`/hooks/${body.token}`)).status).toBe(202)
    expect((await post(`/hooks/${hook.token}`)).status).toBe(202)
    const { body: last } = await call('POST', `/api/v1/webhooks/${hook.id}/rotate-token`, { keep_seconds: 0 })
    expect((await post(`/hooks/${body.token}`)).status).toBe(404)
    expect((await post(`/hooks/${last.token}`)).status).toBe(202)
  })

  it('are limited in number and by address', async () => {
    const hook = await openHook(createDocument(), { requests_per_minute: 3 })
    const statuses = []
    for (let request = 0; request < 5; request++) statuses.push((await post(`/hooks/${hook.token}`)).status)
    expect(statuses).toEqual([202, 202, 202, 429, 429])
    expect(isAllowedAddress(['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'], '192.0.2.200')).toBe(true)
    expect(isAllowedAddress(['192.0.2.0/24'], '::ffff:192.0.2.200')).toBe(true)
    expect(isAllowedAddress(['2001:db8::/32'], '2001:db8::1')).toBe(true)
    expect(isAllowedAddress(['198.51.100.7'], '198.51.100.8')).toBe(false)
    const closed = await openHook(createDocument(), { allowed_addresses: ['192.0.2.0/24'] })
    expect((await post(`/hooks/${closed.token}`)).status).toBe(403)
    for (const entry of ['shop', '192.0.2.0/33', '192.0.2.0/a', '192.0.2']) {
      expect((await call('PATCH', `/api/v1/webhooks/${hook.id}`, { allowed_addresses: [entry] })).status, entry).toBe(
        422,
      )
    }
  })
})

describe('pages of other sites', () => {
  const origin = 'https://shop.example'

  it('can call a webhook that allows their origin, after a preflight that starts no run', async () => {
    const hook = await openHook(createDocument(), { allowed_origins: [origin] })
    const preflight = await server.ask(`/hooks/${hook.token}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    })
    expect(await listDeliveries(hook.id)).toEqual([])
    const answer = await post(`/hooks/${hook.token}`, '{"order":1}', { ...json, origin })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([202, origin])
  })

  it('cannot call other webhooks', async () => {
    const hook = await openHook()
    for (const method of ['OPTIONS', 'POST']) {
      const headers = { origin, 'access-control-request-method': 'POST' }
      const answer = await server.ask(`/hooks/${hook.token}`, { method, headers })
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null])
      expect(await readError(answer)).toBe('hook.origin')
    }
    expect(await listDeliveries(hook.id)).toEqual([])
    for (const entry of ['shop.example', 'https://shop.example/path', 'null'])
      expect((await call('PATCH', `/api/v1/webhooks/${hook.id}`, { allowed_origins: [entry] })).status, entry).toBe(422)
  })
})

it('neither OPTIONS nor HEAD starts a run, and a trailing slash is the same URL', async () => {
  const hook = await openHook(createDocument({ method: 'any' }))
  for (const method of ['OPTIONS', 'HEAD']) {
    const answer = await server.ask(`/hooks/${hook.token}`, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, expect.stringContaining('POST')])
  }
  expect(await listDeliveries(hook.id)).toEqual([])
  expect((await post(`/hooks/${hook.token}/`)).status).toBe(202)
})

it('names the headers of a response that it does not send, and sends the others', async () => {
  const headers = { 'Content-Disposition': 'attachment; filename="a.csv"', Allow: 'GET', 'Set-Cookie': 'a=b' }
  const hook = await openHook(
    createDocument(
      { answer: 'by-workflow' },
      [{ id: 'reply', type: 'webhook_response', data: { label: 'Reply', config: { headers, body: 'x' } } }],
      [{ id: 'r', source: 'say', target: 'reply' }],
    ),
  )
  const answer = await post(`/hooks/${hook.token}`)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-disposition': headers['Content-Disposition'],
    allow: 'GET',
  })
  expect(answer.headers.get('set-cookie')).toBeNull()
  const steps = (await server.json(`/api/v1/runs/${answer.headers.get('x-run-id')}/steps`)) as { items: object[] }
  expect(steps.items.at(-1)).toMatchObject({
    node: 'reply',
    problems: [{ code: 'response.unsent-headers', message: 'The header "set-cookie" is not sent.' }],
  })
})

it('verifies SHA-1 and SHA-512, and signatures with a time', async () => {
  const secret = 'a secret of more than 24 bytes'
  for (const algorithm of ['sha1', 'sha512']) {
    const settings = {
      signature_algorithm: algorithm,
      signature_base: '{timestamp}.{body}',
      timestamp_header: 'x-time',
    }
    const hook = await openHook(createDocument(), { scheme: 'hmac', secret, ...settings })
    const time = String(Math.floor(Date.now() / 1000))
    const signature = createHmac(algorithm, secret).update(`${time}.{"order":1}`).digest('hex')
    const headers = { ...json, 'x-time': time, 'x-signature': signature }
    expect((await post(`/hooks/${hook.token}`, '{"order":1}', headers)).status).toBe(202)
    expect((await post(`/hooks/${hook.token}`, '{"order":2}', headers)).status).toBe(401)
  }
  const hook = await openHook()
  const change = { signature_base: '{timestamp}.{body}' }
  expect((await call('PATCH', `/api/v1/webhooks/${hook.id}`, change)).status).toBe(422)
})

it('verifies signatures of the URL, by the host of the request or the public URL of the server', async () => {
  const secret = 'lfxCPXxZJT0s2Cn7BRHcMA'
  const send = (token: string, url: string): Promise<Response> => {
    const signature = createHmac('sha256', secret).update(`${url}/hooks/${token}?a=%20b{}`).digest('base64')
    return post(`/hooks/${token}?a=%20b`, '{}', { ...json, 'x-square-hmacsha256-signature': signature })
  }
  const hook = await openHook(createDocument(), { scheme: 'square', secret })
  expect((await send(hook.token, 'http://localhost:3000')).status).toBe(202)
  expect((await send(hook.token, 'https://localhost:3000')).status).toBe(202)
  expect((await send(hook.token, 'https://aw.example/tools/aw')).status).toBe(401)
  expect(await call('PATCH', `/api/v1/webhooks/${hook.id}`, { secret: secret.slice(1) })).toMatchObject({ status: 409 })
  const first = server
  const options = { nodes: builtInNodes, publicUrl: 'https://aw.example/tools/aw', basePath: '/tools/aw' }
  server = await openTestServer(join(folder, 'public'), options)
  try {
    const { token } = await openHook(createDocument(), { scheme: 'square', secret })
    expect((await send(token, 'https://aw.example/tools/aw')).status).toBe(202)
    expect((await send(token, 'https://localhost:3000/tools/aw')).status).toBe(202)
    expect((await send(token, 'https://localhost:3000')).status).toBe(401)
  } finally {
    await server.close()
    server = first
  }
})

describe('callers behind a trusted proxy', () => {
  it('are limited by their own address, which only the proxy reports', async () => {
    const path = await mkdtemp(join(tmpdir(), 'aw-webhook-proxies-'))
    const first = server
    server = await openTestServer(path, { nodes: builtInNodes, trustedProxies: ['10.0.0.0/8'] })
    try {
      const hook = await openHook(createDocument(), { allowed_addresses: ['192.0.2.0/24', '2001:db8::7'] })
      const postFrom = async (peer: string, client: string): Promise<number> =>
        (
          await server.requestFrom(peer, `/hooks/${hook.token}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-forwarded-for': client },
            body: '{}',
          })
        ).status
      expect(await postFrom('10.0.0.2', '192.0.2.9')).toBe(202)
      expect(await postFrom('10.0.0.2', '2001:db8::7')).toBe(202)
      expect(await postFrom('10.0.0.2', '2001:db8::8')).toBe(403)
      expect(await postFrom('10.0.0.2', '198.51.100.9')).toBe(403)
      expect(await postFrom('198.51.100.9', '192.0.2.9')).toBe(403)
    } finally {
      expect(server.faults).toEqual([])
      await server.close()
      await rm(path, { recursive: true, force: true })
      server = first
    }
  })
})

describe('responses', () => {
  const respond = (config: object) =>
    createDocument(
      { answer: 'by-workflow' },
      [{ id: 'reply', type: 'webhook_response', data: { label: 'Reply', config } }],
      [{ id: 'r', source: 'say', sourceHandle: 'value', target: 'reply' }],
    )

  it('come from the workflow', async () => {
    const hook = await openHook(respond({ status: 201, headers: { 'X-Order': 'ok', 'Set-Cookie': 'a=b' } }))
    const answer = await post(`/hooks/${hook.token}`)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(answer.headers.get('x-order')).toBe('ok')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.json()).toEqual({ order: 1 })
  })

  it('that are HTML of a member neither run scripts nor send forms nor change addresses', async () => {
    const hook = await openHook(respond({ headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': '' } }))
    const policy = (await post(`/hooks/${hook.token}`)).headers.get('content-security-policy')!
    expect(policy.split('; ').sort()).toEqual(["base-uri 'none'", "default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"]) // oxfmt-ignore
  })

  it.each([
    'text/javascript',
    'Application/ECMAScript;a=b',
    'text/plain, text/jscript',
    'text/css',
    'module/javascript',
  ])('with the type %s cannot be loaded as code by a page of the server', async (type) => {
    const hook = await openHook(respond({ headers: { 'Content-Type': type }, body: 'alert(1)' }))
    const { headers } = await post(`/hooks/${hook.token}`)
    const names = ['content-type', 'x-content-type-options', 'cross-origin-resource-policy']
    expect(names.map((name) => headers.get(name))).toEqual(['text/plain; charset=utf-8', 'nosniff', 'same-origin'])
  })

  const respondEscaped = (config: object): object => ({
    ...respond(config),
    nodes: respond(config).nodes.map((node) =>
      'id' in node && node.id === 'reply' ? { ...node, typeVersion: 2 } : node,
    ),
  })

  it('can have headers with any characters but control characters', async () => {
    const headers = { 'X-Name': '中文', 'Content-Disposition': 'attachment; filename="ü.csv"' }
    const hook = await openHook(respondEscaped({ headers, body: 'x' }))
    const answer = await post(`/hooks/${hook.token}`)
    expect(answer.status).toBe(200)
    expect(Buffer.from(answer.headers.get('x-name')!, 'latin1').toString()).toBe('中文')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="ü.csv"')
    const invalid = await openHook(respondEscaped({ headers: { 'X-Name': 'a\u0001' }, body: 'x' }))
    expect((await post(`/hooks/${invalid.token}`)).status).toBe(500)
  })

  it('that are JSON in the setting have its type since version 2', async () => {
    const readType = async (document: object): Promise<string | null> => {
      const { token } = await openHook(document)
      return (await post(`/hooks/${token}`)).headers.get('content-type')
    }
    expect(await readType(respondEscaped({ body: '{"a": 1}' }))).toBe('application/json')
    expect(await readType(respondEscaped({ body: '{a}' }))).toBe('text/plain; charset=utf-8')
    expect(await readType(respond({ body: '{"a": 1}' }))).toBe('text/plain; charset=utf-8')
  })

  it('can be a file, which version 1 only names', async () => {
    const createFileDocument = (typeVersion: number) => ({
      name: 'File',
      nodes: [
        { id: 'hook', type: 'webhook', data: { label: 'Incoming order', config: { answer: 'by-workflow' } } },
        { id: 'load', type: 'loading', data: { label: 'Load', config: {} } },
        { id: 'export', type: 'export', data: { label: 'Export', config: { name: 'tägliche Liste' } } },
        { id: 'reply', type: 'webhook_response', typeVersion, data: { label: 'Reply', config: { status: 201 } } },
      ],
      edges: [
        { id: 'a', source: 'load', target: 'export' },
        { id: 'b', source: 'export', sourceHandle: 'file', target: 'reply' },
      ],
    })
    const file = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="orders.csv"' }
    const hook = await openHook(createFileDocument(2))
    const answer = await post(`/hooks/${hook.token}`, 'id;name\n1;Ada\n', file)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([201, 'text/csv; charset=utf-8'])
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''t%C3%A4gliche%20Liste.csv")
    expect(await answer.text()).toContain('Ada')
    const earlier = await openHook(createFileDocument(1))
    expect(await (await post(`/hooks/${earlier.token}`, 'id;name\n1;Ada\n', file)).json()).toMatchObject({
      name: 'tägliche Liste.csv',
    })
  })

  it('state how the run ended, if the workflow has no response', async () => {
    const hook = await openHook(createDocument({ answer: 'by-workflow' }))
    const answer = await post(`/hooks/${hook.token}`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ status: 'completed' })
    const failing = createDocument({ answer: 'by-workflow' }, [], [], '$error("broken")')
    const broken = await openHook(failing)
    const failed = await post(`/hooks/${broken.token}`)
    expect(failed.status).toBe(500)
    expect(await readError(failed)).toBe('hook.run-failed')
  })

  it('keep a limited number of requests of a workspace waiting', async () => {
    const pause = { id: 'pause', type: 'wait_for_event', data: { label: 'Pause', config: { name: 'never' } } }
    const edge = { id: 'p', source: 'say', sourceHandle: 'value', target: 'pause' }
    const hook = await openHook(createDocument({}, [pause], [edge]))
    const { run_id: run } = (await (await post(`/hooks/${hook.token}`)).json()) as { run_id: string }
    const workspace = openWorkspace(server.backend, 'default')
    const controller = new AbortController()
    const options = { nodeIds: new Set<string>(), signal: controller.signal }
    const waitForResponse = createResponseWaiter(1)
    let isWaiting = true
    const first = waitForResponse(workspace, run, options).finally(() => (isWaiting = false))
    expect(await waitForResponse(workspace, run, options)).toBeUndefined()
    expect(isWaiting).toBe(true)
    controller.abort()
    await first
    await call('POST', `/api/v1/runs/${run}/cancel`)
    const { signal } = new AbortController()
    expect(await waitForResponse(workspace, run, { ...options, signal })).toEqual({ finalStatus: 'cancelled' })
  })
})

it('old requests are deleted', async () => {
  const hook = await openHook()
  await post(`/hooks/${hook.token}`)
  await post(`/hooks/${hook.token}`, '{')
  const { database } = server.backend.store.openedDatabase
  await deleteRejectedDeliveries(database, Date.now() + 2 * 86_400_000)
  expect(await listDeliveries(hook.id)).toMatchObject([{ status: 202 }])
  expect(await removeOldDeliveries(database, new Date(Date.now() - 86_400_000), undefined)).toBe(0)
  expect(await removeOldDeliveries(database, new Date(Date.now() + 1000), undefined)).toBeGreaterThan(0)
  expect(await listDeliveries(hook.id)).toEqual([])
})

it('the API rejects unknown webhooks and fields', async () => {
  expect((await call('GET', '/api/v1/webhooks/x')).status).toBe(404)
  expect((await call('GET', '/api/v1/webhooks/x/deliveries')).status).toBe(404)
  expect((await call('PATCH', '/api/v1/webhooks/x', { enabled: true })).status).toBe(404)
  expect((await call('POST', '/api/v1/webhooks/x/rotate-token')).status).toBe(404)
  expect((await call('PATCH', '/api/v1/webhooks/x', { path: 'A b' })).status).toBe(422)
  expect((await call('PATCH', '/api/v1/webhooks/x', { signature_header: 'x y' })).status).toBe(422)
})

describe('test requests', () => {
  const listen = async (id: string): Promise<string> => {
    const { status, body } = await call('POST', `/api/v1/webhooks/${id}/test`)
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'listening', request: null, received_at: null })
    return String(body.address)
  }
  const readTest = async (id: string): Promise<{ status: number; body: Body }> =>
    call('GET', `/api/v1/webhooks/${id}/test`)

  it('are received once, shown, and start no run', async () => {
    const { id, workflow } = await openHook()
    expect((await readTest(id)).body.error.code).toBe('webhook.no-test')
    const address = await listen(id)
    expect((await readTest(id)).body).toMatchObject({ status: 'listening', address: null })
    const answer = await post(`${address}?shop=7`, '{"order":1}', { ...json, authorization: 'Bearer x', 'x-shop': 'a' })
    expect(await answer.json()).toEqual({ received: true, signature: 'valid' })
    const { body } = await readTest(id)
    expect(body).toMatchObject({
      status: 'received',
      request: {
        method: 'POST',
        data: { order: 1 },
        query: { shop: '7' },
        headers: { 'x-shop': 'a' },
        signature: 'valid',
      },
    })
    expect(JSON.stringify(body)).not.toContain('Bearer')
    const second = await post(address)
    expect([second.status, await readError(second)]).toEqual([404, 'hook.no-test'])
    expect((await readTest(id)).body.request).toEqual(body.request)
    const { body: runs } = await call('GET', `/api/v1/runs?workflow_id=${workflow}`)
    expect(runs.items).toEqual([])
    expect(await listDeliveries(id)).toEqual([])
  })

  it('reach a webhook that is off and a workflow that is not published', async () => {
    const { body: stored } = await call('POST', '/api/v1/workflows', createDocument())
    const { body: listed } = await call('GET', `/api/v1/webhooks?workflow_id=${stored.id}`)
    const address = await listen(listed.items[0]!.id)
    expect((await post(address, 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200)
    expect((await readTest(listed.items[0]!.id)).body.request).toMatchObject({ data: { a: '1', b: '2' } })
  })

  it('report a wrong signature, and refuse bodies that no run would receive', async () => {
    const { id } = await openHook(createDocument(), { scheme: 'github', secret: 'a-secret-of-24-characters' })
    const address = await listen(id)
    const malformed = await post(address, '{"order":')
    expect(malformed.status).toBe(400)
    expect((await readTest(id)).body.status).toBe('listening')
    const answer = await post(address, '{}', { ...json, 'x-hub-signature-256': 'sha256=00' })
    expect(await answer.json()).toEqual({ received: true, signature: 'invalid' })
    expect((await readTest(id)).body.request).toMatchObject({ signature: 'invalid' })
  })

  it('are not received at a former, stopped, expired or unknown address', async () => {
    const { id } = await openHook()
    const former = await listen(id)
    const address = await listen(id)
    expect((await post(former)).status).toBe(404)
    expect((await server.ask(`/api/v1/webhooks/${id}/test`, { method: 'DELETE' })).status).toBe(204)
    expect((await post(address)).status).toBe(404)
    expect((await readTest(id)).status).toBe(404)
    const { database } = server.backend.store.openedDatabase
    const last = await listen(id)
    expect(await findListeningWebhook(database, last.slice('/hooks-test/'.length), Date.now())).toBe(id)
    expect(
      await findListeningWebhook(database, last.slice('/hooks-test/'.length), Date.now() + 600_001),
    ).toBeUndefined()
    await deleteOldTests(database, Date.now() + 3_600_000)
    expect((await readTest(id)).status).toBe(200)
    await deleteOldTests(database, Date.now() + 2 * 86_400_000)
    expect((await readTest(id)).status).toBe(404)
    expect((await post('/hooks-test/unknown')).status).toBe(404)
    expect((await call('POST', '/api/v1/webhooks/none/test')).status).toBe(404)
  })

  it('are received once, even if they arrive together', async () => {
    const { id } = await openHook()
    const address = await listen(id)
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => post(address, `{"order":${index}}`)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404, 404])
  })

  it('are received while other callers guess addresses, who are limited', async () => {
    const { id } = await openHook()
    const address = await listen(id)
    const guesses = await Promise.all(Array.from({ length: 300 }, () => post('/hooks-test/guess')))
    expect([...new Set(guesses.map(({ status }) => status))].toSorted()).toEqual([404, 429])
    expect((await post(address, '{"order":1}')).status).toBe(200)
  })
})
