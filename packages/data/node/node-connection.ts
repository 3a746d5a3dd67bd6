import { constants, createWriteStream } from 'node:fs'
import { copyFile, link, mkdtemp, realpath, rm, statfs, unlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance, type DuckDBBlobValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import { sql, type SourceFile } from '@aw-flow/engine'
import { filePieces } from '../files/decoded-pieces.ts'
import { parquetEngine } from '../formats/parquet/parquet-engine.ts'
import {
  receivedCell,
  type AttachedRows,
  type Attachment,
  type DuckDbConnection,
  type PlainCell,
  type StatementOptions,
  type TextRows,
} from '../tables/duckdb-connection.ts'
import { lockDown } from '../tables/lock-down.ts'
import { arrowPage } from './arrow-page.ts'
import type { NodeFile } from './node-file.ts'
import { nodeWasm } from './node-formats-place.ts'

/** In milliseconds: how often is told how far a file is read. */
const toldEvery = 100
/** Rows that are made one text before they leave DuckDB. */
const textBlock = 2048

export interface OpenDuckDbOptions {
  /** Default: the number of cores. */
  threads?: number
  /** Of DuckDB's own, as it writes it ("2GB"). Default: 80 % of the computer's, as DuckDB chooses. */
  memoryLimit?: string
  /**
   * Where files are linked or copied to for DuckDB to read, and where it spills to; emptied on close. On the file system of
   * the files that are loaded, they are linked and not copied. Default: the system's folder for temporary files.
   */
  temporary?: string
  /** Of what it spills there, as DuckDB writes it ("2GB"). Default: half of what is free on that disk when it is opened. */
  temporaryLimit?: string
}

/** So many statements at once can tell how far they are; connections that are made for more of them cannot. */
const toldConnections = 8

/** A DuckDB in Node, in memory and locked down. */
export async function openNodeConnection(options: OpenDuckDbOptions = {}): Promise<DuckDbConnection> {
  const folder = await mkdtemp(join(await realpath(options.temporary ?? tmpdir()), 'aw-duckdb-'))
  const instance = await DuckDBInstance.create(':memory:')
  const setup = await instance.connect()
  const others = Array.from({ length: toldConnections - 1 }, () => instance.connect())
  const connections = [...(await Promise.all(others)), setup]
  const locks = lockDown({
    place: 'node',
    directory: `${folder}/`,
    memoryLimit: options.memoryLimit,
    threads: options.threads ?? availableParallelism(),
    temporary: join(folder, 'spill'),
    temporaryLimit: options.temporaryLimit ?? `${Math.floor((await freeBytes(folder)) / 2)} bytes`,
  })
  // Without it, DuckDB does not count how far a statement is. Each connection has its own, and none after the lock.
  const told = ['SET enable_progress_bar = true', 'SET enable_progress_bar_print = false']
  await Promise.all(connections.map((connection) => runAll(connection, told)))
  await runAll(
    setup,
    locks.map(({ text }) => text),
  )
  return new NodeConnection(instance, connections, folder)
}

async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const text of statements) await connection.run(text)
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

class NodeConnection implements DuckDbConnection {
  private readonly instance: DuckDBInstance
  private readonly folder: string
  /** Connections that run nothing now. A statement has one for itself, so that statements run side by side. */
  private readonly idle: DuckDBConnection[]
  private attached = 0
  /** Files that are read where they lie, by their path: who wants to hear how far a statement is that reads them. */
  private readonly watched = new Map<string, (share: number) => void>()

  constructor(instance: DuckDBInstance, connections: DuckDBConnection[], folder: string) {
    this.instance = instance
    this.folder = folder
    this.idle = connections
  }

  async run(statement: string, options?: StatementOptions): Promise<void> {
    await this.on(options, async (connection) => {
      const stop = this.watch(connection, statement)
      try {
        await connection.run(statement)
      } finally {
        stop()
      }
    })
  }

  private watch(connection: DuckDBConnection, statement: string): () => void {
    const [, tell] = [...this.watched].find(([path]) => statement.includes(`'${path}'`)) ?? []
    if (!tell) return () => undefined
    const timer = setInterval(() => {
      // -1 before DuckDB knows.
      if (connection.progress.percentage > 0) tell(connection.progress.percentage / 100)
    }, toldEvery)
    return () => clearInterval(timer)
  }

