import { builtInNodes } from '@aw-flow/nodes'
import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openTestApp } from '../../testing/test-app.ts'
import { createCall } from '../../testing/test-requests.ts'

const { server } = openTestApp({ nodes: builtInNodes })

type Body = Record<string, never> & { id: string; token: string; items: Body[]; total: number }
const call: ReturnType<typeof createCall<Body>> = (...request) => createCall<Body>(server)(...request)

const secret = 'own-secret-of-the-shop-1'
const sign = (text: string, algorithm = 'sha256', encoding: 'hex' | 'base64' = 'hex'): string =>
  createHmac(algorithm, secret).update(text).digest(encoding)

interface Captured {
  path: string
  body: string
  headers: Record<string, string>
}

/** Captures a request in each scheme that signs requests. `url` is the address of the webhook. */
const schemes: Record<string, { settings: object; header: string; capture: (url: string, time: string) => Captured }> =
  {
    github: {
      settings: { scheme: 'github' },
      header: 'x-hub-signature-256',
      capture: () => json({ 'x-hub-signature-256': `sha256=${sign(event)}` }),
    },
    stripe: {
      settings: { scheme: 'stripe' },
      header: 'stripe-signature',
      capture: (_, time) => json({ 'stripe-signature': `t=${time},v1=${sign(`${time}.${event}`)}` }),
    },
    slack: {
      settings: { scheme: 'slack' },
      header: 'x-slack-signature',
      capture: (_, time) =>
        json({ 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${sign(`v0:${time}:${event}`)}` }),
    },
    standard: {
      settings: { scheme: 'standard' },
      header: 'webhook-signature',
      capture: (_, time) =>
        json({
          'webhook-id': 'message',
          'webhook-timestamp': time,
          'webhook-signature': `v1,${sign(`message.${time}.${event}`, 'sha256', 'base64')}`,
        }),
    },
    square: {
      settings: { scheme: 'square' },
      header: 'x-square-hmacsha256-signature',
      capture: (url) => ({
        ...json({ 'x-square-hmacsha256-signature': sign(`${url}?from=square${event}`, 'sha256', 'base64') }),
        path: '?from=square',
      }),
    },
    twilio: {
      settings: { scheme: 'twilio' },
      header: 'x-twilio-signature',
      capture: (url) => ({
        path: '?from=twilio',
        body: 'From=%2B1&Text=ab',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': sign(`${url}?from=twilioFrom+1Textab`, 'sha1', 'base64'),
        },
      }),
    },
    'an HMAC': {
      settings: { scheme: 'hmac', signature_header: 'x-signature' },
      header: 'x-signature',
      capture: () => json({ 'x-signature': sign(event) }),
    },
    'an HMAC of the time and body without a separator': {
      settings: { scheme: 'hmac', signature_header: 'x-signature', signature_base: '{timestamp}{body}', timestamp_header: 'x-time' }, // oxfmt-ignore
      header: 'x-signature',
      capture: (_, time) => json({ 'x-time': time, 'x-signature': sign(`${time}${event}`, 'sha256', 'base64') }),
    },
    'an HMAC of a header': {
      settings: { scheme: 'hmac', signature_header: 'x-signature', signature_base: '{header:x-id}{body}' },
      header: 'x-signature',
      capture: () => json({ 'x-id': 'a', 'x-signature': sign(`a${event}`) }),
    },
  }
const event = '{"id":"e1","event_id":"e1","amount":1}'
const json = (headers: Record<string, string>): Captured => ({
  path: '',
  body: event,
  headers: { 'content-type': 'application/json', ...headers },
})

interface Attempt {
  method?: string
  path?: string
  body?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** Requests that repeat a captured one, with what a signature does not cover, or with moved boundaries. */
function listAttempts({ path, body, headers }: Captured, header: string): Record<string, Attempt> {
  const signature = headers[header]!
  const bare = signature.slice(signature.search(/[^=,]*=*$/))
  const withHeaders = (more: Record<string, string>): Attempt => ({ headers: more })
  const first = body.slice(0, 1)
  return {
    nothing: {},
    'a key': withHeaders({ 'idempotency-key': 'k' }),
    'ids of services': withHeaders({ 'x-github-delivery': 'd', 'x-shopify-webhook-id': 's', 'x-gitea-delivery': 'g' }),
    'the id of another message': withHeaders({ 'webhook-id': 'other', 'svix-id': 'other' }),
    'another method': { method: 'PUT' },
    'a trailing slash': { path: `/${path}` },
    'another query': { path: `${path}${path ? '&' : '?'}other=1` },
    'an encoded path': { path: `%20${path}` },
    'another type': withHeaders({ 'content-type': 'text/plain' }),
    'a form': withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }),
    'compressed bytes': { body: gzipSync(body), headers: { 'content-encoding': 'gzip' } },
    'an agent, a language and cookies': withHeaders({ 'user-agent': 'other', 'accept-language': 'de', cookie: 'a=b' }),
    'another protocol before the proxy': withHeaders({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'other' }),
    'another method in a header': withHeaders({ 'x-http-method-override': 'PUT' }),
    'capitals in the signature': withHeaders({ [header]: signature.toUpperCase() }),
    'capitals in the hash': withHeaders({ [header]: signature.replace(bare, bare.toUpperCase()) }),
    'spaces around the signature': withHeaders({ [header]: `  ${signature}  ` }),
    'two signatures': withHeaders({ [header]: `${signature},${signature}` }),
    'a wrong signature before it': withHeaders({ [header]: `v1=00,${signature}` }),
    'a wrong signature after it': withHeaders({ [header]: `${signature},v1=00` }),
    'signatures of two versions': withHeaders({ [header]: `v0,00 ${signature} v2,00` }),
    'no padding': withHeaders({ [header]: signature.replace(/=+$/, '') }),
    'Base64 of URLs': withHeaders({ [header]: signature.replaceAll('+', '-').replaceAll('/', '_') }),
    'hex as Base64': withHeaders({ [header]: signature.replace(bare, Buffer.from(bare, 'hex').toString('base64')) }),
    'a character moved to the query': { path: `${path}${first}`, body: body.slice(1), headers: { 'content-type': 'text/plain' } }, // oxfmt-ignore
    'a character moved to the time': {
      body: body.slice(1),
      headers: { 'content-type': 'text/plain', 'x-time': `${headers['x-time']}${first}`, 'x-id': `${headers['x-id']}${first}` }, // oxfmt-ignore
    },
    'fields in another order': { body: body.split('&').toReversed().join('&') },
    'a repeated field': { body: `${body}&${body.split('&')[0]}` },
    'a moved boundary of a field': { body: body.replace('Text=ab', 'Texta=b') },
    'spaces in the body': { body: `${body} ` },
    'a byte order mark': { body: `\ufeff${body}` },
  }
}

test.each(Object.entries(schemes))(
  'a captured request signed as %s starts one run, whatever its repetitions contain',
  async (_, { settings, header, capture }) => {
    const nodes = [{ id: 'hook', type: 'webhook', data: { label: 'Hook', config: { method: 'any' } } }]
    const workflow = (await call('POST', '/api/v1/workflows', { name: 'Hook', status: 'published', nodes, edges: [] })).body.id // oxfmt-ignore
    const webhook = (await call('GET', `/api/v1/webhooks?workflow_id=${workflow}`)).body.items[0]!.id
    const change = { enabled: true, secret, path: `own-${webhook}`, ...settings }
    const { token } = (await call('PATCH', `/api/v1/webhooks/${webhook}`, change)).body
    const time = String(Math.floor(Date.now() / 1000))
    const captured = capture(`http://localhost:3000/hooks/${token}`, time)
    const post = async (
      base: string,
      { method = 'POST', path = captured.path, body = captured.body, headers = {} }: Attempt,
    ) => {
      // oxfmt-ignore
      const response = await server.ask(`/hooks/${base}${path}`, { method, body, headers: { ...captured.headers, ...headers } }) // oxfmt-ignore
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const countRuns = async () => (await call('GET', `/api/v1/runs?workflow_id=${workflow}`)).body.total
    const first = await post(token, {})
    expect(first.status, JSON.stringify(first.body)).toBe(202)
    const attempt = async (name: string, base = token, sent: Attempt = {}): Promise<number> => {
      const { status, body } = await post(base, sent)
      if (status === 200)
        expect([name, body]).toEqual([name, expect.objectContaining({ run_id: first.body.run_id, repeated: true })]) // oxfmt-ignore
      else expect([name, status >= 400 && status < 500, await countRuns()]).toEqual([name, true, 1])
      return status
    }
    const statuses: Record<string, number> = {}
    for (const [name, sent] of Object.entries(listAttempts(captured, header)))
      statuses[name] = await attempt(name, token, sent)
    expect(statuses.nothing).toBe(200)

    // What happens to the webhook does not make the captured request new.
    await attempt('the path of the workspace', `default/own-${webhook}`)
    const { body: rotated } = await call('POST', `/api/v1/webhooks/${webhook}/rotate-token`)
    await attempt('the new token', rotated.token)
    await attempt('the former token')
    await call('PATCH', `/api/v1/webhooks/${webhook}`, { enabled: false })
    await call('PATCH', `/api/v1/webhooks/${webhook}`, { enabled: true, secret })
    await attempt('turned off and on, with the same secret')
    for (const status of ['draft', 'published']) await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status })
    await attempt('published again')
    await call('DELETE', `/api/v1/workflows/${workflow}`)
    await call('POST', `/api/v1/workflows/${workflow}/restore`)
    await attempt('deleted and restored')
    await server.waitForEnd(String(first.body.run_id))
    expect(await countRuns()).toBe(1)
    expect((await call('DELETE', `/api/v1/runs/${String(first.body.run_id)}`)).status).toBe(204)
    await post(token, {})
    await post(token, { headers: { 'idempotency-key': 'later' } })
    expect(await countRuns()).toBe(0)
  },
)

test('tokens in the headers of a call are in no run, test, delivery or list', async () => {
  const nodes = [{ id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } }]
  const workflow = (await call('POST', '/api/v1/workflows', { name: 'Hook', status: 'published', nodes, edges: [] })).body.id // oxfmt-ignore
  const webhook = `/api/v1/webhooks/${(await call('GET', `/api/v1/webhooks?workflow_id=${workflow}`)).body.items[0]!.id}`
  const change = { enabled: true, secret, scheme: 'bearer', signature_header: 'x-shop' }
  const { token } = (await call('PATCH', webhook, change)).body
  const basic = Buffer.from(`user:${secret}`).toString('base64')
  for (const [name, value] of Object.entries({
    authorization: `Bearer ${secret}`,
    'proxy-authorization': secret,
    'x-gitlab-token': secret,
    'x-telegram-bot-api-secret-token': secret,
    'x-api-key': secret,
    'x-auth-token': secret,
    'x-webhook-token': secret,
    'x-shop': secret,
    'x-goog-channel-token': secret,
    'x-amz-security-token': secret,
    'cf-access-jwt-assertion': secret,
    'x-forwarded-access-token': secret,
    'x-hook-secret': secret,
    cookie: `session=${secret}`,
    'x-original-url': `https://aw.example/hooks/${token}`,
    'x-forwarded-uri': `/hooks/${token}?a=1`,
    referer: `https://shop.example/?from=/hooks/${token}`,
  })) {
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json', [name]: value }
    const { address } = (await call('POST', `${webhook}/test`)).body as unknown as { address: string }
    await server.ask(address, { method: 'POST', body: '{}', headers })
    const tested = JSON.stringify((await call('GET', `${webhook}/test`)).body)
    expect(tested).toContain('"status":"received"')
    const response = await server.ask(`/hooks/${token}`, { method: 'POST', body: '{}', headers })
    const answer = await response.text()
    expect([name, response.status]).toEqual([name, 202])
    const run = `/api/v1/runs/${(JSON.parse(answer) as { run_id: string }).run_id}`
    await server.waitForEnd(run.slice('/api/v1/runs/'.length))
    const paths = [run, `${run}/events`, `${run}/steps`, `${webhook}/deliveries`, webhook, '/api/v1/runs']
    const shown = await Promise.all(paths.map(async (path) => (await server.ask(path)).text()))
    for (const text of [tested, answer, ...shown])
      for (const hidden of [secret, basic, token]) expect([name, text.includes(hidden)]).toEqual([name, false])
  }
})
