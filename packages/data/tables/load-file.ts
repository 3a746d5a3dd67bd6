import {
  toEncodingLabel,
  quoteIdentifier,
  sql,
  TablesError,
  type Formats,
  type LoadedTable,
  type LoadOptions,
  type SourceFile,
  type Sql,
} from '@aw-flow/engine'
import { error, defined, type LoadPlan } from '@aw-flow/schema'
import {
  maxColumns,
  maxSmallFileColumns,
  createReservedNameProblem,
  createTooManyColumnsProblem,
  createTooWideFileProblem,
} from '@aw-flow/schema/internal'
import { smallFileBytes } from '../formats/expansion-limit.ts'
import { hiddenColumnName } from './column-list.ts'
import { countCells } from './count-cells.ts'
import type { DuckDbConnection } from './duckdb-connection.ts'
import { readRecords } from './read-records.ts'

const badCellsName = 'aw:bad-cells'

interface LoadArguments {
  connection: DuckDbConnection
  formats: Formats
  file: SourceFile
  plan: LoadPlan
  /** Quoted name of the table to fill. */
  table: Sql
  options: LoadOptions
  /** Drops the table to replace, if memory is insufficient for both tables. Returns false if none exists. */
  dropReplacedTable(): Promise<boolean>
}

/** Reads a file into a table according to a plan, and counts nulls and invalid cells. */
export async function loadFile({
  connection,
  formats,
  file,
  plan,
  table,
  options,
  dropReplacedTable,
}: LoadArguments): Promise<Omit<LoadedTable, 'table'>> {
  if (plan.columns.length > maxColumns)
    throw new TablesError(createTooManyColumnsProblem(file.name, plan.columns.length))
  if (file.size < smallFileBytes && plan.columns.length > maxSmallFileColumns)
    throw new TablesError(createTooWideFileProblem(file.name, plan.columns.length))
  checkNames(plan)
  checkEncoding(plan)
  const onRead = (end: number): void => options.onProgress?.(Math.min(end, file.size), file.size, 'bytes')
  onRead(0)
  const { signal, isSampled = false } = options
  const result = await readRecords({
    connection,
    formats,
    file,
    plan,
    table,
    badCellsName,
    strict: isSampled,
    onRead,
    signal,
    dropReplacedTable,
  })
  const columns = await countCells({
    connection,
    plan,
    table,
    badCellsName,
    statistics: result.statistics,
    signal,
  })
  await connection.run(sql`ALTER TABLE ${table} DROP COLUMN ${quoteIdentifier(badCellsName)}`.text)
  onRead(file.size)
  return {
    columns,
    rejects: result.rejects,
    rejectSample: result.rejectSample,
    padded: result.paddedRecords,
    ...defined({ regions: result.regions }),
    ...(result.loadedBytes === undefined ? {} : { truncation: { bytes: result.loadedBytes, size: file.size } }),
  }
}

function checkNames(plan: LoadPlan): void {
  const reservedProblem = createReservedNameProblem(plan.columns)
  if (reservedProblem) throw new TablesError(reservedProblem)
  const namesByLowercase = new Map<string, string>()
  for (const column of plan.columns) {
    const lowerName = column.name.toLowerCase()
    const duplicate = namesByLowercase.get(lowerName)
    if (duplicate !== undefined || lowerName === badCellsName || lowerName === hiddenColumnName || lowerName === '') {
      throw new TablesError(
        error('load.names', { column: column.name, other: duplicate ?? '' }, { where: { column: column.name } }),
      )
    }
    namesByLowercase.set(lowerName, column.name)
  }
}

function checkEncoding({ encoding }: LoadPlan): void {
  if (toEncodingLabel(encoding) !== undefined) return
  throw new TablesError(error('load.encoding', { encoding }))
}
