import { systemClock } from '@aw-flow/engine'
import { readWorkflow, unwrap, type Workflow } from '@aw-flow/schema'
import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { openAccountKeys } from '../accounts/account-keys.ts'
import { backUp, migrateData, restore, rotateSecretKey, type DataSettings } from '../administer.ts'
import { openAudit } from '../audit/open-audit.ts'
import { silentLog } from '../operation/log.ts'
import { lockFolder } from '../store/folder/folder-lock.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import type { BackupSummary } from './write-backup.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { openTestBucket } from '../testing/test-bucket.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { defaultPolicies } from '../triggers/schedules/schedule-policies.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

const folder = createTestFolder()
let source: DataSettings
/** A folder that is empty first and then shared by the tests in sequence, because opening a database is slow. */
let target: DataSettings
let backup: string
let end: BackupSummary
let before: unknown
let rowsBefore: Record<string, string[]>
let digestBefore: string
/** The problem of a folder in use by a server, after the lock timeout. */
let refused: ReturnType<typeof backUp>
const planted = 'sesam-öffne-4711'
const page = { limit: 100, offset: 0 }

async function fresh(name: string): Promise<DataSettings> {
  const dataFolder = join(folder, name)
  await copyReadyDatabase(join(dataFolder, 'database'))
  return { dataFolder, databaseUrl: undefined, storageUrl: undefined, secretKey: undefined }
}

