import { systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { findUploadAllowance } from '../api/upload-allowance.ts'
import { dispatchPendingEvents } from '../events/event-dispatcher.ts'
import { openWorkspace } from '../backend.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { insertRun } from '../store/runs/add-runs.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createResponseWaiter } from '../triggers/webhooks/hook-response.ts'
import { claimDueWatches } from '../watches/watches.ts'
import { createQuotas } from './quotas.ts'
import { openTestApp } from '../testing/test-app.ts'

const users = { many: '', one: '' }
const workspaces: Record<'many' | 'one', string[]> = { many: [], one: [] }

// The server's own worker must not claim and end runs that a test counts.
const { server, folder } = openTestApp({ nodes: builtInNodes, accounts: { maxWorkspaces: 4 }, maxRuns: 0 })
beforeAll(async () => {
  const { users: accounts, memberships } = server.backend.accounts!
  for (const name of ['many', 'one'] as const) {
    users[name] = (await accounts.add({ email: `${name}@example.com`, isVerified: true }))!.id
    for (let count = 0; count < (name === 'many' ? 4 : 1); count++)
      workspaces[name].push((await memberships.createWorkspace(users[name], { name, description: '' }))!)
  }
})
beforeEach(async () => {
  for (const table of ['runs', 'events']) await server.backend.store.openedDatabase.execute(`delete from ${table}`)
})

const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
const addRuns = async (workspace: string, count: number, store: Store = server.backend.store): Promise<void> => {
  const { runs } = store.forWorkspace(workspace)
  for (let index = 0; index < count; index++) await runs.add({ id: randomUUID(), workflowId: 'w', request })
}

it('a user owns a limited number of workspaces, also by transfers', async () => {
  const { memberships, workspaces: records } = server.backend.accounts!
  const create = (user: string) => memberships.createWorkspace(user, { name: 'More', description: '' })
  expect(await Promise.all([create(users.many), create(users.many)])).toEqual([undefined, undefined])
  const [transferred] = workspaces.one
  await server.backend.store.openedDatabase.execute(
    `insert into workspace_members (workspace_id, user_id, role, joined_at) values ($1, $2, 'editor', now())`,
    [transferred, users.many],
  )
  expect(await records.transferOwnership(transferred!, users.many)).toBe('limit')
  expect((await records.find(transferred!))?.owner).toBe(users.one)
})

it.each([
  ['without limits', undefined],
  ['within limits', { maxRunsPerWorkflow: 0, maxTotalRuns: 4 }],
])('owners take turns, and each gets one run beyond the limit, %s', async (kind, capacity) => {
  await copyReadyDatabase(join(folder, kind, 'database'))
  const store = await openStore(join(folder, kind), systemClock)
  await store.openedDatabase.execute('set session_replication_role = replica')
  for (const [name, ids] of Object.entries(workspaces))
    for (const workspace of ids) {
      await store.openedDatabase.execute(
        `insert into workspace_members (workspace_id, user_id, role, joined_at) values ($1, $2, 'owner', now())`,
        [workspace, name],
      )
      if (name === 'many' || workspace === workspaces.one[0]) await addRuns(workspace, 3, store)
    }
  const countRuns = (runs: readonly { workspace: string }[]) =>
    runs.filter(({ workspace }) => workspaces.many.includes(workspace)).length
  const first = await store.leases.claimQueued(4, 'worker', { capacity })
  expect([first.length, countRuns(first)]).toEqual([4, 2])
  // Data engines are assigned to owners, too.
  expect(new Set(first.map(({ owner }) => owner))).toEqual(new Set(['many', 'one']))
  // The workspaces of an owner take turns, too.
  expect(new Set(first.map(({ workspace }) => workspace)).size).toBe(3)
  expect(await store.leases.claimQueued(0, 'worker', { capacity })).toEqual([])
  await store.close()
})

