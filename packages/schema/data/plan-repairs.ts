import type { CheckReport, Finding } from './finding.ts'
import type { Operation } from './operations/operation.ts'

/** From this confidence on a repair is taken into a plan unasked; what is less sure is left to a person. */
export const sureRepair = 0.8
/** An operation changes at most so many cells. */
const maxCells = 100_000

/**
 * Findings as operations of a preparation plan: one `set-cells` a column and rule, in the order of the findings, of what has a
 * repair and is sure enough. All else is only told: a plan changes no cell to nothing.
 */
export function planRepairs(findings: readonly Finding[], least: number = sureRepair): Operation[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.repair === undefined || finding.confidence < least) continue
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
    const words = group.length === 1 ? reason : `${group.length} cells (${rule}). The first: ${reason}`
    return { op: 'set-cells', column, cells, reason: words }
  })
}

const inParts = (findings: readonly Finding[]): Finding[][] =>
  Array.from({ length: Math.ceil(findings.length / maxCells) }, (_, part) =>
    findings.slice(part * maxCells, (part + 1) * maxCells),
  )

/**
 * Rows that are surely there twice as an operation that keeps the first of them, by all columns but those that tell every row
 * apart; none where no row is. Meant to follow the repairs of cells, by which some rows become equal. Rows that differ in
 * a slip alone are left to a person.
 */
export function planRepeated(
  { columns, repeated = [] }: Pick<CheckReport, 'columns' | 'repeated'>,
  least: number = sureRepair,
): Operation[] {
  const sure = repeated.filter(({ confidence }) => confidence >= least)
  const [first] = sure
  if (!first) return []
  const keys = new Set(sure.flatMap(({ differ }) => differ))
  const reason = sure.length === 1 ? first.reason : `${sure.length} rows. The first, row ${first.row}: ${first.reason}`
  return [
    {
      op: 'deduplicate',
      columns: keys.size === 0 ? [] : columns.filter((column) => !keys.has(column)),
      keep: 'first',
      reason,
    },
  ]
}
