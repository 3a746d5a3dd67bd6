import { DuckDBDataProtocol, type Bindings, type Connection } from '@duckdb/duckdb-wasm/blocking-browser'
import { tableFromIPC } from '@uwdata/flechette'
import { quoteIdentifier, sql, waitForNextTask, type SourceFile, type Sql } from '@aw-flow/engine'
import { readFileChunks } from '../files/decode-chunks.ts'
import {
  unprotectCell,
  type AttachedRows,
  type Attachment,
  type DuckDbConnection,
  type PlainCell,
  type StatementOptions,
  type TextRows,
} from '../tables/duckdb-connection.ts'
import { createLockDownStatements } from '../tables/lock-down.ts'
import type { BrowserFile } from './browser-file.ts'
import { filesFolder, instantiateDuckDb } from './instantiate-duckdb.ts'

/** @internal */
export interface OpenDuckDbOptions {
  /** URL of `duckdb-eh.wasm` from the version of @duckdb/duckdb-wasm that this package depends on. */
  wasmUrl: string
  /** The module at `wasmUrl`, if it has been compiled already. */
  compiledModule?: WebAssembly.Module
  /**
   * Memory limit in DuckDB's notation. Defaults to "1700MB", because the Wasm heap is limited to 2 GB and never
   * shrinks. A larger heap would not help: above 2 GB, duckdb-wasm reads files as empty or returns wrong rows.
   */
  memoryLimit?: string
}

/** Opens an in-memory DuckDB in this worker and locks it down. */
export async function openBrowserConnection(options: OpenDuckDbOptions): Promise<DuckDbConnection> {
  const bindings = await instantiateDuckDb(options.wasmUrl, options.compiledModule)
  bindings.open({ path: ':memory:', maximumThreads: 1 })
  const setupConnection = bindings.connect()
  const statements = createLockDownStatements({
    platform: 'browser',
    directory: filesFolder,
    memoryLimit: options.memoryLimit ?? '1700MB',
  })
  // One script of all statements takes half the time of as many queries.
  const script = statements.map(({ text }) => text).join(';\n')
  setupConnection.useUnsafe((_, connection) => bindings.runQuery(connection, script))
  return new BrowserConnection(bindings, setupConnection)
}

class BrowserConnection implements DuckDbConnection {
  private readonly bindings: Bindings
  /**
   * Idle connections. Each statement uses a separate connection, so that a statement can run while another one yields.
   */
  private readonly idleConnections: Connection[]
  private sourceCount = 0

  constructor(bindings: Bindings, connection: Connection) {
    this.bindings = bindings
    this.idleConnections = [connection]
  }

  async run(statement: string, options?: StatementOptions): Promise<void> {
    for await (const _ of this.streamMessages(statement, false, options));
  }

  async queryRows(select: string, options?: StatementOptions): Promise<PlainCell[][]> {
    const table = tableFromIPC(await this.queryArrow(select, options), { useBigInt: true })
    const columns = table.children.map((column) => column.toArray() as ArrayLike<PlainCell>)
    return Array.from({ length: table.numRows }, (_, row) =>
      columns.map((column) => unprotectCell(column[row] ?? null)),
    )
  }

  async findTableNames(statement: string): Promise<readonly string[]> {
    const connection = this.idleConnections.pop() ?? this.bindings.connect()
    try {
      return connection.useUnsafe((bindings, id) => bindings.getTableNames(id, statement))
    } catch {
      // For a statement that cannot be bound, the native bindings return no names, but these bindings throw.
      return []
    } finally {
      this.idleConnections.push(connection)
    }
  }

  async queryArrow(select: string, options?: StatementOptions): Promise<Uint8Array> {
    const messages: Uint8Array[] = []
    for await (const message of this.streamMessages(select, false, options)) messages.push(message)
    return concat([...messages, endOfStream])
  }

  async *streamText(
    { text, table, startRow, endRow }: TextRows,
    options?: StatementOptions,
  ): AsyncGenerator<Uint8Array> {
    const select = sql`SELECT ${text} FROM ${table} WHERE rowid >= ${startRow} AND rowid < ${endRow}`
    let schema: Uint8Array | undefined
    for await (const message of this.streamMessages(select.text, true, options)) {
      if (!schema) schema = message
      else yield* readTextBytes(schema, message)
    }
  }

