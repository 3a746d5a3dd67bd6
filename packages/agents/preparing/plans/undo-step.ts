import { name, sql, typeSql, type Sql } from '@aw-flow/engine'
import { changesOf, isChanged } from './cell-changes.ts'
import type { CompiledPlan, PlanStep } from './compile-plan.ts'

/**
 * How to undo an operation, and what must be saved for that. All relations have the column of row positions.
 *
 * @internal
 */
export interface Undo {
  /** The lost cells by position; absent if there are none. */
  cells?: Sql
  /** The lost rows; all rows for operations that make new rows. */
  rows?: Sql
  /** The rows before the operation, from the rows after it and the saved relations. */
  restore(after: Sql, saved: { cells?: Sql; rows?: Sql }): Sql
}

/**
 * Compiles the undo of a step: the minimum that must be saved of the rows before it (changed cells, dropped columns and
 * rows), and the statement that restores it.
 *
 * @param at - Index of the step.
 * @internal
 */
export function compileUndo(plan: CompiledPlan, at: number): Undo {
  const step = plan.steps[at] as PlanStep
  const { compiled, stage } = step
  const { row } = plan
  const before = plan.stage(at)
  const columns = stage.columns.map((column) => name(column.name))
  if (compiled.kind === 'table' && compiled.rows === 'new')
    return {
      rows: before,
      restore: (_, { rows }) => sql`SELECT ${[...columns, row]} FROM ${rows as Sql}`,
    }
  const carried = new Map(
    compiled.cells.flatMap((cell) => (cell.value ? [] : [[cell.of[0] as string, cell.column.name]])),
  )
  const lost = stage.columns.filter((column) => !carried.has(column.name))
  const changes = changesOf(step)
  const isSparse =
    compiled.kind === 'cells' &&
    lost.every((column) =>
      changes.some((change) => change.before?.name === column.name && change.cell.column.type === column.type),
    )
  const differing = changes.filter(({ before: own }) => own !== undefined).map(isChanged)
  const cells =
    lost.length === 0
      ? undefined
      : sql`SELECT ${[...lost.map((column) => name(column.name)), row]} FROM (${before})${isSparse && differing.length > 0 ? sql` WHERE ${orOf(differing)}` : sql``}`
  const rows =
    compiled.kind === 'cells'
      ? compiled.where && sql`SELECT * FROM (${before}) WHERE NOT coalesce(${compiled.where.keeps}, FALSE)`
      : compiled.rows === 'fewer'
        ? sql`SELECT * FROM (${before}) WHERE ${row} NOT IN (SELECT ${row} FROM (${plan.stage(at + 1)}))`
        : undefined
  return {
    ...(cells ? { cells } : {}),
    ...(rows ? { rows } : {}),
    restore(after, saved) {
      const back = stage.columns.map((column) => {
        const own = carried.get(column.name)
        if (own !== undefined) return sql`a.${name(own)} AS ${name(column.name)}`
        if (!isSparse) return sql`k.${name(column.name)} AS ${name(column.name)}`
        return sql`CAST(CASE WHEN k.${row} IS NULL THEN a.${name(column.name)} ELSE k.${name(column.name)} END AS ${typeSql(column.type)}) AS ${name(column.name)}`
      })
      const joined = saved.cells ? sql` LEFT JOIN ${saved.cells} AS k ON a.${row} = k.${row}` : sql``
      const restored = sql`SELECT ${[...back, sql`a.${row} AS ${row}`]} FROM ${after} AS a${joined}`
      return saved.rows ? sql`${restored} UNION ALL SELECT ${[...columns, row]} FROM ${saved.rows}` : restored
    },
  }
}

const orOf = (conditions: readonly Sql[]): Sql =>
  conditions.slice(1).reduce((all, condition) => sql`${all} OR ${condition}`, conditions[0] as Sql)