it('the quota of runs applies to the workspaces of an owner together', async () => {
  const [first, second] = workspaces.many
  const { store } = server.backend
  const { database } = store.openedDatabase
  const openQuotas = (workspace: string) =>
    createQuotas({
      database: store.openedDatabase.openWorkspaceDatabase(workspace),
      serverDatabase: database,
      workspace,
      state: store.forWorkspace(workspace).state,
      serverLimits: { concurrentRuns: 3, runMinutes: 0 },
      now: Date.now,
    })
  await addRuns(first!, 2)
  await addRuns(second!, 1)
  const quotas = openQuotas(workspaces.many[2]!)
  expect(await quotas.findStartProblem()).toMatchObject({ code: 'quota.runs' })
  const claim = await quotas.openClaim()
  expect(await database.transaction().execute((transaction) => claim!(transaction, 1))).toMatchObject({ count: 0 })
  expect(await openQuotas(workspaces.one[0]!).findStartProblem()).toBeUndefined()
})

it('starts in several workspaces of an owner at the same time do not exceed the quota of runs', async () => {
  const { store } = server.backend
  const outcomes = await Promise.all(
    [...workspaces.many, ...workspaces.many].map(async (workspace) => {
      const database = store.openedDatabase.openWorkspaceDatabase(workspace)
      const quotas = createQuotas({
        database,
        serverDatabase: store.openedDatabase.database,
        workspace,
        state: store.forWorkspace(workspace).state,
        serverLimits: { concurrentRuns: 3, runMinutes: 0 },
        now: Date.now,
      })
      const claim = (await quotas.openClaim())!
      // All starts have read the limits before one of them inserts its run.
      await quotas.findStartProblem()
      return database.transaction().execute(async (transaction) => {
        const { count } = await claim(transaction, 1)
        const rows = await sql`select current_setting('role') as role`.execute(transaction)
        expect(rows.rows).toEqual([{ role: 'aw_workspace' }])
        if (count > 0)
          await insertRun(transaction, workspace, { id: randomUUID(), workflowId: 'w', request }, Date.now())
        return count
      })
    }),
  )
  expect(outcomes.filter((count) => count > 0)).toHaveLength(3)
})

it('uploads to several workspaces of an owner at the same time do not exceed the quota of storage', async () => {
  const limits = { fileBytes: 0, totalBytes: 10 }
  const stores = workspaces.many.map((workspace) => server.backend.store.forWorkspace(workspace))
  const created = await Promise.all(
    stores.map((store) =>
      store.uploads.runExclusive(async () => {
        const { bytes } = await findUploadAllowance(store, limits)
        return bytes < 4 ? undefined : store.uploads.create({ name: 'a.csv', size: 4, owner: users.many })
      }),
    ),
  )
  const uploads = created.flatMap((upload, index) => (upload ? [stores[index]!.uploads.remove(upload)] : []))
  await Promise.all(uploads)
  expect(uploads).toHaveLength(2)
})

it('requests that wait for the result of a run are limited per owner', async () => {
  const waitForResponse = createResponseWaiter(1)
  const [first, second] = workspaces.many.map((workspace) => openWorkspace(server.backend, workspace))
  const [run, other] = [randomUUID(), randomUUID()]
  await first!.store.runs.add({ id: run, workflowId: 'w', request })
  await second!.store.runs.add({ id: other, workflowId: 'w', request })
  await server.backend.store.leases.cancel(second!.store.workspace, other)
  const controller = new AbortController()
  const options = { nodeIds: new Set<string>(), signal: controller.signal }
  const waiting = waitForResponse(first!, run, options)
  expect(await waitForResponse(second!, other, options)).toBeUndefined()
  controller.abort()
  await waiting
  expect(await waitForResponse(second!, other, { ...options, signal: new AbortController().signal })).toEqual({
    finalStatus: 'cancelled',
  })
})

it('events of owners are handled in turns', async () => {
  const { store } = server.backend
  const add = (workspace: string, index: number) =>
    store.openedDatabase.execute(
      `insert into events (id, workspace_id, source, event_id, type, data, occurred_at, received_at, depth, status,
         claimed_until, woken) values ($1, $2, 's', $1, 'order', '{}', now(), $3, 0, 'pending', $3, 0)`,
      [randomUUID(), workspace, new Date(1_000 + index)],
    )
  for (let index = 0; index < 40; index++) await add(workspaces.many[index % 4]!, index)
  await add(workspaces.one[0]!, 100)
  await dispatchPendingEvents({ backend: server.backend, now: Date.now } as unknown as Parameters<
    typeof dispatchPendingEvents
  >[0])
  const rows = await store.openedDatabase.execute(`select status from events where workspace_id = $1`, [
    workspaces.one[0],
  ])
  expect(JSON.stringify(rows)).toContain('done')
})

