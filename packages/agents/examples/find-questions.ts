import type { Program } from './combine-candidates.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import type { TextRow } from './text-expression.ts'

/** A row for which plausible programs differ or have no value. @internal */
export interface Question {
  /** The index of the row, starting at 0. */
  readonly row: number
  /**
   * The distinct values that the programs compute, in descending order of likelihood; `undefined` if a program does not
   * apply.
   */
  readonly values: readonly (string | undefined)[]
}

/** Maximum cost difference between a plausible program and the best one. */
const maxPlausibleCostDifference = 4
const maxPrograms = 5

/**
 * Selects the plausible programs that differ from each other in at least one row, in descending order of likelihood.
 */
export function selectDistinctPrograms(programs: readonly Program[], rows: readonly TextRow[]): Program[] {
  const minCost = programs[0]?.cost ?? 0
  const programsByValues = new Map<string, Program>()
  for (const program of programs) {
    if (program.cost > minCost + maxPlausibleCostDifference || programsByValues.size >= maxPrograms) break
    const key = JSON.stringify(rows.map((row) => evaluateExpression(program.expression, row) ?? null))
    if (!programsByValues.has(key)) programsByValues.set(key, program)
  }
  return [...programsByValues.values()]
}

/**
 * Finds the rows that the user should be asked about. Rows for which programs compute the most distinct values come
 * first, because the user's answers for them exclude the most programs. This is active learning by disagreement (H. S.
 * Seung, M. Opper and H. Sompolinsky, "Query by committee", COLT 1992).
 *
 * @example
 * findQuestions(learnPrograms([{ row: ['Luz, Rosa'], output: 'Rosa' }]), [['van Dyk, Jan, Jr.']])
 * // [{ row: 0, values: ['Jan, Jr.', 'Dyk, Jan, Jr.', 'Jr.', 'Jr', 'Jan'] }]
 * @internal
 */
export function findQuestions(programs: readonly Program[], rows: readonly TextRow[]): Question[] {
  const distinctPrograms = selectDistinctPrograms(programs, rows)
  return rows
    .map((row, index) => ({
      row: index,
      values: [...new Set(distinctPrograms.map(({ expression }) => evaluateExpression(expression, row)))],
    }))
    .filter(({ row, values }) => values.length > 1 || (values[0] === undefined && rows[row]?.[0] !== undefined))
    .toSorted((a, b) => b.values.length - a.values.length || a.row - b.row)
}
