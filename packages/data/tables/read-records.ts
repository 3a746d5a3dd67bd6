import { TablesError, type Formats, type SourceFile } from '@aw-flow/engine'
import { defined, error } from '@aw-flow/schema'
import type { Dialect } from '@aw-flow/schema/internal'
import { blankFirstLines } from '../files/blank-first-lines.ts'
import { cleanDialect, createEmptyResult, type CleanedRecords, type CleanResult } from '../files/clean-csv.ts'
import { decodeChunks, createWrongEncodingError } from '../files/decode-chunks.ts'
import { findEndOfLines } from '../files/find-lines.ts'
import { cleanJson } from '../files/read-json.ts'
import { getMaxCells } from '../formats/expansion-limit.ts'
import { RegionBuilder } from '../files/region-builder.ts'
import { cleanWithRegions, isAligned } from '../files/read-regions.ts'
import { readColumnStatistics, type ColumnStatistics } from './column-statistics.ts'
import type { Attachment } from './duckdb-connection.ts'
import { isInvalidUnicodeError, isOutOfMemoryError } from './duckdb-problem.ts'
import { fillEmpty } from './fill-table.ts'
import { fillWithinMemory, type MemoryArguments } from './fill-within-memory.ts'
import { isReadIdentically } from './reads-identically.ts'
import { readTable } from './read-table.ts'

export interface ReadArguments extends MemoryArguments {
  formats: Formats
  file: SourceFile
  /** If true, bytes or keys that contradict the plan cause an error. */
  strict: boolean
  /** Called with the position up to which the file has been read, in bytes. */
  onRead(end: number): void
}

export interface ReadResult extends CleanResult {
  /** Statistics of the plan's columns and the bad cells column, if they have been read. */
  statistics?: ColumnStatistics[]
}

/**
 * Maximum fraction of short records at which they are treated as damage. Above it, short records are a convention of
 * the file and are padded.
 */
const maxShortRecordFraction = 0.04

/**
 * Reads the records in a file into a table, as defined by the readers in `files/`. DuckDB reads a delimited file itself
 * if it is known to find the same records; otherwise, it reads the output of our reader.
 */
export async function readRecords(args: ReadArguments): Promise<ReadResult> {
  const { plan } = args
  if (plan.format === 'empty' || plan.columns.length === 0) {
    await fillEmpty(args)
    return { ...createEmptyResult(), ...(plan.format === 'empty' ? await readHeadRegions(args) : {}) }
  }
  const { format, unpack, part } = plan
  const isText = format === 'csv' || format === 'json' || format === 'jsonl'
  const { formats, file, signal, onRead } = args
  if (isText && unpack === undefined) return readText(args, format)
  const content = await formats.open(file, { unpack, format: isText ? 'text' : format, part, signal, onRead })
  if (content.kind === 'table') return readTable({ ...args, file: file.name }, content)
  const textFormat = content.syntax === 'any' ? (isText ? format : 'csv') : content.syntax === 'cells' ? 'csv' : 'json'
  return readText({ ...args, file: content.file, onRead: () => undefined }, textFormat)
}

function readText(args: ReadArguments, format: 'csv' | 'json' | 'jsonl'): Promise<ReadResult> {
  return format === 'csv' ? readCells(args) : readJson(args, format)
}

async function readCells(args: ReadArguments): Promise<ReadResult> {
  const { plan } = args
  const dialect = plan.dialect ?? cleanDialect
  // Only our reader counts cells, of which a text has at most as many as bytes.
  const hasFewCells = args.file.size <= getMaxCells(args.file)
  const canReadDirectly = hasFewCells && !isAligned(dialect) && !plan.trailingLines && !plan.mends?.length
  const directResult = canReadDirectly ? await readDirectly(args, dialect) : undefined
  if (directResult) return { ...directResult, ...(await readHeadRegions(args)) }
  return readDelimited(args)
}

/**
 * Maximum size of a file, in bytes, that is read a second time in full to find its regions after DuckDB has read it
 * directly. Only the start of a larger file is read.
 */
const maxCompleteBytes = 1 << 20
const headBytes = 1 << 16

async function readHeadRegions(args: ReadArguments): Promise<Pick<CleanResult, 'regions'>> {
  const { file, signal } = args
  const isEmpty = args.plan.format === 'empty'
  if (!isEmpty && args.plan.format !== 'csv') return {}
  const plan = isEmpty ? { ...args.plan, skippedLines: 0, headerLines: 0, trailingLines: Infinity } : args.plan
  const builder = new RegionBuilder(plan)
  const { name, dataset, size } = file
  const read = (start: number, end: number): Promise<Uint8Array> => file.read(start, end)
  const isComplete = size <= maxCompleteBytes
  const head = { name, dataset, size: isComplete ? size : headBytes, read }
  for await (const _ of cleanWithRegions(decodeChunks(head, plan.encoding, { signal }), plan, false, builder).chunks);
  const regions = builder.createReport()
  // The last region may be incomplete.
  return { regions: isComplete ? regions : { list: regions.list.slice(0, -1), complete: false } }
}

async function readDelimited(args: ReadArguments): Promise<CleanResult> {
  const { plan, file, signal, strict, onRead } = args
  let regions = new RegionBuilder(plan)
  const result = await readWithPadding(args, (padShortRecords) => {
    regions = new RegionBuilder(plan)
    return cleanWithRegions(
      decodeChunks(file, plan.encoding, { signal, strict, onRead }),
      plan,
      padShortRecords,
      regions,
    )
  })
  return plan.format === 'csv' ? { ...result, regions: regions.createReport() } : result
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
  return readWithPadding(args, (padShortRecords) =>
    cleanJson(blankFirstLines(decodeChunks(file, plan.encoding, { signal, strict, onRead }), plan.skippedLines), {
      ...options,
      padShortRecords,
    }),
  )
}

