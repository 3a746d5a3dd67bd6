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

/** Rules for steps that a query cannot express. Each clause can contain one such step. */
export const tableRules: readonly StepRule[] = [...columnRules, ...shapingRules]

/** All words that the rules can interpret. */
export const vocabulary = readVocabulary(
  [...queryPatterns, ...shapingPatterns, ...columnPatterns, ...flowPatterns, joinWords, unionWords],
  comparisonWords,
)

/** Courtesies, which do not affect a plan. */
export const courtesies = /^(?:please|thanks|thank|thx|bitte|danke|hi|hello|hey|hallo|great|cheers)$/

/**
 * Returns a predicate that tests whether folded text describes a step. If a column is named "email", the word alone
 * does not request sending mail.
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
