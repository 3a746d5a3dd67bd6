import { faultReason } from '../format-fault.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Database, SqlJsStatic } from 'sql.js'
import type { FormatsPlace } from '../formats-place.ts'

/** The library reads a database from memory; larger ones are not tried. In bytes. */
const largest = 1024 * 1024 * 1024

let started: Promise<SqlJsStatic> | undefined

/** The compiled library, one for all who ask. */
function sqlite(place: FormatsPlace): Promise<SqlJsStatic> {
  started ??= Promise.all([import('sql.js'), place.wasm('sqlite')]).then(([{ default: start }, module]) =>
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

const opened = new WeakMap<SourceFile, Promise<Database>>()
const closing = new FinalizationRegistry<Database>((database) => database.close())

/** A file as a database, open for as long as the file object is. A `TablesError` where it cannot be opened. */
export function openSqlite(file: SourceFile, place: FormatsPlace): Promise<Database> {
  const known = opened.get(file)
  if (known) return known
  const opening = open(file, place)
  opened.set(file, opening)
  opening.catch(() => opened.delete(file))
  return opening
}

async function open(file: SourceFile, place: FormatsPlace): Promise<Database> {
  if (file.size > largest) throw tooLarge(file)
  const { Database } = await sqlite(place)
  const bytes = Uint8Array.from(await file.read(0, file.size))
  // A database that is written through a log beside it says so here, and asks for memory that is shared with writers.
  const readsLog = bytes[18] === 2 && bytes[19] === 2
  if (readsLog) bytes.set([1, 1], 18)
  try {
    const database = new Database(bytes)
    closing.register(file, database)
    database.exec('PRAGMA query_only = true')
    database.exec('SELECT count(*) FROM sqlite_schema')
    return database
  } catch (cause) {
    throw damagedSqlite(file, cause)
  }
}

const tooLarge = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.file-too-large', { file: name, size, max: largest }, { where: { file: name } }))

/** The error of a database that SQLite cannot read. */
export function damagedSqlite({ name }: SourceFile, cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  return new TablesError(
    error('load.file-damaged', { file: name, format: 'SQLite', reason: faultReason(cause) }, { where: { file: name } }),
    cause,
  )
}
