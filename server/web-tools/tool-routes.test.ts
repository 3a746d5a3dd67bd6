import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestProviders, testImage } from './test-providers.ts'
import { maxCallsPerHour } from './tool-usage.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

type Body = Record<string, unknown>

const uploadLimits = { fileBytes: 0, totalBytes: 0 }

const providers = openForTests(() => openTestProviders())
const models = openForTests(() => openModelServer('first', () => ({ says: 'Hello to you' })))
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: [providers.host, new URL(models.address).host, '127.0.0.1:9'],
  uploadLimits,
}))
beforeAll(async () => {
  await server.send('PUT', '/api/v1/secrets/tools', { value: 'planted-key', hosts: [providers.host] })
})
beforeEach(async () => {
  providers.receivedRequests.length = 0
  providers.queuedResponses.clear()
  await server.backend.store.openedDatabase.execute('delete from tool_usage')
  await configure({})
})

const at = (service: string): string => `${providers.address}/${service}`

async function configure(tools: Body, more: Body = {}): Promise<void> {
  const response = await server.send('PUT', '/api/v1/config', {
    llm_models: [{ id: 'small', address: models.address, prices: { input: 1, output: 2 } }],
    default_llm: 'small',
    web_tools: tools,
    ...more,
  })
  expect(response.status).toBe(200)
}
async function call(tool: string, body: Body): Promise<{ status: number; body: Body; retryAfter: string | null }> {
  const response = await server.send('POST', `/api/v1/tools/${tool}`, body)
  return {
    status: response.status,
    body: (await response.json()) as Body,
    retryAfter: response.headers.get('retry-after'),
  }
}
const jina = (price?: number): Body => ({
  provider: 'jina',
  address: at('jina-search'),
  secret: 'tools',
  ...(price === undefined ? {} : { price }),
})
const searxng = (): Body => ({ provider: 'searxng', address: at('searxng'), price: 0 })

describe('searching the web', () => {
  test('asks Jina with the key of the workspace, and returns its results', async () => {
    await configure({ search: [jina(0.01)] })
    const { status, body } = await call('web/search', { query: 'tall towers', num_results: 2 })
    expect([status, body]).toEqual([
      200,
      {
        items: [
          { title: 'Lighthouse', url: 'https://example.com/lighthouse', description: 'Result 1' },
          { title: 'Lighthouse', url: 'https://example.com/lighthouse', description: 'Result 2' },
        ],
        total: 2,
        provider: 'jina',
        cost: 0.01,
      },
    ])
    expect(providers.receivedRequests).toEqual([
      expect.objectContaining({
        path: '/jina-search/?q=tall+towers&num=2',
        headers: expect.objectContaining({ authorization: 'Bearer planted-key', 'x-respond-with': 'no-content' }),
      }),
    ])
  })

  test('asks the next provider if one is overloaded, and then leaves that one alone', async () => {
    await configure({ search: [jina(), searxng()] })
    providers.queuedResponses.set('jina-search', [{ status: 429, headers: { 'retry-after': '900' }, body: 'Too many' }])
    const first = await call('web/search', { query: 'a' })
    const second = await call('web/search', { query: 'b' })
    expect([first.body.provider, second.body.provider]).toEqual(['searxng', 'searxng'])
    expect(first.body.items).toEqual([
      { title: 'Lighthouse', url: 'https://example.com/lighthouse', description: 'From SearXNG' },
    ])
    expect(providers.receivedRequests.filter(({ path }) => path.startsWith('/jina-search'))).toHaveLength(1)
  })

  test('waits for the only provider and asks it again', async () => {
    await configure({ search: [{ ...searxng(), address: at('searxng/again') }] })
    providers.queuedResponses.set('searxng', [{ status: 503, headers: { 'retry-after': '1' }, body: '' }])
    expect(await call('web/search', { query: 'a' })).toMatchObject({ status: 200, body: { total: 1 } })
    expect(providers.receivedRequests).toHaveLength(2)
  })

  test('reports when to try again if all providers are overloaded for long', async () => {
    await configure({ search: [{ ...searxng(), address: at('searxng/busy') }] })
    providers.queuedResponses.set('searxng', [{ status: 429, headers: { 'retry-after': '600' }, body: 'slow down' }])
    const { status, body, retryAfter } = await call('web/search', { query: 'a' })
    expect([status, (body.error as Body).code]).toEqual([429, 'web-tool.failed'])
    expect(Number(retryAfter)).toBeGreaterThan(500)
    const again = await call('web/search', { query: 'a' })
    expect([again.status, (again.body.error as Body).code]).toEqual([429, 'web-tool.busy'])
  })

  test('does not call an unreachable provider too many requests', async () => {
    await configure({ search: [{ ...searxng(), address: 'http://127.0.0.1:9/' }] })
    const { status, body } = await call('web/search', { query: 'a' })
    expect([status, (body.error as Body).code]).toEqual([502, 'egress.unreachable'])
  })

  test('does not repeat a rejected request, and asks the next provider after a rejected key', async () => {
    await configure({ search: [{ ...jina(), address: at('jina-search/key') }, searxng()] })
    providers.queuedResponses.set('jina-search', [{ status: 401, body: 'no key planted-key' }])
    expect(await call('web/search', { query: 'a' })).toMatchObject({ body: { provider: 'searxng' } })
    providers.queuedResponses.set('jina-search', [{ status: 422, body: 'bad query: planted-key' }])
    const { status, body } = await call('web/search', { query: 'a' })
    expect(status).toBe(409)
    expect(JSON.stringify(body)).toContain('bad query')
    expect(JSON.stringify(body)).not.toContain('planted-key')
    expect(providers.receivedRequests.filter(({ path }) => path.startsWith('/searxng'))).toHaveLength(1)
  })

  test('without a provider is rejected', async () => {
    const { status, body } = await call('web/search', { query: 'a' })
    expect([status, (body.error as Body).code]).toEqual([409, 'web-tool.none'])
  })
})

