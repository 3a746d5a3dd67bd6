import { findNearestName, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { OperationName, OperationOf } from '@aw-flow/schema/internal'
import { createOperationError } from './operation-error.ts'

/**
 * Another table that a plan reads. `from` is SQL for the FROM clause, and `row` is SQL for the column that orders the
 * rows.
 */
export interface NamedTable {
  columns: readonly Column[]
  from: Sql
  row: Sql
}

/** The input of an operation: the columns after the previous operation, and the state of the rows. */
export interface OperationInput {
  columns: readonly Column[]
  /** SQL for the hidden column with the row positions, which are unique and ascend in row order. */
  row: Sql
  /** Whether rows may have been dropped or created, so that positions are not consecutive. */
  hasGaps: boolean
  /** Whether a scan returns the rows in order. */
  isInOrder: boolean
  /** Other tables that the operation can read, keyed by name. */
  tables: Readonly<Record<string, NamedTable>>
}

/** A column of the output, and the SQL that computes its cells. */
export interface OutputColumn {
  column: Column
  /** SQL that computes a cell from the input row. If absent, the column is `sources[0]`, unchanged. */
  value?: Sql
  /** Names of the input columns that the value is computed from. */
  sources: readonly string[]
  /** SQL condition that detects changed cells, if it is cheaper than comparing them. */
  changeCondition?: Sql
}

/** An operation that processes rows individually: it changes cells or drops rows. */
export interface CellwiseOperation {
  kind: 'cells'
  outputColumns: readonly OutputColumn[]
  /** SQL condition for the rows to keep, and the columns that it reads. If absent, all rows are kept. */
  where?: { condition: Sql; sources: readonly string[] }
}

/** An operation that reads several rows at once. */
export interface TablewiseOperation {
  kind: 'table'
  outputColumns: readonly OutputColumn[]
  /** Returns SQL for the rows after the operation, including their positions. */
  select(from: Sql): Sql
  /** `same`: all rows keep their positions. `fewer`: some rows are dropped. `new`: the operation creates new rows. */
  rows: 'same' | 'fewer' | 'new'
  /** Whether the operation preserves the scan order. Default: `false`. */
  keepsOrder?: boolean
  /** For `new`: returns SQL for the position of the (first) input row that an output row was created from. */
  toSourceRow?(position: Sql): Sql
  /** For `new`: whether input rows without an output row count as dropped rather than merged. */
  canDropRows?: boolean
}

/** An operation compiled to SQL for a particular input. */
export type CompiledOperation = CellwiseOperation | TablewiseOperation

/** The implementation of an operation. Its description and settings are defined in the `schema` package. */
export interface OperationDefinition<Name extends OperationName = OperationName> {
  op: Name
  /** Returns the names of the columns that the operation reads. */
  getReadColumns(operation: OperationOf<Name>): readonly string[]
  /**
   * Compiles the operation to SQL that does not fail for any cell value.
   *
   * @throws An `OperationError` if the operation does not fit the table.
   */
  compile(operation: OperationOf<Name>, input: OperationInput): CompiledOperation
}

type Definition<Name extends OperationName> = Omit<OperationDefinition<Name>, 'op'>

/** Defines an operation. The name determines the type of the settings. */
export const defineOperation = <Name extends OperationName>(
  op: Name,
  definition: Definition<Name>,
): OperationDefinition<Name> => ({ op, ...definition })

/**
 * Finds a column by name.
 *
 * @param table Name of the table, unless it is the prepared table.
 * @throws An `OperationError` that lists the existing columns or suggests the most similar name.
 */
export function findColumn({ columns }: Pick<OperationInput, 'columns'>, column: string, table?: string): Column {
  const match = columns.find(({ name }) => name === column)
  if (match) return match
  const names = columns.map(({ name }) => name)
  const params = { column, columns: names, nearest: findNearestName(column, names) ?? '' }
  throw table === undefined
    ? createOperationError('prepare.column-not-found', params)
    : createOperationError('prepare.column-not-found.table', { ...params, table })
}

/**
 * Unchanged output columns. All operations share them, because plans for a thousand columns would otherwise create
 * millions of them.
 */
const unchangedOutputColumns = new WeakMap<Column, OutputColumn>()
function copyColumn(column: Column): OutputColumn {
  let outputColumn = unchangedOutputColumns.get(column)
  if (!outputColumn) unchangedOutputColumns.set(column, (outputColumn = { column, sources: [column.name] }))
  return outputColumn
}

/** Returns all columns unchanged. */
export const copyColumns = ({ columns }: Pick<OperationInput, 'columns'>): OutputColumn[] => columns.map(copyColumn)

/** Compiles an operation that replaces the cells of one column and keeps all other columns. */
export const replaceColumn = (input: OperationInput, column: string, value: Sql, type: string): CellwiseOperation => ({
  kind: 'cells',
  outputColumns: copyColumns(input).map((outputColumn) =>
    outputColumn.column.name === column ? { column: { name: column, type }, value, sources: [column] } : outputColumn,
  ),
})

/** A new column, and the SQL that computes its cells. */
export interface NewColumn {
  name: string
  type: string
  value: Sql
  sources: readonly string[]
}

/**
 * Returns all columns unchanged, followed by the new columns.
 *
 * @throws An `OperationError` if a column with the same name already exists.
 */
export function withNewColumns(
  input: Pick<OperationInput, 'columns'>,
  newColumns: readonly NewColumn[],
): OutputColumn[] {
  const allColumns = copyColumns(input)
  const usedNames = new Set(input.columns.map(({ name }) => name.toLowerCase()))
  for (const { name, type, value, sources } of newColumns) {
    if (usedNames.has(name.toLowerCase())) throw createOperationError('prepare.column-exists', { column: name })
    usedNames.add(name.toLowerCase())
    allColumns.push({ column: { name, type }, value, sources })
  }
  return allColumns
}

/** Compiles an operation that adds new columns after the existing ones. */
export const addColumns = (input: OperationInput, newColumns: readonly NewColumn[]): CellwiseOperation => ({
  kind: 'cells',
  outputColumns: withNewColumns(input, newColumns),
})
