import { constants, createWriteStream } from 'node:fs'
import { copyFile, link, statfs, unlink, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance, type DuckDBBlobValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import { sql, type SourceFile } from '@aw-flow/engine'
import { readFileChunks } from '../files/decode-chunks.ts'
import { startParquetEngine } from '../formats/parquet/parquet-engine.ts'
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
import { encodeArrowPage } from './arrow-page.ts'
import { freeResults } from './free-results.ts'
import { createTemporaryFolder } from './temporary-folder.ts'
import type { NodeFile } from './node-file.ts'
import { compileNodeWasm } from './node-formats-platform.ts'

/** Interval between progress reports, in milliseconds. */
const progressIntervalMs = 100
/** Number of rows that DuckDB concatenates into one value before passing it to JavaScript. */
const rowsPerTextBlock = 2048

/** @internal */
export interface OpenDuckDbOptions {
  /** Number of threads that DuckDB uses. Defaults to the number of CPU cores. */
  threads?: number
  /** DuckDB's memory limit, in its notation ("2GB"). Defaults to DuckDB's own default, 80% of the system memory. */
  memoryLimit?: string
  /**
   * Folder for spilled data and for the files that DuckDB reads. Emptied on close. Files on the same file system are
   * linked instead of copied. Defaults to the system's temporary folder.
   */
  temporaryFolder?: string
  /**
   * Maximum size of spilled data, in DuckDB's notation ("2GB"). Defaults to half of the disk space that is free when
   * DuckDB is opened.
   */
  temporaryLimit?: string
  /**
   * Called if a statement is still running `interruptTimeoutMs` after it was interrupted. DuckDB cannot be interrupted
   * while it computes a single value; only terminating its process stops it. The statement is rejected, and this engine
   * must not run any other statements.
   */
  onUnresponsive?: () => void
  /** Time limit for an interrupted statement to stop, in ms. Defaults to 5,000. */
  interruptTimeoutMs?: number
  /**
   * When this signal is aborted, all running statements are interrupted, and all running and later statements are
   * rejected with its reason. A statement that is still running after half a second is considered unresponsive.
   */
  shutdownSignal?: AbortSignal
}

/** Time limit for a statement to stop after `shutdownSignal` was aborted, in ms. */
const shutdownTimeoutMs = 500

/** Number of connections opened in advance. Only these can report progress; connections opened later cannot. */
const progressConnectionCount = 8

/** Opens an in-memory DuckDB in Node.js and locks it down. */
export async function openNodeConnection(options: OpenDuckDbOptions = {}): Promise<DuckDbConnection> {
  // The process that guards the folder is started late, because commands that finish within a second do not spill data.
  const { path: folder, remove } = await createTemporaryFolder('aw-duckdb-', {
    parent: options.temporaryFolder,
    guardDelayMs: 1_000,
  })
  const instance = await DuckDBInstance.create(':memory:')
  const setupConnection = await instance.connect()
  const otherConnections = Array.from({ length: progressConnectionCount - 1 }, () => instance.connect())
  const connections = [...(await Promise.all(otherConnections)), setupConnection]
  const lockDownStatements = createLockDownStatements({
    platform: 'node',
    directory: `${folder}/`,
    memoryLimit: options.memoryLimit,
    threads: options.threads ?? availableParallelism(),
    temporaryFolder: join(folder, 'spill'),
    temporaryLimit: options.temporaryLimit ?? `${Math.floor((await readFreeBytes(folder)) / 2)} bytes`,
  })
  // DuckDB tracks progress only with these settings. They apply per connection and cannot be set after the lock-down.
  const progressSettings = ['SET enable_progress_bar = true', 'SET enable_progress_bar_print = false']
  await Promise.all(connections.map((connection) => runAll(connection, progressSettings)))
  await runAll(
    setupConnection,
    lockDownStatements.map(({ text }) => text),
  )
  const { onUnresponsive, interruptTimeoutMs = 5_000, shutdownSignal } = options
  return new NodeConnection(instance, connections, {
    folder,
    remove,
    onUnresponsive,
    interruptTimeoutMs,
    shutdownSignal,
  })
}

/** Runs statements in one call, because the overhead of a call is greater than the time to change a setting. */
async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  await connection.run(statements.join(';\n'))
}