  async attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment> {
    if (!isBrowserFile(file)) return this.attachBytes(readFileChunks(file, { start }))
    return this.register(start === 0 ? file.blob : file.blob.slice(start), onRead)
  }

  async attachBytes(chunks: AsyncIterable<Uint8Array>): Promise<Attachment> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for await (const chunk of chunks) {
      parts.push(chunk as Uint8Array<ArrayBuffer>)
      await waitForNextTask()
    }
    return this.register(new Blob(parts))
  }

  readonly canReadParquet = false

  async attachArrow(stream: Uint8Array): Promise<AttachedRows> {
    const relation = quoteIdentifier(`aw arrow ${++this.sourceCount}`)
    await this.insertArrow(stream, relation, true)
    return { relation, release: () => this.run(sql`DROP TABLE IF EXISTS ${relation}`.text) }
  }

  async insertArrow(stream: Uint8Array, table: Sql, shouldCreate: boolean): Promise<void> {
    const options = { name: table.text.slice(1, -1).replaceAll('""', '"'), schema: 'main', create: shouldCreate }
    const connection = this.idleConnections.pop() ?? this.bindings.connect()
    try {
      connection.useUnsafe((bindings, id) => bindings.insertArrowFromIPCStream(id, stream, options))
    } finally {
      this.idleConnections.push(connection)
    }
    await waitForNextTask()
  }

  async close(): Promise<void> {
    for (const connection of this.idleConnections.splice(0)) connection.close()
    this.bindings.reset()
  }

  /** Registers a blob that DuckDB reads on demand, without copying it. */
  private register(blob: Blob, onRead?: (end: number) => void): Attachment {
    const path = `${filesFolder}source-${++this.sourceCount}`
    const handle = {
      size: blob.size,
      slice(start: number, end: number) {
        onRead?.(end)
        return blob.slice(start, end)
      },
    }
    this.bindings.registerFileHandle(path, handle, DuckDBDataProtocol.BROWSER_FILEREADER, true)
    return { path, release: async () => this.bindings.dropFile(path) }
  }

  /**
   * Runs a statement in steps, so that other tasks of this worker can run in between. Yields the result's schema and
   * then its record batches, each as an Arrow IPC message.
   */
  private async *streamMessages(
    statement: string,
    shouldStream: boolean,
    { signal }: StatementOptions = {},
  ): AsyncGenerator<Uint8Array> {
    signal?.throwIfAborted()
    const { bindings } = this
    const connection = this.idleConnections.pop() ?? bindings.connect()
    const connectionId = connection.useUnsafe((_, number) => number)
    let isComplete = false
    try {
      const pollUntilReady = async (poll: () => Uint8Array | null): Promise<Uint8Array> => {
        for (;;) {
          const message = poll()
          if (message) return message
          await waitForNextTask()
          signal?.throwIfAborted()
        }
      }
      let schema = bindings.startPendingQuery(connectionId, statement, shouldStream)
      schema ??= await pollUntilReady(() => bindings.pollPendingQuery(connectionId))
      yield schema
      for (;;) {
        const batch = await pollUntilReady(() => bindings.fetchQueryResults(connectionId))
        if (batch.length === 0) break
        yield batch
        signal?.throwIfAborted()
      }
      isComplete = true
    } finally {
      if (isComplete) this.idleConnections.push(connection)
      else {
        bindings.cancelPendingQuery(connectionId)
        connection.close()
      }
    }
  }
}

/** End-of-stream marker of an Arrow IPC stream. */
const endOfStream = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])

/** Yields the bytes of a record batch's only column, which contains text. */
function* readTextBytes(schema: Uint8Array, batch: Uint8Array): Generator<Uint8Array> {
  const table = tableFromIPC(concat([schema, batch, endOfStream]))
  for (const { offsets, values, length } of table.getChildAt(0).data) {
    const [first, last] = [Number(offsets?.[0] ?? 0), Number(offsets?.[length] ?? 0)]
    yield new Uint8Array((values as Uint8Array).subarray(first, last))
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

const isBrowserFile = (file: SourceFile): file is BrowserFile => 'blob' in file && file.blob instanceof Blob
