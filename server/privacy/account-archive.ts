import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import type { Accounts } from '../accounts/accounts.ts'
import { entryToWire } from '../audit/export-entries.ts'
import { resources } from '../resources/resources.ts'
import type { Store } from '../store/open-store.ts'
import { toResultName } from '../store/runs/results.ts'
import { runToWire } from '../wire/run.ts'
import { userToWire } from '../accounts/account-wire.ts'

/** A file in an archive. Its content is either text or a stream of known size, in bytes. */
export interface ArchiveFile {
  name: string
  content: string | { size: number; openStream(): Promise<Readable> }
}

type Sources = { store: Store; accounts: Accounts }

const pageSize = 200
/** Length at which a file is split, in characters. */
const maxFileCharacters = 4_000_000

const readme = `This archive contains what the server stores about you and what you have created.

profile.json        your account, its passkeys and identity providers (no passwords or keys)
*.jsonl             your devices, API keys, memberships, invitations, notifications, gallery templates, share links,
                    comments, versions that you created, evaluations, tool usage and recorded changes: one JSON object per line; of
                    workspaces that you have left, only that something happened
workspaces/ID/      workflows that you created and runs that you started;
                    in workspaces that you own, everything except secrets
`

/** Tables to export for workspaces that the user owns. `omittedColumns` lists the columns that grant access. */
const ownedTables: readonly { table: string; omittedColumns?: readonly string[] }[] = [
  { table: 'workflow_versions' },
  { table: 'templates' },
  { table: 'event_types' },
  { table: 'event_triggers' },
  { table: 'agents', omittedColumns: ['token_hash'] },
  { table: 'agent_versions' },
  { table: 'agent_memory' },
  { table: 'evaluations' },
  ...resources
    .filter(({ getPerson }) => !getPerson)
    .map(({ table, secretColumns = [] }) => ({ table, omittedColumns: secretColumns })),
]

/**
 * Tables whose rows a user may have created in any workspace. `column` identifies the user; `omittedColumns` lists
 * columns that grant access.
 */
const createdTables: readonly { table: string; column: string; omittedColumns?: readonly string[] }[] = [
  { table: 'gallery_templates', column: 'author_id' },
  { table: 'shared_workflows', column: 'created_by', omittedColumns: ['token', 'sealed_token'] },
  { table: 'agent_versions', column: 'created_by' },
  { table: 'workflow_versions', column: 'created_by' },
  { table: 'evaluations', column: 'created_by' },
  { table: 'comments', column: 'created_by', omittedColumns: ['author_name'] },
  { table: 'tool_usage', column: 'person' },
  { table: 'live_edits', column: 'user_id' },
]

/**
 * Lists the files of an archive with all of a user's data: the account, what the server has recorded about the user,
 * and the user's workflows, runs and files. Rows are read in pages while the archive is written.
 */
export async function* listAccountArchive(sources: Sources, userId: string): AsyncGenerator<ArchiveFile> {
  const memberships = await readMemberships(sources, userId)
  for await (const file of listFiles(sources, userId, memberships)) {
    yield file
    // A client that reads slowly does not receive content of workspaces that the user has left in the meantime.
    await memberships.update()
  }
}

type Memberships = Awaited<ReturnType<typeof readMemberships>>

/** The workspaces that the user belongs to now, and the user's roles in them. */
async function readMemberships({ accounts }: Sources, userId: string) {
  const list = () => accounts.workspaces.list(userId)
  let current = await list()
  return {
    list: () => current,
    findRole: (workspace: string) => current.find((membership) => membership.workspace.id === workspace)?.role,
    async update(): Promise<void> {
      current = await list()
    },
  }
}

