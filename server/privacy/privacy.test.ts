import { builtInNodes } from '@aw-flow/nodes'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import tar from 'tar-stream'
import { beforeEach, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { listBackupTables } from '../backup/backup-tables.ts'
import { createSecretBox, type SecretBox } from '../secrets/secret-box.ts'
import { signIn, type Client } from '../testing/test-accounts.ts'
import { readBody } from '../testing/test-requests.ts'
import { reencryptColumns } from '../secrets/reencrypt.ts'
import { listAccountArchive } from './account-archive.ts'
import { createPersonalStrings, sealedPersonKeys } from './personal-texts.ts'
import { openTestApp } from '../testing/test-app.ts'
import cases from './privacy.cases.json' with { type: 'json' }

type Person = Client & { id: string }

const mails: Email[] = []
let ada: Person
let grace: Person
let workspace = ''
const { server } = openTestApp({ nodes: builtInNodes, accounts: { signUp: 'open', mails } })
/** Both tests use the same members. */
beforeEach(async () => {
  if (workspace !== '') return
  ada = await signIn(server, mails, 'ada@example.com')
  workspace = String((await readBody(await ada.ask('GET', '/api/v1/auth/me'))).workspace_id)
  await ada.ask('POST', `/api/v1/workspaces/${workspace}/invite`, { email: 'grace@example.com', role: 'editor' })
  await expect.poll(() => mails.length).toBe(2)
  const token = /token=(\S+)/.exec(mails.at(-1)!.text)![1]!
  grace = await signIn(server, mails, 'grace@example.com')
  expect((await grace.ask('POST', `/api/v1/invitations/${token}/accept`)).status).toBe(200)
  expect((await grace.ask('PATCH', '/api/v1/auth/me', { full_name: 'Grace Hopper' })).status).toBe(200)
})

/** Sends a request of a member from an address, in the workspace of Ada. */
async function askAs({ token }: Person, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await server.requestFrom('203.0.113.9', path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'x-workspace-id': workspace,
      'user-agent': 'GraceBrowser/1.0',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  return response
}
const readJson = async (person: Person, path: string) => readBody(await askAs(person, 'GET', path))

const asksForApproval = {
  name: 'Asks',
  status: 'published',
  nodes: [
    { id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } },
    { id: 'ask', type: 'approval', data: { label: 'Ask', config: {} } },
  ],
  edges: [{ id: 'e', source: 'say', target: 'ask' }],
}

/** Starts a run with the name of a person, and approves it. */
async function approveRun(person: Person): Promise<{ workflow: string; run: string }> {
  const workflow = String((await readBody(await askAs(person, 'POST', '/api/v1/workflows', asksForApproval))).id)
  const path = `/api/v1/workflows/${workflow}/execute`
  const started = await readBody(await askAs(person, 'POST', path, { triggered_by: 'Grace Hopper' }))
  expect(started.triggered_by).toBe('Grace Hopper')
  const run = String(started.id)
  await expect.poll(async () => (await readJson(person, `/api/v1/runs/${run}`)).status).toBe('waiting')
  const { waiting } = (await readJson(person, `/api/v1/runs/${run}`)) as unknown as {
    waiting: { wait_for: { digest: string } }[]
  }
  const { digest } = waiting[0]!.wait_for
  await askAs(person, 'POST', `/api/v1/runs/${run}/approvals/ask`, { decision: 'approve', digest })
  await expect.poll(async () => (await readJson(person, `/api/v1/runs/${run}`)).status).toBe('completed')
  return { workflow, run }
}

/** Reads all files of an archive. */
async function unpack(response: Response): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const extract = tar.extract()
  extract.end(gunzipSync(Buffer.from(await response.arrayBuffer())))
  for await (const entry of extract) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(Buffer.from(chunk as Uint8Array))
    files.set(entry.header.name, Buffer.concat(chunks).toString())
  }
  return files
}

