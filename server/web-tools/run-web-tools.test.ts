import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openModelServer } from '../../packages/agents/language-model/test-model-server.ts'
import { openTestProviders, testImage } from './test-providers.ts'
import { maxCallsPerHour } from './tool-usage.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

type Body = Record<string, unknown> & { id: string }

const uploadLimits = { fileBytes: 0, totalBytes: 0 }

const providers = openForTests(() => openTestProviders())
const models = openForTests(() =>
  openModelServer('first', ({ messages }) =>
    messages.some(({ role }) => role === 'tool')
      ? { says: 'A tower.' }
      : { calls: [{ name: 'search', arguments: '{"query":"towers"}' }] },
  ),
)
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: [providers.host, new URL(models.address).host],
  uploadLimits,
}))
beforeAll(async () => {
  await server.send('PUT', '/api/v1/config', {
    llm_models: [{ id: 'small', address: models.address, prices: { input: 1, output: 2 } }],
    default_llm: 'small',
    web_tools: {
      search: [{ provider: 'searxng', address: `${providers.address}/searxng`, price: 0.25 }],
      image: [{ provider: 'openai', address: `${providers.address}/openai`, price: 0.5 }],
    },
  })
})
beforeEach(async () => {
  providers.receivedRequests.length = 0
  await server.backend.store.openedDatabase.execute('delete from tool_usage')
})

async function save(type: string, config: object, importPath = ''): Promise<string> {
  const document = {
    version: 1,
    name: 'Towers',
    settings: { retry: { count: 0, delaysMs: [1] } },
    nodes: [{ id: 'tool', type, position: { x: 0, y: 0 }, data: { label: 'tool', config } }],
    edges: [],
  }
  return ((await (await server.send('POST', `/api/v1/workflows${importPath}`, document)).json()) as Body).id
}
async function execute(workflow: string): Promise<{ run: string; status: unknown; steps: string }> {
  const response = await server.send('POST', `/api/v1/workflows/${workflow}/execute`, {})
  const { id: run } = (await response.json()) as Body
  const { status } = await server.waitForEnd(run)
  return { run, status, steps: await (await server.ask(`/api/v1/runs/${run}/steps`)).text() }
}
const run = async (type: string, config: object) => execute(await save(type, config))

interface Costs {
  totals: { cost: number; api_calls: number }
  models: { id: string; cost: number }[]
  tools: object[]
}
const readCosts = async (): Promise<Costs> => (await server.json('/api/v1/analytics/costs')) as Costs

