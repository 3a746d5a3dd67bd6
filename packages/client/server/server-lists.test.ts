import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServerApi } from './server-api.ts'
import { createServerLists, type ServerLists } from './server-lists.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { hangUp, replyJson, openScriptedServer, type Reply, type ScriptedServer } from './test-scripted-server.ts'

let server: ScriptedServer
let places: RemoteRefs
let lists: ServerLists
let now = 0
beforeEach(async () => {
  now = 0
  server = await openScriptedServer()
  places = createRemoteRefs(server.address, undefined)
  lists = createServerLists(createServerApi({ address: server.address }), places, { now: () => now })
})
afterEach(() => server.close())

const page = (...items: object[]): Reply => replyJson({ items, total: items.length, limit: 500, offset: 0 })
const time = '2026-01-02T03:04:05.000Z'

test('lists of a server use the ids of this profile, where it has some', async () => {
  // The server counts saved versions and nodes.
  const summary = { name: 'W', status: 'draft', tags: ['x'], version: 3, nodes: 2, ready: true, created_at: time }
  server.on(
    'GET /api/v1/workflows',
    page({ ...summary, id: 'one', updated_at: time }, { ...summary, id: 'two', updated_at: time }),
  )
  const run = { workflow_id: 'one', workflow_name: 'W', status: 'completed', created_at: time, started_at: null }
  const retry = { ...run, id: 'r1', ended_at: time, retry_of: 'r2' }
  server.on('GET /api/v1/runs', page(retry, { ...run, id: 'r2', ended_at: null, retry_of: null }))
  places.set('document', 'mine', { id: 'one' })
  places.set('run', 'my-run', { id: 'r2' })
  expect(await lists.listDocuments()).toMatchObject([
    { id: 'mine', updatedAt: Date.parse(time), workflow: { name: 'W', tags: ['x'] } },
    { id: 'two' },
  ])
  expect(await lists.listRuns()).toEqual([
    {
      run: 'r1',
      workflowId: 'mine',
      workflowName: 'W',
      state: 'completed',
      startedAt: Date.parse(time),
      endedAt: Date.parse(time),
      retryOf: 'my-run',
    },
    { run: 'my-run', workflowId: 'mine', workflowName: 'W', state: 'completed', startedAt: Date.parse(time) },
  ])
})

test('a list is reused for some time, requested again after a change, and kept while the server is unavailable', async () => {
  const dataset = (id: string) => ({ id, name: id, size: 1, created_at: time })
  const countRequests = () => server.requests.length
  server.on('GET /api/v1/data', page(dataset('a')), page(dataset('a'), dataset('b')), hangUp)
  const names = async () => (await lists.listDatasets()).map(({ id }) => id)
  expect([await names(), await names(), countRequests()]).toEqual([['a'], ['a'], 1])
  lists.invalidate()
  expect([await names(), countRequests()]).toEqual([['a', 'b'], 2])
  now += 5_000
  expect([await names(), countRequests()]).toEqual([['a', 'b'], 3])
  // The clock was ahead when the list was requested.
  now -= 1_000_000
  expect([await names(), countRequests()]).toEqual([['a', 'b'], 4])
})

/** A browser's storage, which may be full or contain unreadable entries. */
function browserStorage(): Storage & { isFull: boolean } {
  const entries = new Map<string, string>()
  return {
    isFull: false,
    get length() {
      return entries.size
    },
    key: (at) => [...entries.keys()][at] ?? null,
    getItem: (name) => entries.get(name) ?? null,
    setItem(name, value) {
      if (this.isFull) throw new DOMException('full', 'QuotaExceededError')
      entries.set(name, value)
    },
    removeItem: (name) => void entries.delete(name),
    clear: () => entries.clear(),
  }
}

test('references are stored per server, and in memory if the browser stores nothing', () => {
  const storage = browserStorage()
  const one = createRemoteRefs('https://one', storage)
  one.set('document', 'mine', { id: 'theirs', tag: '"1"' })
  one.set('run', 'mine', { id: 'run' })
  const again = createRemoteRefs('https://one', storage)
  expect(again.find('document', 'mine')).toEqual({ id: 'theirs', tag: '"1"' })
  expect(again.listLocalIds('document')).toEqual(new Map([['theirs', 'mine']]))
  expect(createRemoteRefs('https://two', storage).find('document', 'mine')).toBeUndefined()
  again.remove('document', 'mine')
  expect(createRemoteRefs('https://one', storage).find('document', 'mine')).toBeUndefined()
  expect(createRemoteRefs('https://one', storage).find('run', 'mine')).toEqual({ id: 'run' })
  storage.setItem('aw.server https://one document broken', '{')
  storage.setItem('aw.server https://one document odd', '{"id": 1}')
  expect(again.find('document', 'broken')).toBeUndefined()
  expect(again.listLocalIds('document')).toEqual(new Map())
  storage.isFull = true
  again.set('document', 'late', { id: 'there' })
  expect(again.find('document', 'late')).toEqual({ id: 'there' })
  expect(again.listLocalIds('document')).toEqual(new Map([['there', 'late']]))
})