/** Returns all rows of the database as strings. */
async function dumpDatabase(): Promise<string[]> {
  const { database } = server.backend.store.openedDatabase
  const texts: string[] = []
  for (const { name } of await listBackupTables(database)) {
    const { rows } = await sql<{ row: string }>`select row_to_json(r)::text as row from ${sql.table(name)} r`.execute(
      database,
    )
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return texts
}

/** Columns that may contain the id or a personal text of a person, by their names. */
const personColumns = /^(user_id|person|caller|author_id|owner_id|email|full_name|ip_address|user_agent|\w+_by)$/

/** Files of the export with each such column, and the effect of deleting the account. */
const coveredColumns: Record<string, string> = cases.coveredColumns

interface SchemaColumn {
  table_name: string
  column_name: string
  data_type: string
  is_nullable: 'YES' | 'NO'
}

async function listColumns(): Promise<SchemaColumn[]> {
  const { rows } = await sql<SchemaColumn>`select c.table_name, column_name, data_type, is_nullable
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = current_schema() and table_type = 'BASE TABLE'
    order by c.table_name, ordinal_position`.execute(server.backend.store.openedDatabase.database)
  return rows
}

test('every column with a person is known to export and deletion, and rows of each such table are exported', async () => {
  const columns = await listColumns()
  const found = columns.filter(({ column_name: name }) => personColumns.test(name))
  expect(found.map(({ table_name: table, column_name: name }) => `${table}.${name}`).sort()).toEqual(
    Object.keys(coveredColumns).sort(),
  )
  const workflow = String((await readBody(await askAs(grace, 'POST', '/api/v1/workflows', asksForApproval))).id)
  const tables = [
    'agent_versions',
    'comments',
    'evaluations',
    'gallery_templates',
    'live_edits',
    'notifications',
    'shared_workflows',
    'tool_usage',
  ]
  for (const table of tables) {
    const values: Record<string, unknown> = {}
    for (const { column_name: name, data_type: type, is_nullable: isNullable } of columns.filter(
      (column) => column.table_name === table,
    )) {
      if (name === 'workspace_id') values[name] = workspace
      else if (name === 'workflow_id') values[name] = workflow
      else if (personColumns.test(name) && name !== 'email') values[name] = grace.id
      else if (isNullable === 'NO') values[name] = createValue(type, table)
    }
    await sql`insert into ${sql.table(table)}
      select * from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(values)}::jsonb)`.execute(
      server.backend.store.openedDatabase.database,
    )
  }
  const files = await unpack(await askAs(grace, 'GET', '/api/v1/auth/me/export'))
  for (const table of tables) expect(files.get(`${table.replaceAll('_', '-')}.jsonl`), table).toContain(grace.id)
  expect(files.get('shared-workflows.jsonl')).not.toContain('token')

  // Of a workspace that the person has left, the archive says only that something happened.
  const member = [workspace, grace.id]
  const { execute } = server.backend.store.openedDatabase
  await execute(`delete from workspace_members where workspace_id = $1 and user_id = $2`, member)
  const former = await unpack(await askAs(grace, 'GET', '/api/v1/auth/me/export'))
  for (const table of tables) {
    const text = former.get(`${table.replaceAll('_', '-')}.jsonl`)
    expect(text, table).toContain(`"workspace_id":"${workspace}"`)
    for (const content of [`of-${table}`, workflow]) expect(text, table).not.toContain(content)
  }
  const changes = former.get('changes.jsonl')!.trim().split('\n')
  expect(changes.map((line) => (JSON.parse(line) as { changes: object }).changes)).toEqual(changes.map(() => ({})))
  await execute(
    `insert into workspace_members (workspace_id, user_id, role, joined_at) values ($1, $2, 'editor', now())`,
    member,
  )
  for (const table of tables) await server.backend.store.openedDatabase.execute(`delete from ${table}`)
})

test('an archive contains nothing of a workspace that the person leaves while it is read', async () => {
  for (const name of ['First', 'Second']) await askAs(grace, 'POST', '/api/v1/workflows', { ...asksForApproval, name })
  const { store, accounts } = server.backend
  const { execute } = store.openedDatabase
  const member = [workspace, grace.id]
  const names: string[] = []
  for await (const { name, content } of listAccountArchive({ store, accounts: accounts! }, grace.id)) {
    names.push(name)
    if (name === 'profile.json') expect(content).toContain('grace@example.com')
    if (!name.startsWith('workspaces/')) continue
    await execute(`delete from workspace_members where workspace_id = $1 and user_id = $2`, member)
  }
  expect(names.filter((name) => name.startsWith('workspaces/'))).toHaveLength(1)
  await execute(
    `insert into workspace_members (workspace_id, user_id, role, joined_at) values ($1, $2, 'editor', now())`,
    member,
  )
})

/** Returns a value of a type that marks the table. */
function createValue(type: string, table: string): unknown {
  if (type === 'boolean') return false
  if (type.startsWith('timestamp')) return new Date(0).toISOString()
  if (/json/.test(type)) return {}
  if (type === 'ARRAY') return []
  return /int|double|numeric|real/.test(type) ? 1 : `of-${table}`
}

test('a person exports everything, and a deleted account leaves no readable name or address', async () => {
  const { workflow, run } = await approveRun(grace)
  // The retry reuses the decision of the first run.
  const retry = { settings: { say: { expression: '1' } } }
  const retried = String((await readBody(await askAs(grace, 'POST', `/api/v1/runs/${run}/retry`, retry))).id)
  await expect.poll(async () => (await readJson(grace, `/api/v1/runs/${retried}`)).status).toBe('completed')
  const dataset = await askUpload(grace)
  const rules = '/api/v1/notification-rules'
  await askAs(grace, 'POST', rules, { events: ['run.failed'], channel: 'mail' })

  // A canceled run contains the name of who canceled it.
  const waits = String((await readBody(await askAs(grace, 'POST', `/api/v1/workflows/${workflow}/execute`, {}))).id)
  expect((await askAs(grace, 'POST', `/api/v1/runs/${waits}/cancel`)).status).toBe(202)
  await expect
    .poll(() => readJson(grace, `/api/v1/runs/${waits}`))
    .toMatchObject({ status: 'cancelled', cancelled_by: 'Grace Hopper' })

  const files = await unpack(await askAs(grace, 'GET', '/api/v1/auth/me/export'))
  const folderName = `workspaces/${workspace}`
  expect([...files.keys()].filter((name) => !name.includes('/')).sort()).toEqual([
    'README.txt',
    'changes.jsonl',
    'devices.jsonl',
    'notification-rules.jsonl',
    'profile.json',
    'workflow-versions.jsonl',
    'workspaces.jsonl',
  ])
  const { items: versions } = await readJson(grace, `/api/v1/workflows/${workflow}/versions`)
  expect(versions).toMatchObject([{ number: 1, created_by_name: 'Grace Hopper' }])
  expect(files.get('profile.json')).toContain('Grace Hopper')
  expect(files.get('changes.jsonl')).toContain('203.0.113.9')
  expect(JSON.parse(files.get(`${folderName}/workflows/${workflow}.json`)!)).toMatchObject({ name: 'Asks' })
  expect(files.get(`${folderName}/runs/${run}/run.json`)).toContain('Grace Hopper')
  expect(files.get(`${folderName}/runs/${run}/events.jsonl`)).toContain('"by":"Grace Hopper"')
  // Files of the workspace belong to its owner.
  expect([...files.keys()].join(' ')).not.toContain('datasets')
  const ownFiles = await unpack(await askAs(ada, 'GET', '/api/v1/auth/me/export'))
  expect(ownFiles.get(`${folderName}/datasets/${dataset.slice(0, 12)}-orders.csv`)).toBe('id\n1\n')
  expect(ownFiles.has(`${folderName}/runs/${run}/run.json`)).toBe(true)
  expect([...ownFiles.values()].join()).not.toContain('203.0.113.9,')

  const before = await readJson(ada, '/api/v1/audit?limit=200')
  expect(JSON.stringify(before)).toContain('"ip_address":"203.0.113.9","user_agent":"GraceBrowser/1.0"')

  const ask = (person: Person, body: unknown) => person.ask('POST', '/api/v1/auth/me/delete', body)
  const refused = await ask(ada, { email: 'ada@example.com' })
  expect([refused.status, (await readBody(refused)).error.code]).toEqual([409, 'account.owns-workspaces'])
  expect((await ask(grace, { email: 'ada@example.com' })).status).toBe(422)
  const password = 'correct horse battery'
  expect((await grace.ask('PUT', '/api/v1/auth/password', { password })).status).toBe(204)
  expect((await ask(grace, { email: 'grace@example.com', password: 'a wrong password' })).status).toBe(401)
  expect((await grace.ask('GET', '/api/v1/auth/me')).status).toBe(200)
  expect((await ask(grace, { email: ' Grace@example.com ', password })).status).toBe(204)

  expect((await grace.ask('GET', '/api/v1/auth/me')).status).toBe(401)
  const audit = (await readJson(ada, `/api/v1/audit?limit=200&user_id=${grace.id}`)).items as Record<string, unknown>[]
  expect(audit.length).toBeGreaterThan(4)
  expect(audit[0]).toMatchObject({ action: 'delete', entity_type: 'account' })
  expect(audit.map((entry) => entry.ip_address ?? entry.user_agent)).toEqual(audit.map(() => null))
  expect(await readJson(ada, '/api/v1/audit/check')).toMatchObject({ valid: true })
  const activity = (await readJson(ada, '/api/v1/activity?limit=200')).items as { user_id: string; user_name: string }[]
  expect(activity.find(({ user_id: user }) => user === grace.id)).toMatchObject({ user_name: null })
  expect(await readJson(ada, `/api/v1/runs/${run}`)).toMatchObject({ triggered_by: null, status: 'completed' })
  expect(await readJson(ada, `/api/v1/runs/${waits}`)).toMatchObject({ cancelled_by: null })
  for (const id of [run, retried]) {
    const events = JSON.stringify(await readJson(ada, `/api/v1/runs/${id}/events?limit=200`))
    expect(events).toContain('"decision":"approve"')
    expect(events + JSON.stringify(await readJson(ada, `/api/v1/runs/${id}/logs`))).not.toMatch(/Grace|aw-personal/)
  }
  const rows = await dumpDatabase()
  expect(rows.filter((row) => /grace@example|Grace Hopper|GraceBrowser|203\.0\.113\.9/i.test(row))).toEqual([])
  // The encrypted strings remain, and their key does not.
  expect(rows.filter((row) => row.includes('aw-personal:')).length).toBeGreaterThan(4)
  expect(rows.filter((row) => row.startsWith('person_keys') && row.includes(grace.id))).toEqual([
    expect.stringContaining('"sealed_key":null'),
  ])

  // The address can be used for a new account, which has nothing of the deleted one.
  const again = await signIn(server, mails, 'grace@example.com')
  expect(again.id).not.toBe(grace.id)
})

async function askUpload({ token }: Person): Promise<string> {
  const form = new FormData()
  form.set('file', new File(['id\n1\n'], 'orders.csv'))
  const headers = { authorization: `Bearer ${token}`, 'x-workspace-id': workspace }
  const response = await server.ask('/api/v1/data/upload', { method: 'POST', headers, body: form })
  expect(response.status).toBe(201)
  return String((await readBody(response)).id)
}

test('a text that a client made up is not decrypted, and keys can be encrypted with another key', async () => {
  const { openedDatabase, personalTexts, secretBox } = server.backend.store
  const sealed = await personalTexts.seal('someone:else', 'A name')
  expect(sealed).not.toContain('A name')
  const moved = sealed.replace(encodeURIComponent('someone:else'), ada.id)
  await personalTexts.seal(ada.id, 'Ada')
  const open = await personalTexts.readKeys([sealed, moved, null])
  expect([sealed, moved, 'Ada', 'aw-personal:x:y', 'aw-personal:%'].map(open)).toEqual([
    'A name',
    null,
    'Ada',
    null,
    'aw-personal:%',
  ])
  const newBox = createSecretBox('another key '.repeat(4))
  const reencrypt = (oldBox: SecretBox, newBox: SecretBox) =>
    openedDatabase.database
      .transaction()
      .execute((transaction) => reencryptColumns(transaction, sealedPersonKeys, oldBox, newBox))
  await reencrypt(secretBox, newBox)
  const texts = createPersonalStrings(openedDatabase.database, newBox, Date.now)
  expect((await texts.readKeys([sealed]))(sealed)).toBe('A name')
  await reencrypt(newBox, secretBox)
})
