import { join, quoteIdentifier, sql, TablesError, unsafeSql, type OpenedTable, type Sql } from '@aw-flow/engine'
import { error, type Column, type LoadPlan } from '@aw-flow/schema'
import type { PlannedColumn } from '@aw-flow/schema/internal'
import { createTableLimit, smallFileBytes } from '../formats/expansion-limit.ts'
import { createEmptyResult, type CleanResult } from '../files/clean-csv.ts'
import { protectText } from './duckdb-connection.ts'
import { isOutOfMemoryError } from './duckdb-problem.ts'
import type { FillArguments } from './fill-table.ts'
import { toInvalidText, isTextColumn, toTypedCell } from './typed-cell.ts'

/**
 * Reads typed rows into a table. DuckDB reads a Parquet file itself if it has a reader and finds exactly the expected
 * types. All other rows arrive as Arrow batches.
 */
export async function readTable(
  args: FillArguments & { file: string },
  openedTable: OpenedTable,
): Promise<CleanResult> {
  checkColumns(args.plan, openedTable, args.file)
  if (await readParquet(args, openedTable)) return createEmptyResult()
  let isFirstBatch = true
  let canInsertArrow = args.connection.insertArrow !== undefined && hasUnchangedColumns(args.plan, openedTable)
  for await (const stream of openedTable.batches(args.signal)) {
    if (canInsertArrow) {
      await args.connection.insertArrow?.(stream, args.table, isFirstBatch)
      canInsertArrow = !isFirstBatch || (await hasExpectedTypes(args, openedTable))
      isFirstBatch &&= !canInsertArrow
      if (canInsertArrow) continue
    }
    const attachedRows = await args.connection.attachArrow(stream)
    try {
      await insertRows(args, openedTable, attachedRows.relation, isFirstBatch)
    } finally {
      await attachedRows.release()
    }
    isFirstBatch = false
  }
  if (canInsertArrow) await renameColumns(args)
  return createEmptyResult()
}

const hasUnchangedColumns = ({ columns }: LoadPlan, openedTable: OpenedTable): boolean =>
  columns.every((column, index) => isUnchanged(column, openedTable.columns[index] as Column))

/** Returns whether DuckDB chose exactly the expected types. If not, the columns are cast. */
async function hasExpectedTypes(
  { connection, table, signal }: FillArguments,
  { columns }: OpenedTable,
): Promise<boolean> {
  const types = await connection.queryRows(sql`SELECT ${protectText(sql`column_type`)} FROM (DESCRIBE ${table})`.text, {
    signal,
  })
  return types.length === columns.length && types.every(([type], index) => type === columns[index]?.type)
}

/** Renames the filled table's columns to the names in the plan and adds the bad cells column. */
async function renameColumns({ connection, plan, table, badCellsName, signal }: FillArguments): Promise<void> {
  const names = await connection.queryRows(sql`SELECT ${protectText(sql`column_name`)} FROM (DESCRIBE ${table})`.text, {
    signal,
  })
  const rename = async (oldName: string, newName: string): Promise<void> => {
    if (oldName !== newName)
      await connection.run(
        sql`ALTER TABLE ${table} RENAME COLUMN ${quoteIdentifier(oldName)} TO ${quoteIdentifier(newName)}`.text,
      )
  }
  const hasPlanNames = plan.columns.every((column, index) => column.name === names[index]?.[0])
  if (!hasPlanNames) {
    // Temporary names are necessary because two columns may swap names.
    for (const [index] of plan.columns.entries()) await rename(String(names[index]?.[0]), `aw:column-${index}`)
    for (const [index, column] of plan.columns.entries()) await rename(`aw:column-${index}`, column.name)
  }
  await connection.run(sql`ALTER TABLE ${table} ADD COLUMN ${quoteIdentifier(badCellsName)} VARCHAR[]`.text, { signal })
}

function checkColumns({ columns }: LoadPlan, openedTable: OpenedTable, file: string): void {
  if (columns.length === openedTable.columns.length) return
  throw new TablesError(
    error(
      'load.plan-columns',
      { planned: columns.length, file, found: openedTable.columns.length },
      { where: { file } },
    ),
  )
}

/**
 * Lets DuckDB read a Parquet file. Returns false if it has no Parquet reader, finds different types, or cannot read the
 * file.
 */
async function readParquet(args: FillArguments, openedTable: OpenedTable): Promise<boolean> {
  const { connection, signal } = args
  if (!openedTable.parquet || !connection.canReadParquet) return false
  const attachment = await connection.attach(openedTable.parquet, 0)
  try {
    const relation = sql`read_parquet(${attachment.path})`
    const types = await connection
      .queryRows(sql`SELECT ${protectText(sql`column_type`)} FROM (DESCRIBE SELECT * FROM ${relation})`.text, {
        signal,
      })
      .catch(() => undefined)
    const hasSameTypes =
      types?.length === openedTable.columns.length &&
      types.every(([type], index) => isSameType(type, openedTable.columns[index]))
    if (!hasSameTypes) return false
    await checkTextBytes(args, openedTable, relation)
    try {
      await insertRows(args, openedTable, relation, true)
      return true
    } catch (cause) {
      if (signal?.aborted || isOutOfMemoryError(cause)) throw cause
      // If the file is damaged, the Arrow reader then reports the same problem as in the browser.
      return false
    }
  } finally {
    await attachment.release()
  }
}

