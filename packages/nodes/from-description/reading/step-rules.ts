import type { Column } from '@aw-flow/schema'
import { requestsChart } from '../chart-step.ts'
import { columnPatterns, columnRules } from '../column-steps.ts'
import { joinWords, unionWords } from '../combining-steps.ts'
import { comparisonWords } from '../conditions/comparison-phrases.ts'
import { readVocabulary } from '../find-unused-words.ts'
import { flowPatterns, outputRules, sourceRules, triggerRules } from '../flow-steps.ts'
import { describesQuery, queryPatterns } from '../query/words.ts'
import { shapingPatterns, shapingRules } from '../shaping-steps.ts'
import type { StepRule } from '../step.ts'

/** Steps that a query cannot express, one per clause. */
export const tableRules: readonly StepRule[] = [...columnRules, ...shapingRules]

/** The words that the rules understand. */
export const vocabulary = readVocabulary(
  [...queryPatterns, ...shapingPatterns, ...columnPatterns, ...flowPatterns, joinWords, unionWords],
  comparisonWords,
)

/** Words without a meaning for a plan. */
export const courtesies = /^(?:please|thanks|thank|thx|bitte|danke|hi|hello|hey|hallo|great|cheers)$/

/**
 * Returns a function that tests whether a folded text describes a step. A column named "email" is not a step that sends
 * mail.
 */
export const createStepTest = (columns: readonly Column[]): ((folded: string) => boolean) => {
  const hasMailColumn = columns.some(({ name }) => /mail/i.test(name))
  const rules = [...triggerRules, ...outputRules, ...sourceRules, ...tableRules]
  return (folded) => {
    const text =
      hasMailColumn && !/\b(?:send|sende\w*|schick\w*|versende\w*)\b|@/.test(folded)
        ? folded.replaceAll(/\be-?mails?\b/g, 'x')
        : folded
    return (
      joinWords.test(text) ||
      unionWords.test(text) ||
      requestsChart(text) ||
      describesQuery(text) ||
      rules.some(({ test }) => test.test(text))
    )
  }
}
