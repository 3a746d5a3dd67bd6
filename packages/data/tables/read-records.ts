import { name, sql, unsafeSql, type SourceFile, type Sql } from '@aw-flow/engine'
import type { Dialect, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { emptyResult, type CleanRecords, type CleanResult } from '../files/clean-csv.ts'
import { decodedPieces } from '../files/decoded-pieces.ts'
import { findLines } from '../files/find-lines.ts'
import { cleanDelimited } from '../files/read-delimited.ts'
import { cleanJson } from '../files/read-json.ts'
import { noColumns } from './column-list.ts'
import type { Attachment, DuckDbConnection } from './duckdb-connection.ts'
import { isBadCell, isText, typedCell } from './typed-cell.ts'

export interface ReadArguments {
  connection: DuckDbConnection
  file: SourceFile
  plan: LoadPlan
  table: Sql
  /** The name of a last column: a list with an entry a typed column, NULL or the text that did not become a value. */
  badCells: string
  onRead(end: number): void
  signal: AbortSignal | undefined
}

/** Above this share of the records, being short is the file's habit and no damage: short records are filled up. */
const habit = 0.04

const cleanDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }

/**
 * Fills a table with a file's records. What its records are is decided by the readers in `files/`; a delimited file is
 * read by DuckDB itself where it is known to find the same, and where it may not, DuckDB reads what our reader wrote.
 */
export async function readRecords(args: ReadArguments): Promise<CleanResult> {
  const { plan } = args
  if (plan.format === 'empty' || plan.columns.length === 0) return fillEmpty(args)
  if (plan.format !== 'csv') return readJson(args, plan.format)
  const dialect = plan.dialect ?? cleanDialect
  if (await readDirectly(args, dialect)) return emptyResult()
  return readDelimited(args, dialect)
}

async function readDelimited(args: ReadArguments, dialect: Dialect): Promise<CleanResult> {
  const { plan, file, signal, onRead } = args
  const options = { dialect, width: plan.columns.length, skippedLines: plan.skippedLines + plan.headerLines }
  return readTwice(args, (pad) =>
    cleanDelimited(decodedPieces(file, plan.encoding, { signal, onRead }), { ...options, pad }),
  )
}

