import type { Formats, SourceFile } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema'
import { cleanDialect, emptyResult, type CleanRecords, type CleanResult } from '../files/clean-csv.ts'
import { decodedPieces, otherEncoding } from '../files/decoded-pieces.ts'
import { findLines } from '../files/find-lines.ts'
import { cleanJson } from '../files/read-json.ts'
import { RegionBuilder } from '../files/region-builder.ts'
import { cleanWithRegions, isAligned } from '../files/regions-of.ts'
import { columnStatistics, type ColumnStatistics } from './column-statistics.ts'
import type { Attachment } from './duckdb-connection.ts'
import { fillEmpty } from './fill-table.ts'
import { fillWithinMemory, isOutOfMemory, type MemoryArguments } from './fill-within-memory.ts'
import { isReadAlike } from './is-read-alike.ts'
import { readTable } from './read-table.ts'

export interface ReadArguments extends MemoryArguments {
  formats: Formats
  file: SourceFile
  /** True: what contradicts the plan's encoding and keys is an error. */
  strict: boolean
  onRead(end: number): void
}

export interface ReadResult extends CleanResult {
  /** Of the plan's columns and that of bad cells, where somebody has asked for them. */
  statistics?: ColumnStatistics[]
}

/** Above this share of the records, being short is the file's habit and no damage: short records are filled up. */
const habit = 0.04

/**
 * Fills a table with a file's records. What its records are is decided by the readers in `files/`; a delimited file is
 * read by DuckDB itself where it is known to find the same, and where it may not, DuckDB reads what our reader wrote.
 */
export async function readRecords(args: ReadArguments): Promise<ReadResult> {
  const { plan } = args
  if (plan.format === 'empty' || plan.columns.length === 0) {
    await fillEmpty(args)
    return { ...emptyResult(), ...(plan.format === 'empty' ? await regionsOfBeginning(args) : {}) }
  }
  const { format, unpack, part } = plan
  const isText = format === 'csv' || format === 'json' || format === 'jsonl'
  if (isText && unpack === undefined) return readText(args, format)
  const { formats, file, signal, onRead } = args
  const opened = await formats.open(file, { unpack, format: isText ? 'text' : format, part, signal, onRead })
  if (opened.kind === 'table') return readTable({ ...args, file: file.name }, opened)
  const as = opened.as === 'any' ? (isText ? format : 'csv') : opened.as === 'cells' ? 'csv' : 'json'
  return readText({ ...args, file: opened.file, onRead: () => undefined }, as)
}

function readText(args: ReadArguments, format: 'csv' | 'json' | 'jsonl'): Promise<ReadResult> {
  return format === 'csv' ? readCells(args) : readJson(args, format)
}

async function readCells(args: ReadArguments): Promise<ReadResult> {
  const { plan } = args
  const dialect = plan.dialect ?? cleanDialect
  const asItLies = !isAligned(dialect) && !plan.trailingLines && !plan.mends?.length
  const direct = asItLies ? await readDirectly(args, dialect) : undefined
  if (direct) return { ...direct, ...(await regionsOfBeginning(args)) }
  return readDelimited(args)
}

/** A text that DuckDB has read is read again up to this size to tell its regions, and of a larger one the beginning. In bytes. */
const toldWhole = 1 << 20
const toldOf = 1 << 16

async function regionsOfBeginning(args: ReadArguments): Promise<Pick<CleanResult, 'regions'>> {
  const { file, signal } = args
  const isEmpty = args.plan.format === 'empty'
  if (!isEmpty && args.plan.format !== 'csv') return {}
  const plan = isEmpty ? { ...args.plan, skippedLines: 0, headerLines: 0, trailingLines: Infinity } : args.plan
  const told = new RegionBuilder(plan)
  const { name, dataset, size } = file
  const read = (start: number, end: number): Promise<Uint8Array> => file.read(start, end)
  const isWhole = size <= toldWhole
  const beginning = { name, dataset, size: isWhole ? size : toldOf, read }
  for await (const _ of cleanWithRegions(decodedPieces(beginning, plan.encoding, { signal }), plan, false, told)
    .pieces);
  const regions = told.regions()
  // The line in which the beginning ends is not known.
  return { regions: isWhole ? regions : { list: regions.list.slice(0, -1), complete: false } }
}

async function readDelimited(args: ReadArguments): Promise<CleanResult> {
  const { plan, file, signal, strict, onRead } = args
  let regions = new RegionBuilder(plan)
  const result = await readTwice(args, (pad) => {
    regions = new RegionBuilder(plan)
    return cleanWithRegions(decodedPieces(file, plan.encoding, { signal, strict, onRead }), plan, pad, regions)
  })
  return plan.format === 'csv' ? { ...result, regions: regions.regions() } : result
}

