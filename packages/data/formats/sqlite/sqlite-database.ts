import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Database, SqlJsStatic } from 'sql.js'
import type { FormatsPlatform } from '../formats-platform.ts'
import { createEngineError, createFileReadError } from '../read-error.ts'

/** Maximum file size, in bytes. SQLite reads the database from memory. */
const maxFileBytes = 1024 * 1024 * 1024
/**
 * Maximum memory that SQLite may use in addition to the file, in bytes. Without this limit, expressions in the schema
 * could exhaust the memory.
 */
const maxHeapBytes = 64 * 1024 * 1024

let enginePromise: Promise<SqlJsStatic> | undefined

/** Starts SQLite once for all callers. */
function startSqlite(platform: FormatsPlatform): Promise<SqlJsStatic> {
  enginePromise ??= Promise.all([import('sql.js'), platform.loadWasm('sqlite')]).then(([{ default: start }, module]) =>
    start({
      instantiateWasm: (imports: WebAssembly.Imports, success: (instance: WebAssembly.Instance) => void) => {
        void WebAssembly.instantiate(module, imports).then(success)
        return {}
      },
    }),
  )
  enginePromise.catch(() => (enginePromise = undefined))
  return enginePromise
}

const cache = new WeakMap<SourceFile, Promise<Database>>()
const registry = new FinalizationRegistry<Database>((database) => database.close())

/**
 * Opens a file as a database, which stays open for the lifetime of the file object.
 *
 * @throws `TablesError` if the file cannot be opened.
 */
export function openSqlite(file: SourceFile, platform: FormatsPlatform): Promise<Database> {
  const cached = cache.get(file)
  if (cached) return cached
  const databasePromise = openDatabase(file, platform)
  cache.set(file, databasePromise)
  databasePromise.catch(() => cache.delete(file))
  return databasePromise
}

async function openDatabase(file: SourceFile, platform: FormatsPlatform): Promise<Database> {
  if (file.size > maxFileBytes) throw createTooLargeError(file)
  const { Database } = await startSqlite(platform).catch((cause: unknown) => {
    throw createEngineError('SQLite', cause)
  })
  const bytes = Uint8Array.from(await file.read(0, file.size))
  // These bytes declare WAL mode, which would require shared memory; rollback mode does not.
  const usesWal = bytes[18] === 2 && bytes[19] === 2
  if (usesWal) bytes.set([1, 1], 18)
  try {
    const database = new Database(bytes)
    registry.register(file, database)
    database.exec('PRAGMA query_only = true')
    database.exec(`PRAGMA hard_heap_limit = ${maxHeapBytes}`)
    database.exec('SELECT count(*) FROM sqlite_schema')
    return database
  } catch (cause) {
    throw createFileReadError(file, 'SQLite', cause)
  }
}

const createTooLargeError = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.file-too-large', { file: name, size, max: maxFileBytes }, { where: { file: name } }))
