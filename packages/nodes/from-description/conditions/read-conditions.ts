import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { absenceRules, negationRules } from './absence-rules.ts'
import { comparativeRules, phraseRules } from './comparison-rules.ts'
import { mergeEqualities, type ParsedCondition, type ParsedConditions } from './condition.ts'
import { ConditionState, type ConditionRule } from './condition-state.ts'
import { eventRules } from './event-rules.ts'
import { nameRules } from './name-rules.ts'
import { limitRules, periodRules, rangeRules } from './period-rules.ts'

/** All rules, in order of precedence. At each index, the first rule that applies is used. */
const rules: readonly ConditionRule[] = [
  ...eventRules,
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
 * Reads conditions that compare columns with values: "amount is greater than 100", "mit Status bezahlt". A number
 * without a column is compared with the only numeric column.
 *
 * @param comparableColumns - The columns to which a comparative such as "older" can refer.
 * @returns The conditions, or `undefined` if the tokens contain none.
 */
export function readConditions(
  tokens: readonly Token[],
  columns: readonly Column[],
  comparableColumns = columns,
): ParsedConditions | undefined {
  const state = new ConditionState(tokens, columns, comparableColumns)
  for (let index = 0; index < tokens.length;) {
    state.markUsed(index)
    const count = state.list.conditions.length
    // A negation ends at the next conjunction or comma.
    if (/^(?:,|and|or|und|oder|with|mit|but|aber)$/.test(tokens[index]!.folded)) state.list.isNegated = false
    index = applyFirstRule(state, index) ?? index + 1
    state.recordGroup(count)
  }
  state.markUsed(tokens.length)
  const { conditions } = state.list
  if (conditions.length === 0) return undefined
  return { ...combineGroups(state), usedTokens: state.usedTokens }
}

/**
 * Combines conditions: "or" applies only to its neighbors; all other conditions must also hold. Values of one column
 * are merged into one condition: "North or South" in "from North or South and over 5".
 */
function combineGroups({ conditionGroups, list, matchesAny }: ConditionState): ParsedConditions {
  const { conditions } = list
  const hasAlternatives = conditionGroups.some(({ isAlternative }) => isAlternative)
  const shouldMatchAny =
    matchesAny ||
    (hasAlternatives &&
      conditionGroups.slice(1).every(({ isAlternative }) => isAlternative) &&
      conditionGroups.every(({ start, end }) => end - start === 1))
  if (shouldMatchAny || !hasAlternatives)
    return {
      conditions: shouldMatchAny ? conditions : mergeEqualities(conditions),
      match: shouldMatchAny ? 'any' : 'all',
    }
  const clusters: ParsedCondition[][][] = []
  for (const { start, end, isAlternative, isAlternativeToAll } of conditionGroups) {
    const group = conditions.slice(start, end)
    const previousConditions = clusters.flat(2)
    if (isAlternativeToAll && !previousConditions.some(({ column }) => column === group[0]!.column))
      clusters.splice(0, clusters.length, [previousConditions, group])
    else if (isAlternative) clusters.at(-1)?.push(group)
    else clusters.push([group])
  }
  const isSingleCondition = (cluster: readonly (readonly ParsedCondition[])[]): boolean =>
    mergeEqualities(cluster.flat()).length === 1
  const simpleClusters = clusters.filter((cluster) => cluster.length === 1 || isSingleCondition(cluster))
  return {
    conditions: mergeEqualities(simpleClusters.flat(2)),
    match: 'all',
    alternatives: clusters.filter((cluster) => !simpleClusters.includes(cluster)),
  }
}

function applyFirstRule(state: ConditionState, index: number): number | undefined {
  for (const rule of rules) {
    const next = rule(state, index)
    if (next !== undefined) return next
  }
  return undefined
}