const workflow = (name: string): Workflow => {
  const { workflow: read } = readWorkflow({ version: 1, name, nodes: [], edges: [] })
  return read!
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** Every table of the database with its rows. */
async function tablesOf({ openedDatabase: opened }: Store): Promise<Record<string, string[]>> {
  const named = await opened.execute(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%' order by 1`)
  const tables: Record<string, string[]> = {}
  for (const name of named.map((row) => String(row.name))) {
    const shown = name === 'runs' ? `to_jsonb(r) - 'worker' - 'beat_at'` : 'to_jsonb(r)'
    const rows = await opened.execute(`select (${shown})::text as row from "${name}" r order by 1`)
    tables[name] = rows.map(({ row }) => String(row))
  }
  return tables
}

/** The content of a store as its users read it. */
async function contentOf(store: Store): Promise<unknown> {
  const runs = (await store.forWorkspace('default').runs.list(page)).items
  const datasets = (await store.forWorkspace('default').datasets.list(page)).items
  const read = async (stream: AsyncIterable<unknown>): Promise<string> => {
    let text = ''
    for await (const piece of stream) text += String(piece)
    return text
  }
  return {
    workflows: await Promise.all(
      (await store.forWorkspace('default').workflows.listSummaries(page)).items.map(({ id }) =>
        store.forWorkspace('default').workflows.find(id),
      ),
    ),
    versions: await store.forWorkspace('default').workflows.versions.list('w', page),
    runs,
    events: await Promise.all(runs.map(({ id }) => store.forWorkspace('default').runs.readEvents(id))),
    datasets,
    bytes: await Promise.all(datasets.map(async ({ id }) => read(await store.datasetFiles.openStream(id)))),
    results: await Promise.all(
      (await store.forWorkspace('default').runs.listTables('r')).map(async ({ file }) =>
        read(await store.forWorkspace('default').results.openStream('r', file)),
      ),
    ),
  }
}

/** The digest of a string by the keys of accounts. */
const readAccountDigest = async ({ openedDatabase, secretBox }: Store): Promise<string> =>
  (await openAccountKeys(openedDatabase.database, secretBox)).digest('text')

async function inStore<T>(settings: DataSettings, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(settings.dataFolder, systemClock, settings)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const memoryKey = { agent: 'agent', conversation: 'c' }
const appendTurn = (store: Store, id: string) =>
  store.forWorkspace('default').agentMemory.getAgentMemory('w').append(memoryKey, id, id)
const readTurns = (store: Store) => store.forWorkspace('default').agentMemory.getAgentMemory('w').read(memoryKey)

const bucket = openForTests(() => openTestBucket())
beforeAll(async () => {
  source = await fresh('source')
  target = await fresh('target')
  backup = join(folder, 'all.tar.gz')
  before = await inStore(source, async (store) => {
    await store.forWorkspace('default').workflows.add('w', serializeDocument(workflow('Größe "A"\n\u2028')))
    const options = { reason: { cause: 'saved' as const }, requireStart: () => undefined }
    await store.forWorkspace('default').workflows.change('w', serializeDocument(workflow('Second')), options)
    await store.forWorkspace('default').workflows.add('gone', serializeDocument(workflow('Gone')))
    await store.forWorkspace('default').workflows.remove('gone')
    await store.forWorkspace('default').datasets.add(await store.datasetFiles.receive(bytesOf('id\n1\n')), 'a.csv')
    await store
      .forWorkspace('default')
      .datasets.add(await store.datasetFiles.receive(bytesOf('x'.repeat(300_000))), 'b.csv')
    await store
      .forWorkspace('default')
      .runs.add({ id: 'r', workflowId: 'w', request: { workflow: workflow('Second'), inputs: {}, seed: 1 } })
    await store
      .forWorkspace('default')
      .runs.add({ id: 'q', workflowId: 'w', request: { workflow: workflow('Second'), inputs: {}, seed: 1 } })
    const [held] = await store.leases.claim(['r'], 'a worker')
    const path = join(folder, 'result.csv')
    await writeFile(path, 'id\n7\n')
    const table = { id: 't', rows: 1, columns: [{ name: 'id', type: 'BIGINT' }] }
    await store.leases.storeTables(held!, await store.forWorkspace('default').results.add('r', 1, [{ node: 'n', port: 'p', table, path, bytes: 5 }])) // oxfmt-ignore
    const bodies = Array.from({ length: 3_000 }, (_, seq) =>
      JSON.stringify({ seq, time: 1, type: 'node-logged', node: 'n', level: 'info', message: `line\n${seq}` }),
    )
    await store.leases.append([{ id: 'r', lease: 1, firstSeq: 0, bodies, time: 1 }])
    await store.forWorkspace('default').secrets.put({ name: 'key', value: planted, hosts: ['example.com'] })
    await store.controls.add('r', { kind: 'signal', name: 'go', value: 1 })
    await store.forWorkspace('default').sharedWorkflows.share('w', { createdBy: 'local-owner' })
    await store.forWorkspace('default').templates.add('t', serializeDocument(workflow('Template')), 'shared')
    const timing = { rule: { kind: 'interval', everySeconds: 60 }, timeZone: 'UTC' } as const
    const schedule = { ...defaultPolicies, workflowId: 'w', name: 'Each minute', timing, enabled: false }
    await store.forWorkspace('default').schedules.add('s', schedule)
    await store.openedDatabase
      .execute(`insert into schedule_starts (workspace_id, schedule_id, planned_at, due_at, status)
        values ('default', 's', now(), now(), 'due')`)
    const amounts = { requests: 1, toolCalls: 2, inputTokens: 200, outputTokens: 40, cost: 0.01 }
    await store.forWorkspace('default').modelUsage.reserve('r/ask/1', amounts, {})
    await store.openedDatabase
      .execute(`insert into webhooks (workspace_id, id, workflow_id, node_id, name, enabled, scheme, signature_header,
          tolerance_seconds, allowed_addresses, requests_per_minute, created_at, updated_at)
        values ('default', 'h', 'w', 'hook', 'Hook', false, 'none', 'x-signature', 300, '[]', 60, now(), now())`)
    await store.personalTexts.seal('u', 'Ada')
    await store.openedDatabase
      .execute(`insert into webhook_deliveries (workspace_id, id, webhook_id, received_at, method, bytes, status)
        values ('default', 'd', 'h', now(), 'POST', 2, 202)`)
    await store
      .forWorkspace('default')
      .pushSubscriptions.put(
        { userId: '' },
        { endpoint: 'https://fcm.googleapis.com/fcm/send/x', p256dh: 'p', auth: 'a', language: 'en' },
      )
    const added = unwrap(
      await store.forWorkspace('default').endpoints.add({
        name: 'Alerts',
        url: 'https://alerts.example.com',
        events: ['run.failed'],
        // Restored events must not be delivered again.
        event_names: ['*'],
      }),
    )
    await store.forWorkspace('default').endpoints.addTest(added.endpoint.id)
    const agent = await store.forWorkspace('default').agents.add({
      name: 'scorer',
      description: '',
      status: 'active',
      delivery: 'push',
      url: 'https://agents.example.com/score',
      healthUrl: null,
      auth: 'none',
      secret: null,
      header: 'X-API-Key',
      timeoutMs: 1_000,
      retry: null,
      leaseSeconds: 60,
      resultTimeoutSeconds: 60,
    })
    const limits = { leaseSeconds: 60, maxAttempts: 1, timeoutSeconds: 60 }
    await store.agentSteps.add('r', { agent: agent!.id, key: 'k', node: 'score', input: {} }, limits)
    await store.forWorkspace('default').webhooks.change('h', { secret: 'signing-secret-of-24-bytes' })
    await store.forWorkspace('default').idempotency.begin('local-owner', 'key-1', 'hash')
    for (const id of ['1', '2', '3']) await appendTurn(store, id)
    digestBefore = await readAccountDigest(store)
    await store.openedDatabase.execute(`
      insert into users (id, email, is_active, created_at, updated_at) values ('u', 'a@example.com', true, now(), now());
      insert into one_time_codes (id, email, purpose, code_hash, attempts, expires_at, created_at)
        values ('o', 'a@example.com', 'login', 'x', 0, now(), now());
      insert into sessions (id, user_id, refresh_hash, expires_at, last_activity_at, created_at)
        values ('e', 'u', 'x', now(), now(), now());
      insert into api_keys (id, workspace_id, user_id, name, key_hash, scopes, created_at)
        values ('k', 'default', 'u', 'Key', 'x', '{view}', now());
      insert into sign_in_attempts (key, count, expires_at) values ('x', 1, now());
      insert into user_identities (issuer, subject, user_id, created_at) values ('https://login.example', '1', 'u', now());
      insert into passkeys (id, user_id, name, public_key, counter, transports, relying_party, created_at)
        values ('p', 'u', 'Laptop', 'x', 0, '[]', 'localhost', now());
      insert into workspaces (workspace_id, name, description, settings, created_at, updated_at)
        values ('default', 'Default', '', '{}', now(), now());
      insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', 'u', 'owner', now());
      insert into event_types (workspace_id, name, description, created_at, updated_at)
        values ('default', 'order.paid', '', now(), now());
      insert into event_triggers (id, workspace_id, workflow_id, node_id, name, event, enabled, created_at, updated_at)
        values ('t', 'default', 'w', 'n', 'On payment', 'order.paid', false, now(), now());
      insert into events (id, workspace_id, source, event_id, type, data, occurred_at, received_at, depth, status,
          claimed_until, woken)
        values ('v', 'default', '/shop', '1', 'order.paid', '{}', now(), now(), 1, 'done', now(), 0);
      insert into event_starts (workspace_id, event_id, trigger_id, workflow_id, workflow_name)
        values ('default', 'v', 't', 'w', 'Second');
      insert into watches (id, workspace_id, name, source, pattern, interval_seconds, enabled, is_listed, next_at, created_at,
          updated_at)
        values ('a', 'default', 'Orders', '{"kind":"folder","path":""}', '*', 30, false, true, now(), now(), now());
      insert into analytics_pending (workspace_id, run_id) values ('default', 'r');
      insert into analytics_versions (workspace_id, version) values ('default', 1);
      insert into analytics_aggregates (workspace_id, period, dimension, period_start, workflow_id, key, label, executions,
          completed, failed, cancelled, retries, timed, total_ms, max_ms, api_calls, api_errors, input_tokens,
          output_tokens, cost, unpriced_calls, durations)
        values ('default', 'daily', 'all', now(), '', '', '', 1, 1, 0, 0, 0, 1, 5, 5, 1, 0, 200, 40, 0.01, 0, '{0,1}');
      insert into mcp_servers (id, workspace_id, name, type, url, status, capabilities, tools, approved, created_at, updated_at)
        values ('m', 'default', 'Tickets', 'http', 'https://mcp.example.com', 'disconnected', '{}', '[]', '{}', now(), now());
      insert into mcp_calls (id, workspace_id, server_id, tool, status, duration_ms, called_at)
        values ('c', 'default', 'm', 'search', 'completed', 5, now());
      insert into tool_usage (workspace_id, person, hour, tool, provider, calls, cost)
        values ('default', 'local-owner', now(), 'web_search', 'jina', 3, 0.03);
      insert into gallery_templates (id, workspace_id, workflow_id, author_id, name, tags, nodes, document, published_at)
        values ('g', 'default', 'w', 'u', 'Orders', '[]', 1, '{}', now());
      insert into live_documents (workspace_id, workflow_id, epoch, leaves, seq, revision)
        values ('default', 'w', 'e', '{}', 0, 1);
      insert into comments (id, workspace_id, workflow_id, thread_id, text, mentions, created_by, created_at, updated_at)
        values ('k', 'default', 'w', 'k', 'Why?', '{}', 'u', now(), now());
      insert into live_edits (workspace_id, workflow_id, seq, client, number, user_id, changes, created_at)
        values ('default', 'w', 1, 'c', 1, 'u', '[]', now());
      insert into watch_files (watch_id, workspace_id, key, version, found_at)
        values ('a', 'default', 'a.csv', '1', now());
      insert into webhook_tests (webhook_id, workspace_id, token_hash, listening_until) values ('h', 'default', 'x', now());
      insert into notification_rules (id, workspace_id, person, events, channel, enabled, created_at, updated_at)
        values ('r', 'default', 'u', '{run.failed}', 'mail', true, now(), now());
      insert into notifications (id, workspace_id, rule_id, person, channel, event, run_id, occurred_at, status, attempts)
        values ('n', 'default', 'r', 'u', 'mail', 'run.failed', 'r', now(), 'sent', 1);
      insert into agent_versions (workspace_id, agent_id, number, behavior, created_by, created_at)
        values ('default', 'g', 1, '{}', 'u', now());
      insert into evaluations (id, workspace_id, name, target_kind, target_id, version, cases, created_by, created_at)
        values ('e', 'default', 'Greetings', 'agent', 'g', 1, '[]', 'u', now());
      insert into audit_heads (workspace_id, sequence, hash) values ('default', 1, 'h');
      insert into audit_entries (workspace_id, sequence, id, user_id, action, entity_type, changes, created_at, hash)
        values ('default', 1, 'a', 'u', 'create', 'workflow', '{}', now(), 'h');
      insert into invitations (id, workspace_id, email, role, token_hash, invited_by, expires_at, created_at)
        values ('i', 'default', 'b@example.com', 'viewer', 'x', 'u', now(), now())`)
    rowsBefore = await tablesOf(store)
    return contentOf(store)
  })
  const made = unwrap(await backUp(source, backup))
  expect(made).toMatchObject({ rows: { run_events: 3_000, workflows: 2 }, files: 3, missing: [] })
  end = made
  // The lock belongs to this process, so another process would find the folder locked, too.
  const lock = unwrap(await lockFolder(source.dataFolder))
  refused = backUp(source, join(folder, 'held.tar.gz')).finally(() => lock.release())
})

test('contains everything except values of secrets and their key', async () => {
  const text = gunzipSync(await readFile(backup)).toString('latin1')
  expect(text).toContain('a.csv')
  const key = (await readFile(join(source.dataFolder, 'secret-key'), 'utf8')).trim()
  for (const value of [planted, key]) {
    expect(text).not.toContain(Buffer.from(value).toString('latin1'))
    expect(text).not.toContain(Buffer.from(value).toString('base64'))
  }
})

test('contains every table of the database, none of them empty in this test', async () => {
  const { rows } = end
  expect(Object.keys(rows).sort()).toEqual(Object.keys(rowsBefore).sort())
  for (const [name, kept] of Object.entries(rowsBefore)) {
    expect([name, kept.length > 0, rows[name]]).toEqual([name, true, kept.length])
  }
})

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, 20_000), 'backup.incomplete'],
  ['something else', () => 'id\n1\n', 'backup.not-recognized'],
])('a file that is %s is refused', async (what, change, code) => {
  const path = join(folder, `wrong-${what}.tar.gz`)
  await writeFile(path, change(await readFile(backup)))
  expect(await restore(target, path, { shouldRestoreSecrets: true })).toMatchObject({ problem: { code } })
})

