import { builtInNodes } from '@aw-flow/nodes'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'

type Body = Record<string, unknown> & { id: string; status: string; hash: string; error: { code: string } }

const path = '/api/v1/mcp/servers'
let marker: string

const { server } = openTestApp((folder) => {
  marker = join(folder, 'started')
  const script = join(import.meta.dirname, '../testing/test-stdio-server.mjs')
  const files = { command: process.execPath, args: [script, marker], env: { ROOT: '/data' }, workspaces: ['default'] }
  return {
    nodes: builtInNodes,
    allowHosts: [],
    stdioServers: { files, private: { ...files, workspaces: ['sales'] } },
  }
})
beforeEach(() => rm(marker, { force: true }))

const read = async (response: Promise<Response>): Promise<Body> => (await (await response).json()) as Body
const register = (command: string, name = command) => read(server.send('POST', path, { name, type: 'stdio', command }))
const readStarts = () => readFile(marker, 'utf8').catch(() => 'never started')

describe('a stdio server', () => {
  test('of the administrator is connected, approved and called by its name', async () => {
    const { id, status } = await register('files')
    expect([status, await readStarts()]).toEqual(['disconnected', 'never started'])
    expect(await read(server.send('POST', `${path}/${id}/connect`, {}))).toMatchObject({ status: 'blocked', tools: 1 })
    const { hash } = await read(server.ask(`${path}/${id}/tools`))
    await server.send('POST', `${path}/${id}/approve`, { hash })
    const called = await read(
      server.ask(`${path}/${id}/tools/read_root/call`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"arguments": {"id": 2512292042121000001}}',
      }),
    )
    expect(called).toMatchObject({
      content: [{ type: 'text', text: '/data' }],
      structured_content: { id: '2512292042121000001', next: '2512292042121000002' },
    })
    // Its process does not receive the variables of the server.
    expect(await readStarts()).not.toContain('AW_')
  })

  test('of another workspace is not started', async () => {
    const { id } = await register('private')
    expect(await read(server.send('POST', `${path}/${id}/connect`, {}))).toMatchObject({ error: { code: 'mcp.stdio' } })
    expect(await readStarts()).toBe('never started')
  })

  test.each(['touch', 'files --all', '__proto__', process.execPath])('%s starts nothing', async (command) => {
    const { id } = await register(command, `named ${command}`)
    expect(await read(server.send('POST', `${path}/${id}/connect`, {}))).toMatchObject({ error: { code: 'mcp.stdio' } })
    expect(await readStarts()).toBe('never started')
  })

  test.each([
    { server: 'files', tool: 'read_root', command: process.execPath, args: ['-e', '1'] },
    { server: process.execPath, tool: 'read_root' },
    { server: { type: 'stdio', command: process.execPath }, tool: 'read_root' },
  ])('in an imported document with %j starts nothing', async (config) => {
    const node = { id: 'call', type: 'mcp_tool', position: { x: 0, y: 0 }, data: { label: 'Call', config } }
    const mcpServers = { files: { command: process.execPath, args: ['-e', '1'] } }
    const document = {
      version: 1,
      name: `Imported ${JSON.stringify(config).length}`,
      nodes: [node],
      edges: [],
      mcpServers,
    }
    const imported = await server.send('POST', '/api/v1/workflows/import', document)
    const { id } = (await imported.json()) as Body
    if (imported.ok) {
      const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, {})
      if (started.ok) expect((await server.waitForEnd(((await started.json()) as Body).id)).status).toBe('failed')
    }
    expect(await readStarts()).toBe('never started')
  })
})