async function* listFiles(sources: Sources, userId: string, memberships: Memberships): AsyncGenerator<ArchiveFile> {
  const { accounts } = sources
  const profile = await accounts.users.find(userId)
  if (!profile) return
  yield { name: 'README.txt', content: readme }
  const { database } = sources.store.openedDatabase
  const identities = await database
    .selectFrom('user_identities')
    .select(['issuer', 'subject', 'created_at'])
    .where('user_id', '=', userId)
    .execute()
  const passkeys = await accounts.passkeys.list(userId)
  yield {
    name: 'profile.json',
    content: JSON.stringify({ ...userToWire(profile), passkeys, identities }, undefined, 2),
  }
  yield* listAccountFiles(sources, { userId, email: profile.email, memberships })
  for (const { workspace, role } of memberships.list()) {
    const hasRole = (): boolean => memberships.findRole(workspace.id) === role
    if (!hasRole()) continue
    for await (const file of listWorkspaceFiles(sources, {
      userId,
      workspace: workspace.id,
      isOwner: role === 'owner',
    })) {
      yield file
      if (!hasRole()) break
    }
  }
}

/** Returns whether the user belongs to a workspace now. */
type IsMember = (workspace: string) => boolean

/** Lists files with the account's rows and with records about the user in all workspaces. */
async function* listAccountFiles(
  { store, accounts }: Sources,
  { userId, email, memberships }: { userId: string; email: string; memberships: Memberships },
): AsyncGenerator<ArchiveFile> {
  const { database } = store.openedDatabase
  yield* createJsonlFiles('devices', accounts.sessions.list(userId))
  yield* createJsonlFiles('api-keys', accounts.apiKeys.list(userId))
  const isMember: IsMember = (workspace) => memberships.findRole(workspace) !== undefined
  yield* createJsonlFiles(
    'workspaces',
    memberships.list().map(({ workspace, role }) => ({ ...workspace, role })),
  )
  const invitations = database
    .selectFrom('invitations')
    .select(['id', 'workspace_id', 'email', 'role', 'invited_by', 'expires_at', 'created_at'])
    .where(({ eb, or }) => or([eb('email', '=', email), eb('invited_by', '=', userId)]))
  yield* createJsonlFiles('invitations', removeFormerContent(await invitations.execute(), isMember, email))
  for (const { table, secretColumns } of resources.filter(({ getPerson }) => getPerson))
    yield* createJsonlFiles(
      table.replaceAll('_', '-'),
      removeFormerContent(readRows(store, table, sql`person = ${userId}`, secretColumns), isMember),
    )
  yield* createJsonlFiles(
    'notifications',
    removeFormerContent(readRows(store, 'notifications', sql`person = ${userId}`), isMember),
  )
  const subscriptions = readRows(store, 'push_subscriptions', sql`person = ${userId}`, ['p256dh', 'auth'])
  yield* createJsonlFiles('push-subscriptions', subscriptions)
  for (const { table, column, omittedColumns } of createdTables)
    yield* createJsonlFiles(
      table.replaceAll('_', '-'),
      removeFormerContent(readRows(store, table, sql`${sql.ref(column)} = ${userId}`, omittedColumns), isMember),
    )
  yield* createJsonlFiles('changes', readAuditEntries({ store, accounts }, userId, isMember))
}

/** Reads the user's audit entries in all workspaces. */
async function* readAuditEntries(
  { store, accounts }: Sources,
  userId: string,
  isMember: IsMember,
): AsyncGenerator<unknown> {
  const workspaces = await store.openedDatabase.database
    .selectFrom('audit_entries')
    .select('workspace_id')
    .distinct()
    .where('user_id', '=', userId)
    .execute()
  for (const { workspace_id: workspace } of workspaces)
    for await (const entry of accounts.audit.read(workspace, { user: userId }))
      yield entryToWire(isMember(workspace) ? entry : { ...entry, entityId: null, changes: {} })
}

/** Columns of a row that say that something happened and when, but not what the workspace contains. */
const neutralColumns = ['workspace_id', 'person', 'created_at', 'updated_at', 'occurred_at', 'expires_at', 'day']

/**
 * Leaves of rows of workspaces that the user no longer belongs to only that something happened. With `email`, rows that
 * are addressed to the user are complete.
 */
async function* removeFormerContent(
  rows: AsyncIterable<Record<string, unknown>> | Iterable<Record<string, unknown>>,
  isMember: IsMember,
  email?: string,
): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rows) {
    const isComplete = isMember(String(row['workspace_id'])) || (email !== undefined && row['email'] === email)
    yield isComplete ? row : Object.fromEntries(Object.entries(row).filter(([name]) => neutralColumns.includes(name)))
  }
}