async function readJson(args: ReadArguments, format: 'json' | 'jsonl'): Promise<CleanResult> {
  const { plan, file, signal, strict, onRead } = args
  const options = {
    format,
    recordsPath: plan.recordsPath ?? [],
    shape: plan.recordsShape,
    paths: plan.columns.map((column) => column.path ?? [column.sourceName ?? column.name]),
    skippedRecords: plan.headerLines,
    strict,
    file: file.name,
  }
  return readTwice(args, (pad) =>
    cleanJson(decodedPieces(file, plan.encoding, { signal, strict, onRead }), { ...options, pad }),
  )
}

/** Short records are rejected, and filled up in a second reading when there are so many that it is the file's habit. */
async function readTwice(args: ReadArguments, read: (pad: boolean) => CleanRecords): Promise<CleanResult> {
  const whole = await fillClean(args, read(false), ({ rows, short, rejects }) => short <= habit * (rows + rejects))
  return whole ?? (await fillClean(args, read(true))) ?? emptyResult()
}

/** `undefined` when what was read is not `good`; nothing is filled then. */
async function fillClean(
  args: ReadArguments,
  { pieces, result }: CleanRecords,
  good: (result: CleanResult) => boolean = () => true,
): Promise<CleanResult | undefined> {
  let size = 0
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      size += piece.length
      yield piece
    }
  }
  const attachment = await args.connection.attachBytes(measured())
  return using(attachment, async () => {
    if (!good(result)) return undefined
    if (result.rows === 0) {
      await fillEmpty(args)
      return result
    }
    const bytes = await fillWithinMemory(args, {
      path: attachment.path,
      dialect: cleanDialect,
      skip: 0,
      longest: result.longest,
      recordSize: () => Promise.resolve(size / result.rows),
      reached: () => size,
    })
    return bytes === undefined ? result : { ...result, loadedBytes: Math.round((bytes / size) * args.file.size) }
  })
}

/**
 * Has DuckDB read the file as it lies. `undefined` when it might not find the records that our reader finds: it is strict, so
 * whatever it stumbles over is for our reader, and so are cells that may be stray quotes' doing.
 */
async function readDirectly(args: ReadArguments, dialect: Dialect): Promise<ReadResult | undefined> {
  const { connection, file, plan, table, badCells, signal } = args
  if (!isPlain(dialect) || plan.columns.length < 2 || !/^(utf-?8|(us-)?ascii)$/i.test(plan.encoding)) return undefined
  const lines = plan.skippedLines + plan.headerLines
  const head = await findLines(file, lines, dialect)
  if (head.end === file.size) {
    await fillEmpty(args)
    return emptyResult()
  }
  // DuckDB skips records, not lines, and loses its way among mixed line ends: then it is not shown what stands above.
  const start = head.plain ? 0 : head.end
  let reached = 0
  const attachment = await connection.attach(file, start, (end) => {
    reached = Math.max(reached, end)
    args.onRead(start + end)
  })
  return using(attachment, async () => {
    let loadedBytes: number | undefined
    try {
      loadedBytes = await fillWithinMemory(args, {
        path: attachment.path,
        dialect,
        skip: head.plain ? lines : 0,
        longest: 0,
        recordSize: () => lineSize(file, head.end),
        reached: () => reached || file.size,
      })
    } catch (cause) {
      if (signal?.aborted || isOutOfMemory(cause)) throw cause
      if (args.strict && isOtherEncoding(cause)) throw otherEncoding(file, plan.encoding, cause)
      return undefined
    }
    const names = plan.columns.map((column) => column.name)
    const statistics = await columnStatistics(connection, table, [...names, badCells])
    // Where there are no rows, there is something behind the header of which DuckDB has made nothing.
    if (!statistics || !(await isReadAlike(args, dialect, statistics))) return undefined
    return { ...emptyResult(), statistics, ...(loadedBytes === undefined ? {} : { loadedBytes }) }
  })
}

const isOtherEncoding = (cause: unknown): boolean => cause instanceof Error && cause.message.includes('Invalid unicode')

/** How many bytes a line has, of the first MiB behind `start`. */
async function lineSize(file: SourceFile, start: number): Promise<number> {
  const bytes = await file.read(start, start + (1 << 20))
  let lines = 1
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++
  return bytes.length / lines
}

/** What DuckDB's reader and ours are known to read alike, where a record has several cells. */
const isPlain = ({ delimiter, quote, escape, newline, padded }: Dialect): boolean =>
  !padded &&
  /^[!-~\t ]$/.test(delimiter) &&
  !/["'\w]/.test(delimiter) &&
  ['', '"', "'"].includes(quote) &&
  (escape === '' || escape === quote) &&
  (newline === '\n' || newline === '\r\n')

async function using<T>(attachment: Attachment, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await attachment.release()
  }
}
