import { englishFormatter, renderTexts, type ProblemSource } from '@aw-flow/messages/catalogs'

/** Renders the messages of a value as English text, and adds the English `message` and `hint` to its problems. */
export const renderMessages = <Value>(value: Value): Value => renderTexts(value, englishFormatter) as Value

/** Returns the English sentence of a problem. */
export const getSentence = (problem: ProblemSource | undefined): string | undefined =>
  problem && englishFormatter.renderProblem(problem).message
