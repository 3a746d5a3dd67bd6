import { nearestName, type Sql } from '@aw-flow/engine'
import type { Column, OperationName, OperationOf } from '@aw-flow/schema'
import { operationError } from './operation-error.ts'

/** A table that a plan reads beside its own: columns, what stands behind FROM, and the column of its rows' order. */
export interface GivenTable {
  columns: readonly Column[]
  from: Sql
  row: Sql
}

/** What an operation is compiled over: the columns that the one before left, and the hidden column of the rows' places. */
export interface Stage {
  columns: readonly Column[]
  /** The row's place: unique, ascending in the rows' order. */
  row: Sql
  /** Whether rows were left out before, so that places have gaps. */
  hasGaps: boolean
  /** Whether the rows come in their order: nothing has read them in another since the table. */
  isInOrder: boolean
  tables: Readonly<Record<string, GivenTable>>
}

/** A column as an operation leaves it. */
export interface Cell {
  column: Column
  /** Its cell, over the stage before; absent: the cell of `of[0]`, as it is. */
  value?: Sql
  /** The columns before of which it is made. */
  of: readonly string[]
  /** Whether it is another after, where that can be told for less than comparing. */
  changed?: Sql
}

/** An operation whose rows are those before, each with other cells, or left out. */
export interface CellwiseOperation {
  kind: 'cells'
  cells: readonly Cell[]
  /** Rows that stay, and the columns that say so; all, where it is not said. */
  where?: { keeps: Sql; of: readonly string[] }
}

/** An operation that looks at several rows. */
export interface TablewiseOperation {
  kind: 'table'
  cells: readonly Cell[]
  /** The rows after, each with its place. */
  select(from: Sql): Sql
  /** `same`: each row stays at its place. `fewer`: some are left out. `made`: places are new. */
  rows: 'same' | 'fewer' | 'made'
  /** Whether it hands rows on in the order in which they come. */
  keepsOrder?: boolean
  /** For `made`: the place, before, of (the first of) what a row was made of. */
  placeBefore?(place: Sql): Sql
  /** For `made`: some rows before may have no row after, and they are told as dropped. Rows that become one are not. */
  leavesOut?: boolean
}

export type CompiledOperation = CellwiseOperation | TablewiseOperation

/** One kind of operation. What it does is said by `describeOperation`, its settings by `operationSchema` (both of schema). */
export interface OperationDefinition<Name extends OperationName = OperationName> {
  op: Name
  /** The columns that must be there. */
  reads(operation: OperationOf<Name>): readonly string[]
  /** Throws a `RangeError` that names what does not fit. Its SQL never fails on a cell. */
  compile(operation: OperationOf<Name>, stage: Stage): CompiledOperation
}

/** Of an operation that names the columns it reads as `column` or `columns`. */
type Definition<Name extends OperationName> = Omit<OperationDefinition<Name>, 'op'>

/** Declares an operation. */
export const defineOperation = <Name extends OperationName>(
  op: Name,
  definition: Definition<Name>,
): OperationDefinition<Name> => ({ op, ...definition })

/**
 * Finds a column by its name.
 *
 * @param table The name of the table, where it is not the prepared one.
 * @throws OperationError with the existing columns, or the one with the most similar name.
 */
export function columnOf({ columns }: Pick<Stage, 'columns'>, column: string, table?: string): Column {
  const found = columns.find(({ name }) => name === column)
  if (found) return found
  const names = columns.map(({ name }) => name)
  const params = { column, columns: names, nearest: nearestName(column, names) ?? '' }
  throw table === undefined
    ? operationError('prepare.column-not-found', params)
    : operationError('prepare.column-not-found.table', { ...params, table })
}

/** A column as it is. One object for all operations: a plan over a thousand columns has millions of them. */
const keptCells = new WeakMap<Column, Cell>()
function keptCell(column: Column): Cell {
  let cell = keptCells.get(column)
  if (!cell) keptCells.set(column, (cell = { column, of: [column.name] }))
  return cell
}

/** Every column as it is. */
export const kept = ({ columns }: Pick<Stage, 'columns'>): Cell[] => columns.map(keptCell)

/** One column's cells replaced. */
export const replaceCell = (stage: Stage, column: string, value: Sql, type: string): CellwiseOperation => ({
  kind: 'cells',
  cells: kept(stage).map((cell) =>
    cell.column.name === column ? { column: { name: column, type }, value, of: [column] } : cell,
  ),
})

/** A column to be made. */
export interface NewCell {
  name: string
  type: string
  value: Sql
  of: readonly string[]
}

/** The cells with new ones behind; a name that is taken is a `RangeError`. */
export function withNewCells(stage: Pick<Stage, 'columns'>, cells: readonly NewCell[]): Cell[] {
  const all = kept(stage)
  const taken = new Set(stage.columns.map(({ name }) => name.toLowerCase()))
  for (const { name, type, value, of } of cells) {
    if (taken.has(name.toLowerCase())) throw operationError('prepare.column-exists', { column: name })
    taken.add(name.toLowerCase())
    all.push({ column: { name, type }, value, of })
  }
  return all
}

/** New columns behind the others. */
export const addCells = (stage: Stage, cells: readonly NewCell[]): CellwiseOperation => ({
  kind: 'cells',
  cells: withNewCells(stage, cells),
})