test('a refused restore leaves nothing; without the key, all but the secrets is restored', async () => {
  expect(await restore(target, backup, { shouldRestoreSecrets: false })).toMatchObject({ value: { canDecrypt: true } })
  await inStore(target, async (store) => {
    expect(await contentOf(store)).toEqual(before)
    expect(await store.forWorkspace('default').secrets.list()).toEqual([])
  })
})

test('the migrate command migrates down and up again', async () => {
  expect(unwrap(await migrateData(target, '0003-versions'))).toBe('0003-versions')
  expect(unwrap(await migrateData(target, 'none'))).toBe('none')
  expect(unwrap(await migrateData(target, undefined))).not.toBe('none')
})

test('a restore into an empty store is equal, and its runs have no worker', async () => {
  expect(await restore(target, backup, { shouldRestoreSecrets: true })).toMatchObject({
    value: { files: 3, canDecrypt: false },
  })
  await expect(openStore(target.dataFolder, systemClock, target)).rejects.toThrow('secrets.wrong-key')
  await writeFile(join(target.dataFolder, 'secret-key'), await readFile(join(source.dataFolder, 'secret-key')))
  await inStore(target, async (store) => {
    expect(await contentOf(store)).toEqual(before)
    expect(await tablesOf(store)).toEqual(rowsBefore)
    expect(await store.forWorkspace('default').secrets.find('key')).toMatchObject({ value: planted })
    expect(await store.forWorkspace('default').workflows.restore('gone')).toBe(true)
    await appendTurn(store, '4')
    expect(await readTurns(store)).toEqual(['1', '2', '3', '4'])
    const due = `select id from runs where status = 'queued' and worker is null order by id`
    expect(await store.openedDatabase.execute(due)).toEqual([{ id: 'q' }, { id: 'r' }])
  })
  expect(await restore(target, backup, { shouldRestoreSecrets: true })).toMatchObject({
    problem: { code: 'backup.target-not-empty' },
  })
})

