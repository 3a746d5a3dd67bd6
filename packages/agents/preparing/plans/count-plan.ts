import type { Scalar, Tables } from '@aw-flow/engine'
import type { AppliedOperation } from '@aw-flow/schema'
import type { CompiledPlan } from './compile-plan.ts'

/** Number of operations whose examples are queried in one statement. */
const batchOperations = 50

/**
 * Counts the effects of each operation of a plan over all rows, with examples. Creates no table; skips rejected
 * operations.
 *
 * @param rows - Number of rows of the original table.
 * @internal
 */
export async function countPlan(
  tables: Tables,
  plan: CompiledPlan,
  rows: number,
  signal?: AbortSignal,
): Promise<{ applied: AppliedOperation[]; rowsOut: number }> {
  const settings = signal ? { signal } : {}
  const found: Record<string, Scalar> = {}
  for (const { select } of plan.counts) Object.assign(found, (await tables.rows(select, settings))[0])
  const number = (key: string): number => Number(found[key] ?? 0)
  const isBusy = (index: number): boolean =>
    ['dropped', 'changed', 'nulled'].some((what) => number(`${what}${index}`) > 0) ||
    number(`before${index}`) > number(`after${index}`)
  const places = new Map(plan.steps.map(({ index }) => [index, placesIn(found[`first${index}`])]))
  const busy = plan.steps.flatMap(({ index }) => (isBusy(index) ? [index] : []))
  const examples = new Map<number, AppliedOperation['examples']>()
  for (let first = 0; first < busy.length; first += batchOperations) {
    const shown = plan.examples(busy.slice(first, first + batchOperations), places)
    for (const { op, row, column, before, after } of shown ? await tables.rows(shown, settings) : []) {
      const named = column === null || column === undefined ? {} : { column: String(column) }
      const example = { row: Number(row), ...named, before: text(before), after: text(after) }
      examples.set(Number(op), [...(examples.get(Number(op)) ?? []), example])
    }
  }
  let rowsLeft = rows
  const applied = plan.steps.map(({ operation, index }): AppliedOperation => {
    const rowDifference =
      found[`after${index}`] === undefined
        ? -number(`dropped${index}`)
        : number(`after${index}`) - number(`before${index}`)
    // Without a count of dropped rows, the difference counts as dropped.
    const rowsDropped = found[`dropped${index}`] === undefined ? Math.max(0, -rowDifference) : number(`dropped${index}`)
    const rowsAdded = rowDifference + rowsDropped
    rowsLeft += rowDifference
    const makesEach = operation.op === 'generate-id' || operation.op === 'number-rows'
    return {
      operation,
      rowsDropped,
      rowsAdded,
      cellsChanged: makesEach ? rowsLeft : number(`changed${index}`),
      cellsNulled: number(`nulled${index}`),
      examples: examples.get(index) ?? [],
    }
  })
  return { applied, rowsOut: rowsLeft }
}

/** Parses a list such as `[1, 2, 3]`. */
const placesIn = (list: Scalar | undefined): bigint[] =>
  typeof list === 'string' ? (list.match(/\d+/g) ?? []).map(BigInt) : []

const text = (value: Scalar | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