  rows(select: string, options?: StatementOptions): Promise<PlainCell[][]> {
    return this.on(options, async (connection) => {
      const rows = await (await connection.run(select)).getRows()
      return rows.map((row) => row.map((value) => receivedCell(plain(value))))
    })
  }

  tableNames(statement: string): Promise<readonly string[]> {
    return this.on(undefined, async (connection) => connection.getTableNames(statement, false))
  }

  arrow(select: string, options?: StatementOptions): Promise<Uint8Array> {
    return this.on(options, async (connection) => arrowPage(await connection.run(select)))
  }

  async *text({ text, table, from, to }: TextRows, options?: StatementOptions): AsyncGenerator<Uint8Array> {
    // Many rows at once and as bytes: a value that crosses into JavaScript costs more than making it.
    const block = sql`SELECT rowid // ${textBlock} AS block, rowid AS place, ${text} AS line FROM ${table} WHERE rowid >= ${from} AND rowid < ${to}`
    const blocks = sql`SELECT encode(string_agg(line, '' ORDER BY place)) FROM (${block}) GROUP BY block ORDER BY block`
    const found = await this.on(options, async (connection) => (await connection.run(blocks.text)).getColumns())
    for (const value of found[0] ?? []) yield (value as DuckDBBlobValue).bytes
  }

  async attach(file: SourceFile, start: number, onRead?: (end: number) => void): Promise<Attachment> {
    if (start > 0 || !isNodeFile(file)) return this.attachBytes(filePieces(file, { start }))
    const attachment = this.place()
    try {
      await link(file.path, attachment.path)
    } catch {
      await copyFile(file.path, attachment.path, constants.COPYFILE_FICLONE)
    }
    if (!onRead) return attachment
    onRead(0)
    this.watched.set(attachment.path, (share) => onRead(Math.round(share * file.size)))
    return {
      path: attachment.path,
      release: () => {
        this.watched.delete(attachment.path)
        return attachment.release()
      },
    }
  }

  async attachBytes(pieces: AsyncIterable<Uint8Array>): Promise<Attachment> {
    const attachment = this.place()
    try {
      await pipeline(Readable.from(pieces, { objectMode: true }), createWriteStream(attachment.path))
    } catch (cause) {
      await attachment.release()
      throw cause
    }
    return attachment
  }

  readonly readsParquet = true

  async attachArrow(stream: Uint8Array): Promise<AttachedRows> {
    const { Table, writeParquet, WriterPropertiesBuilder, Compression } = await parquetEngine(() => nodeWasm('parquet'))
    // The bindings have no way in for Arrow: what is written here is read again at once.
    const properties = new WriterPropertiesBuilder().setCompression(Compression.UNCOMPRESSED).build()
    const bytes = writeParquet(Table.fromIPCStream(stream), properties)
    const attachment = this.place()
    await writeFile(attachment.path, bytes)
    return { relation: sql`read_parquet(${attachment.path})`, release: attachment.release }
  }

  async close(): Promise<void> {
    for (const connection of this.idle.splice(0)) connection.closeSync()
    this.instance.closeSync()
    await rm(this.folder, { recursive: true, force: true })
  }

  private place(): Attachment {
    const path = join(this.folder, `source-${++this.attached}`)
    return { path, release: () => unlink(path).catch(() => undefined) }
  }

  private async take(): Promise<DuckDBConnection> {
    return this.idle.pop() ?? (await this.instance.connect())
  }

  private async on<T>(
    options: StatementOptions | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    options?.signal?.throwIfAborted()
    const connection = await this.take()
    const release = interruptOn(connection, options)
    try {
      return await work(connection)
    } catch (cause) {
      throw options?.signal?.aborted ? options.signal.reason : cause
    } finally {
      release()
      this.idle.push(connection)
    }
  }
}

function interruptOn(connection: DuckDBConnection, options: StatementOptions | undefined): () => void {
  const stop = (): void => connection.interrupt()
  options?.signal?.addEventListener('abort', stop, { once: true })
  return () => options?.signal?.removeEventListener('abort', stop)
}

const isNodeFile = (file: SourceFile): file is NodeFile => 'path' in file && typeof file.path === 'string'

function plain(value: DuckDBValue): PlainCell {
  if (value === null || typeof value !== 'object') return value
  throw new Error(`A value of type ${value.constructor.name} was not cast for rows.`)
}
