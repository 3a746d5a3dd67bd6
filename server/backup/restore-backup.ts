import { error, type Problem } from '@aw-flow/schema'
import { NodeError } from '@aw-flow/engine'
import { sql, type Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Blobs } from '../blobs/blobs.ts'
import type { Database } from '../store/database/database.ts'
import { checkName } from '../secrets/open-secret-box.ts'
import { writeHashed } from '../store/datasets/dataset-files.ts'
import { migrate } from '../store/database/migrate.ts'
import { databaseMigrations } from '../store/migrations/index.ts'
import type { OpenedDatabase } from '../store/database/open-database.ts'
import { backupTables } from './backup-tables.ts'
import { readTar, type TarEntry } from './read-tar.ts'
import type { BackupEnd } from './write-backup.ts'

const headSchema = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  migration: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
})
const endSchema = z.object({ rows: z.record(z.string(), z.number()), files: z.number(), missing: z.array(z.string()) })

export interface RestoreTarget {
  opened: OpenedDatabase
  blobs: Blobs
  /** Folder for files before they are stored. */
  temporary: string
}

/**
 * Restores a backup into an empty database and storage. All rows become visible in one transaction after the complete
 * file has been read and verified; then the database is migrated to the newest version.
 *
 * @throws {NodeError} for an invalid file or target.
 */
export async function restoreBackup(
  path: string,
  { opened, blobs, temporary }: RestoreTarget,
  { withSecrets = true } = {},
): Promise<BackupEnd> {
  if (!(await isGzip(path))) throw fail(notABackup(path))
  await mkdir(temporary, { recursive: true })
  const { entries, close } = readTar(path, incomplete(path))
  try {
    return await restoreEntries(path, entries, { opened, blobs, temporary }, withSecrets)
  } finally {
    close()
  }
}

async function restoreEntries(
  path: string,
  iterator: AsyncIterator<TarEntry>,
  { opened, blobs, temporary }: RestoreTarget,
  withSecrets: boolean,
): Promise<BackupEnd> {
  const first = await iterator.next()
  if (first.done || first.value.header.name !== 'aw-backup.json') throw fail(notABackup(path))
  const head = headSchema.safeParse(await jsonOf(first.value))
  if (!head.success) throw fail(notABackup(path))
  const { migration, tables } = head.data
  if (!(migration in (await databaseMigrations.getMigrations()))) throw fail(tooNew(migration))
  await mustBeEmpty(opened)
  await migrate(opened, migration)

  const columns = new Map(tables.map((table) => [table.name, table.columns]))
  const existing = new Set((await backupTables(opened.database)).map(({ name }) => name))
  const count: BackupEnd = { rows: {}, files: 0, missing: [] }
  let end: BackupEnd | undefined
  await opened.database.transaction().execute(async (transaction) => {
    if (existing.has('facts')) await transaction.deleteFrom('facts').execute()
    for (;;) {
      const next = await iterator.next()
      if (next.done) break
      const entry = next.value
      const { name } = entry.header
      const table = /^tables\/([^/]+)\//.exec(name)?.[1]
      if (name === 'end.json') {
        end = endSchema.parse(await jsonOf(entry))
      } else if (table !== undefined) {
        const listed = columns.get(table)
        if (!listed || !existing.has(table)) throw fail(notABackup(path))
        const lines = (await textOf(entry)).split('\n')
        count.rows[table] = (count.rows[table] ?? 0) + lines.length
        await insertLines(transaction, table, listed, lines)
      } else {
        const at = join(temporary, randomUUID())
        const { dataset } = await writeHashed(at, entry as AsyncIterable<Uint8Array>)
        if (!isBlobName(name) || (name.startsWith('datasets/') && name !== `datasets/${dataset}`)) {
          throw fail(damaged(path, name))
        }
        await blobs.put(name, at)
        count.files++
      }
    }
    const summary = end
    if (!summary || summary.files !== count.files) throw fail(incomplete(path))
    for (const [table, rows] of Object.entries(summary.rows)) {
      if ((count.rows[table] ?? 0) !== rows) throw fail(incomplete(path))
    }
    if (existing.has('facts')) {
      if (!withSecrets) await transaction.deleteFrom('secrets').execute()
      // If there are no secrets, any key is valid.
      const some = await transaction.selectFrom('secrets').select('name').limit(1).executeTakeFirst()
      if (!some) await transaction.deleteFrom('facts').where('name', '=', checkName).execute()
    }
    // Workers of the backed-up server do not work on these runs.
    if (existing.has('runs') && columns.get('runs')?.includes('worker')) {
      await sql`update runs set worker = null, beat_at = null, wakes_at = case when status = 'waiting' then now() end
        where worker is not null`.execute(transaction)
    }
  })
  await migrate(opened)
  return end!
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined)
  try {
    const begins = Buffer.alloc(2)
    await file?.read(begins, 0, 2, 0)
    return begins.readUInt16BE() === 0x1f8b
  } finally {
    await file?.close()
  }
}

/** Valid names of stored files; rejects path traversal. */
const isBlobName = (name: string): boolean =>
  /^(datasets\/[0-9a-f]{64}|results\/[\w-]+\/[\w.-]+)$/.test(name) && !name.includes('..')

async function insertLines(
  transaction: Kysely<Database>,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const listed = sql.join(columns.map((column) => sql.ref(column)))
  await sql`insert into ${sql.table(table)} (${listed})
    select ${listed} from json_populate_recordset(null::${sql.table(table)}, ${`[${lines.join(',')}]`}::json)`.execute(
    transaction,
  )
}

async function mustBeEmpty(opened: OpenedDatabase): Promise<void> {
  for (const { name } of await backupTables(opened.database)) {
    // A starting server writes its own entries here.
    if (name === 'facts') continue
    const { rows } = await sql<{ some: number }>`select 1 as some from ${sql.table(name)} limit 1`.execute(
      opened.database,
    )
    if (rows.length > 0) throw fail(notEmpty(name))
  }
}

async function textOf(entry: AsyncIterable<unknown>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of entry) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

async function jsonOf(entry: AsyncIterable<unknown>): Promise<unknown> {
  try {
    return JSON.parse(await textOf(entry))
  } catch {
    return undefined
  }
}

const fail = (problem: Problem): NodeError => new NodeError('permanent', problem)

const notABackup = (path: string): Problem => error('backup.not-recognised', { path })

const incomplete = (path: string): Problem => error('backup.incomplete', { path })

const damaged = (path: string, name: string): Problem => error('backup.damaged', { path, name })

const tooNew = (migration: string): Problem => error('backup.newer', { migration })

const notEmpty = (table: string): Problem => error('backup.target-not-empty', { table })
