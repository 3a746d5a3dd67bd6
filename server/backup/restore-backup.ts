import { error, type Problem } from '@aw-flow/schema'
import { NodeError } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Blobs } from '../blobs/blobs.ts'
import { isBlobName } from '../blobs/checked-blobs.ts'
import type { Database } from '../store/database/database.ts'
import { accountKeysName } from '../accounts/account-keys.ts'
import { isWorkspaceName } from '../security/workspace.ts'
import { keyCheckName } from '../secrets/open-secret-box.ts'
import { writeAndHash } from '../store/datasets/dataset-files.ts'
import { migrate } from '../store/database/migrate.ts'
import { formerMigrations, migrationNames } from '../store/migrations/index.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { listBackupTables } from './backup-tables.ts'
import { readTar, type TarEntry } from './read-tar.ts'
import type { BackupSummary } from './write-backup.ts'

const headerSchema = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  migration: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
})
const summarySchema = z.object({
  rows: z.record(z.string(), z.number()),
  files: z.number(),
  missing: z.array(z.string()),
})

/** Maximum size of an entry that is read into memory, in bytes. Larger than any row can be. */
const maxTextBytes = 256 * 2 ** 20

export interface RestoreTarget {
  openedDatabase: OpenedDatabase
  blobs: Blobs
  /** Folder for files until they are moved to the storage. */
  temporaryFolder: string
  /** Returns whether the key of the server can decrypt the restored database. Default: it cannot. */
  canDecrypt?(database: Kysely<Database>): Promise<boolean>
}

/**
 * Restores a backup into an empty database and storage. Rows are inserted in a single transaction, which is committed
 * only after the entire file has been read and verified. Then the database is migrated to the latest version.
 *
 * @throws {NodeError} if the backup is invalid or the target is not empty.
 */
export async function restoreBackup(
  path: string,
  target: RestoreTarget,
  { shouldRestoreSecrets = true } = {},
): Promise<BackupSummary> {
  if (!(await isGzip(path))) throw toError(createUnrecognizedBackupProblem(path))
  await mkdir(target.temporaryFolder, { recursive: true })
  const { entries, close } = readTar(path, createIncompleteProblem(path))
  try {
    return await restoreEntries(path, entries, target, shouldRestoreSecrets)
  } finally {
    close()
  }
}

async function restoreEntries(
  path: string,
  iterator: AsyncIterator<TarEntry>,
  { openedDatabase, blobs, temporaryFolder, canDecrypt }: RestoreTarget,
  shouldRestoreSecrets: boolean,
): Promise<BackupSummary> {
  const firstItem = await iterator.next()
  if (firstItem.done || firstItem.value.header.name !== 'aw-backup.json')
    throw toError(createUnrecognizedBackupProblem(path))
  const header = headerSchema.safeParse(await readJson(firstItem.value, path))
  if (!header.success) throw toError(createUnrecognizedBackupProblem(path))
  const { tables } = header.data
  const migration = header.data.migration === formerMigrations.newest ? formerMigrations.current : header.data.migration
  if (!migrationNames.includes(migration)) throw toError(createTooNewProblem(migration))
  await requireEmpty(openedDatabase)
  await migrate(openedDatabase, migration)

  const columnsByTable = new Map(tables.map((table) => [table.name, table.columns]))
  const existingTables = new Set((await listBackupTables(openedDatabase.database)).map(({ name }) => name))
  const restoredSummary: BackupSummary = { rows: {}, files: 0, missing: [] }
  let storedSummary: BackupSummary | undefined
  await openedDatabase.database.transaction().execute(async (transaction) => {
    // This setting prevents restored events from being delivered again.
    await sql`select set_config('aw.is_restoring', 'true', true)`.execute(transaction)
    if (existingTables.has('facts')) await transaction.deleteFrom('facts').execute()
    for (;;) {
      const next = await iterator.next()
      if (next.done) break
      const entry = next.value
      const { name, type } = entry.header
      if (storedSummary || type !== 'file') throw toError(createDamagedProblem(path, name))
      const tableName = /^tables\/([^/]+)\//.exec(name)?.[1]
      if (name === 'end.json') {
        const summary = summarySchema.safeParse(await readJson(entry, path))
        if (!summary.success) throw toError(createIncompleteProblem(path))
        storedSummary = summary.data
      } else if (tableName !== undefined) {
        const tableColumns = columnsByTable.get(tableName)
        if (!tableColumns || !existingTables.has(tableName)) throw toError(createUnrecognizedBackupProblem(path))
        const lines = (await readText(entry, path)).split('\n')
        restoredSummary.rows[tableName] = (restoredSummary.rows[tableName] ?? 0) + lines.length
        await insertLines(transaction, tableName, tableColumns, lines).catch((cause: unknown) => {
          throw isDataError(cause) ? toError(createDamagedProblem(path, name)) : cause
        })
      } else {
        const filePath = join(temporaryFolder, randomUUID())
        const { dataset } = await writeAndHash(filePath, entry as AsyncIterable<Uint8Array>)
        if (!isFileName(name) || (name.startsWith('datasets/') && name !== `datasets/${dataset}`)) {
          throw toError(createDamagedProblem(path, name))
        }
        await blobs.put(name, filePath)
        restoredSummary.files++
      }
    }
    const summary = storedSummary
    if (!summary || summary.files !== restoredSummary.files) throw toError(createIncompleteProblem(path))
    for (const [table, rowCount] of Object.entries(summary.rows)) {
      if ((restoredSummary.rows[table] ?? 0) !== rowCount) throw toError(createIncompleteProblem(path))
    }
    if (existingTables.has('facts')) {
      if (!shouldRestoreSecrets) await transaction.deleteFrom('secrets').execute()
      // If the backup has no secrets, the server can use any encryption key.
      const firstSecret = await transaction.selectFrom('secrets').select('name').limit(1).executeTakeFirst()
      // With another key, the account keys are created again, which ends all sessions, and the audit log of the backup
      // cannot be checked anymore.
      if (!firstSecret && !(await canDecrypt?.(transaction)))
        await transaction.deleteFrom('facts').where('name', 'in', [keyCheckName, accountKeysName]).execute()
    }
    for (const table of Object.keys(restoredSummary.rows)) {
      if (!columnsByTable.get(table)?.includes('workspace_id')) continue
      if (await hasInvalidWorkspace(transaction, table)) throw toError(createDamagedProblem(path, `tables/${table}`))
    }
    await advanceSequences(transaction)
    // Release the runs from the backed-up server's workers, which cannot continue them.
    if (existingTables.has('runs') && columnsByTable.get('runs')?.includes('worker')) {
      await sql`update runs set worker = null, beat_at = null, wakes_at = case when status = 'waiting' then now() end
        where worker is not null`.execute(transaction)
    }
  })
  await migrate(openedDatabase)
  return storedSummary!
}