describe('reading a page', () => {
  test('converts it to Markdown, without scripts, navigation and images', async () => {
    const { status, body } = await call('web/read', { url: at('page') })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      url: at('page'),
      title: 'Light houses',
      provider: 'direct',
      cost: 0,
      truncated: false,
    })
    expect(body.content).toContain('# Lighthouses\n\nA [tall](' + providers.address + '/tall) tower, **lit**. Run')
    expect(body.content).toContain('A tower')
    expect(body.content).toMatch(/- {1,3}One\n- {1,3}Two/)
    expect(body.content).not.toMatch(/steal|javascript:|pixel|color: red|Home/)
  })

  test('uses the charset of the page', async () => {
    const bytes = Buffer.concat([Buffer.from('<meta charset="iso-8859-1"><p>caf'), Buffer.from([0xe9])])
    providers.queuedResponses.set('page', [{ headers: { 'content-type': 'text/html' }, body: bytes }])
    expect((await call('web/read', { url: at('page') })).body.content).toBe('café')
  })

  test('asks Jina Reader if the page is not text', async () => {
    await configure({
      read: [{ provider: 'direct' }, { provider: 'jina', address: at('jina-reader'), secret: 'tools' }],
    })
    providers.queuedResponses.set('page', [{ headers: { 'content-type': 'application/pdf' }, body: '%PDF' }])
    expect((await call('web/read', { url: at('page') })).body).toEqual({
      url: at('page'),
      title: 'Example',
      content: '# Example',
      truncated: false,
      provider: 'jina',
      cost: null,
    })
  })

  test('stops the conversion of a page that would take minutes', async () => {
    const body = '<div>'.repeat(400_000)
    providers.queuedResponses.set('page', [{ headers: { 'content-type': 'text/html' }, body }])
    const { status, body: answer } = await call('web/read', { url: at('page') })
    expect([status, JSON.stringify(answer)]).toEqual([409, expect.stringContaining('too complex')])
  })

  test.each(['http://10.0.0.1/', 'http://169.254.169.254/latest/meta-data', 'http://localhost:1/'])(
    'of a host that is not allowed (%s) is rejected',
    async (url) => {
      const { status, body } = await call('web/read', { url })
      expect([status, String((body.error as Body).code)]).toEqual([409, expect.stringMatching(/^egress\./)])
    },
  )
})

