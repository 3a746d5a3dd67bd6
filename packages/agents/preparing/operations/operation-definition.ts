import { findNearestName, type Sql } from '@aw-flow/engine'
import type { Column, OperationName, OperationOf } from '@aw-flow/schema'
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

/** A column after an operation. */
export interface Cell {
  column: Column
  /** SQL that computes the cell from the input. If absent, the cell is the unchanged cell of `sources[0]`. */
  value?: Sql
  /** Names of the input columns that the cell is computed from. */
  sources: readonly string[]
  /** SQL condition that detects changed cells, if it is cheaper than comparing them. */
  changeCondition?: Sql
}

/** An operation that processes rows individually: it changes cells or drops rows. */
export interface CellwiseOperation {
  kind: 'cells'
  cells: readonly Cell[]
  /** SQL condition for the rows to keep, and the columns that it reads. If absent, all rows are kept. */
  where?: { keeps: Sql; sources: readonly string[] }
}

/** An operation that reads several rows at once. */
export interface TablewiseOperation {
  kind: 'table'
  cells: readonly Cell[]
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

/** Implements an operation. Its description and settings are defined in the package `schema`. */
export interface OperationDefinition<Name extends OperationName = OperationName> {
  op: Name
  /** Returns the names of the columns that the operation reads. */
  reads(operation: OperationOf<Name>): readonly string[]
  /**
   * Compiles the operation to SQL that cannot fail because of a cell's value.
   *
   * @throws An `OperationError` if the operation does not fit the table.
   */
  compile(operation: OperationOf<Name>, stage: OperationInput): CompiledOperation
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
 * Cells of unchanged columns. All operations share them, because plans for a thousand columns would otherwise create
 * millions of them.
 */
const unchangedByColumn = new WeakMap<Column, Cell>()
function createUnchangedCell(column: Column): Cell {
  let cell = unchangedByColumn.get(column)
  if (!cell) unchangedByColumn.set(column, (cell = { column, sources: [column.name] }))
  return cell
}

/** Returns unchanged cells for all columns. */
export const createUnchangedCells = ({ columns }: Pick<OperationInput, 'columns'>): Cell[] =>
  columns.map(createUnchangedCell)

/** Compiles an operation that replaces one column's cells and keeps all others. */
export const replaceCell = (stage: OperationInput, column: string, value: Sql, type: string): CellwiseOperation => ({
  kind: 'cells',
  cells: createUnchangedCells(stage).map((cell) =>
    cell.column.name === column ? { column: { name: column, type }, value, sources: [column] } : cell,
  ),
})

/** A new column and the SQL that computes its cells. */
export interface NewCell {
  name: string
  type: string
  value: Sql
  sources: readonly string[]
}

/**
 * Returns unchanged cells for all columns, followed by the new cells.
 *
 * @throws An `OperationError` if a column with the same name already exists.
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

/** Compiles an operation that adds new columns after the existing ones. */
export const addCells = (stage: OperationInput, cells: readonly NewCell[]): CellwiseOperation => ({
  kind: 'cells',
  cells: withNewCells(stage, cells),
})
