import { quoteIdentifier, sql, compileType, type Sql } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { findCellChanges, compileChangeCondition } from './cell-changes.ts'
import type { CompiledPlan, PlanStep } from './compile-plan.ts'

/**
 * SQL that undoes an operation, and SQL for the data that must be saved beforehand. All relations include the column
 * with the row positions.
 *
 * @internal
 */
export interface CompiledUndo {
  /** SQL for the cells to save, with their row positions. Absent if no cells are lost. */
  cells?: Sql
  /** SQL for the rows to save. If the operation creates new rows, all rows are saved. Absent if no rows are lost. */
  rows?: Sql
  /** Returns SQL that computes the original rows from the rows after the operation and the saved relations. */
  restore(after: Sql, savedRelations: { cells?: Sql; rows?: Sql }): Sql
}

/**
 * Compiles the SQL for undoing a step: SQL for the data that must be saved (changed cells, dropped columns and rows),
 * and SQL that restores the rows as they were before the step.
 *
 * @param index Index of the step.
 * @internal
 */
export function compileUndo(plan: CompiledPlan, index: number): CompiledUndo {
  const step = plan.steps[index] as PlanStep
  const { compiled, input } = step
  const { row: rowNumber } = plan
  const rowsBefore = plan.selectAfter(index)
  const columns = input.columns.map((column) => quoteIdentifier(column.name))
  if (compiled.kind === 'table' && compiled.rows === 'new')
    return {
      rows: rowsBefore,
      restore: (_, { rows }) => sql`SELECT ${[...columns, rowNumber]} FROM ${rows as Sql}`,
    }
  const currentNames = new Map(
    compiled.outputColumns.flatMap((cell) => (cell.value ? [] : [[cell.sources[0] as string, cell.column.name]])),
  )
  const lostColumns = input.columns.filter((column) => !currentNames.has(column.name))
  const changes = findCellChanges(step)
  const savesOnlyChanges =
    compiled.kind === 'cells' &&
    lostColumns.every((column) =>
      changes.some((change) => change.oldColumn?.name === column.name && change.cell.column.type === column.type),
    )
  const changeConditions = changes.filter(({ oldColumn }) => oldColumn !== undefined).map(compileChangeCondition)
  const cells =
    lostColumns.length === 0
      ? undefined
      : sql`SELECT ${[...lostColumns.map((column) => quoteIdentifier(column.name)), rowNumber]} FROM (${rowsBefore})${savesOnlyChanges && changeConditions.length > 0 ? sql` WHERE ${joinWithOr(changeConditions)}` : sql``}`
  const rows =
    compiled.kind === 'cells'
      ? compiled.where && sql`SELECT * FROM (${rowsBefore}) WHERE NOT coalesce(${compiled.where.condition}, FALSE)`
      : compiled.rows === 'fewer'
        ? sql`SELECT * FROM (${rowsBefore}) WHERE ${rowNumber} NOT IN (SELECT ${rowNumber} FROM (${plan.selectAfter(index + 1)}))`
        : undefined
  return {
    ...defined({ cells, rows }),
    restore(after, savedRelations) {
      const restoredCells = input.columns.map((column) => {
        const currentName = currentNames.get(column.name)
        if (currentName !== undefined) return sql`a.${quoteIdentifier(currentName)} AS ${quoteIdentifier(column.name)}`
        if (!savesOnlyChanges) return sql`k.${quoteIdentifier(column.name)} AS ${quoteIdentifier(column.name)}`
        return sql`CAST(CASE WHEN k.${rowNumber} IS NULL THEN a.${quoteIdentifier(column.name)} ELSE k.${quoteIdentifier(column.name)} END AS ${compileType(column.type)}) AS ${quoteIdentifier(column.name)}`
      })
      const joinClause = savedRelations.cells
        ? sql` LEFT JOIN ${savedRelations.cells} AS k ON a.${rowNumber} = k.${rowNumber}`
        : sql``
      const restoredRows = sql`SELECT ${[...restoredCells, sql`a.${rowNumber} AS ${rowNumber}`]} FROM ${after} AS a${joinClause}`
      return savedRelations.rows
        ? sql`${restoredRows} UNION ALL SELECT ${[...columns, rowNumber]} FROM ${savedRelations.rows}`
        : restoredRows
    },
  }
}

const joinWithOr = (conditions: readonly Sql[]): Sql =>
  conditions.slice(1).reduce((all, condition) => sql`${all} OR ${condition}`, conditions[0] as Sql)
