import { message } from '@aw-flow/messages'
import { createEmptyWorkflow, error, type RunEvent, type Workflow, getProblem, unwrap, failed } from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import type { SyncStatus, WorkflowStorage } from '../storage/storage.ts'
import { withMemoryFallback } from '../storage/with-memory-fallback.ts'
import { createServerApi, type ServerApi } from './server-api.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { createLocalCopies } from './local-copies.ts'
import { createServerStorage, type ServerStorage } from './server-storage.ts'
import {
  hangUp,
  replyJson,
  openScriptedServer,
  replyError,
  type Reply,
  type ScriptedServer,
} from './test-scripted-server.ts'
import { createNode } from '../../../test/create-node.ts'

let server: ScriptedServer
let local: WorkflowStorage
let api: ServerApi
let places: RemoteRefs
let storage: ServerStorage
const openStorage = (): ServerStorage => createServerStorage({ api, remoteRefs: places, local })
beforeEach(async () => {
  server = await openScriptedServer()
  api = createServerApi({ address: server.address })
  local = createMemoryStorage()
  places = createRemoteRefs(server.address, undefined)
  storage = openStorage()
})
afterEach(async () => {
  storage.close()
  await server.close()
})

const remoteId = '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11'
const list = 'POST /api/v1/workflows'
const put = `PUT /api/v1/workflows/${remoteId}`
const get = `GET /api/v1/workflows/${remoteId}`
const remove = `DELETE /api/v1/workflows/${remoteId}`
const replyRemoved: Reply = (response) => void response.writeHead(204).end()
const getAccess = `${get}/access`
const putAccess = `${put}/access`
const node = (id: string): Workflow['nodes'][number] => createNode(id, 'loading')
const withNodes = (...ids: string[]): Workflow => ({ ...createEmptyWorkflow('W'), nodes: ids.map(node) })
const nodesOf = (workflow: { nodes: readonly { id: string }[] } | undefined): string[] | undefined =>
  workflow?.nodes.map(({ id }) => id)

/** Scripts a server that stores one workflow, and refuses changes based on another revision. */
function scriptStoredWorkflow(): { workflow: Workflow; revision: number } {
  const stored = { workflow: withNodes(), revision: 0 }
  const answer = (status: number): Reply =>
    replyJson({ id: remoteId, ready: true, problems: [], ...stored.workflow }, status, { etag: `"${stored.revision}"` })
  const accept =
    (status: number): Reply =>
    (response, request) => {
      const ifMatch = request.headers['if-match']
      if (ifMatch !== undefined && ifMatch !== `"${stored.revision}"`) {
        return replyError(409, 'workflow.conflict')(response, request)
      }
      stored.workflow = JSON.parse(request.body) as Workflow
      stored.revision++
      answer(status)(response, request)
    }
  server.on(list, accept(201))
  server.on(put, accept(200))
  server.on(get, (response, request) => answer(200)(response, request))
  server.on('GET /api/v1/workflows', (response, request) =>
    replyJson({ items: [{ id: remoteId, updated_at: '2026-01-01T00:00:00Z', ...stored.workflow }], total: 1 })(
      response,
      request,
    ),
  )
  server.on(getAccess, replyJson({ ...ownAccess, requested: ownAccess.granted }))
  return stored
}

