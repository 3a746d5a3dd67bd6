import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { absenceRules, negationRules } from './absence-rules.ts'
import { comparativeRules, phraseRules } from './comparison-rules.ts'
import { joinEqualities, type WordConditions } from './condition.ts'
import { ConditionState, type ConditionRule } from './condition-state.ts'
import { nameRules } from './name-rules.ts'
import { limitRules, periodRules, rangeRules } from './period-rules.ts'

/** All rules, in order of precedence. The first that applies reads the tokens at an index. */
const rules: readonly ConditionRule[] = [
  ...nameRules,
  ...negationRules,
  ...limitRules,
  ...absenceRules,
  ...rangeRules,
  ...comparativeRules,
  ...periodRules,
  ...phraseRules,
]

/**
 * Reads comparisons of columns with values: "amount is greater than 100", "mit Status bezahlt". Without a column, a
 * number is compared with the only numeric column.
 *
 * @param comparable - The columns that a comparative such as "older" can mean.
 * @returns `undefined` if the tokens contain no condition.
 */
export function readConditions(
  tokens: readonly Token[],
  columns: readonly Column[],
  comparable = columns,
): WordConditions | undefined {
  const state = new ConditionState(tokens, columns, comparable)
  for (let index = 0; index < tokens.length; ) {
    state.markUsed(index)
    index = readAt(state, index) ?? index + 1
  }
  state.markUsed(tokens.length)
  const { conditions } = state.list
  if (conditions.length === 0) return undefined
  return {
    conditions: state.matchesAny ? conditions : joinEqualities(conditions),
    match: state.matchesAny ? 'any' : 'all',
    used: state.used,
  }
}

function readAt(state: ConditionState, index: number): number | undefined {
  for (const rule of rules) {
    const next = rule(state, index)
    if (next !== undefined) return next
  }
  return undefined
}