/** Work that the server does for all workspaces: adds much of it to a workspace, and claims a batch. */
const turns: Record<string, { add(workspace: string): Promise<unknown>; claim(): Promise<string[]> }> = {
  notifications: {
    add: (workspace) =>
      server.backend.store.openedDatabase.execute(
        `insert into notifications (id, workspace_id, rule_id, person, channel, event, run_id, occurred_at, next_at, status,
           attempts)
         select $1 || i, $1, 'r', '', 'page', 'run.failed', 'r', now(), now() - interval '1 hour', 'pending', 0
         from generate_series(1, 20) i`,
        [workspace],
      ),
    claim: async () =>
      (await server.backend.store.openNotificationQueue().claimDue()).map(({ workspace }) => workspace),
  },
  deliveries: {
    async add(workspace) {
      const { endpoints, runs } = server.backend.store.forWorkspace(workspace)
      for (const name of ['One', 'Two'])
        await endpoints.add({ name, url: 'https://a.example.com', events: ['run.cancelled'] })
      for (let index = 0; index < 5; index++) {
        const id = randomUUID()
        await runs.add({ id, workflowId: 'w', request })
        await server.backend.store.leases.cancel(workspace, id)
      }
    },
    claim: async () => (await server.backend.store.openDeliveries().claimDue()).map(({ workspace }) => workspace),
  },
  watches: {
    add: (workspace) =>
      server.backend.store.openedDatabase.execute(
        `insert into watches (id, workspace_id, name, source, pattern, interval_seconds, enabled, is_listed, next_at,
           created_at, updated_at)
         select $1 || i, $1, 'w' || i, '{}', '*', 60, true, true, now() - interval '1 hour', now(), now()
         from generate_series(1, 5) i`,
        [workspace],
      ),
    claim: async () => {
      const options = { now: Date.now(), claimMs: 60_000, busyWorkspaces: [] }
      const watches = await claimDueWatches(server.backend.store.openedDatabase.database, options)
      return watches.map((watch) => watch.workspace_id)
    },
  },
}

it.each(Object.entries(turns))('owners of many workspaces get no more %s than others', async (_, { add, claim }) => {
  for (const workspace of [...workspaces.many, ...workspaces.one]) await add(workspace)
  const claimed = await claim()
  const count = (owned: readonly string[]): number => claimed.filter((workspace) => owned.includes(workspace)).length
  expect(count(workspaces.one)).toBeGreaterThan(0)
  expect(count(workspaces.many)).toBe(count(workspaces.one))
})

it('watches and deliveries of an owner wait while one of their workspaces is busy', async () => {
  const { openedDatabase } = server.backend.store
  await openedDatabase.execute(`update watches set next_at = now() - interval '1 hour'`)
  const options = { now: Date.now(), claimMs: 60_000, busyWorkspaces: workspaces.many.slice(0, 1) }
  const watches = await claimDueWatches(openedDatabase.database, options)
  expect(watches.map((watch) => watch.workspace_id)).toEqual(workspaces.one)
})

it('the quota of storage applies to the workspaces of an owner together', async () => {
  const [first, second, third] = workspaces.many.map((workspace) => server.backend.store.forWorkspace(workspace))
  const limits = { fileBytes: 0, totalBytes: 10 }
  await first!.uploads.create({ name: 'a.csv', size: 3, owner: users.many })
  await server.backend.store.openedDatabase.execute(
    `insert into datasets (workspace_id, id, name, size, created_at) values ($1, 'd', 'b.csv', 5, now())`,
    [second!.workspace],
  )
  expect(await findUploadAllowance(third!, limits)).toMatchObject({ bytes: 2, problem: { code: 'upload.quota' } })
  const other = server.backend.store.forWorkspace(workspaces.one[0]!)
  expect(await findUploadAllowance(other, limits)).toMatchObject({ bytes: 10 })
  // The operator has set the limit of this workspace, which no other workspace uses up.
  await third!.quotas.writeOperatorLimits({ storageBytes: 20, concurrentRuns: null, runMinutes: null })
  expect(await findUploadAllowance(third!, limits)).toMatchObject({ bytes: 20 })
})
