import { join, name, sql, TablesError, unsafeSql, type OpenedTable, type Sql } from '@aw-flow/engine'
import { error, type Column, type LoadPlan, type PlannedColumn } from '@aw-flow/schema'
import { emptyResult, type CleanResult } from '../files/clean-csv.ts'
import { sentText } from './duckdb-connection.ts'
import type { FillArguments } from './fill-table.ts'
import { badText, isText, typedCell } from './typed-cell.ts'

/**
 * Fills a table with typed rows. DuckDB reads a Parquet file itself if it has a reader and finds exactly the expected
 * types; all other rows arrive as Arrow in batches.
 */
export async function readTable(args: FillArguments & { file: string }, opened: OpenedTable): Promise<CleanResult> {
  checkColumns(args.plan, opened, args.file)
  if (await readParquet(args, opened)) return emptyResult()
  let isFirst = true
  let inserts = args.connection.insertArrow !== undefined && areUnchanged(args.plan, opened)
  for await (const stream of opened.batches(args.signal)) {
    if (inserts) {
      await args.connection.insertArrow?.(stream, args.table, isFirst)
      inserts = !isFirst || (await hasExpectedTypes(args, opened))
      isFirst &&= !inserts
      if (inserts) continue
    }
    const attached = await args.connection.attachArrow(stream)
    try {
      await fill(args, opened, attached.relation, isFirst)
    } finally {
      await attached.release()
    }
    isFirst = false
  }
  if (inserts) await nameColumns(args)
  return emptyResult()
}

const areUnchanged = ({ columns }: LoadPlan, opened: OpenedTable): boolean =>
  columns.every((column, index) => isUnchanged(column, opened.columns[index] as Column))

/** True if DuckDB chose exactly the expected types; otherwise the columns are cast. */
async function hasExpectedTypes(
  { connection, table, signal }: FillArguments,
  { columns }: OpenedTable,
): Promise<boolean> {
  const types = await connection.rows(sql`SELECT ${sentText(sql`column_type`)} FROM (DESCRIBE ${table})`.text, {
    signal,
  })
  return types.length === columns.length && types.every(([type], index) => type === columns[index]?.type)
}

/** Renames the columns of an inserted table to the plan's names and adds the bad cells column. */
async function nameColumns({ connection, plan, table, badCells, signal }: FillArguments): Promise<void> {
  const names = await connection.rows(sql`SELECT ${sentText(sql`column_name`)} FROM (DESCRIBE ${table})`.text, {
    signal,
  })
  const rename = async (from: string, to: string): Promise<void> => {
    if (from !== to) await connection.run(sql`ALTER TABLE ${table} RENAME COLUMN ${name(from)} TO ${name(to)}`.text)
  }
  const isSame = plan.columns.every((column, index) => column.name === names[index]?.[0])
  if (!isSame) {
    // Use temporary names, since two columns may swap names.
    for (const [index] of plan.columns.entries()) await rename(String(names[index]?.[0]), `aw:column-${index}`)
    for (const [index, column] of plan.columns.entries()) await rename(`aw:column-${index}`, column.name)
  }
  await connection.run(sql`ALTER TABLE ${table} ADD COLUMN ${name(badCells)} VARCHAR[]`.text, { signal })
}

function checkColumns({ columns }: LoadPlan, opened: OpenedTable, file: string): void {
  if (columns.length === opened.columns.length) return
  throw new TablesError(
    error('load.plan-columns', { planned: columns.length, file, found: opened.columns.length }, { where: { file } }),
  )
}

/** Returns false if DuckDB has no Parquet reader or finds other types. */
async function readParquet(args: FillArguments, opened: OpenedTable): Promise<boolean> {
  const { connection, signal } = args
  if (!opened.parquet || !connection.readsParquet) return false
  const attachment = await connection.attach(opened.parquet, 0)
  try {
    const relation = sql`read_parquet(${attachment.path})`
    const types = await connection
      .rows(sql`SELECT ${sentText(sql`column_type`)} FROM (DESCRIBE SELECT * FROM ${relation})`.text, { signal })
      .catch(() => undefined)
    const isAlike =
      types?.length === opened.columns.length && types.every(([type], index) => isSame(type, opened.columns[index]))
    if (isAlike) await fill(args, opened, relation, true)
    return isAlike
  } finally {
    await attachment.release()
  }
}

/** Compares types in DuckDB's notation. A time with a time zone is the same instant in UTC, and JSON is text. */
const isSame = (actual: unknown, expected: Column | undefined): boolean =>
  actual === expected?.type ||
  (actual === 'TIMESTAMP WITH TIME ZONE' && expected?.type === 'TIMESTAMP') ||
  (actual === 'JSON' && expected?.type === 'VARCHAR')

async function fill(
  { connection, plan, table, badCells, signal }: FillArguments,
  { columns }: OpenedTable,
  relation: Sql,
  isFirst: boolean,
): Promise<void> {
  const parts = plan.columns.map((column, index) => ({
    column,
    source: columns[index] as Column,
    from: name(`c${index}`),
    text: name(`t${index}`),
    value: name(`v${index}`),
  }))
  const inputs = parts.map(({ column, source, from, text, value }) =>
    isUnchanged(column, source) ? sql`${typed(from, source)} AS ${value}` : sql`CAST(${from} AS VARCHAR) AS ${text}`,
  )
  const values = parts.flatMap(({ column, source, text, value }) =>
    isUnchanged(column, source) ? [value] : [text, sql`${typedCell(column, text)} AS ${value}`],
  )
  const other = parts.filter(({ column }) => !isText(column))
  const mayBeBad = other
    .filter(({ column, source }) => !isUnchanged(column, source))
    .map(({ text, value }) => sql`(${value} IS NULL AND ${text} IS NOT NULL)`)
  const texts = other.map(({ column, source, text, value }) =>
    isUnchanged(column, source) ? sql`NULL` : badText(column, text, value),
  )
  const list =
    mayBeBad.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(mayBeBad, ' OR ')} THEN CAST([${texts}] AS VARCHAR[]) END`
  const named = parts.map(({ column, value }) => sql`${value} AS ${name(column.name)}`)
  const rows = sql`SELECT ${inputs} FROM ${relation} AS typed(${parts.map(({ from }) => from)})`
  const select = sql`SELECT ${[...named, sql`${list} AS ${name(badCells)}`]} FROM (SELECT ${values} FROM (${rows}))`
  const into = isFirst ? sql`CREATE OR REPLACE TABLE ${table} AS` : sql`INSERT INTO ${table}`
  await connection.run(sql`${into} ${select}`.text, { signal })
}

/** False if the plan sets another type or has null values, so that the text must be converted. */
const isUnchanged = ({ type, nulls, formulaText }: PlannedColumn, source: Column): boolean =>
  type === source.type && nulls.length === 0 && !formulaText

/** Casts a value to its expected type, which comes from a reader and never from a plan. Nested values are unchanged. */
const typed = (from: Sql, { type }: Column): Sql =>
  /[[(]/.test(type) && !type.startsWith('DECIMAL(') ? from : sql`CAST(${from} AS ${unsafeSql(type)})`
