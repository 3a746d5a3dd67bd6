import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import tar, { type Pack } from 'tar-stream'
import type { Database } from '../store/database/database.ts'
import { readLatestMigration } from '../store/database/migrate.ts'
import type { Store } from '../store/open-store.ts'
import { toResultName } from '../store/runs/results.ts'
import { listBackupTables, type BackupTable } from './backup-tables.ts'

/** Header of a backup, stored in its first entry (`aw-backup.json`). */
export interface BackupHeader {
  format: 1
  createdAt: string
  /** Name of the latest migration applied to the database. */
  migration: string
  tables: BackupTable[]
}

/**
 * Summary of a backup's contents, stored in its last entry (`end.json`). If the entry is missing, the backup is
 * incomplete.
 */
export interface BackupSummary {
  rows: Record<string, number>
  /** Number of files, which are datasets and results. */
  files: number
  /** Names of files that the database references but the storage no longer contains. */
  missing: string[]
}

/** Amount of row data after which an entry is written, in bytes. */
const maxEntryBytes = 4 * 2 ** 20

/** Number of rows per fetch from the database. */
const rowsPerFetch = 1_000

/**
 * Writes all data to a gzipped tar file: a consistent snapshot of every table's rows as JSON lines, which can move
 * between PGlite and PostgreSQL, followed by the referenced files. Secrets stay encrypted, and the key is not included.
 * The file gets its final name once it is complete.
 */
export async function writeBackup(
  store: Pick<Store, 'openedDatabase' | 'blobs'>,
  path: string,
  now: () => number,
): Promise<BackupSummary> {
  const partialPath = `${path}.part`
  const pack = tar.pack()
  const writePromise = pipeline(
    pack,
    createGzip({ level: 4 }),
    createWriteStream(partialPath, { mode: 0o600, flush: true }),
  )
  try {
    const [summary] = await Promise.all([
      writeEntries(store, pack, now).catch((cause: unknown) => {
        pack.destroy(cause instanceof Error ? cause : new Error(String(cause)))
        throw cause
      }),
      writePromise,
    ])
    await rename(partialPath, path)
    return summary
  } catch (cause) {
    const writeError = await writePromise.catch((reason: unknown) => reason)
    await rm(partialPath, { force: true }).catch(() => undefined)
    if (isBackupFileError(writeError, partialPath))
      throw new NodeError('permanent', createUnwritableProblem(path, writeError))
    throw cause
  }
}

/** Returns whether an error concerns the backup file itself, rather than the database or the storage. */
const isBackupFileError = (cause: unknown, path: string): cause is NodeJS.ErrnoException =>
  cause instanceof Error &&
  'syscall' in cause &&
  (cause.syscall === 'write' || cause.syscall === 'fsync' || ('path' in cause && cause.path === path))

const createUnwritableProblem = (path: string, { message }: Error): Problem =>
  error('backup.unwritable', { path, reason: message })

async function writeEntries(
  { openedDatabase, blobs }: Pick<Store, 'openedDatabase' | 'blobs'>,
  pack: Pack,
  now: () => number,
): Promise<BackupSummary> {
  const migration = await readLatestMigration(openedDatabase)
  if (migration === undefined) throw new Error('The database is empty.')
  const summary: BackupSummary = { rows: {}, files: 0, missing: [] }
  const fileNames = new Set<string>()
  await openedDatabase.database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const tables = await listBackupTables(transaction)
      const header: BackupHeader = { format: 1, createdAt: new Date(now()).toISOString(), migration, tables }
      await addText(pack, 'aw-backup.json', JSON.stringify(header))
      for (const table of tables) summary.rows[table.name] = await addTable(transaction, pack, table)
      const datasets = await transaction.selectFrom('datasets').select(['id', 'deleted_at']).execute()
      for (const { id, deleted_at } of datasets) if (!deleted_at) fileNames.add(`datasets/${id}`)
      const results = await transaction.selectFrom('run_tables').select(['workspace_id', 'run_id', 'file']).execute()
      for (const { workspace_id, run_id, file } of results) fileNames.add(toResultName(workspace_id, run_id, file))
    })
  for (const name of fileNames) {
    const size = await blobs.findSize(name)
    if (size === undefined) summary.missing.push(name)
    else {
      await addStream(pack, name, size, await blobs.openStream(name))
      summary.files++
    }
  }
  await addText(pack, 'end.json', JSON.stringify(summary))
  pack.finalize()
  return summary
}

/** Adds a table's rows, split into entries of a few megabytes. Returns the number of rows. */
async function addTable(transaction: Kysely<Database>, pack: Pack, { name, columns }: BackupTable): Promise<number> {
  const columnList = sql.join(columns.map((column) => sql.ref(column)))
  await sql`declare backup no scroll cursor for
    select row_to_json(r)::text as row from (select ${columnList} from ${sql.table(name)}) r`.execute(transaction)
  let count = 0
  let entryNumber = 0
  let lines: string[] = []
  let entryLength = 0
  const flush = async (): Promise<void> => {
    if (lines.length > 0)
      await addText(pack, `tables/${name}/${String(++entryNumber).padStart(6, '0')}.jsonl`, lines.join('\n'))
    lines = []
    entryLength = 0
  }
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(rowsPerFetch)} from backup`.execute(transaction)
    for (const { row } of rows) {
      // Each row must be a single line. Line feeds inside JSON strings are escaped, so this replaces only whitespace.
      lines.push(row.replaceAll('\n', ' '))
      entryLength += row.length
      if (entryLength > maxEntryBytes) await flush()
    }
    count += rows.length
    if (rows.length < rowsPerFetch) break
  }
  await flush()
  await sql`close backup`.execute(transaction)
  return count
}

const addText = (pack: Pack, name: string, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    pack.entry({ name, mode: 0o600 }, text, (cause) => (cause ? reject(cause) : resolve()))
  })

function addStream(pack: Pack, name: string, size: number, source: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry = pack.entry({ name, size, mode: 0o600 }, (cause) => (cause ? reject(cause) : resolve()))
    source.once('error', (cause) => {
      entry.destroy(cause)
      reject(cause)
    })
    source.pipe(entry as unknown as NodeJS.WritableStream)
  })
}
