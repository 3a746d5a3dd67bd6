import { message, type Text } from '@aw-flow/messages'
import { valueKinds, type CheckReport, type Finding, type FindingKind } from './finding.ts'
import { groupFindings } from './group-findings.ts'
import type { Operation } from './operations/operation.ts'

/** Minimum confidence at which a plan includes a repair without review. @internal */
export const minRepairConfidence = 0.8
/** Maximum number of cells per operation. */
const maxCells = 100_000
/** Maximum number of values per operation. */
const maxValues = 10_000

/**
 * Converts findings to operations of a preparation plan: one `set-cells` operation per column and rule, in the order of
 * the findings. Findings without a repair or with a lower confidence are omitted.
 *
 * @param minConfidence The minimum confidence, from 0 to 1.
 * @internal
 */
export function planRepairs(findings: readonly Finding[], minConfidence: number = minRepairConfidence): Operation[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.repair === undefined || finding.confidence < minConfidence) continue
    const key = JSON.stringify([finding.column, finding.rule])
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()].flatMap(splitIntoBatches).map((group) => createSetCells(group as [Finding, ...Finding[]]))
}

function createSetCells(group: readonly [Finding, ...Finding[]]): Operation {
  const cells = group.map(({ row, value, repair }) => ({
    row,
    from: value === '' ? null : value,
    to: repair === '' ? null : (repair as string),
  }))
  return { op: 'set-cells', column: group[0].column, cells, reason: createReason(group) }
}

const createReason = (group: readonly [Finding, ...Finding[]]): Text => {
  const [{ rule, reason }] = group
  return group.length === 1 ? reason : message('plan.cells-repaired', { cells: group.length, rule, reason })
}

/**
 * Converts approved findings to operations. A group whose repairs depend only on the values becomes a `map-values`
 * operation, which also repairs these values in unchecked rows and in later files. Other findings are repaired cell by
 * cell.
 *
 * @param approvedFindings Findings without a repair are omitted.
 * @param allFindings All findings of the check. A value is repaired cell by cell if the same column has another finding
 *   with this value.
 * @param textColumns The names of the text columns.
 * @internal
 */
export function planGroupRepairs(
  approvedFindings: readonly Finding[],
  allFindings: readonly Finding[],
  textColumns: ReadonlySet<string>,
): Operation[] {
  const approvedSet = new Set(approvedFindings)
  const otherValues = new Map<string, Set<string>>()
  for (const finding of allFindings) {
    if (approvedSet.has(finding) && finding.repair !== undefined) continue
    const values = otherValues.get(finding.column) ?? new Set()
    otherValues.set(finding.column, values.add(finding.value))
  }
  const mapOperations: Operation[] = []
  const singleFindings: Finding[] = []
  for (const { group, findings } of groupFindings(approvedFindings.filter(({ repair }) => repair !== undefined))) {
    const { kind, column } = group
    const values =
      isValueKind(kind) && textColumns.has(column) ? collectValueRepairs(findings, otherValues.get(column)) : undefined
    const reason = createReason(findings as [Finding, ...Finding[]])
    if (values) mapOperations.push({ op: 'map-values', column, values, others: 'keep', reason })
    else singleFindings.push(...findings)
  }
  singleFindings.sort((a, b) => a.row - b.row)
  return [...planRepairs(singleFindings, 0), ...mapOperations]
}

/**
 * Returns the repair for each value. Returns `undefined` if a repair depends on the row, or if another finding has the
 * same value.
 */
function collectValueRepairs(
  findings: readonly Finding[],
  excludedValues: ReadonlySet<string> | undefined,
): { from: string; to: string | null }[] | undefined {
  const repairs = new Map<string, string>()
  for (const { value, repair = '' } of findings) {
    if (value === '' || excludedValues?.has(value) || (repairs.get(value) ?? repair) !== repair) return undefined
    repairs.set(value, repair)
    if (repairs.size > maxValues) return undefined
  }
  return [...repairs].map(([from, to]) => ({ from, to: to === '' ? null : to }))
}

/**
 * Returns whether the repair for a kind of finding depends only on the value and is therefore the same in every row.
 *
 * @internal
 */
export const isValueKind = (kind: FindingKind | undefined): boolean => kind !== undefined && valueKindSet.has(kind)

const valueKindSet: ReadonlySet<FindingKind> = new Set<FindingKind>(valueKinds)

const splitIntoBatches = (findings: readonly Finding[]): Finding[][] =>
  Array.from({ length: Math.ceil(findings.length / maxCells) }, (_, batchIndex) =>
    findings.slice(batchIndex * maxCells, (batchIndex + 1) * maxCells),
  )

/**
 * Converts duplicate rows with sufficient confidence to an operation that keeps the first of them. Rows are compared by
 * all columns except unique columns. Apply the operation after cell repairs, which make some rows equal. Rows that
 * differ by a typo are left for review.
 *
 * @param minConfidence The minimum confidence, from 0 to 1.
 * @internal
 */
export function planDeduplication(
  { columns, repeated = [] }: Pick<CheckReport, 'columns' | 'repeated'>,
  minConfidence: number = minRepairConfidence,
): Operation[] {
  const confidentRows = repeated.filter(({ confidence }) => confidence >= minConfidence)
  const [first] = confidentRows
  if (!first) return []
  const uniqueColumns = new Set(confidentRows.flatMap(({ differ }) => differ))
  const reason =
    confidentRows.length === 1
      ? first.reason
      : message('plan.rows-deduplicated', { rows: confidentRows.length, row: first.row, reason: first.reason })
  return [
    {
      op: 'deduplicate',
      columns: uniqueColumns.size === 0 ? [] : columns.filter((column) => !uniqueColumns.has(column)),
      keep: 'first',
      reason,
    },
  ]
}
