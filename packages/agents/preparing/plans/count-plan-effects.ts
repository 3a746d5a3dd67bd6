import type { Scalar, Tables } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { AppliedOperation } from '@aw-flow/schema/internal'
import type { CompiledPlan } from './compile-plan.ts'

/** Maximum number of operations whose examples are queried in one statement. */
const operationsPerBatch = 50

/**
 * Counts the effects of each operation in a plan on all rows, and collects examples. No table is created. Rejected
 * operations are skipped.
 *
 * @param originalRowCount Number of rows in the original table.
 * @internal
 */
export async function countPlanEffects(
  tables: Tables,
  plan: CompiledPlan,
  originalRowCount: number,
  signal?: AbortSignal,
): Promise<{ applied: AppliedOperation[]; rowsOut: number }> {
  const abortOptions = defined({ signal })
  const counts: Record<string, Scalar> = {}
  for (const { select } of plan.countStatements) Object.assign(counts, (await tables.rows(select, abortOptions))[0])
  const readCount = (key: string): number => Number(counts[key] ?? 0)
  const hasEffect = (index: number): boolean =>
    ['dropped', 'changed', 'nulled'].some((effect) => readCount(`${effect}${index}`) > 0) ||
    readCount(`before${index}`) > readCount(`after${index}`)
  const positions = new Map(plan.steps.map(({ index }) => [index, parsePositions(counts[`first${index}`])]))
  const indexesWithEffects = plan.steps.flatMap(({ index }) => (hasEffect(index) ? [index] : []))
  const examples = new Map<number, AppliedOperation['examples']>()
  for (let batchStart = 0; batchStart < indexesWithEffects.length; batchStart += operationsPerBatch) {
    const query = plan.selectExamples(indexesWithEffects.slice(batchStart, batchStart + operationsPerBatch), positions)
    for (const { op, row, column, before, after } of query ? await tables.rows(query, abortOptions) : []) {
      const columnField = column === null || column === undefined ? {} : { column: String(column) }
      const example = { row: Number(row), ...columnField, before: toTextOrNull(before), after: toTextOrNull(after) }
      examples.set(Number(op), [...(examples.get(Number(op)) ?? []), example])
    }
  }
  let rowCount = originalRowCount
  const applied = plan.steps.map(({ operation, index }): AppliedOperation => {
    const rowDifference =
      counts[`after${index}`] === undefined
        ? -readCount(`dropped${index}`)
        : readCount(`after${index}`) - readCount(`before${index}`)
    // If dropped rows are not counted separately, a decrease in the number of rows counts as dropped.
    const rowsDropped =
      counts[`dropped${index}`] === undefined ? Math.max(0, -rowDifference) : readCount(`dropped${index}`)
    const rowsAdded = rowDifference + rowsDropped
    rowCount += rowDifference
    const fillsEveryRow = operation.op === 'generate-id' || operation.op === 'number-rows'
    return {
      operation,
      rowsDropped,
      rowsAdded,
      cellsChanged: fillsEveryRow ? rowCount : readCount(`changed${index}`),
      cellsNulled: readCount(`nulled${index}`),
      examples: examples.get(index) ?? [],
    }
  })
  return { applied, rowsOut: rowCount }
}

/** Parses a list such as `[1, 2, 3]`. */
const parsePositions = (list: Scalar | undefined): bigint[] =>
  typeof list === 'string' ? (list.match(/\d+/g) ?? []).map(BigInt) : []

const toTextOrNull = (value: Scalar | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