async function* listWorkspaceFiles(
  { store }: Sources,
  { userId, workspace, isOwner }: { userId: string; workspace: string; isOwner: boolean },
): AsyncGenerator<ArchiveFile> {
  const folder = `workspaces/${workspace}`
  const workspaceCondition = sql`workspace_id = ${workspace}`
  const createUserCondition = (column: string) => (isOwner ? sql`true` : sql`${sql.ref(column)} = ${userId}`)
  for await (const row of readRows(
    store,
    'workflows',
    sql`${workspaceCondition} and ${createUserCondition('created_by')}`,
  )) {
    const { id, document } = row as { id: string; document: string }
    yield { name: `${folder}/workflows/${id}.json`, content: document }
  }
  const { runs } = store.forWorkspace(workspace)
  for await (const row of readRows(store, 'runs', sql`${workspaceCondition} and ${createUserCondition('started_by')}`, [
    'request',
  ])) {
    const { id } = row as { id: string }
    const run = await runs.find(id)
    if (!run) continue
    yield { name: `${folder}/runs/${id}/run.json`, content: JSON.stringify(runToWire(run), undefined, 2) }
    yield* createJsonlFiles(`${folder}/runs/${id}/events`, runs.readEvents(id))
    for (const [index, { node, file }] of (await runs.listTables(id)).entries()) {
      const result = await openBlob(store, toResultName(workspace, id, file))
      if (result) yield { name: `${folder}/runs/${id}/${index + 1}-${toFileName(node)}.csv`, content: result }
    }
  }
  if (!isOwner) return
  for (const { table, omittedColumns } of ownedTables)
    yield* createJsonlFiles(
      `${folder}/${table.replaceAll('_', '-')}`,
      readRows(store, table, workspaceCondition, omittedColumns),
    )
  for await (const row of readRows(store, 'datasets', sql`${workspaceCondition} and deleted_at is null`)) {
    const { id, name } = row as { id: string; name: string }
    const content = await openBlob(store, `datasets/${id}`)
    if (content) yield { name: `${folder}/datasets/${id.slice(0, 12)}-${toFileName(name)}`, content }
  }
}

/** Reads a table's rows in pages, excluding the columns in `omittedColumns`. */
async function* readRows(
  { openedDatabase: { database } }: Store,
  table: string,
  condition: ReturnType<typeof sql>,
  omittedColumns: readonly string[] = [],
): AsyncGenerator<Record<string, unknown>> {
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(r) - ${[...omittedColumns]}::text[] as row from ${sql.table(table)} r where ${condition}
      order by r.ctid limit ${pageSize} offset ${offset}`.execute(database)
    for (const { row } of rows) yield row
    if (rows.length < pageSize) return
  }
}

/** Writes rows to JSON Lines files of limited length. Yields nothing if `rows` is empty. */
async function* createJsonlFiles(
  name: string,
  rows: AsyncIterable<unknown> | Iterable<unknown> | Promise<Iterable<unknown>>,
): AsyncGenerator<ArchiveFile> {
  let content = ''
  let fileCount = 0
  const createNextName = (): string => (++fileCount === 1 ? `${name}.jsonl` : `${name}-${fileCount}.jsonl`)
  for await (const row of rows instanceof Promise ? await rows : rows) {
    content += `${JSON.stringify(row)}\n`
    if (content.length < maxFileCharacters) continue
    yield { name: createNextName(), content }
    content = ''
  }
  if (content !== '') yield { name: createNextName(), content }
}

async function openBlob({ blobs }: Store, name: string): Promise<ArchiveFile['content'] | undefined> {
  const size = await blobs.findSize(name)
  return size === undefined ? undefined : { size, openStream: () => blobs.openStream(name) }
}

/**
 * Replaces separators and other special characters, so that unpacking cannot create files outside the target folder.
 */
const toFileName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}. _-]/gu, '_').slice(-100)