async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

class NodeConnection implements DuckDbConnection {
  private readonly instance: DuckDBInstance
  private readonly folder: string
  private readonly removeFolder: () => Promise<void>
  private readonly onUnresponsive: (() => void) | undefined
  private readonly interruptTimeoutMs: number
  private readonly shutdownSignal: AbortSignal | undefined
  /** Idle connections. Each statement uses a separate connection, so that statements can run concurrently. */
  private readonly idleConnections: DuckDBConnection[]
  private sourceCount = 0
  /** Whether a statement is still running although it was rejected. */
  private isUnresponsive = false
  /** Progress callbacks, keyed by the path of the linked file. */
  private readonly progressCallbacks = new Map<string, (fraction: number) => void>()

  constructor(
    instance: DuckDBInstance,
    connections: DuckDBConnection[],
    options: Required<Pick<OpenDuckDbOptions, 'interruptTimeoutMs'>> & {
      folder: string
      remove(): Promise<void>
      onUnresponsive: OpenDuckDbOptions['onUnresponsive']
      shutdownSignal: AbortSignal | undefined
    },
  ) {
    this.instance = instance
    this.folder = options.folder
    this.removeFolder = options.remove
    this.onUnresponsive = options.onUnresponsive
    this.interruptTimeoutMs = options.interruptTimeoutMs
    this.shutdownSignal = options.shutdownSignal
    this.idleConnections = connections
  }

  async run(statement: string, options?: StatementOptions): Promise<void> {
    await this.withConnection(options, async (connection) => {
      const stop = this.watchProgress(connection, statement)
      try {
        await connection.run(statement)
      } finally {
        stop()
      }
    })
  }

  private watchProgress(connection: DuckDBConnection, statement: string): () => void {
    const [, onProgress] = [...this.progressCallbacks].find(([path]) => statement.includes(`'${path}'`)) ?? []
    if (!onProgress) return () => undefined
    const timer = setInterval(() => {
      // The percentage is -1 while the progress is unknown.
      if (connection.progress.percentage > 0) onProgress(connection.progress.percentage / 100)
    }, progressIntervalMs)
    return () => clearInterval(timer)
  }

  queryRows(select: string, options?: StatementOptions): Promise<PlainCell[][]> {
    return this.withConnection(options, async (connection) => {
      const result = await connection.run(select)
      const rows = await result.getRows()
      freeResults(result, rows.length)
      return rows.map((row) => row.map((value) => unprotectCell(toPlainCell(value))))
    })
  }

  findTableNames(statement: string): Promise<readonly string[]> {
    return this.withConnection(undefined, async (connection) => connection.getTableNames(statement, false))
  }

  queryArrow(select: string, options?: StatementOptions): Promise<Uint8Array> {
    return this.withConnection(options, async (connection) => encodeArrowPage(await connection.run(select)))
  }

  async *streamText(
    { text, table, startRow, endRow }: TextRows,
    options?: StatementOptions,
  ): AsyncGenerator<Uint8Array> {
    // Return many rows as one blob, because passing a value to JavaScript costs more than creating it.
    const numberedLines = sql`SELECT rowid // ${rowsPerTextBlock} AS block, rowid AS row_index, ${text} AS line FROM ${table} WHERE rowid >= ${startRow} AND rowid < ${endRow}`
    const blocks = sql`SELECT encode(string_agg(line, '' ORDER BY row_index)) FROM (${numberedLines}) GROUP BY block ORDER BY block`
    const columns = await this.withConnection(options, async (connection) =>
      (await connection.run(blocks.text)).getColumns(),
    )
    for (const value of columns[0] ?? []) yield (value as DuckDBBlobValue).bytes
  }

  async attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment> {
    if (start > 0 || !isNodeFile(file)) return this.attachBytes(readFileChunks(file, { start }))
    const attachment = this.createAttachment()
    try {
      // Into our own folder: allowed paths cannot be added after the lock-down, and DuckDB follows symbolic links.
      await link(file.path, attachment.path)
    } catch {
      await copyFile(file.path, attachment.path, constants.COPYFILE_FICLONE)
    }
    if (!onRead) return attachment
    onRead(0)
    this.progressCallbacks.set(attachment.path, (fraction) => onRead(Math.round(fraction * file.size)))
    return {
      path: attachment.path,
      release: () => {
        this.progressCallbacks.delete(attachment.path)
        return attachment.release()
      },
    }
  }

