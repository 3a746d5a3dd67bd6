import { createPattern } from '../vocabulary.ts'

export const comparisonPattern = createPattern('more', 'less', 'at-least', 'at-most')

const comparisonPatterns = (['at-least', 'at-most', 'more', 'less'] as const).map(
  (meaning) => [meaning, new RegExp(`^${createPattern(meaning).source}`)] as const,
)

/** Returns the comparison that folded text starts with. */
export const findComparison = (folded: string): string | undefined =>
  comparisonPatterns.find(([, pattern]) => pattern.test(folded))?.[0]

/** Units and connectors after a number, which are not nouns for counted things. */
export const unitWords =
  /^(?:percent|prozent|dollars?|euros?|eur|usd|pounds?|degrees?|grad|days?|tagen?|hours?|stunden?|minutes?|minuten?|years?|jahren?|miles?|meilen?|km|kg|meters?|metern?|points?|punkten?|votes?|million|millionen|and|und|or|oder|in|by|per|je|pro|on|then|dann)$/