async function readJson(args: ReadArguments, format: 'json' | 'jsonl'): Promise<CleanResult> {
  const { plan, file, signal, onRead } = args
  const options = {
    format,
    recordsPath: plan.recordsPath ?? [],
    shape: plan.recordsShape,
    paths: plan.columns.map((column) => column.path ?? [column.sourceName ?? column.name]),
    skippedRecords: plan.headerLines,
    file: file.name,
  }
  return readTwice(args, (pad) =>
    cleanJson(decodedPieces(file, plan.encoding, { signal, onRead }), { ...options, pad }),
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
  const attachment = await args.connection.attachBytes(pieces)
  return using(attachment, async () => {
    if (!good(result)) return undefined
    if (result.rows === 0) await fillEmpty(args)
    else await fillFrom(args, attachment.path, cleanDialect, 0, result.longest)
    return result
  })
}

/**
 * Has DuckDB read the file as it lies. False when it might not find the records that our reader finds: it is strict, so
 * whatever it stumbles over is for our reader, and so are cells that may be stray quotes' doing.
 */
async function readDirectly(args: ReadArguments, dialect: Dialect): Promise<boolean> {
  const { connection, file, plan, signal } = args
  if (!isPlain(dialect) || plan.columns.length < 2 || !/^(utf-?8|(us-)?ascii)$/i.test(plan.encoding)) return false
  const lines = plan.skippedLines + plan.headerLines
  const head = await findLines(file, lines, dialect.quote === '' ? undefined : dialect.quote.charCodeAt(0))
  if (head.end === file.size) {
    await fillEmpty(args)
    return true
  }
  // DuckDB skips records, not lines: with a quote in them, they are left out of what it reads.
  const start = head.marked ? head.end : 0
  const attachment = await connection.attach(file, start, (end) => args.onRead(start + end))
  return using(attachment, async () => {
    try {
      await fillFrom(args, attachment.path, dialect, head.marked ? 0 : lines)
    } catch (cause) {
      if (signal?.aborted || isOutOfMemory(cause)) throw cause
      return false
    }
    return !(await maybeSwallowed(args, dialect))
  })
}

const isOutOfMemory = (cause: unknown): boolean => cause instanceof Error && cause.message.includes('Out of Memory')

/** What DuckDB's reader and ours are known to read alike, where a record has several cells. */
const isPlain = ({ delimiter, quote, escape, newline }: Dialect): boolean =>
  /^[!-~\t ]$/.test(delimiter) &&
  !/["'\w]/.test(delimiter) &&
  ['', '"', "'"].includes(quote) &&
  (escape === '' || escape === quote) &&
  (newline === '\n' || newline === '\r\n')

/** Rule 4 of `cleanDelimited`, over-estimated: a cell of four lines or more with eight delimiters or more. */
async function maybeSwallowed(
  { connection, plan, table, badCells, signal }: ReadArguments,
  dialect: Dialect,
): Promise<boolean> {
  if (dialect.quote === '') return false
  const suspicious = (text: Sql): Sql =>
    sql`((contains(${text}, chr(10)) OR contains(${text}, chr(13))) AND len(regexp_split_to_array(${text}, '\r\n|\n|\r')) >= 4 AND len(string_split(${text}, ${dialect.delimiter})) > 8)`
  const texts = plan.columns.filter(isText).map((column) => suspicious(name(column.name)))
  const bad = sql`len(list_filter(${name(badCells)}, lambda text: ${suspicious(sql`text`)})) > 0`
  const any = [...texts, bad].map((test) => test.text).join(' OR ')
  const found = await connection.rows(sql`SELECT 1 FROM ${table} WHERE ${unsafeSql(any)} LIMIT 1`.text, { signal })
  return found.length > 0
}

/** One pass from text to typed table. */
async function fillFrom(
  { connection, plan, table, badCells, signal }: ReadArguments,
  path: string,
  dialect: Dialect,
  skip: number,
  longest = 0,
): Promise<void> {
  const cells = plan.columns.map((_, index) => name(`c${index}`))
  const values = plan.columns.map((_, index) => name(`v${index}`))
  const at = (list: readonly Sql[], index: number): Sql => list[index] as Sql
  const typed = plan.columns.map((column, index) => ({ column, index })).filter(({ column }) => !isText(column))
  const bad = typed.map(({ column, index }) => isBadCell(column, at(cells, index), at(values, index)))
  const anyBad = unsafeSql(bad.map((test) => test.text).join(' OR ') || 'FALSE')
  const badTexts = typed.map(({ index }, place) => sql`CASE WHEN ${at(bad, place)} THEN ${at(cells, index)} END`)
  const list = sql`CASE WHEN ${anyBad} THEN CAST([${badTexts}] AS VARCHAR[]) END AS ${name(badCells)}`
  const named = plan.columns.map((column, index) => sql`${at(values, index)} AS ${name(column.name)}`)
  const inner = plan.columns.map((column, index) => sql`${typedCell(column, at(cells, index))} AS ${at(values, index)}`)
  await connection.run(
    sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...named, list]} FROM (SELECT ${[...cells, ...inner]} FROM ${readCsv(path, dialect, plan.columns, skip, longest)})`
      .text,
    { signal },
  )
}

function readCsv(
  path: string,
  dialect: Dialect,
  columns: readonly PlannedColumn[],
  skip: number,
  longest: number,
): Sql {
  const types = columns.map((_, index) => sql`${`c${index}`}: 'VARCHAR'`)
  const lineSize = Math.max(2 << 20, longest + 1024)
  return sql`read_csv(${path}, auto_detect = false, header = false, skip = ${skip}, delim = ${dialect.delimiter}, quote = ${dialect.quote}, escape = ${dialect.quote}, new_line = ${dialect.newline === '\n' ? '\\n' : '\\r\\n'}, allow_quoted_nulls = false, strict_mode = true, null_padding = false, max_line_size = ${lineSize}, columns = {${types}})`
}

/** A table of the plan's columns and no rows. */
async function fillEmpty({ connection, plan, table, badCells, signal }: ReadArguments): Promise<CleanResult> {
  const columns =
    plan.columns.length === 0
      ? [sql`CAST(NULL AS VARCHAR) AS ${name(noColumns)}`]
      : plan.columns.map((column) => sql`${typedCell(column, sql`CAST(NULL AS VARCHAR)`)} AS ${name(column.name)}`)
  const list = sql`CAST(NULL AS VARCHAR[]) AS ${name(badCells)}`
  await connection.run(sql`CREATE OR REPLACE TABLE ${table} AS SELECT ${[...columns, list]} LIMIT 0`.text, { signal })
  return emptyResult()
}

async function using<T>(attachment: Attachment, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await attachment.release()
  }
}
