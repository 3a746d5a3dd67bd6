import { findNearestName, type Sql } from '@aw-flow/engine'
import type { Column, OperationName, OperationOf } from '@aw-flow/schema'
import { createOperationError } from './operation-error.ts'

/**
 * Another table that a plan reads: its columns, SQL for the FROM clause, and SQL for the column that orders its rows.
 */
export interface NamedTable {
  columns: readonly Column[]
  from: Sql
  row: Sql
}

/** The input of an operation: the columns after the previous operation, and the hidden column of row positions. */
export interface OperationInput {
  columns: readonly Column[]
  /** Position of a row: unique, ascending in row order. */
  row: Sql
  /** Whether rows were dropped, which leaves gaps between positions. */
  hasGaps: boolean
  /** Whether the scan returns the rows in order. */
  isInOrder: boolean
  tables: Readonly<Record<string, NamedTable>>
}

/** A column after an operation. */
export interface Cell {
  column: Column
  /** SQL for its cell over the input; if absent, the unchanged cell of `sources[0]`. */
  value?: Sql
  /** The input columns that the cell is computed from. */
  sources: readonly string[]
  /** SQL condition for changed cells, if it is cheaper than a comparison. */
  changeCondition?: Sql
}

/** An operation on single rows: changes cells or drops rows. */
export interface CellwiseOperation {
  kind: 'cells'
  cells: readonly Cell[]
  /** Condition for rows to keep, and the columns that it reads; default: all rows. */
  where?: { keeps: Sql; sources: readonly string[] }
}

/** An operation that reads several rows. */
export interface TablewiseOperation {
  kind: 'table'
  cells: readonly Cell[]
  /** SQL for the rows after the operation, with their positions. */
  select(from: Sql): Sql
  /** `same`: rows keep their positions. `fewer`: some rows are dropped. `new`: rows are new. */
  rows: 'same' | 'fewer' | 'new'
  /** Whether the scan order is preserved. */
  keepsOrder?: boolean
  /** For `new`: SQL for the input position of the (first) row that an output row was made from. */
  toSourceRow?(position: Sql): Sql
  /** For `new`: whether input rows without an output row count as dropped, unlike rows that are merged. */
  canDropRows?: boolean
}

export type CompiledOperation = CellwiseOperation | TablewiseOperation

/** The definition of an operation. Its description and settings are in the package `schema`. */
export interface OperationDefinition<Name extends OperationName = OperationName> {
  op: Name
  /** Returns the columns that the operation reads. */
  reads(operation: OperationOf<Name>): readonly string[]
  /**
   * Compiles the operation to SQL that does not fail for any cell.
   *
   * @throws OperationError if the operation does not fit the table.
   */
  compile(operation: OperationOf<Name>, stage: OperationInput): CompiledOperation
}

type Definition<Name extends OperationName> = Omit<OperationDefinition<Name>, 'op'>

export const defineOperation = <Name extends OperationName>(
  op: Name,
  definition: Definition<Name>,
): OperationDefinition<Name> => ({ op, ...definition })

/**
 * Finds a column by its name.
 *
 * @param table - The name of the table if it is not the prepared table.
 * @throws OperationError with the existing columns, or the column with the most similar name.
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

/** Cells of unchanged columns, shared by all operations: plans for a thousand columns would otherwise need millions. */
const unchangedByColumn = new WeakMap<Column, Cell>()
function createUnchangedCell(column: Column): Cell {
  let cell = unchangedByColumn.get(column)
  if (!cell) unchangedByColumn.set(column, (cell = { column, sources: [column.name] }))
  return cell
}

/** Returns the cells of all columns, unchanged. */
export const createUnchangedCells = ({ columns }: Pick<OperationInput, 'columns'>): Cell[] =>
  columns.map(createUnchangedCell)

/** Replaces the cells of one column. */
export const replaceCell = (stage: OperationInput, column: string, value: Sql, type: string): CellwiseOperation => ({
  kind: 'cells',
  cells: createUnchangedCells(stage).map((cell) =>
    cell.column.name === column ? { column: { name: column, type }, value, sources: [column] } : cell,
  ),
})

/** A new column. */
export interface NewCell {
  name: string
  type: string
  value: Sql
  sources: readonly string[]
}

/**
 * Returns the unchanged cells of all columns with new cells at the end.
 *
 * @throws OperationError if a name already exists.
 */
export function withNewCells(stage: Pick<OperationInput, 'columns'>, cells: readonly NewCell[]): Cell[] {
  const allCells = createUnchangedCells(stage)
  const usedNames = new Set(stage.columns.map(({ name }) => name.toLowerCase()))
  for (const { name, type, value, sources } of cells) {
    if (usedNames.has(name.toLowerCase())) throw createOperationError('prepare.column-exists', { column: name })
    usedNames.add(name.toLowerCase())
    allCells.push({ column: { name, type }, value, sources })
  }
  return allCells
}

/** Adds new columns at the end. */
export const addCells = (stage: OperationInput, cells: readonly NewCell[]): CellwiseOperation => ({
  kind: 'cells',
  cells: withNewCells(stage, cells),
})