describe('a document', () => {
  test('refers to other documents by the ids of the server there, and of this profile here', async () => {
    const stored = scriptStoredWorkflow()
    places.set('document', 'inner', { id: 'inner-there' })
    const refersTo = (id: string): Workflow => ({ ...withNodes('a'), references: { Inner: id, Other: 'unknown' } })
    await storage.putDocument('mine', refersTo('inner'), 0)
    expect(stored.workflow.references).toEqual({ Inner: 'inner-there', Other: 'unknown' })
    await storage.putDocument('mine', { ...refersTo('inner'), name: 'Again' }, 1)
    expect(stored.workflow).toMatchObject({ name: 'Again', references: { Inner: 'inner-there' } })
    expect((await local.getDocument('mine'))?.workflow.references).toEqual({ Inner: 'inner', Other: 'unknown' })
    storage = openStorage()
    await local.removeDocument('mine')
    expect((await storage.getDocument('mine'))?.workflow.references).toEqual({ Inner: 'inner', Other: 'unknown' })
  })

  test('is stored in the browser and on the server, created once and then updated by its last ETag', async () => {
    const stored = scriptStoredWorkflow()
    expect(getProblem(await storage.putDocument('mine', withNodes('a'), 0))).toBeUndefined()
    expect(getProblem(await storage.putDocument('mine', withNodes('a', 'b'), 1))).toBeUndefined()
    expect(server.listRoutes()).toEqual([list, put])
    expect(server.requests.map(({ headers }) => headers['if-match'])).toEqual([undefined, '"1"'])
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b'])
    expect(nodesOf((await local.getDocument('mine'))?.workflow)).toEqual(['a', 'b'])
    expect(places.find('document', 'mine')).toEqual({ id: remoteId })
    expect(await local.syncStates.get(server.address, 'mine')).toMatchObject({ revision: 2, tag: '"2"' })
    expect(await storage.ensureRemoteId('mine', withNodes('a', 'b', 'c'))).toBe(remoteId)
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b', 'c'])
  })

  test('whose first response is lost is created once, regardless of later edits and their authors', async () => {
    const createdByKey = new Map<string, { workflow: Workflow; text: string }>()
    const lost: Reply = (response, request) => {
      const key = String(request.headers['idempotency-key'])
      const before = createdByKey.get(key)
      if (before) expect(request.body).toBe(before.text)
      createdByKey.set(key, { workflow: JSON.parse(request.body) as Workflow, text: request.body })
      hangUp(response, request)
    }
    const stored = scriptStoredWorkflow()
    const answered: Reply = (response, request) => {
      lost({ destroy: () => undefined } as never, request)
      replyJson({ id: remoteId, ...createdByKey.get(String(request.headers['idempotency-key']))!.workflow }, 201, {
        etag: '"1"',
      })(response, request)
    }
    // The responses to the first two requests are lost; the third arrives.
    server.on(list, lost, replyError(503, 'database.gone'), answered)
    stored.revision = 1
    const statuses: SyncStatus[] = []
    const save = async (revision: number, ...ids: string[]): Promise<void> => {
      expect(getProblem(await storage.putDocument('mine', withNodes(...ids), revision))).toBeUndefined()
      statuses.push((await storage.sync.getStatus('mine')).status)
    }
    await save(0, 'a')
    const remembered = places.getPendingCreation('mine')
    expect(nodesOf(remembered?.workflow)).toEqual(['a'])
    await save(1, 'a', 'b')
    // The state after a reload of the page.
    storage = openStorage()
    await save(2, 'a', 'b', 'c')
    expect(statuses).toEqual(['pending', 'pending', 'synced'])
    expect(createdByKey.size).toBe(1)
    expect(server.listRoutes()).toEqual([list, list, list, put])
    expect(server.requests.at(-1)?.headers['if-match']).toBe('"1"')
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b', 'c'])
    expect(places.getPendingCreation('mine')).toBeUndefined()

    // A refused document was not created: the next request has another key.
    server.on(
      list,
      replyError(422, 'workflow.invalid'),
      replyJson({ id: 'other', ...withNodes('b') }, 201, { etag: '"1"' }),
    )
    await storage.putDocument('second', withNodes('a'), 0)
    expect(getProblem(await storage.putDocument('second', withNodes('b'), 1))).toBeUndefined()
    const keys = server.requests.slice(-2).map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
    expect(places.find('document', 'second')).toEqual({ id: 'other' })
  })

  test('that another user has changed there is merged with their changes, and reported', async () => {
    const stored = scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    stored.workflow = withNodes('a', 'theirs')
    stored.revision++
    const saved = unwrap(await storage.putDocument('mine', withNodes('a', 'ours'), 1, withNodes('a')))
    expect(saved).toMatchObject({ merged: { conflicts: [] } })
    expect(nodesOf(stored.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs'])
    expect(nodesOf(saved.document.workflow)).toEqual(nodesOf(stored.workflow))
    expect((await local.getDocument('mine'))?.workflow).toEqual(saved.document.workflow)
    expect(server.listRoutes(1)).toEqual([put, get, put])
    expect(server.requests.at(-1)?.headers['if-match']).toBe('"2"')
  })

  test('from a file is created as imported, and its access granted here is granted on the server', async () => {
    scriptStoredWorkflow()
    server.on(putAccess, replyJson({}))
    await storage.putDocument('mine', withNodes('a'), 0, undefined, importedAccess)
    expect(server.requests.map(({ query }) => query)).toEqual([{ trust: 'imported' }])
    const granted = { secrets: ['github'], hosts: ['api.example.com'], tools: [] }
    expect(await storage.putAccess('mine', { trust: 'imported', granted })).toBeUndefined()
    expect(JSON.parse(server.requests.at(-1)!.body)).toEqual({ trust: 'imported', ...granted })
    await storage.putDocument('mine', withNodes('a', 'b'), 1)
    await storage.ensureRemoteId('mine', withNodes('a', 'b', 'c'))
    expect(server.listRoutes()).toEqual([list, putAccess, put, put])
  })

  test('from a file keeps the access granted before the server had it', async () => {
    scriptStoredWorkflow()
    server.on(putAccess, replyJson({}))
    const granted = { secrets: ['github'], hosts: ['api.example.com'], tools: [] }
    await local.putAccess('mine', { trust: 'imported', granted })
    await storage.putDocument('mine', withNodes('a'), 0)
    expect(server.listRoutes()).toEqual([list, putAccess])
    expect(JSON.parse(server.requests.at(-1)!.body)).toEqual({ trust: 'imported', ...granted })
    expect(await local.getAccess('mine')).toEqual({ trust: 'imported', granted })
  })

  test('with content of others is restricted on the server before it has this content', async () => {
    scriptStoredWorkflow()
    server.on(putAccess, hangUp, replyJson({}))
    await storage.putDocument('mine', withNodes('a'), 0)
    expect(await storage.putAccess('mine', importedAccess)).toMatchObject({ code: 'server.not-saved' })
    await storage.putDocument('mine', withNodes('theirs'), 1)
    expect(server.listRoutes()).toEqual([list, putAccess, putAccess, put])
    expect(JSON.parse(server.requests[2]!.body)).toMatchObject({ trust: 'imported', hosts: [] })
  })

  test('that the server restricts is restricted here, with the grants of the server', async () => {
    scriptStoredWorkflow()
    const granted = { secrets: ['github'], hosts: [], tools: [] }
    const shared = { trust: 'shared', granted } as const
    server.on(getAccess, replyJson({ ...shared, requested: granted }))
    await storage.getDocument(remoteId)
    expect(await storage.getAccess(remoteId)).toEqual(shared)
    // After a reload of the page, with an outdated grant in this browser.
    storage = openStorage()
    await local.putAccess(remoteId, { trust: 'imported', granted: { ...granted, hosts: ['old.example.com'] } })
    await storage.putDocument(remoteId, withNodes('a'), 1)
    expect(await storage.getAccess(remoteId)).toEqual(shared)
    expect(server.listRoutes()).not.toContain(putAccess)
  })

  test('with a UUID has this id on the server as well, where it is created again after it was removed', async () => {
    const stored = scriptStoredWorkflow()
    await storage.putDocument(remoteId, withNodes('a'), 0, undefined, importedAccess)
    expect(server.requests.at(-1)?.query).toEqual({ id: remoteId, trust: 'imported' })
    expect(places.find('document', remoteId)).toEqual({ id: remoteId })
    server.on(put, replyError(404, 'workflow.not-found'))
    await storage.putDocument(remoteId, withNodes('b'), 1)
    expect(server.requests.at(-1)).toMatchObject({ route: list, query: { id: remoteId } })
    expect(nodesOf(stored.workflow)).toEqual(['b'])
  })

  test('with another id gets its id from the server', async () => {
    scriptStoredWorkflow()
    await storage.putDocument('workflow-0123456789abcdef', withNodes('a'), 0)
    expect(server.requests.at(-1)?.query).toEqual({})
    expect(places.listLocalIds('document')).toEqual(new Map([[remoteId, 'workflow-0123456789abcdef']]))
  })

  test('whose id a workflow of the server has is merged with it', async () => {
    const stored = scriptStoredWorkflow()
    stored.workflow = withNodes('theirs')
    stored.revision = 1
    server.on(list, replyError(409, 'workflow.conflict'))
    expect(getProblem(await storage.putDocument(remoteId, withNodes('ours'), 0))).toBeUndefined()
    expect(nodesOf(stored.workflow)).toContain('ours')
    expect(server.requests.at(-1)).toMatchObject({ route: put, headers: { 'if-match': '"1"' } })
    expect(places.getPendingCreation(remoteId)).toBeUndefined()
    expect((await local.listVersions(remoteId)).map(({ origin }) => origin)).toContain('merged')
  })

  test('that is new is not requested from the server, which would report an error', async () => {
    scriptStoredWorkflow()
    expect(await storage.getDocument('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e12')).toBeUndefined()
    expect(server.listRoutes()).toEqual(['GET /api/v1/workflows'])
  })

  test('that was removed there is created again', async () => {
    scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    server.on(put, replyError(404, 'workflow.not-found'))
    expect(getProblem(await storage.putDocument('mine', withNodes('b'), 1))).toBeUndefined()
    expect(server.listRoutes(1)).toEqual([put, list])
  })

  test('is kept in the browser while the server is unavailable or refuses it, and sent with the next save', async () => {
    const stored = scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    for (const reply of [hangUp, replyError(503, 'database.gone'), replyError(401, 'caller.unknown')]) {
      server.on(put, reply)
      expect(getProblem(await storage.putDocument('mine', withNodes('a', 'b'), 1))).toBeUndefined()
      expect(await storage.sync.getStatus('mine')).toMatchObject({
        status: 'pending',
        problem: { code: 'server.not-saved', params: { name: 'W' } },
      })
    }
    expect(nodesOf((await local.getDocument('mine'))?.workflow)).toEqual(['a', 'b'])
    scriptStoredWorkflow().revision = stored.revision
    expect(getProblem(await storage.putDocument('mine', withNodes('a', 'b', 'c'), 4))).toBeUndefined()
    expect(server.requests.at(-1)?.body).toContain('"c"')
  })

  test('is saved there sequentially', async () => {
    const stored = scriptStoredWorkflow()
    let concurrent = 0
    let maxConcurrent = 0
    const slowly =
      (then: Reply): Reply =>
      (response, request) => {
        maxConcurrent = Math.max(maxConcurrent, ++concurrent)
        setImmediate(() => {
          concurrent--
          then(response, request)
        })
      }
    const take: Reply = (response, request) => {
      stored.workflow = JSON.parse(request.body) as Workflow
      replyJson({ id: remoteId, ...stored.workflow }, 200, { etag: `"${++stored.revision}"` })(response, request)
    }
    server.on(list, slowly(take))
    server.on(put, slowly(take))
    await Promise.all(['a', 'b', 'c'].map((id, at) => storage.putDocument('mine', withNodes(id), at)))
    expect(maxConcurrent).toBe(1)
    expect(server.listRoutes()[0]).toBe(list)
    expect(stored.workflow).toEqual((await local.getDocument('mine'))?.workflow)
  })

  test('is opened from the server, unless only this browser has changed it since', async () => {
    const stored = scriptStoredWorkflow()
    stored.workflow = withNodes('theirs')
    expect(nodesOf((await storage.getDocument(remoteId))?.workflow)).toEqual(['theirs'])
    expect(places.find('document', remoteId)).toEqual({ id: remoteId })
    // Edited here and not there, and the page was closed before the edit was sent.
    await local.putDocument(remoteId, withNodes('theirs', 'typed'), 1)
    expect(nodesOf((await openStorage().getDocument(remoteId))?.workflow)).toEqual(['theirs', 'typed'])
    await vi.waitFor(() => expect(nodesOf(stored.workflow)).toEqual(['theirs', 'typed']))
    // The page has the response as well.
    await vi.waitFor(async () => expect((await storage.sync.getStatus(remoteId)).status).toBe('synced'))
    stored.workflow = withNodes('newer')
    stored.revision++
    expect(nodesOf((await openStorage().getDocument(remoteId))?.workflow)).toEqual(['newer'])
    server.on(get, hangUp)
    expect(nodesOf((await openStorage().getDocument(remoteId))?.workflow)).toEqual(['newer'])
    server.on(get, replyError(404, 'workflow.not-found'))
    expect(nodesOf((await openStorage().getDocument(remoteId))?.workflow)).toEqual(['newer'])
    // A local id that was never sent is not requested.
    const before = server.requests.length
    expect(await storage.getDocument('never-sent')).toBeUndefined()
    expect(server.requests).toHaveLength(before)
  })

  test('is opened from the browser without the server, which then updates it; edits made meanwhile are sent', async () => {
    const stored = scriptStoredWorkflow()
    stored.workflow = withNodes('a')
    await storage.getDocument(remoteId)
    storage = openStorage()
    stored.workflow = withNodes('a', 'theirs')
    stored.revision++
    let respond: () => void = () => undefined
    const responded = new Promise<void>((resolve) => (respond = resolve))
    const { workflow, revision } = stored
    server.on(get, async (response, request) => {
      await responded
      replyJson({ id: remoteId, ...workflow }, 200, { etag: `"${revision}"` })(response, request)
    })
    const copy = await storage.sync.openCopy?.(remoteId)
    expect(nodesOf(copy?.document.workflow)).toEqual(['a'])
    const base = copy!.document.workflow
    await storage.sync.putCopy?.(remoteId, withNodes('a', 'ours'), copy!.document.revision, base)
    respond()
    await copy?.updated
    const updated = await local.getDocument(remoteId)
    expect(nodesOf(updated?.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs'])
    await vi.waitFor(() => expect(nodesOf(stored.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs']))
    expect(await local.listDocuments()).toHaveLength(1)
    expect(await storage.sync.openCopy?.('never-opened')).toBeUndefined()
  })

  test('that the server replaces while it is edited keeps the edits, which are pending', async () => {
    const copies = createLocalCopies(local, 'server')
    const replaced = unwrap(await local.putDocument('mine', withNodes('a'), 0)).document
    await local.putDocument('mine', withNodes('a', 'ours'), 1)
    await copies.replaceLocalDocument('mine', withNodes('a', 'theirs'), replaced, {})
    const document = await local.getDocument('mine')
    expect(nodesOf(document?.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs'])
    expect(document!.revision).toBeGreaterThan((await copies.getSyncState('mine'))!.revision)
    expect(await local.listDocuments()).toHaveLength(1)
  })

  test('that is removed here is removed there', async () => {
    scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    server.on(remove, replyRemoved)
    expect(await storage.removeDocument('mine')).toBeUndefined()
    expect(server.listRoutes()).toContain(remove)
    expect(await local.getDocument('mine')).toBeUndefined()
    expect(places.find('document', 'mine')).toBeUndefined()
  })

  test('that the server does not remove stays here, too', async () => {
    scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    server.on(remove, replyError(403, 'caller.no-permission'))
    expect(await storage.removeDocument('mine')).toMatchObject({ code: 'caller.no-permission' })
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a'])
    expect(await storage.serverLists.listDocuments()).toMatchObject([{ id: 'mine' }])
  })

  test('that is only on the server is removed there', async () => {
    scriptStoredWorkflow()
    server.on(remove, replyRemoved)
    expect(await storage.removeDocument(remoteId)).toBeUndefined()
    expect(server.listRoutes()).toContain(remove)
  })
})

describe('a document that was removed while the server did not respond', () => {
  const removeOffline = async (): Promise<ReturnType<typeof scriptStoredWorkflow>> => {
    const stored = scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    server.on(remove, hangUp)
    expect(await storage.removeDocument('mine')).toBeUndefined()
    storage.close()
    storage = openStorage()
    return stored
  }
  const waitForRemoval = (): Promise<void> =>
    vi.waitFor(async () => expect((await local.syncStates.list(server.address)).size).toBe(0))

  test('does not appear again, and is removed there when the server responds', async () => {
    await removeOffline()
    expect(await storage.serverLists.listDocuments()).toEqual([])
    expect(await storage.getDocument('mine')).toBeUndefined()
    const before = server.requests.length
    server.on(remove, replyRemoved)
    storage.sync.start()
    await waitForRemoval()
    expect(server.listRoutes(before)).toEqual([remove])
    expect(server.requests.at(-1)?.headers['if-match']).toBe('"1"')
    expect(places.find('document', 'mine')).toBeUndefined()
  })

  test.each([
    ['others have changed since then', replyError(409, 'workflow.conflict')],
    ['the server does not remove', replyError(403, 'caller.no-permission')],
  ])('appears again if it is one that %s', async (_, reply) => {
    await removeOffline()
    server.on(remove, reply)
    storage.sync.start()
    await waitForRemoval()
    expect(await storage.serverLists.listDocuments()).toMatchObject([{ id: 'mine' }])
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a'])
  })

  test('and restored before the server responds is not removed there', async () => {
    const stored = await removeOffline()
    const before = server.requests.length
    await storage.putDocument('mine', withNodes('a', 'b'), 0)
    storage.sync.start()
    expect(await storage.serverLists.listDocuments()).toMatchObject([{ id: 'mine' }])
    expect((await storage.sync.getStatus('mine')).status).toBe('synced')
    expect(server.listRoutes(before)).not.toContain(remove)
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b'])
  })
})

describe('a pending document', () => {
  const named = (workflow: Workflow, name: string): Workflow => ({ ...workflow, name })
  /** Saves a document, edits it while the server does not respond, and closes the page. */
  const editOffline = async (edited: Workflow): Promise<ReturnType<typeof scriptStoredWorkflow>> => {
    const stored = scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    server.on(put, hangUp)
    const { document } = unwrap(await storage.putDocument('mine', edited, 1, withNodes('a')))
    expect(document.workflow).toEqual(edited)
    expect((await storage.sync.getStatus('mine')).status).toBe('pending')
    storage = openStorage()
    const { workflow, revision } = stored
    return Object.assign(scriptStoredWorkflow(), { workflow, revision })
  }
  const changeOnServer = (stored: { workflow: Workflow; revision: number }, workflow: Workflow): void => {
    stored.workflow = workflow
    stored.revision++
  }
  const waitForStatus = (status: SyncStatus): Promise<void> =>
    vi.waitFor(async () => expect((await storage.sync.getStatus('mine')).status).toBe(status))

  test('is merged with changes by others when it is opened again, and then sent', async () => {
    const stored = await editOffline(withNodes('a', 'ours'))
    changeOnServer(stored, withNodes('a', 'theirs'))
    const opened = await storage.getDocument('mine')
    expect(nodesOf(opened?.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs'])
    expect(await storage.sync.takeMerge('mine')).toEqual({ conflicts: [], problems: [] })
    expect(await storage.sync.takeMerge('mine')).toBeUndefined()
    await waitForStatus('synced')
    expect(nodesOf(stored.workflow)?.toSorted()).toEqual(['a', 'ours', 'theirs'])
    expect(await local.listVersions('mine')).toEqual([])
  })

  test('keeps its own side of a conflict; the other side is reported and stored as a version', async () => {
    const stored = await editOffline(named(withNodes('a'), 'Ours'))
    changeOnServer(stored, named(withNodes('a', 'theirs'), 'Theirs'))
    expect((await storage.getDocument('mine'))?.workflow).toMatchObject({ name: 'Ours', nodes: [{}, { id: 'theirs' }] })
    expect(await storage.sync.takeMerge('mine')).toMatchObject({
      conflicts: [{ path: ['name'], base: 'W', ours: 'Ours', theirs: 'Theirs' }],
    })
    expect(await local.listVersions('mine')).toMatchObject([{ number: 1, origin: 'merged' }])
    expect((await local.getVersion('mine', 1))?.name).toBe('Theirs')
    await waitForStatus('synced')
    expect(stored.workflow.name).toBe('Ours')
  })

  test('is sent when the page starts, without being opened; its conflicts wait until it is', async () => {
    const stored = await editOffline(named(withNodes('a'), 'Ours'))
    changeOnServer(stored, named(withNodes('a'), 'Theirs'))
    storage.sync.start()
    await waitForStatus('synced')
    expect(stored.workflow.name).toBe('Ours')
    storage.close()
    storage = openStorage()
    expect(await storage.sync.takeMerge('mine')).toMatchObject({ conflicts: [{ path: ['name'] }] })
  })

  test('that the next page sends live is not sent over HTTP before, unless there is no such page', async () => {
    const stored = await editOffline(withNodes('a', 'ours'))
    storage.close()
    const copy = { client: 'page', seq: 3, nextNumber: 1, pending: [], leaves: [] }
    await local.syncStates.update(server.address, 'mine', (state) => ({
      revision: 0,
      ...state,
      live: { epoch: 'e', copy },
    }))
    storage = createServerStorage({ api, remoteRefs: places, local, isLive: true })
    changeOnServer(stored, withNodes('a', 'theirs'))
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a', 'ours'])
    const saved = await storage.putDocument('mine', withNodes('a', 'ours', 'more'), 2, withNodes('a', 'ours'))
    expect(saved).toMatchObject({ ok: true })
    storage.sync.start()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(nodesOf(stored.workflow)).toEqual(['a', 'theirs'])

    // A page that sends no live edits merges them.
    storage.close()
    storage = openStorage()
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)?.toSorted()).toEqual(['a', 'more', 'ours', 'theirs'])
    await waitForStatus('synced')
    expect((await local.syncStates.get(server.address, 'mine'))?.live).toBeUndefined()
  })

  test('that was created offline is sent when the page starts; others that were never sent are not', async () => {
    await local.putDocument('before-the-server', withNodes('x'), 0)
    server.on(list, hangUp)
    await storage.putDocument('mine', withNodes('a'), 0)
    storage = openStorage()
    const stored = scriptStoredWorkflow()
    expect(await storage.sync.listUnsynced(await local.listDocuments())).toEqual(new Map([['mine', 'pending']]))
    storage.sync.start()
    await waitForStatus('synced')
    expect(nodesOf(stored.workflow)).toEqual(['a'])
    expect(places.find('document', 'before-the-server')).toBeUndefined()
  })

  test('that was deleted on the server stays in the browser, and is created again', async () => {
    const stored = await editOffline(withNodes('a', 'ours'))
    server.on(get, replyError(404, 'workflow.not-found'))
    server.on(put, replyError(404, 'workflow.not-found'))
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a', 'ours'])
    expect((await storage.sync.getStatus('mine')).status).toBe('pending')
    storage.sync.start()
    await waitForStatus('synced')
    expect(server.listRoutes().at(-1)).toBe(list)
    expect(nodesOf(stored.workflow)).toEqual(['a', 'ours'])
  })

  test('is none that was deleted on the server and not changed here: it stays in the browser until an edit', async () => {
    scriptStoredWorkflow()
    await storage.putDocument('mine', withNodes('a'), 0)
    storage = openStorage()
    server.on(get, replyError(404, 'workflow.not-found'))
    const before = server.requests.length
    storage.sync.start()
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a'])
    expect((await storage.sync.getStatus('mine')).status).toBe('synced')
    expect(places.find('document', 'mine')).toBeUndefined()
    await storage.getDocument('mine')
    expect(server.listRoutes(before)).toEqual([get])
    await storage.putDocument('mine', withNodes('a', 'b'), 1)
    expect(server.listRoutes(before)).toEqual([get, list])
  })

  test('that the server rejects stays in the browser, and is sent again only after an edit or by a new page', async () => {
    await editOffline(withNodes('a', 'ours'))
    server.on(put, replyError(403, 'caller.no-permission'))
    storage.sync.start()
    await waitForStatus('rejected')
    expect(await storage.sync.getStatus('mine')).toMatchObject({ problem: { code: 'server.not-saved' } })
    expect(nodesOf((await local.getDocument('mine'))?.workflow)).toEqual(['a', 'ours'])
    storage.close()
    storage = openStorage()
    scriptStoredWorkflow().revision = 1
    expect(getProblem(await storage.putDocument('mine', withNodes('a', 'again'), 2))).toBeUndefined()
    expect((await storage.sync.getStatus('mine')).status).toBe('synced')
  })

  test('that several tabs send and show is merged with itself', async () => {
    const stored = await editOffline(withNodes('a', 'ours'))
    const before = server.requests.length
    const otherTab = openStorage()
    await Promise.all([storage.getDocument('mine'), otherTab.getDocument('mine')])
    await waitForStatus('synced')
    expect((await otherTab.sync.getStatus('mine')).status).toBe('synced')
    expect(nodesOf(stored.workflow)).toEqual(['a', 'ours'])
    await vi.waitFor(() => expect(server.listRoutes(before).filter((route) => route === put)).not.toEqual([]))
    otherTab.close()
  })

  test('that the browser could not store is sent nevertheless, and opened from the server afterward', async () => {
    const stored = scriptStoredWorkflow()
    const disk = local
    await storage.putDocument('mine', withNodes('a'), 0)
    const full: WorkflowStorage = {
      ...disk,
      putDocument: async () => failed(error('storage.full.page', { item: message('storage.no-bytes', {}) })),
      syncStates: {
        ...disk.syncStates,
        update: async () => error('storage.full.page', { item: message('storage.no-bytes', {}) }),
      },
    }
    local = withMemoryFallback(full, createMemoryStorage())
    storage = openStorage()
    const edited = withNodes('a', 'b')
    expect(getProblem(await storage.putDocument('mine', edited, 1, withNodes('a')))?.code).toBe('storage.full.page')
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b'])
    local = disk
    storage = openStorage()
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['a', 'b'])
    expect(nodesOf(stored.workflow)).toEqual(['a', 'b'])
  })

  test('of an earlier release is kept as a version if the server has another document', async () => {
    const stored = scriptStoredWorkflow()
    places.set('document', 'mine', { id: remoteId, tag: '"7"' })
    await local.putDocument('mine', withNodes('ours'), 0)
    changeOnServer(stored, withNodes('theirs'))
    expect(nodesOf((await storage.getDocument('mine'))?.workflow)).toEqual(['theirs'])
    expect(await local.listVersions('mine')).toMatchObject([{ origin: 'left' }])
    expect(nodesOf(await local.getVersion('mine', 1))).toEqual(['ours'])
  })
})

describe('a dataset', () => {
  const dataset = { id: 'd'.repeat(64), name: 'sales.csv', size: 4, createdAt: '2026-01-01T00:00:00.000Z' }
  const listed = (count: number, id = dataset.id): Reply =>
    replyJson({
      items: Array.from({ length: count }, (_, at) => ({ ...dataset, id: at === 0 ? id : `${at}`, created_at: 'x' })),
      total: count,
      limit: 500,
      offset: 0,
    })

  test('is uploaded once, and not at all if the server has its bytes', async () => {
    server.on('GET /api/v1/data', listed(1, 'other'), listed(1))
    server.on('POST /api/v1/data/upload', replyJson({ id: dataset.id }, 201))
    expect(await storage.putDataset(dataset, new Blob(['a\n1\n']))).toBeUndefined()
    expect(server.listRoutes()).toEqual(['GET /api/v1/data', 'POST /api/v1/data/upload'])
    expect(server.requests[1]?.body).toContain('filename="sales.csv"')
    await storage.uploadDataset(dataset.id)
    expect(server.listRoutes(2)).toEqual(['GET /api/v1/data'])
  })

  test('is requested by its id if the list may be incomplete', async () => {
    await local.putDataset(dataset, new Blob(['a\n1\n']))
    server.on('GET /api/v1/data', listed(500, 'other'))
    server.on(`GET /api/v1/data/${dataset.id}`, replyJson(dataset))
    await storage.uploadDataset(dataset.id)
    expect(server.listRoutes()).toEqual(['GET /api/v1/data', `GET /api/v1/data/${dataset.id}`])
    server.on(`GET /api/v1/data/${dataset.id}`, replyError(404, 'dataset.not-found'))
    server.on('POST /api/v1/data/upload', replyJson({ id: dataset.id }, 201))
    await storage.uploadDataset(dataset.id)
    expect(server.listRoutes(3)).toEqual(['POST /api/v1/data/upload'])
  })

  test('that could not be uploaded is kept in the browser, and one that only the server has is read from there', async () => {
    server.on('GET /api/v1/data', listed(0))
    server.on('POST /api/v1/data/upload', replyError(507, 'storage.full'))
    expect(await storage.putDataset(dataset, new Blob(['a']))).toMatchObject({ code: 'server.dataset-not-uploaded' })
    expect(await (await storage.getDatasetBytes(dataset.id))?.text()).toBe('a')
    const theirs = 'e'.repeat(64)
    // The list in memory is older than the dataset.
    server.on('GET /api/v1/data', listed(1, theirs))
    server.on(`GET /api/v1/data/${theirs}/download`, (response) =>
      response.writeHead(200, { 'content-type': 'text/csv' }).end('b'),
    )
    expect(await (await storage.getDatasetBytes(theirs))?.text()).toBe('b')
    // Browsers log a 404 as an error, so an unlisted dataset is not requested.
    const requestsBefore = server.requests.length
    expect(await storage.getDatasetBytes('f'.repeat(64))).toBeUndefined()
    expect(new Set(server.listRoutes(requestsBefore))).toEqual(new Set(['GET /api/v1/data']))
    expect((await storage.listDatasets()).map(({ dataset: { id } }) => id)).toEqual([dataset.id, theirs])
  })
})

describe('the storage of a visitor with a link', () => {
  test('requests no list and sends no file', async () => {
    const dataset = { id: 'd'.repeat(64), name: 'a.csv', size: 1, createdAt: '2026-01-01T00:00:00.000Z' }
    const linked = createServerStorage({ api, remoteRefs: places, local, isLink: true })
    // Files of the author are not reported as missing.
    expect(linked.hasUnlistedDatasets).toBe(true)
    expect(await linked.putDataset(dataset, new Blob(['a']))).toMatchObject({ code: 'server.link-dataset' })
    expect((await linked.listDatasets()).map(({ dataset: { id } }) => id)).toEqual([dataset.id])
    expect(await (await linked.getDatasetBytes(dataset.id))?.text()).toBe('a')
    expect(await linked.getDatasetBytes('f'.repeat(64))).toBeUndefined()
    await linked.uploadDataset(dataset.id)
    await linked.removeDataset(dataset.id)
    expect(await linked.serverLists.listDocuments()).toEqual([])
    expect(server.listRoutes()).toEqual([])
    linked.close()
  })
})

describe('a dataset that is deleted here', () => {
  const dataset = { id: 'd'.repeat(64), name: 'sales.csv', size: 4, createdAt: '2026-01-01T00:00:00.000Z' }
  const item = { ...dataset, created_at: 'x' }
  const removeItem = `DELETE /api/v1/data/${dataset.id}`
  const listIds = async (): Promise<string[]> => (await storage.listDatasets()).map(({ dataset: { id } }) => id)
  beforeEach(async () => {
    await local.putDataset(dataset, new Blob(['a\n1\n']))
    server.on('GET /api/v1/data', replyJson({ items: [item], total: 1, limit: 500, offset: 0 }))
  })

  test('while the server does not respond is not listed again, and deleted there later', async () => {
    server.on(removeItem, hangUp)
    expect(await storage.removeDataset(dataset.id)).toBeUndefined()
    expect(await local.listDatasets()).toEqual([])
    expect(await listIds()).toEqual([])
    storage.close()
    storage = openStorage()
    server.on(removeItem, replyRemoved)
    server.on('GET /api/v1/data', replyJson({ items: [], total: 0, limit: 500, offset: 0 }))
    const requestsBefore = server.requests.length
    expect(await listIds()).toEqual([])
    expect(server.listRoutes(requestsBefore)).toContain(removeItem)
    const laterRequests = server.requests.length
    await storage.listDatasets()
    expect(server.listRoutes(laterRequests)).not.toContain(removeItem)
  })

  test('and restored before the server knows it is not deleted there', async () => {
    server.on(removeItem, hangUp)
    await storage.removeDataset(dataset.id)
    await storage.putDataset(dataset, new Blob(['a\n1\n']))
    const requestsBefore = server.requests.length
    expect(await listIds()).toEqual([dataset.id])
    expect(server.listRoutes(requestsBefore)).not.toContain(removeItem)
  })

  test('is kept if the server refuses that, and deleted if the server does not have it', async () => {
    server.on(removeItem, replyError(403, 'caller.no-permission'), replyError(404, 'dataset.not-found'))
    expect(await storage.removeDataset(dataset.id)).toMatchObject({ code: 'caller.no-permission' })
    expect(await listIds()).toEqual([dataset.id])
    expect(await storage.removeDataset(dataset.id)).toBeUndefined()
    expect(await local.listDatasets()).toEqual([])
  })
})

describe('a run', () => {
  const started = (workflowId: string): RunEvent => ({
    seq: 0,
    time: 0,
    type: 'run-started',
    version: 1,
    run: remoteId,
    workflowId,
    workflow: createEmptyWorkflow('W'),
    inputs: {},
    seed: 1,
  })
  const ended: RunEvent = { seq: 1, time: 1, type: 'run-completed' }
  const events = `GET /api/v1/runs/${remoteId}/events`

  test('is read from the server page by page, with the ids of this profile', async () => {
    places.set('run', 'mine', { id: remoteId })
    places.set('document', 'my-workflow', { id: 'theirs' })
    const page = (...items: RunEvent[]): Reply => replyJson({ items, total: 2, limit: 10_000, offset: 0 })
    server.on(events, page(started('theirs')), page(ended))
    expect(await storage.getRunEvents('mine')).toEqual([{ ...started('my-workflow'), run: 'mine' }, ended])
    expect(server.requests.map(({ query }) => query.after)).toEqual(['-1', '0'])
    server.on(events, page(started('theirs')), hangUp)
    expect(await storage.getRunEvents('mine')).toHaveLength(1)
    expect(await storage.getRunEvents('only-here')).toEqual([])
  })

  test('is removed and restored there, too; a missing run is not a problem, a refusal is', async () => {
    const [remove, restore] = [`DELETE /api/v1/runs/${remoteId}`, `POST /api/v1/runs/${remoteId}/restore`]
    server.on(remove, (response) => response.writeHead(204).end(), replyError(404, 'run.not-found'))
    server.on(restore, replyJson({ id: remoteId }), replyError(403, 'caller.no-permission'))
    expect(await storage.removeRun(remoteId)).toBeUndefined()
    expect(await storage.restoreRun(remoteId)).toBeUndefined()
    expect(await storage.removeRun(remoteId)).toBeUndefined()
    expect(await storage.restoreRun(remoteId)).toMatchObject({ code: 'caller.no-permission' })
    server.on(remove, hangUp)
    expect(await storage.removeRun(remoteId)).toMatchObject({ code: 'server.unreachable' })
    const before = server.requests.length
    expect(await storage.restoreRun('only-here')).toBeUndefined()
    expect(server.requests).toHaveLength(before)
  })
})
