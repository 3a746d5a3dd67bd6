import { expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

const requests: string[] = []

const service = openTestService(({ url, headers }, response) => {
  requests.push(`${url} ${headers.authorization ?? headers['x-api-key'] ?? ''}`)
  if (url === '/broken/models') return void response.writeHead(500).end('out of order')
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ data: [{ id: 'large' }, { id: 'small' }, { id: 7 }, { id: 'large' }] }))
})
const { server } = openTestApp(() => ({ allowHosts: [service.host] }))

test('the models of the configured services are listed, each service is asked once, and failures are reported', async () => {
  const address = service.origin
  await server.send('PUT', '/api/v1/secrets/models', { value: 'planted-key', hosts: [service.host] })
  const configuration = {
    llm_models: [
      { id: 'small', address: `${address}/v1/`, secret: 'models' },
      { id: 'other', address: `${address}/v1/`, secret: 'models' },
      { id: 'claude', address, protocol: 'anthropic', secret: 'models' },
      { id: 'broken', address: `${address}/broken` },
      { id: 'far', address: 'https://models.example/v1' },
    ],
  }
  expect((await server.send('PUT', '/api/v1/config', configuration)).status).toBe(200)
  const answer = (await server.json('/api/v1/config/llm-models')) as {
    items: { id: string; configured: boolean }[]
    endpoints: { models: number; problem: string | null }[]
  }
  expect(answer.items.map(({ id, configured }) => `${id} ${configured}`)).toEqual([
    ...['small', 'other', 'claude', 'broken', 'far'].map((id) => `${id} true`),
    ...['large', 'large', 'small'].map((id) => `${id} false`),
  ])
  expect(answer.endpoints.map(({ models }) => models)).toEqual([2, 2, 0, 0])
  expect(answer.endpoints.map(({ problem }) => problem)).toEqual([
    null,
    null,
    expect.stringContaining('status 500'),
    expect.stringContaining('models.example'),
  ])
  expect(answer.endpoints[2]?.problem).toContain('out of order')
  await server.json('/api/v1/config/llm-models')
  expect(requests.sort()).toEqual(['/broken/models ', '/v1/models Bearer planted-key', '/v1/models planted-key'])
})