describe('the nodes', () => {
  test('web_search returns results, and its cost is part of the reports', async () => {
    const before = await readCosts()
    const { status, steps } = await run('web_search', { query: 'towers' })
    expect([status, steps]).toEqual(['completed', expect.stringContaining('From SearXNG')])
    const { totals, models: byModel, tools } = await readCosts()
    expect(totals.cost - before.totals.cost).toBeCloseTo(0.25, 9)
    expect(totals.api_calls - before.totals.api_calls).toBe(1)
    expect(byModel).toContainEqual(expect.objectContaining({ id: 'searxng', cost: 0.25 }))
    expect(tools).toEqual([
      {
        tool: 'web_search',
        provider: 'searxng',
        calls: 1,
        failed: 0,
        cost: 0.25,
        unpriced_calls: 0,
        p95_ms: expect.any(Number),
      },
    ])
    const csv = await (await server.ask('/api/v1/analytics/export?dimension=tool')).text()
    expect(csv.split('\r\n')).toEqual([
      'period_start,tool,provider,calls,failed,p95_ms,cost,unpriced_calls',
      expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z,web_search,searxng,1,0,\d+,0\.25,0$/),
      '',
    ])
  })

  test('durations of calls are summed over people and hours', async () => {
    const { toolUsage } = server.backend.store.forWorkspace('default')
    const call = { tool: 'search', provider: 'Tickets', cost: 0 }
    for (let index = 0; index < 20; index += 1) {
      const ms = index === 0 ? 0 : index < 18 ? 100 : 10_000
      await toolUsage.add(`person ${index % 3}`, { ...call, ms, hasFailed: index === 0 })
    }
    const hour = 3_600_000
    const range = { from: Math.floor(Date.now() / hour) * hour - hour, to: Date.now() + hour }
    const [sums] = await toolUsage.sum(range)
    expect(sums).toMatchObject({ tool: 'search', provider: 'Tickets', calls: 20, failed: 1, unpriced: 0 })
    expect(Math.abs(sums!.p95Ms! - 10_000)).toBeLessThan(900)
    const periods = await toolUsage.sumByPeriod({ ...range, period: 'monthly' })
    const { periodStart, ...sameSums } = periods[0]!
    expect(periods).toHaveLength(1)
    expect(sameSums).toEqual(sums)
    expect(new Date(periodStart!).toISOString()).toMatch(/-01T00:00:00\.000Z$/)
  })

  test('web_read returns a page as Markdown up to its limit', async () => {
    const body = `<h1>Lighthouses</h1><p>${'tall '.repeat(50)}</p><p>The end</p>`
    providers.queuedResponses.set('page', [{ headers: { 'content-type': 'text/html' }, body }])
    const { status, steps } = await run('web_read', { url: `${providers.address}/page`, maxCharacters: 100 })
    expect([status, steps]).toEqual(['completed', expect.stringContaining('# Lighthouses')])
    expect(steps).toContain('"truncated":true')
    expect(steps).not.toContain('The end')
  })

  test('image stores its image as a dataset', async () => {
    const { status, steps } = await run('image', { prompt: 'A tower', shape: 'portrait' })
    expect([status, steps]).toEqual(['completed', expect.stringContaining('image.png')])
    expect(JSON.parse(providers.receivedRequests[0]!.body)).toMatchObject({ model: 'dall-e-3', size: '1024x1792' })
  })

  test('image fails if the quota of the workspace does not admit its image', async () => {
    const image = Buffer.concat([testImage, Buffer.from('another image')])
    uploadLimits.totalBytes = (await server.backend.store.forWorkspace('default').datasets.countBytes()) + 1
    providers.queuedResponses.set('openai', [{ body: { data: [{ b64_json: image.toString('base64') }] } }])
    try {
      const { status, steps } = await run('image', { prompt: 'A tower' })
      expect([status, steps]).toEqual(['failed', expect.stringContaining('upload.quota')])
    } finally {
      uploadLimits.totalBytes = 0
    }
  })

  test('fail if the person who started the run has reached the hourly limit', async () => {
    const { toolUsage } = server.backend.store.forWorkspace('default')
    for (let call = 0; call < maxCallsPerHour; call++) await toolUsage.count('local-owner')
    const { status, steps } = await run('web_search', { query: 'towers' })
    expect([status, steps]).toEqual(['failed', expect.stringContaining('web-tool.limit')])
    expect(providers.receivedRequests).toEqual([])
  })
})

describe('an imported workflow', () => {
  test('needs a grant to search', async () => {
    const workflow = await save('web_search', { query: 'towers' }, '/import')
    expect(await server.json(`/api/v1/workflows/${workflow}/access`)).toMatchObject({
      requested: { hosts: ['tools/web_search/'] },
    })
    expect(await execute(workflow)).toMatchObject({ steps: expect.stringContaining('access.not-granted.host') })
    expect(providers.receivedRequests).toEqual([])
    const granted = { secrets: [], hosts: ['tools/web_search/'], tools: [] }
    await server.send('PUT', `/api/v1/workflows/${workflow}/access`, granted)
    expect(await execute(workflow)).toMatchObject({ status: 'completed' })
  })

  test('needs a grant for the host of a page', async () => {
    const workflow = await save('web_read', { url: `${providers.address}/page` }, '/import')
    expect(await execute(workflow)).toMatchObject({ steps: expect.stringContaining('access.not-granted.host') })
    expect(providers.receivedRequests).toEqual([])
    const granted = { secrets: [], hosts: [providers.host], tools: [] }
    await server.send('PUT', `/api/v1/workflows/${workflow}/access`, granted)
    expect(await execute(workflow)).toMatchObject({ status: 'completed' })
  })
})

describe('an agent', () => {
  const tools = (approval: string) => [
    { name: 'search', kind: 'node', use: 'web_search', config: { query: '{{input.value.query}}' }, approval },
  ]

  test('searches with a tool that needs no approval', async () => {
    const { status } = await run('agent', { prompt: 'What is tall?', tools: tools('never') })
    expect([status, providers.receivedRequests.map(({ path }) => path)]).toEqual([
      'completed',
      ['/searxng/search?q=towers&format=json'],
    ])
  })

  test('asks a person before each search by default', async () => {
    const workflow = await save('agent', { prompt: 'What is tall?', tools: tools('auto') })
    const response = await server.send('POST', `/api/v1/workflows/${workflow}/execute`, {})
    const { id: started } = (await response.json()) as Body
    await expect
      .poll(async () => ((await server.json(`/api/v1/runs/${started}`)) as { status: string }).status, {
        timeout: 180_000,
      })
      .toBe('waiting')
    expect(providers.receivedRequests).toEqual([])
    await server.send('POST', `/api/v1/runs/${started}/cancel`, {})
    await server.waitForEnd(started)
  })
})
