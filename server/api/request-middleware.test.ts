import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import type { Server } from 'node:http'
import { expect, test } from 'vitest'
import type { AppEnvironment } from '../app-environment.ts'
import { silentLog } from '../operation/log.ts'
import { createMetrics } from '../operation/metrics.ts'
import { createRequestMiddleware } from './request-middleware.ts'
import { limitBody } from './limit-body.ts'
import { openTestService } from '../testing/test-resources.ts'

const app = new Hono<AppEnvironment>()
app.use(
  createRequestMiddleware({
    newId: () => 'an-id',
    log: silentLog,
    metrics: createMetrics({ includeProcessMetrics: false }),
  }),
)
app.use(limitBody(1_000))
app.get('/json', (context) => context.json({ a: 1 }))
app.get('/tagged', (context) => {
  context.header('ETag', '"1"')
  return context.body(null, 304)
})
app.get('/page', (context) => {
  context.header('content-security-policy', "script-src 'self'")
  return context.html('<p>')
})
app.get('/stream', (context) => context.body(new Blob(['x']).stream(), 200, { 'X-Frame-Options': 'SAMEORIGIN' }))
app.post('/length', async (context) => context.json((await context.req.text()).length))
const service = openTestService(createAdaptorServer({ fetch: app.fetch }) as Server)

const ofTheLine = new Set(['connection', 'keep-alive', 'date', 'content-length', 'transfer-encoding'])
const headersOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !ofTheLine.has(name)))

test.each(['/json', '/tagged', '/page', '/stream', '/none'])(
  '%s has the same headers with a socket as without',
  async (path) => {
    const [live, asked] = [await fetch(`${service.origin}${path}`), await app.request(`${service.origin}${path}`, { headers: { host: service.host } })] // oxfmt-ignore
    expect(live.status).toBe(asked.status)
    expect(headersOf(live)).toEqual(headersOf(asked))
    expect(headersOf(live)).toMatchObject({ 'x-correlation-id': 'an-id', 'x-content-type-options': 'nosniff' })
    if (path === '/page') expect(live.headers.get('content-security-policy')).toBe("script-src 'self'")
    if (path === '/stream') expect(live.headers.get('x-frame-options')).toBe('SAMEORIGIN')
  },
)

test.each([
  ['whose length is said', (text: string) => text],
  ['that comes in pieces', (text: string) => new Blob([text]).stream()],
])('a body %s is taken up to the limit, and refused beyond it', async (_, bodyOf) => {
  const send = (length: number): Promise<Response> =>
    fetch(`${service.origin}/length`, {
      method: 'POST',
      body: bodyOf('x'.repeat(length)),
      duplex: 'half',
    } as RequestInit)
  const taken = await send(1_000)
  expect([taken.status, await taken.json()]).toEqual([200, 1_000])
  const refused = await send(1_001)
  expect([refused.status, await refused.json()]).toMatchObject([413, { error: { code: 'body.too-large' } }])
})