/** Rejects short records. If there are so many that they are a convention of the file, pads them in a second pass. */
async function readWithPadding(
  args: ReadArguments,
  read: (padShortRecords: boolean) => CleanedRecords,
): Promise<CleanResult> {
  const result = await fillFromCleanedRecords(
    args,
    read(false),
    ({ rows, shortRecords, rejects }) => shortRecords <= maxShortRecordFraction * (rows + rejects),
  )
  return result ?? (await fillFromCleanedRecords(args, read(true))) ?? createEmptyResult()
}

/** Returns `undefined` and fills nothing if the result is not acceptable. */
async function fillFromCleanedRecords(
  args: ReadArguments,
  { chunks, result }: CleanedRecords,
  isAcceptable: (result: CleanResult) => boolean = () => true,
): Promise<CleanResult | undefined> {
  const { file, plan } = args
  const maxCells = getMaxCells(file)
  let size = 0
  async function* measure(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      size += chunk.length
      if (result.rows * plan.columns.length > maxCells) throw createTooManyCellsError(args, maxCells)
      yield chunk
    }
  }
  const attachment = await args.connection.attachBytes(measure())
  return withAttachment(attachment, async () => {
    if (!isAcceptable(result)) return undefined
    if (result.rows === 0) {
      await fillEmpty(args)
      return result
    }
    const loadedCsvBytes = await fillWithinMemory(args, {
      path: attachment.path,
      dialect: cleanDialect,
      skippedLines: 0,
      maxRecordBytes: result.maxRecordBytes,
      measureRecordSize: () => Promise.resolve(size / result.rows),
      getBytesRead: () => size,
    })
    return loadedCsvBytes === undefined
      ? result
      : { ...result, loadedBytes: Math.round((loadedCsvBytes / size) * args.file.size) }
  })
}

const createTooManyCellsError = (
  { file: { name, size, packedSize = size }, plan }: ReadArguments,
  max: number,
): TablesError =>
  new TablesError(
    error(
      'load.too-large.cells',
      { file: name, columns: plan.columns.length, max, packed: packedSize },
      { where: { file: name } },
    ),
  )

/**
 * Lets DuckDB read the original file. Returns `undefined` if DuckDB might not find the same records as our reader. The
 * DuckDB reader is strict, so our reader handles the records that it rejects, as well as cells that may contain stray
 * quotes.
 */
async function readDirectly(args: ReadArguments, dialect: Dialect): Promise<ReadResult | undefined> {
  const { connection, file, plan, table, badCellsName, signal } = args
  if (!isPlain(dialect) || plan.columns.length < 2 || !/^(utf-?8|(us-)?ascii)$/i.test(plan.encoding)) return undefined
  const lineCount = plan.skippedLines + plan.headerLines
  const head = await findEndOfLines(file, lineCount, dialect)
  if (head.end === file.size) {
    await fillEmpty(args)
    return createEmptyResult()
  }
  // DuckDB skips records instead of lines, and mishandles mixed line endings. If the lines above the records are not
  // plain, DuckDB therefore receives only the bytes after them.
  const start = head.isPlain ? 0 : head.end
  let readEnd = 0
  const attachment = await connection.attach(file, start, (end) => {
    readEnd = Math.max(readEnd, end)
    args.onRead(start + end)
  })
  return withAttachment(attachment, async () => {
    let loadedBytes: number | undefined
    try {
      loadedBytes = await fillWithinMemory(args, {
        path: attachment.path,
        dialect,
        skippedLines: head.isPlain ? lineCount : 0,
        maxRecordBytes: 0,
        measureRecordSize: () => measureLineSize(file, head.end),
        getBytesRead: () => readEnd || file.size,
      })
    } catch (cause) {
      if (signal?.aborted || isOutOfMemoryError(cause)) throw cause
      if (args.strict && isInvalidUnicodeError(cause)) throw createWrongEncodingError(file, plan.encoding, cause)
      return undefined
    }
    const names = plan.columns.map((column) => column.name)
    const statistics = await readColumnStatistics(connection, table, [...names, badCellsName])
    // An empty table has no statistics. DuckDB found no records in the bytes after the header.
    if (!statistics || !(await isReadIdentically(args, dialect, statistics))) return undefined
    return { ...createEmptyResult(), statistics, ...defined({ loadedBytes }) }
  })
}

/** Returns the average size of a line in the first MiB after `start`, in bytes. */
async function measureLineSize(file: SourceFile, start: number): Promise<number> {
  const bytes = await file.read(start, start + (1 << 20))
  let lineCount = 1
  for (let offset = bytes.indexOf(0x0a); offset >= 0; offset = bytes.indexOf(0x0a, offset + 1)) lineCount++
  return bytes.length / lineCount
}

/** Returns whether DuckDB's reader and ours read a dialect identically, provided that records have multiple cells. */
const isPlain = ({ delimiter, quote, escape, newline, padded, comment }: Dialect): boolean =>
  !padded &&
  comment === undefined &&
  /^[!-~\t ]$/.test(delimiter) &&
  !/["'\w]/.test(delimiter) &&
  ['', '"', "'"].includes(quote) &&
  (escape === '' || escape === quote) &&
  (newline === '\n' || newline === '\r\n')

async function withAttachment<T>(attachment: Attachment, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await attachment.release()
  }
}
