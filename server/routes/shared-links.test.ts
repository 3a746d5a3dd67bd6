import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

let folder: string
let server: TestServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-links-'))
  server = await openTestServer(join(folder, 'data'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Stores and shares a workflow. Returns its id and the path of its link. */
async function share(): Promise<{ id: string; path: string }> {
  const document = { version: 1, name: 'Shared', nodes: [], edges: [] }
  const { id } = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
  const response = await server.send('PATCH', `/api/v1/workflows/${id}/sharing`, { public: true })
  return { id, path: ((await response.json()) as { path: string }).path }
}
const getStatus = async (path: string): Promise<number> => (await server.ask(path)).status

describe('a shared link', () => {
  it('has at least 192 random bits, and returns the document without its id and times', async () => {
    const [first, second] = [await share(), await share()]
    expect(first.path).toMatch(/^\/api\/v1\/shared\/[\w-]{32,}$/)
    expect(first.path).not.toBe(second.path)
    const shared = await server.json(first.path)
    expect(shared).toMatchObject({ name: 'Shared', nodes: [] })
    expect((await server.ask(first.path)).headers.get('Cache-Control')).toBe('no-store')
    for (const field of ['id', 'created_at', 'updated_at', 'granted', 'trust']) expect(shared).not.toHaveProperty(field)
  })

  it('no longer exists after sharing has ended; another one is made when it is shared again', async () => {
    const { id, path } = await share()
    await server.send('PATCH', `/api/v1/workflows/${id}/sharing`, { public: false })
    expect(await getStatus(path)).toBe(404)
    const again = await server.send('PATCH', `/api/v1/workflows/${id}/sharing`, { public: true })
    expect(await again.json()).not.toMatchObject({ path })
    expect(await getStatus(path)).toBe(404)
  })

  it('returns nothing of a deleted workflow, and nothing for a changed or malformed token', async () => {
    const { id, path } = await share()
    expect(await getStatus(`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`)).toBe(404)
    for (const token of ['%00', '%2e%2e', "'%20or%20'1'='1", 'x'.repeat(2_000)]) {
      expect(await getStatus(`/api/v1/shared/${token}`)).toBe(404)
    }
    await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })
    expect(await getStatus(path)).toBe(404)
  })
})