test('after a key rotation, everything opens with the new key and nothing with the old one', async () => {
  const secretKey = 'a'.repeat(32)
  const keyPath = join(target.dataFolder, 'secret-key')
  const old = await readFile(keyPath, 'utf8')
  expect(unwrap(await rotateSecretKey(target, undefined))).toBe(2)
  expect(await readFile(keyPath, 'utf8')).not.toBe(old)
  await expect(openStore(target.dataFolder, systemClock, { secretKey: old })).rejects.toThrow('secrets.wrong-key')
  expect(unwrap(await rotateSecretKey(target, secretKey))).toBe(2)
  await expect(openStore(target.dataFolder, systemClock, target)).rejects.toThrow('secrets.wrong-key')
  target = { ...target, secretKey }
  const opened = await inStore(target, async (store) => ({
    secret: await store.forWorkspace('default').secrets.find('key'),
    signingSecret: await store.forWorkspace('default').webhooks.readSecret('h'),
    digest: await readAccountDigest(store),
  }))
  expect(opened).toMatchObject({
    secret: { value: planted },
    signingSecret: 'signing-secret-of-24-bytes',
    digest: digestBefore,
  })
})

test('a backup with missing bytes names them', async () => {
  const id = createHash('sha256').update('id\n1\n').digest('hex')
  await rm(join(target.dataFolder, 'datasets', id))
  expect(await backUp(target, join(folder, 'bytes.tar.gz'))).toMatchObject({
    value: { missing: [`datasets/${id}`] },
  })
})

