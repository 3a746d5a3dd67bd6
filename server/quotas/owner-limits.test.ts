import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { dispatchPendingEvents } from '../events/event-dispatcher.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createQuotas } from './quotas.ts'

let folder: string
let server: TestServer
const users = { many: '', one: '' }
const workspaces: Record<'many' | 'one', string[]> = { many: [], one: [] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-owners-'))
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes, accounts: { maxWorkspaces: 4 } })
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
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const addRuns = async (workspace: string, count: number): Promise<void> => {
  const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
  const { runs } = server.backend.store.forWorkspace(workspace)
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
])('owners take turns, and each gets one run beyond the limit, %s', async (_, capacity) => {
  for (const workspace of workspaces.many) await addRuns(workspace, 3)
  await addRuns(workspaces.one[0]!, 3)
  const { leases } = server.backend.store
  const countRuns = (runs: readonly { workspace: string }[]) =>
    runs.filter(({ workspace }) => workspaces.many.includes(workspace)).length
  const first = await leases.claimQueued(4, 'worker', { capacity })
  expect([first.length, countRuns(first)]).toEqual([4, 2])
  // The workspaces of an owner take turns, too.
  expect(new Set(first.map(({ workspace }) => workspace)).size).toBe(3)
  expect(await leases.claimQueued(0, 'worker', { capacity })).toEqual([])
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
