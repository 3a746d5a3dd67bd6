import { faultReason } from '../format-fault.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Database, SqlJsStatic } from 'sql.js'
import type { FormatsPlatform } from '../formats-platform.ts'

/** Maximum file size, since the library reads the database from memory. In bytes. */
const maxFileBytes = 1024 * 1024 * 1024

let started: Promise<SqlJsStatic> | undefined

/** Starts the library once for all callers. */
function sqlite(platform: FormatsPlatform): Promise<SqlJsStatic> {
  started ??= Promise.all([import('sql.js'), platform.wasm('sqlite')]).then(([{ default: start }, module]) =>
    start({
      instantiateWasm: (imports: WebAssembly.Imports, success: (instance: WebAssembly.Instance) => void) => {
        void WebAssembly.instantiate(module, imports).then(success)
        return {}
      },
    }),
  )
  started.catch(() => (started = undefined))
  return started
}

const cache = new WeakMap<SourceFile, Promise<Database>>()
const registry = new FinalizationRegistry<Database>((database) => database.close())

/**
 * Opens a file as a database, which stays open for as long as the file object lives.
 *
 * @throws `TablesError` if it cannot be opened.
 */
export function openSqlite(file: SourceFile, platform: FormatsPlatform): Promise<Database> {
  const known = cache.get(file)
  if (known) return known
  const opening = open(file, platform)
  cache.set(file, opening)
  opening.catch(() => cache.delete(file))
  return opening
}

async function open(file: SourceFile, platform: FormatsPlatform): Promise<Database> {
  if (file.size > maxFileBytes) throw tooLarge(file)
  const { Database } = await sqlite(platform)
  const bytes = Uint8Array.from(await file.read(0, file.size))
  // A database in WAL mode declares it here and would require shared memory; switch to rollback mode.
  const usesWal = bytes[18] === 2 && bytes[19] === 2
  if (usesWal) bytes.set([1, 1], 18)
  try {
    const database = new Database(bytes)
    registry.register(file, database)
    database.exec('PRAGMA query_only = true')
    database.exec('SELECT count(*) FROM sqlite_schema')
    return database
  } catch (cause) {
    throw damagedSqlite(file, cause)
  }
}

const tooLarge = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.file-too-large', { file: name, size, max: maxFileBytes }, { where: { file: name } }))

/** The error for a database that SQLite cannot read. */
export function damagedSqlite({ name }: SourceFile, cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  return new TablesError(
    error('load.file-damaged', { file: name, format: 'SQLite', reason: faultReason(cause) }, { where: { file: name } }),
    cause,
  )
}