test('without secrets, the keys of the server are restored as well, so that the audit log can be checked', async () => {
  const secretKey = 'k'.repeat(48)
  const settings = { ...(await fresh('no-secrets')), secretKey }
  const openLog = (store: Store, { dataFolder }: DataSettings) =>
    openAudit({ ...store, auditFolder: join(dataFolder, 'audit'), log: silentLog, now: Date.now })
  await inStore(settings, async (store) => {
    const entry = { workspace: 'default', user: 'ada', apiKey: undefined, action: 'create', entityType: 'run' }
    const log = await openLog(store, settings)
    await log.add({ ...entry, entityId: 'a', changes: {}, address: undefined, userAgent: undefined })
  })
  const path = join(folder, 'no-secrets.tar.gz')
  expect(await backUp(settings, path)).toMatchObject({ ok: true })
  const there = { ...(await fresh('no-secrets-restored')), secretKey }
  expect(await restore(there, path, { shouldRestoreSecrets: true })).toMatchObject({ value: { canDecrypt: true } })
  await inStore(there, async (store) =>
    expect(await (await openLog(store, there)).check('default')).toMatchObject({ entries: 1, removed: 0 }),
  )
})

test('refuses the folder of a running server', async () => {
  expect(await refused).toMatchObject({ problem: { code: 'store.locked' } })
})

describeWithPostgres('from PGlite and a disk to PostgreSQL and a bucket, and back', () => {
  const postgres = openTestPostgres()
  test('a backup and restore between databases preserves everything', async () => {
    const key = (await readFile(join(source.dataFolder, 'secret-key'), 'utf8')).trim()
    const there: DataSettings = {
      dataFolder: join(folder, 'there'),
      databaseUrl: await postgres.createDatabase(),
      storageUrl: bucket.address,
      secretKey: key,
    }
    expect(await restore(there, backup, { shouldRestoreSecrets: true })).toMatchObject({ value: { canDecrypt: true } })
    await inStore(there, async (store) => {
      expect(await contentOf(store)).toEqual(before)
      expect(await tablesOf(store)).toEqual(rowsBefore)
    })
    const again = join(folder, 'again.tar.gz')
    expect(await backUp(there, again)).toMatchObject({ value: { files: 3, missing: [] } })
    const here = { ...(await fresh('here')), secretKey: key }
    expect(await restore(here, again, { shouldRestoreSecrets: true })).toMatchObject({ value: { canDecrypt: true } })
    await inStore(here, async (store) => {
      expect(await contentOf(store)).toEqual(before)
      expect(await store.forWorkspace('default').secrets.find('key')).toMatchObject({ value: planted })
    })
  })
})
