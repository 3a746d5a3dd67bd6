import { isNumber } from '@aw-flow/engine'
import type { StepDraft } from '../step.ts'
import type { PhraseWords } from './read-rewrites.ts'

const emptyWords = /\b(?:empty|missing|blanks?|gaps?|nulls?|no value|without (?:an? )?value|leer\w*|fehl\w*|lucken?)\b/
const fillWords =
  /\b(?:fill\w*|impute\w*|replace\w*|put|set|write|use|called|becomes?|gets?|get|count as|treat\w*|fulle\w*|fullen|auffullen|ersetze\w*|setze\w*|schreibe\w*|trage\w*|hei(?:s|ss)en)\b/
const otherWords = /\b(?:if|when|drop|keep|remove|delete|only|wenn|where the|new column|neue spalte)\b/
const methods: readonly (readonly [RegExp, string])[] = [
  [/\b(?:average|mean|durchschnitt\w*|mittelwert\w*)\b/, 'mean'],
  [/\bmedian\w*\b/, 'median'],
  [/\b(?:mode|most (?:frequent|common)|haufigste\w*)\b/, 'mode'],
]

/** Reads the value or method with which to fill empty cells of the named columns: "empty reasons called "unknown"". */
export function readFill({ folded, tokens, namedColumns }: PhraseWords): readonly StepDraft[] | undefined {
  const emptyMatch = emptyWords.exec(folded)
  const verb = fillWords.exec(folded)
  if (!emptyMatch || !verb || namedColumns.length === 0 || otherWords.test(folded)) return undefined
  const columns = namedColumns.map(({ name }) => name)
  const method = methods.find(([words]) => words.test(folded))?.[1]
  if (method !== undefined) {
    if (method !== 'mode' && !namedColumns.every(({ type }) => isNumber(type))) return undefined
    return [{ type: 'fill', config: { columns, how: method } }]
  }
  const constants = tokens.filter(({ kind, column }) => !column && (kind === 'text' || kind === 'number'))
  const [constant] = constants
  if (!constant || constants.length > 1) return undefined
  const value = constant.value ?? constant.raw
  if (namedColumns.some(({ type }) => isNumber(type) !== (typeof value === 'number'))) return undefined
  return [{ type: 'fill', config: { columns, how: 'constant', value } }]
}
