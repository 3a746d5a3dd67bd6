import { beforeEach, describe, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { defaultPurgePolicy, type PurgePolicy } from '../store/purge-policy.ts'
import { purge } from '../store/purge.ts'
import { signIn, type Client } from '../testing/test-accounts.ts'
import { readBody } from '../testing/test-requests.ts'
import { findRetentionDays, retentionName, toRetentionBounds } from './retention.ts'
import { openTestApp } from '../testing/test-app.ts'

const dayMs = 86_400_000
const mails: Email[] = []
let time = Date.now()
let ada: Client
let grace: Client
let adaEmail = ''
let graceEmail = ''
let testCount = 0
let workspaces: string[]

const { server } = openTestApp({ accounts: { signUp: 'open', mails, now: () => time } })
/**
 * Every test starts without settings, data and attempts, and with new persons: the ends of the audit logs of others are
 * known outside the database.
 */
beforeEach(async () => {
  time = Date.now()
  testCount++
  adaEmail = `ada-${testCount}@example.com`
  graceEmail = `grace-${testCount}@example.com`
  await execute('alter table audit_entries disable trigger aw_protect_audit')
  const tables = ['audit_entries', 'audit_heads', 'workflows', 'runs', 'notifications', 'sign_in_attempts']
  for (const table of tables) await execute(`delete from ${table}`)
  await execute('delete from facts where name = $1', [retentionName])
  await execute('alter table audit_entries enable trigger aw_protect_audit')
  ada = await signIn(server, mails, adaEmail)
  grace = await signIn(server, mails, graceEmail)
  workspaces = await Promise.all(
    [ada, grace].map(async (client) =>
      String((await readBody(await client.ask('GET', '/api/v1/auth/me'))).workspace_id),
    ),
  )
})

const applyRetention = (policy: Partial<PurgePolicy> = {}) =>
  purge(server.backend.store, { ...defaultPurgePolicy, ...policy }, () => time)
const setRetention = (days: object, client = ada): Promise<Response> => client.ask('PUT', '/api/v1/retention', days)
const execute = (text: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
  server.backend.store.openedDatabase.execute(text, parameters)

/** Adds an ended run with a table, a delivery of a webhook and a notification to each workspace. */
async function addOldData(days: number): Promise<void> {
  for (const [index, workspace] of workspaces.entries()) {
    const values = [workspace, `${index}-${days}`, new Date(time - days * dayMs).toISOString()]
    await execute(
      `with run as (insert into runs (workspace_id, id, workflow_id, workflow_name, status, created_at, ended_at, request,
          priority, lease, blocked, event_depth)
        values ($1, 'run-' || $2, 'w', 'Old', 'completed', $3::timestamptz, $3::timestamptz, '{}', 0, 0, false, 0)
        returning id),
      stored as (insert into run_tables (workspace_id, run_id, node, port, position, table_ref, file, bytes)
        select $1, id, 'n', 'p', 0, '{}', 'f', 1 from run)
      insert into notifications (id, workspace_id, rule_id, person, channel, event, run_id, occurred_at, status, attempts)
      values ('sent-' || $2, $1, 'r', '', 'page', 'run.failed', 'run-' || $2, $3::timestamptz, 'sent', 0),
        ('waiting-' || $2, $1, 'r', '', 'mail', 'run.failed', 'run-' || $2, $3::timestamptz, 'pending', 0)`,
      values,
    )
  }
}

const listIds = async (table: string, column = 'id'): Promise<unknown[]> =>
  (await execute(`select ${column} as id from ${table} order by id`)).map(({ id }) => id)

describe('the retention of a workspace', () => {
  test('is set by administrators within the bounds of the operator', async () => {
    const read = async (): Promise<unknown[]> =>
      (await readBody(await ada.ask('GET', '/api/v1/retention'))).items as unknown[]
    expect(await read()).toEqual([
      { name: 'runs', days: null, workspace_days: null, min_days: 1, max_days: null },
      { name: 'results', days: null, workspace_days: null, min_days: 1, max_days: null },
      { name: 'deliveries', days: 30, workspace_days: null, min_days: 1, max_days: 30 },
      { name: 'audit_entries', days: null, workspace_days: null, min_days: 30, max_days: null },
    ])
    expect((await setRetention({ runs: 90, deliveries: 10, audit_entries: 30 })).status).toBe(200)
    expect(await read()).toMatchObject([
      { days: 90, workspace_days: 90 },
      { days: null, workspace_days: null },
      { days: 10, workspace_days: 10 },
      { days: 30, workspace_days: 30 },
    ])
    for (const days of [{ deliveries: 31 }, { audit_entries: 29 }, { runs: 0 }, { runs: 1.5 }, { other: 1 }]) {
      const refused = await setRetention(days)
      expect([days, refused.status]).toEqual([days, 422])
    }
    // The change is audited.
    const { items } = await readBody(await ada.ask('GET', '/api/v1/audit?entity_type=retention'))
    expect(items).toMatchObject([{ action: 'update', entity_type: 'retention' }])
    // Another workspace has its own.
    const other = await readBody(await grace.ask('GET', '/api/v1/retention'))
    expect(other.items).toMatchObject([{ days: null }, { days: null }, { days: 30 }, { days: null }])
  })

  test('removes its runs, results and deliveries, and none of another workspace', async () => {
    await setRetention({ runs: 20, results: 5, deliveries: 7 })
    for (const days of [1, 6, 10, 25]) await addOldData(days)
    await applyRetention()
    const other = ['1-1', '1-10', '1-25', '1-6']
    expect(await listIds('runs')).toEqual(['0-1', '0-10', '0-6', ...other].map((id) => `run-${id}`))
    expect(await listIds('run_tables', 'run_id')).toEqual(['0-1', ...other].map((id) => `run-${id}`))
    expect(await listIds(`(select id from notifications where status = 'sent') as sent`)).toEqual(
      ['0-1', '0-6', ...other].map((id) => `sent-${id}`),
    )
    // What is still to be sent remains.
    expect(await listIds(`(select id from notifications where status = 'pending') as pending`)).toHaveLength(8)
    // The limit of the operator applies to all.
    await applyRetention({ runDays: 8, deliveryDays: 3 })
    expect(await listIds('runs')).toEqual(['run-0-1', 'run-0-6', 'run-1-1', 'run-1-6'])
    expect(await listIds(`(select id from notifications where status = 'sent') as sent`)).toEqual([
      'sent-0-1',
      'sent-1-1',
    ])
  })

  test('removes more rows than one batch has', async () => {
    const [workspace] = workspaces
    await execute(
      `insert into notifications (id, workspace_id, rule_id, person, channel, event, run_id, occurred_at, status, attempts)
      select 'n' || i, $1, 'r', '', 'page', 'run.failed', 'r', now() - interval '9 days', 'sent', 0
      from generate_series(1, 2500) i`,
      [workspace],
    )
    await setRetention({ deliveries: 7 })
    expect(await applyRetention()).toMatchObject({ deliveries: 2500 })
  })

  test('removes audit entries, and the rest of the log is still checked', async () => {
    const check = async (): Promise<unknown> => readBody(await ada.ask('GET', '/api/v1/audit/check'))
    const create = (name: string): Promise<Response> => ada.ask('POST', '/api/v1/workflows', { name })
    // Each sign-in is an entry of its own, as is the change of the retention.
    await setRetention({ audit_entries: 30 })
    await create('First')
    await create('Second')
    await grace.ask('POST', '/api/v1/workflows', { name: 'Other' })
    time += 20 * dayMs
    ada = await signIn(server, mails, adaEmail)
    await create('Third')
    expect(await applyRetention()).toMatchObject({ auditEntries: 0 })
    time += 15 * dayMs
    ada = await signIn(server, mails, adaEmail)
    grace = await signIn(server, mails, graceEmail)
    expect(await applyRetention()).toMatchObject({ auditEntries: 4 })
    expect(await check()).toEqual({ valid: true, entries: 3, removed: 4, first_invalid: null, head_file: 'intact' })
    await create('Fourth')
    const { items } = await readBody(await ada.ask('GET', '/api/v1/audit'))
    expect(items).toMatchObject([8, 7, 6, 5].map((sequence) => ({ sequence })))
    expect(await check()).toMatchObject({ valid: true, entries: 4, removed: 4 })
    const other = await readBody(await grace.ask('GET', '/api/v1/audit/check'))
    expect(other).toMatchObject({ valid: true, entries: 3, removed: 0 })

    // The database deletes no entry that the retention has not removed, and its head cannot be forged.
    await expect(execute('delete from audit_entries where sequence = 5')).rejects.toThrow('cannot be changed')
    const [workspace] = workspaces
    await execute(
      `update audit_heads h set removed_sequence = 5, removed_hash = e.hash from audit_entries e
      where e.workspace_id = h.workspace_id and e.workspace_id = $1 and e.sequence = 5`,
      [workspace],
    )
    await execute('delete from audit_entries where workspace_id = $1 and sequence = 5', [workspace])
    expect(await check()).toMatchObject({ valid: false, first_invalid: 1 })
    time += 60 * dayMs
    expect(await applyRetention()).toMatchObject({ auditEntries: 0 })
  })

  test('does not remove the evidence of a change', async () => {
    await setRetention({ audit_entries: 30 })
    for (const name of ['First', 'Second', 'Third']) await ada.ask('POST', '/api/v1/workflows', { name })
    await execute('alter table audit_entries disable trigger aw_protect_audit')
    await execute(
      `update audit_entries set user_id = 'someone' where workspace_id = $1 and sequence = 3`,
      workspaces.slice(0, 1),
    )
    await execute('alter table audit_entries enable trigger aw_protect_audit')
    time += 40 * dayMs
    ada = await signIn(server, mails, adaEmail)
    expect(await applyRetention()).toMatchObject({ auditEntries: 2 })
    expect(await readBody(await ada.ask('GET', '/api/v1/audit/check'))).toMatchObject({
      valid: false,
      first_invalid: 3,
    })
  })
})

test('a setting applies within the bounds, which may have changed since', () => {
  const bounds = toRetentionBounds({ ...defaultPurgePolicy, runDays: 90, auditDays: 10, minAuditDays: 20 })
  expect([bounds.runs, bounds.results, bounds.audit_entries]).toEqual([
    { min: 1, max: 90 },
    { min: 1, max: null },
    { min: 10, max: 10 },
  ])
  expect([null, 30, 120].map((days) => findRetentionDays(days, bounds.runs))).toEqual([90, 30, 90])
  expect([null, 30].map((days) => findRetentionDays(days, bounds.results))).toEqual([null, 30])
  expect(findRetentionDays(5, { min: 30, max: null })).toBe(30)
})
