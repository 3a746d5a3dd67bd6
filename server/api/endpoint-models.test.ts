import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

let folder: string
let server: TestServer
let service: Server
let address: string
const requests: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-endpoints-'))
  service = createServer(({ url, headers }, response) => {
    requests.push(`${url} ${headers.authorization ?? headers['x-api-key'] ?? ''}`)
    if (url === '/broken/models') return void response.writeHead(500).end('out of order')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: [{ id: 'large' }, { id: 'small' }, { id: 7 }, { id: 'large' }] }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  address = `http://${host}`
  server = await openTestServer(folder, { allowHosts: [host] })
  await server.send('PUT', '/api/v1/secrets/models', { value: 'planted-key', hosts: [host] })
})
afterAll(async () => {
  await server.close()
  await new Promise((resolve) => service.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

test('the models of the configured services are listed, each service is asked once, and failures are reported', async () => {
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
