import { englishFormatter, renderTexts, type ProblemSource } from '@aw-flow/messages/catalogs'

/** A value with its messages as English text, and the English `message` and `hint` of its problems. */
export const rendered = <Value>(value: Value): Value => renderTexts(value, englishFormatter) as Value

/** The English sentence of a problem. */
export const sentenceOf = (problem: ProblemSource | undefined): string | undefined =>
  problem && englishFormatter.problem(problem).message