describe('creating an image', () => {
  test.each([
    ['openai', {}, '/openai/images/generations', { authorization: 'Bearer planted-key' }],
    ['stability', {}, '/stability/v2beta/stable-image/generate/core', { authorization: 'Bearer planted-key' }],
    ['gemini', {}, '/gemini/v1beta/models/imagen-4.0-generate-001:predict', { 'x-goog-api-key': 'planted-key' }],
    [
      'gemini',
      { model: 'gemini-2.5-flash-image' },
      '/gemini/v1beta/models/gemini-2.5-flash-image:generateContent',
      { 'x-goog-api-key': 'planted-key' },
    ],
  ])('with %s %o stores it as a dataset', async (provider, more, path, headers) => {
    await configure({ image: [{ provider, address: at(provider), secret: 'tools', price: 0.04, ...more }] })
    const { status, body } = await call('ai/image', { prompt: 'A lighthouse' })
    expect([status, body.provider, body.cost]).toEqual([200, provider, 0.04])
    expect(providers.receivedRequests).toEqual([
      expect.objectContaining({ path, headers: expect.objectContaining(headers) }),
    ])
    expect(providers.receivedRequests[0]!.body).toContain('A lighthouse')
    const [image] = body.images as { data_id: string; media_type: string }[]
    const stored = await server.ask(`/api/v1/data/${image!.data_id}/download`)
    expect(Buffer.from(await stored.arrayBuffer()).equals(testImage)).toBe(true)
  })

  test('stores no image that exceeds the quota of the workspace, and counts its cost', async () => {
    await configure({ image: [{ provider: 'openai', address: at('openai'), secret: 'tools', price: 0.04 }] })
    const image = Buffer.concat([testImage, Buffer.from('another image')])
    const { datasets, toolUsage } = server.backend.store.forWorkspace('default')
    const used = await datasets.countBytes()
    uploadLimits.totalBytes = used + image.length - 1
    providers.queuedResponses.set('openai', [{ body: { data: [{ b64_json: image.toString('base64') }] } }])
    try {
      const { status, body } = await call('ai/image', { prompt: 'A lighthouse' })
      expect([status, body]).toMatchObject([409, { error: { code: 'upload.quota' } }])
      expect(await datasets.countBytes()).toBe(used)
      const hour = 3_600_000
      expect(await toolUsage.sum({ from: Date.now() - 2 * hour, to: Date.now() + hour })).toMatchObject([
        { tool: 'image', calls: 1, cost: 0.04 },
      ])
    } finally {
      uploadLimits.totalBytes = 0
    }
  })

  test('rejects a response that is not an image', async () => {
    await configure({ image: [{ provider: 'openai', address: at('openai') }] })
    const body = { data: [{ b64_json: Buffer.from('<svg onload="steal()">').toString('base64') }] }
    providers.queuedResponses.set('openai', [{ body }])
    expect((await call('ai/image', { prompt: 'x' })).status).toBe(409)
  })
})

describe('a chat', () => {
  test('answers with the default model, and counts its tokens', async () => {
    const { status, body } = await call('ai/chat', {
      messages: [{ role: 'user', content: 'Hello' }],
      system: 'Be brief.',
      max_tokens: 100,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      role: 'assistant',
      model: 'small',
      content: [{ type: 'text', text: 'Hello to you' }],
      stop_reason: 'end_turn',
    })
    const { input_tokens: input, output_tokens: output } = body.usage as Record<string, number>
    expect(body.cost).toBeCloseTo((input! + 2 * output!) / 1_000_000, 12)
    expect(models.requests.at(-1)!.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ])
  })

  test('with an unknown model is rejected', async () => {
    const { status } = await call('ai/chat', { model: 'gone', messages: [{ role: 'user', content: 'Hello' }] })
    expect(status).toBe(409)
  })
})

describe('limits', () => {
  test('a person may call tools 100 times per hour, also at the same time', async () => {
    await configure({ search: [{ ...searxng(), address: at('searxng/limit') }] })
    const calls = await Promise.all(
      Array.from({ length: maxCallsPerHour + 20 }, () => call('web/search', { query: 'a' })),
    )
    expect(calls.filter(({ status }) => status === 200)).toHaveLength(maxCallsPerHour)
    const rejected = calls.find(({ status }) => status === 429)!
    expect((rejected.body.error as Body).code).toBe('web-tool.limit')
    expect(Number(rejected.retryAfter)).toBeLessThanOrEqual(3600)
    expect((await call('ai/chat', { messages: [{ role: 'user', content: 'Hello' }] })).status).toBe(429)
    expect(providers.receivedRequests).toHaveLength(maxCallsPerHour)
  })

  test('the cost counts toward the limits of the month, and needs prices then', async () => {
    const { used } = (await server.json('/api/v1/config/llm-usage')) as { used: { cost: number } }
    const limits = { llm_month_limits: { cost: used.cost + 0.025 } }
    await configure({ search: [{ ...searxng(), price: 0.01, address: at('searxng/month') }] }, limits)
    const statuses: number[] = []
    for (const query of ['a', 'b', 'c']) statuses.push((await call('web/search', { query })).status)
    expect(statuses).toEqual([200, 200, 409])
    await configure({ search: [jina()] }, limits)
    const { body } = await call('web/search', { query: 'a' })
    expect((body.error as Body).code).toBe('agent.no-price')
  })
})
