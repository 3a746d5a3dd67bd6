import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { builtInNodes } from '@aw-flow/nodes'
import { sealSharedLinks } from '../store/workflows/shared-workflows.ts'
import { openTestApp } from '../testing/test-app.ts'

const { server } = openTestApp({ nodes: builtInNodes })

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

  it('is read without a change, also while the workflow is not shared', async () => {
    const { id, path } = await share()
    const sharing = `/api/v1/workflows/${id}/sharing`
    expect(await server.json(sharing)).toMatchObject({ workflow_id: id, public: true, path, permission: 'view' })
    await server.send('PATCH', sharing, { public: false })
    expect(await server.json(sharing)).toMatchObject({ public: false, path: null, token: null })
    expect(await getStatus('/api/v1/workflows/none/sharing')).toBe(404)
  })

  it('is stored as a hash and encrypted even if an earlier version stored its token', async () => {
    const { path } = await share()
    const { store } = server.backend
    const { database } = store.openedDatabase
    const token = path.split('/').at(-1)!
    const readRows = async () => JSON.stringify(await database.selectFrom('shared_workflows').selectAll().execute())
    expect(await readRows()).not.toContain(token)
    await database
      .updateTable('shared_workflows')
      .set({ token: 'token-of-version-0-1', sealed_token: null })
      .where('token', '=', createHash('sha256').update(token).digest('hex'))
      .execute()
    await sealSharedLinks(database, store.secretBox)
    expect(await readRows()).not.toContain('token-of-version-0-1')
    expect(await getStatus('/api/v1/shared/token-of-version-0-1')).toBe(200)
    expect(await getStatus(path)).toBe(404)
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

  it('expires: an expired link is refused like a missing one, and is replaced when the workflow is shared again', async () => {
    const { id, path } = await share()
    const sharing = `/api/v1/workflows/${id}/sharing`
    const soon = new Date(Date.now() + 60_000).toISOString()
    const changed = await (await server.send('PATCH', sharing, { public: true, expires_at: soon })).json()
    expect(changed).toMatchObject({ path, permission: 'view', expires_at: soon })
    expect(await server.json(`${path}/link`)).toEqual({ workflow_id: null, permission: 'view', expires_at: soon })
    const past = await server.send('PATCH', sharing, { public: true, expires_at: '2020-01-01T00:00:00Z' })
    expect([past.status, await past.json()]).toMatchObject([422, { error: { code: 'share-link.expiry-passed' } }])
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ is_public: true })
    await server.backend.store.openedDatabase.execute(
      `update shared_workflows set expires_at = now() - interval '1 second' where workflow_id = $1`,
      [id],
    )
    for (const address of [path, `${path}/link`]) expect(await getStatus(address)).toBe(404)
    expect((await server.send('POST', `${path}/execute`, {})).status).toBe(404)
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ is_public: false })
    const again = (await (await server.send('PATCH', sharing, { public: true })).json()) as { path: string }
    expect(again).toMatchObject({ expires_at: null })
    expect(again.path).not.toBe(path)
    expect(await getStatus(again.path)).toBe(200)
  })

  it('allows runs only if it says so; its runs are those of the link, and end with it', async () => {
    const node = (nodeId: string, type: string, config: object) => ({
      id: nodeId,
      type,
      position: { x: 0, y: 0 },
      data: { label: type, config },
    })
    const document = {
      version: 1,
      name: 'Doubled',
      nodes: [node('go', 'trigger', {}), node('n', 'variable', { expression: 'trigger_data.n * 2' })],
      edges: [{ id: 'e', source: 'go', target: 'n', sourceHandle: 'data', targetHandle: 'value' }],
    }
    const { id } = (await (await server.send('POST', '/api/v1/workflows', document)).json()) as { id: string }
    const sharing = `/api/v1/workflows/${id}/sharing`
    const { path } = (await (await server.send('PATCH', sharing, { public: true })).json()) as { path: string }
    const refused = await server.send('POST', `${path}/execute`, { trigger_data: { n: 21 } })
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'share-link.view-only' } }])

    await server.send('PATCH', sharing, { public: true, permission: 'execute' })
    expect((await server.send('POST', `${path}/execute`, { workflow_id: 'other' })).status).toBe(422)
    const started = await server.send('POST', `${path}/execute`, { trigger_data: { n: 21 } })
    expect(started.status, await started.clone().text()).toBe(202)
    const run = (await started.json()) as { id: string }
    await expect
      .poll(() => server.json(`${path}/runs/${run.id}`), { timeout: 20_000 })
      .toMatchObject({ status: 'completed', is_ended: true, final_result: { n: { value: 42 } }, error: null })

    // Other runs of the workflow, and runs of other links, are not readable.
    const own = (await (await server.send('POST', `/api/v1/workflows/${id}/execute`, {})).json()) as { id: string }
    expect(await getStatus(`${path}/runs/${own.id}`)).toBe(404)
    const other = await share()
    expect(await getStatus(`${other.path}/runs/${run.id}`)).toBe(404)

    await server.send('PATCH', sharing, { public: true, permission: 'view' })
    expect((await server.send('POST', `${path}/execute`, {})).status).toBe(403)
    await server.send('PATCH', sharing, { public: true, permission: 'execute' })

    // A deleted workflow reveals neither its id nor the results of its runs.
    await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })
    const [start, read] = [await server.send('POST', `${path}/execute`, {}), await server.ask(`${path}/runs/${run.id}`)]
    expect([start.status, await start.json(), read.status]).toMatchObject([
      404,
      { error: { code: 'share-link.not-found' } },
      404,
    ])
    await server.send('POST', `/api/v1/workflows/${id}/restore`, {})
    expect(await getStatus(`${path}/runs/${run.id}`)).toBe(200)
    await server.send('PATCH', sharing, { public: false })
    expect(await getStatus(`${path}/runs/${run.id}`)).toBe(404)
    expect((await server.send('POST', `${path}/execute`, {})).status).toBe(404)
  })
})