/** Types whose values have the same size in the file and in the table. */
const fixedSizeType =
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|BOOLEAN|DATE|TIME|TIMESTAMP(_NS)?|UUID|INTERVAL|DECIMAL\(\d+,\d+\))$/

/**
 * Counts the texts, bytes and nested values of a small file before they are stored: its dictionaries and its compression
 * can make a few bytes of the file a cell of a table many times.
 *
 * @throws `TablesError` if they exceed the limit of the file.
 */
async function checkTextBytes(
  { connection, signal }: FillArguments,
  { columns, parquet: file }: OpenedTable,
  relation: Sql,
): Promise<void> {
  if (!file || (file.packedSize ?? file.size) >= smallFileBytes) return
  const sizes = columns.flatMap(({ type }, index) => {
    if (fixedSizeType.test(type)) return []
    const cell = unsafeSql(`c${index}`)
    return [type === 'BLOB' ? sql`octet_length(${cell})` : sql`strlen(CAST(${cell} AS VARCHAR))`]
  })
  if (sizes.length === 0) return
  const names = unsafeSql(columns.map((_, index) => `c${index}`).join(', '))
  const total = join(
    sizes.map((size) => sql`coalesce(sum(${size}), 0)`),
    ' + ',
  )
  const statement = sql`SELECT CAST(${total} AS DOUBLE) FROM ${relation} AS cells(${names})`
  // If the file is damaged, the statement that reads it reports that.
  const rows = await connection.queryRows(statement.text, { signal }).catch(() => [])
  createTableLimit(file, 'parquet').count(Number(rows[0]?.[0] ?? 0))
}

/** Compares types in DuckDB notation. Times with a time zone are loaded as instants in UTC, and JSON as text. */
const isSameType = (actual: unknown, expected: Column | undefined): boolean =>
  actual === expected?.type ||
  (actual === 'TIMESTAMP WITH TIME ZONE' && expected?.type === 'TIMESTAMP') ||
  (actual === 'JSON' && expected?.type === 'VARCHAR')

async function insertRows(
  { connection, plan, table, badCellsName, signal }: FillArguments,
  { columns }: OpenedTable,
  relation: Sql,
  isFirstBatch: boolean,
): Promise<void> {
  const insertedColumns = plan.columns.map((column, index) => ({
    column,
    source: columns[index] as Column,
    input: quoteIdentifier(`c${index}`),
    text: quoteIdentifier(`t${index}`),
    value: quoteIdentifier(`v${index}`),
  }))
  const inputs = insertedColumns.map(({ column, source, input, text, value }) =>
    isUnchanged(column, source)
      ? sql`${castValue(input, source)} AS ${value}`
      : sql`CAST(${input} AS VARCHAR) AS ${text}`,
  )
  const values = insertedColumns.flatMap(({ column, source, text, value }) =>
    isUnchanged(column, source) ? [value] : [text, sql`${toTypedCell(column, text)} AS ${value}`],
  )
  const typedColumns = insertedColumns.filter(({ column }) => !isTextColumn(column))
  const badCellConditions = typedColumns
    .filter(({ column, source }) => !isUnchanged(column, source))
    .map(({ text, value }) => sql`(${value} IS NULL AND ${text} IS NOT NULL)`)
  const invalidTextExpressions = typedColumns.map(({ column, source, text, value }) =>
    isUnchanged(column, source) ? sql`NULL` : toInvalidText(column, text, value),
  )
  const badCellsList =
    badCellConditions.length === 0
      ? sql`CAST(NULL AS VARCHAR[])`
      : sql`CASE WHEN ${join(badCellConditions, ' OR ')} THEN CAST([${invalidTextExpressions}] AS VARCHAR[]) END`
  const outputColumns = insertedColumns.map(({ column, value }) => sql`${value} AS ${quoteIdentifier(column.name)}`)
  const rows = sql`SELECT ${inputs} FROM ${relation} AS typed(${insertedColumns.map(({ input }) => input)})`
  const select = sql`SELECT ${[...outputColumns, sql`${badCellsList} AS ${quoteIdentifier(badCellsName)}`]} FROM (SELECT ${values} FROM (${rows}))`
  const insertClause = isFirstBatch ? sql`CREATE OR REPLACE TABLE ${table} AS` : sql`INSERT INTO ${table}`
  await connection.run(sql`${insertClause} ${select}`.text, { signal })
}

/** Returns whether the plan leaves a column's values unchanged. Otherwise, the text of the values must be converted. */
const isUnchanged = ({ type, nulls, formulaText }: PlannedColumn, source: Column): boolean =>
  type === source.type && nulls.length === 0 && !formulaText

/**
 * Casts a value to its expected type, which comes from a reader and never from a plan. Nested values remain unchanged.
 */
const castValue = (value: Sql, { type }: Column): Sql =>
  /[[(]/.test(type) && !type.startsWith('DECIMAL(') ? value : sql`CAST(${value} AS ${unsafeSql(type)})`
