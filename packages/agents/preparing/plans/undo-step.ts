import { name, sql, typeSql, type Sql } from '@aw-flow/engine'
import { changesOf, isChanged } from './cell-changes.ts'
import type { CompiledPlan, PlanStep } from './compile-plan.ts'

/** What must be kept so that an operation can be taken back, and how it is. All relations carry the rows' places. */
export interface Undo {
  /** The cells that are lost, by place; absent where none is. */
  cells?: Sql
  /** The rows that are lost; for operations that make new rows, all of them. */
  rows?: Sql
  /** The rows before, of those after and what was kept. Name each as a relation. */
  restore(after: Sql, kept: { cells?: Sql; rows?: Sql }): Sql
}

/**
 * The opposite of a step of a plan: the least that must be kept of the rows before (cells that differ, columns and rows
 * that go), and the statement that puts it back. `at` counts the steps from 0.
 */
export function compileUndo(plan: CompiledPlan, at: number): Undo {
  const step = plan.steps[at] as PlanStep
  const { compiled, stage } = step
  const { row } = plan
  const before = plan.stage(at)
  const columns = stage.columns.map((column) => name(column.name))
  if (compiled.kind === 'table' && compiled.rows === 'made')
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
    restore(after, kept) {
      const back = stage.columns.map((column) => {
        const own = carried.get(column.name)
        if (own !== undefined) return sql`a.${name(own)} AS ${name(column.name)}`
        if (!isSparse) return sql`k.${name(column.name)} AS ${name(column.name)}`
        return sql`CAST(CASE WHEN k.${row} IS NULL THEN a.${name(column.name)} ELSE k.${name(column.name)} END AS ${typeSql(column.type)}) AS ${name(column.name)}`
      })
      const joined = kept.cells ? sql` LEFT JOIN ${kept.cells} AS k ON a.${row} = k.${row}` : sql``
      const there = sql`SELECT ${[...back, sql`a.${row} AS ${row}`]} FROM ${after} AS a${joined}`
      return kept.rows ? sql`${there} UNION ALL SELECT ${[...columns, row]} FROM ${kept.rows}` : there
    },
  }
}

const orOf = (conditions: readonly Sql[]): Sql =>
  conditions.slice(1).reduce((all, one) => sql`${all} OR ${one}`, conditions[0] as Sql)