/** Sets each column's sequence to continue after the highest restored value. */
async function advanceSequences(transaction: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and column_default like 'nextval(%'`.execute(transaction)
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${sql.ref(column)}), 0) + 1, false)
      from ${sql.table(table)}`.execute(transaction)
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined)
  try {
    const signature = Buffer.alloc(2)
    await file?.read(signature, 0, 2, 0)
    return signature.readUInt16BE() === 0x1f8b
  } finally {
    await file?.close()
  }
}

/** Returns whether a file in a backup may have this name. */
const isFileName = (name: string): boolean =>
  isBlobName(name) && /^(datasets\/[0-9a-f]{64}|(workspaces\/[a-z0-9-]+\/)?results\/[\w-]+\/[\w.-]+)$/.test(name)

/** Returns whether a table has rows whose workspace name would be unsafe in a path. */
async function hasInvalidWorkspace(transaction: Kysely<Database>, table: string): Promise<boolean> {
  const { rows } = await sql<{ workspace: string }>`
    select distinct workspace_id as workspace from ${sql.table(table)} where workspace_id is not null`.execute(
    transaction,
  )
  return rows.some(({ workspace }) => !isWorkspaceName(workspace))
}

/**
 * Returns whether the database rejected the rows, because of invalid values, violated constraints, missing columns or
 * exceeded limits.
 */
const isDataError = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && /^(22|23|42|54)...$/.test(String(cause.code))

async function insertLines(
  transaction: Kysely<Database>,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const columnList = sql.join(columns.map((column) => sql.ref(column)))
  await sql`insert into ${sql.table(table)} (${columnList})
    select ${columnList} from json_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::json)`.execute(
    transaction,
  )
}

async function requireEmpty(openedDatabase: OpenedDatabase): Promise<void> {
  for (const { name } of await listBackupTables(openedDatabase.database)) {
    // Servers add entries to this table when they start.
    if (name === 'facts') continue
    const { rows } = await sql<{ some: number }>`select 1 as some from ${sql.table(name)} limit 1`.execute(
      openedDatabase.database,
    )
    if (rows.length > 0) throw toError(createNotEmptyProblem(name))
  }
}

/** Reads an entry's content into memory, as text. */
async function readText(entry: TarEntry, path: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxTextBytes) throw toError(createDamagedProblem(path, entry.header.name))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function readJson(entry: TarEntry, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readText(entry, path))
  } catch {
    return undefined
  }
}

const toError = (problem: Problem): NodeError => new NodeError('permanent', problem)

const createUnrecognizedBackupProblem = (path: string): Problem => error('backup.not-recognized', { path })

const createIncompleteProblem = (path: string): Problem => error('backup.incomplete', { path })

const createDamagedProblem = (path: string, name: string): Problem => error('backup.damaged', { path, name })

const createTooNewProblem = (migration: string): Problem => error('backup.newer', { migration })

const createNotEmptyProblem = (table: string): Problem => error('backup.target-not-empty', { table })
