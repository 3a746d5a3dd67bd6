import { message } from '@aw-flow/messages'
import type { CheckReport, Finding } from './finding.ts'
import type { Operation } from './operations/operation.ts'

/** The minimum confidence at which a plan includes a repair without review. */
export const sureRepair = 0.8
/** The maximum number of cells per operation. */
const maxCells = 100_000

/**
 * Converts findings into operations of a preparation plan: one `set-cells` per column and rule, in the order of the
 * findings. Findings without a repair, or with a lower confidence, are left out.
 *
 * @param minConfidence From 0 to 1.
 */
export function planRepairs(findings: readonly Finding[], minConfidence: number = sureRepair): Operation[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.repair === undefined || finding.confidence < minConfidence) continue
    const key = JSON.stringify([finding.column, finding.rule])
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()].flatMap(inParts).map((group) => {
    const [{ column, rule, reason }] = group as [Finding, ...Finding[]]
    const cells = group.map(({ row, value, repair }) => ({
      row,
      from: value === '' ? null : value,
      to: repair === '' ? null : (repair as string),
    }))
    const all = group.length === 1 ? reason : message('plan.cells-repaired', { cells: group.length, rule, reason })
    return { op: 'set-cells', column, cells, reason: all }
  })
}

const inParts = (findings: readonly Finding[]): Finding[][] =>
  Array.from({ length: Math.ceil(findings.length / maxCells) }, (_, part) =>
    findings.slice(part * maxCells, (part + 1) * maxCells),
  )

/**
 * Converts certain duplicate rows into an operation that keeps the first of them, compared by all columns except unique
 * ones. Runs after the repairs of cells, which make some rows equal. Rows that differ in a typo are left for review.
 *
 * @param minConfidence From 0 to 1.
 */
export function planRepeated(
  { columns, repeated = [] }: Pick<CheckReport, 'columns' | 'repeated'>,
  minConfidence: number = sureRepair,
): Operation[] {
  const sure = repeated.filter(({ confidence }) => confidence >= minConfidence)
  const [first] = sure
  if (!first) return []
  const keys = new Set(sure.flatMap(({ differ }) => differ))
  const reason =
    sure.length === 1
      ? first.reason
      : message('plan.rows-deduplicated', { rows: sure.length, row: first.row, reason: first.reason })
  return [
    {
      op: 'deduplicate',
      columns: keys.size === 0 ? [] : columns.filter((column) => !keys.has(column)),
      keep: 'first',
      reason,
    },
  ]
}