  async attachBytes(chunks: AsyncIterable<Uint8Array>): Promise<Attachment> {
    const attachment = this.createAttachment()
    try {
      await pipeline(Readable.from(chunks, { objectMode: true }), createWriteStream(attachment.path))
    } catch (cause) {
      await attachment.release()
      throw cause
    }
    return attachment
  }

  readonly canReadParquet = true

  async attachArrow(stream: Uint8Array): Promise<AttachedRows> {
    const { Table, writeParquet, WriterPropertiesBuilder, Compression } = await startParquetEngine(() =>
      compileNodeWasm('parquet'),
    )
    // The bindings cannot import Arrow, so write it as Parquet and read that back immediately.
    const properties = new WriterPropertiesBuilder().setCompression(Compression.UNCOMPRESSED).build()
    const bytes = writeParquet(Table.fromIPCStream(stream), properties)
    const attachment = this.createAttachment()
    await writeFile(attachment.path, bytes)
    return { relation: sql`read_parquet(${attachment.path})`, release: attachment.release }
  }

  async close(): Promise<void> {
    // Closing would wait for the unresponsive statement.
    if (!this.isUnresponsive) {
      for (const connection of this.idleConnections.splice(0)) connection.closeSync()
      this.instance.closeSync()
    }
    await this.removeFolder()
  }

  private createAttachment(): Attachment {
    const path = join(this.folder, `source-${++this.sourceCount}`)
    return { path, release: () => unlink(path).catch(() => undefined) }
  }

  /**
   * Interrupts a connection's statement when a signal is aborted. The returned `unresponsivePromise` rejects if the
   * statement does not stop.
   */
  private interruptOnAbort(
    connection: DuckDBConnection,
    signal: AbortSignal | undefined,
  ): { unresponsivePromise: Promise<never>; release(): void } {
    let timer: NodeJS.Timeout | undefined
    let interrupt = (): void => undefined
    const { shutdownSignal } = this
    const unresponsivePromise = new Promise<never>((_, reject) => {
      const reportUnresponsive = (): void => {
        this.isUnresponsive = true
        reject((shutdownSignal?.aborted ? shutdownSignal : signal)?.reason as Error)
        this.onUnresponsive?.()
      }
      interrupt = () => {
        connection.interrupt()
        clearTimeout(timer)
        timer = setTimeout(reportUnresponsive, shutdownSignal?.aborted ? shutdownTimeoutMs : this.interruptTimeoutMs)
      }
    })
    signal?.addEventListener('abort', interrupt, { once: true })
    shutdownSignal?.addEventListener('abort', interrupt, { once: true })
    const release = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', interrupt)
      shutdownSignal?.removeEventListener('abort', interrupt)
    }
    return { unresponsivePromise, release }
  }

  private async acquireConnection(): Promise<DuckDBConnection> {
    return this.idleConnections.pop() ?? (await this.instance.connect())
  }

  private async withConnection<T>(
    options: StatementOptions | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    options?.signal?.throwIfAborted()
    this.shutdownSignal?.throwIfAborted()
    const connection = await this.acquireConnection()
    const { unresponsivePromise, release } = this.interruptOnAbort(connection, options?.signal)
    const result = work(connection).finally(() => this.idleConnections.push(connection))
    try {
      return await Promise.race([result, unresponsivePromise])
    } catch (cause) {
      if (this.shutdownSignal?.aborted) throw this.shutdownSignal.reason
      throw options?.signal?.aborted ? options.signal.reason : cause
    } finally {
      release()
    }
  }
}

const isNodeFile = (file: SourceFile): file is NodeFile => 'path' in file && typeof file.path === 'string'

function toPlainCell(value: DuckDBValue): PlainCell {
  if (value === null || typeof value !== 'object') return value
  throw new Error(`Values of type ${value.constructor.name} must be cast before they are read as rows.`)
}
