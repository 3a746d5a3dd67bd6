import { builtInNodes } from '@aw-flow/nodes'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

const value = 'sesam-offen-4711'
let service: Server
let host = ''
const seen: IncomingMessage[] = []

const { server, folder } = openTestApp(async () => {
  await mkdir(join(folder, 'open'))
  await writeFile(join(folder, 'open', 'in.csv'), 'id\n7\n')
  service = createServer((request, response) => {
    seen.push(request)
    response.end(`id,echo\n1,${request.headers.authorization ?? ''}\n`)
  })
  await new Promise<void>((fulfil) => service.listen(0, '127.0.0.1', fulfil))
  host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  return {
    nodes: builtInNodes,
    allowHosts: ['*', host],
    filesFolder: join(folder, 'open'),
  }
})
afterAll(async () => {
  service.closeAllConnections()
  await new Promise((fulfil) => service.close(fulfil))
})

const run = async (
  ...nodes: [id: string, type: string, config: object][]
): Promise<{ id: string; status: unknown; steps: string }> => {
  const document = {
    version: 1,
    name: 'ExternalServices',
    settings: { retry: { count: 0, delaysMs: [1] } },
    nodes: nodes.map(([id, type, config]) => ({ id, type, position: { x: 0, y: 0 }, data: { label: id, config } })),
    edges: nodes.slice(1).map(([id], at) => ({ id: `e${at}`, source: nodes[at]![0], target: id })),
  }
  const { id } = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
  const begun = (await (await server.send('POST', `/api/v1/workflows/${id}/execute`, {})).json()) as { id: string }
  const { status } = await server.waitForEnd(begun.id)
  const steps = await (await server.ask(`/api/v1/runs/${begun.id}/steps`)).text()
  return { id: begun.id, status, steps }
}

describe('a run of the server', () => {
  test('calls a service with a secret that no response, record or file of the server contains', async () => {
    await server.send('PUT', '/api/v1/secrets/key', { value, hosts: ['127.0.0.1'] })
    const config = { url: `http://${host}/data.csv`, response: 'text', auth: 'bearer', secret: 'key' }
    const { id, status, steps } = await run(['ask', 'http_request', config])
    expect([status, seen.at(-1)?.headers.authorization]).toEqual(['completed', `Bearer ${value}`])
    const events = await (await server.ask(`/api/v1/runs/${id}/events`)).text()
    expect(events).toContain('•••')
    expect(events + steps).not.toContain('sesam')
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile())
        expect((await readFile(join(entry.parentPath, entry.name))).includes(value), entry.name).toBe(false)
    }
  })

  test('starts with the given data', async () => {
    const nodes = [
      { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { label: '', config: {} } },
      {
        id: 'say',
        type: 'variable',
        position: { x: 0, y: 0 },
        data: { label: '', config: { expression: 'trigger_data.n + 1' } },
      },
    ]
    const document = { version: 1, name: 'Given', nodes, edges: [{ id: 'e', source: 'start', target: 'say' }] }
    const { id } = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
    const begun = await server.send('POST', `/api/v1/workflows/${id}/execute`, { trigger_data: { n: 41 } })
    const { id: started } = (await begun.json()) as { id: string }
    expect(await server.waitForEnd(started)).toMatchObject({ status: 'completed' })
    expect(await (await server.ask(`/api/v1/runs/${started}/steps`)).text()).toContain('42')
  })

  test('[17] sends a secret to no other host, and connects to no private address that is not allowed', async () => {
    await server.send('PUT', '/api/v1/secrets/key', { value, hosts: ['api.example.com'] })
    const other = await run(['ask', 'http_request', { url: `http://${host}/`, auth: 'bearer', secret: 'key' }])
    expect([other.status, other.steps.includes('secret.host-not-bound')]).toEqual(['failed', true])
    const inside = await run(['ask', 'http_request', { url: 'http://127.0.0.1:9/' }])
    expect([inside.status, inside.steps.includes('egress.private-address')]).toEqual(['failed', true])
  })

  test('stores downloads as datasets, and accesses files only in its folder', async () => {
    const { status } = await run(['load', 'loading', { address: `http://${host}/fetched.csv` }])
    expect(status).toBe('completed')
    expect(await (await server.ask('/api/v1/data')).text()).toContain('fetched.csv')
    const files = await run(
      ['read', 'read_file', { path: 'in.csv' }],
      ['load', 'loading', {}],
      ['write', 'write_file', { path: 'out/copy.csv' }],
    )
    expect(files.status).toBe('completed')
    expect(await readFile(join(folder, 'open', 'out/copy.csv'), 'utf8')).toBe('id\n7\n')
    const away = await run(['read', 'read_file', { path: '../data/secret-key' }])
    expect([away.status, away.steps.includes('it leads outside the folder')]).toEqual(['failed', true])
  })
})
