import { NodeError, type EgressRequest, type Secret } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { createPageEgress } from './page-egress.ts'
import { createTabSecrets } from './tab-secrets.ts'

interface PageRequest {
  url: string
  init: RequestInit
}

const pageWith = (
  answer: (request: PageRequest) => Response | Promise<Response>,
  { allow = ['*'], secrets = [], isOnline = true }: { allow?: string[]; secrets?: Secret[]; isOnline?: boolean } = {},
) => {
  const requests: PageRequest[] = []
  const tabSecrets = createTabSecrets()
  tabSecrets.set(secrets)
  const egress = createPageEgress({
    getAllowedHosts: () => allow,
    secrets: tabSecrets,
    isOnline: () => isOnline,
    fetch: async (url, init) => {
      const one = { url: String(url), init: init ?? {} }
      requests.push(one)
      return answer(one)
    },
  })
  const ask = (request: Omit<EgressRequest, 'signal'>, signal = new AbortController().signal) =>
    egress.fetch({ ...request, signal })
  return { requests, ask }
}
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}
const textOf = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += new TextDecoder().decode(piece)
  return text
}

describe('the egress of a page', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/',
    'http://192.168.0.1/',
    'http://0.0.0.0/',
    'http://localhost:3000/',
    'http://app.localhost/',
    'http://router/',
    'http://nas.local/',
    'http://metadata.google.internal/',
  ])('[25, 41] asks nothing of %s', async (url) => {
    const { ask, requests } = pageWith(() => new Response('here'))
    expect((await failure(ask({ url }))).problem.code).toBe('egress.private-address')
    expect(requests).toEqual([])
  })

  it.each([
    'file:///etc/passwd',
    'blob:https://a.example/1',
    'data:text/plain,a',
    'javascript:alert(1)',
    'ws://a.example/',
  ])('[25] takes %s for no address', async (url) => {
    const { ask, requests } = pageWith(() => new Response('here'))
    expect((await failure(ask({ url }))).problem.code).toBe('egress.address')
    expect(requests).toEqual([])
  })

  it('requests private hosts that the user has listed, and only listed hosts', async () => {
    const { ask } = pageWith(() => new Response('here'), { allow: ['localhost:8080', '*.example.com'] })
    expect(await textOf((await ask({ url: 'http://localhost:8080/' })).body)).toBe('here')
    expect((await failure(ask({ url: 'http://localhost:8081/' }))).problem.code).toBe('egress.host-not-allowed')
    expect((await failure(ask({ url: 'https://example.org/' }))).problem.code).toBe('egress.host-not-allowed')
  })

  it('follows no redirect, and sends no credentials of the browser', async () => {
    const { ask, requests } = pageWith(() => new Response('here'))
    await ask({
      url: 'https://a.example/x#part',
      method: 'POST',
      headers: { 'X-A': '1' },
      body: new TextEncoder().encode('b'),
    })
    expect(requests).toMatchObject([
      {
        url: 'https://a.example/x',
        init: {
          method: 'POST',
          headers: { 'X-A': '1' },
          redirect: 'error',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
        },
      },
    ])
    for (const name of ['Cookie', 'Sec-Fetch-Site']) {
      expect((await failure(ask({ url: 'https://a.example/', headers: { [name]: 'x' } }))).problem.code).toBe(
        'egress.header',
      )
    }
  })

  it('rejects headers that route or frame a request, also as the header of a secret', async () => {
    const { ask, requests } = pageWith(() => new Response('here'))
    for (const name of ['Host', ':authority', 'Proxy-Authorization', 'X-Forwarded-Host']) {
      for (const request of [
        { headers: { [name]: 'x' } },
        { secrets: [{ name: 'key', as: 'header' as const, field: name }] },
      ]) {
        const { problem } = await failure(ask({ url: 'https://a.example/', ...request }))
        expect([problem.code, problem.params]).toEqual(['egress.broker-header', { name }])
      }
    }
    expect(requests).toEqual([])
  })

  it('[17] sends secrets only to their hosts, and redacts them in responses', async () => {
    const secrets = [{ name: 'key', value: 'sesam-offen', hosts: ['api.example.com'] }]
    const { ask, requests } = pageWith(
      ({ init }) => new Response(JSON.stringify(init.headers), { headers: { 'x-echo': 'sesam-offen' } }),
      { secrets },
    )
    const answer = await ask({ url: 'https://api.example.com/', secrets: [{ name: 'key', as: 'bearer' }] })
    expect(requests[0]?.init.headers).toEqual({ authorization: 'Bearer sesam-offen' })
    expect(JSON.stringify([answer.headers, await textOf(answer.body)])).not.toContain('sesam')
    for (const url of ['https://evil.example/', 'http://api.example.com/', 'https://api.example.com.evil.example/']) {
      const { problem } = await failure(ask({ url, secrets: [{ name: 'key', as: 'bearer' }] }))
      expect(problem.code).toMatch(/^secret\./)
      expect(JSON.stringify(problem)).not.toContain('sesam')
    }
    expect(requests).toHaveLength(1)
  })

  it('limits headers, bodies and time', async () => {
    const endless = (): ReadableStream<Uint8Array> =>
      new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(10_000)) })
    const large = pageWith(() => new Response(endless()))
    const read = async (limits: EgressRequest['limits']): Promise<string> =>
      textOf((await large.ask({ url: 'https://a.example/', ...(limits ? { limits } : {}) })).body)
    expect((await failure(read({ bodyBytes: 100_000 }))).problem.code).toBe('egress.too-large')
    const headed = pageWith(() => new Response('', { headers: { 'x-long': 'a'.repeat(9_000) } }))
    const { problem } = await failure(headed.ask({ url: 'https://a.example/', limits: { headerBytes: 4_096 } }))
    expect(problem.code).toBe('egress.headers-too-large')
    const silent = pageWith(
      ({ init }) =>
        new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
    )
    const slow = await failure(silent.ask({ url: 'https://a.example/', limits: { idleMs: 30 } }))
    expect([slow.problem.code, slow.kind]).toEqual(['egress.timeout', 'transient'])
    const stop = new AbortController()
    const stopped = silent.ask({ url: 'https://a.example/' }, stop.signal)
    stop.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
  })

  it('reports a failed request and an offline browser', async () => {
    const refusing = (): never => {
      throw new TypeError('Failed to fetch')
    }
    const refused = await failure(pageWith(refusing).ask({ url: 'https://a.example/' }))
    expect([refused.kind, refused.problem.code]).toEqual(['permanent', 'egress.page-request-failed'])
    expect(refused.problem.params).toEqual({ host: 'a.example' })
    const offline = await failure(pageWith(refusing, { isOnline: false }).ask({ url: 'https://a.example/' }))
    expect([offline.kind, offline.problem.code]).toEqual(['transient', 'egress.offline'])
  })
})
