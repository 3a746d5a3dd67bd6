import { message, type Message } from '@aw-flow/messages'
import { bareText, logErrorLikelihood, type ErrorRates } from '../scoring/error-rates.ts'
import { logCorrect, maxTypoRatio, rateOf, typoKind, type ColumnModel } from '../scoring/column-model.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { toUsualFormat, type FormatHabits } from './text-format.ts'
import type { FindingRule } from '@aw-flow/schema'

/** A possible error of a text, judged by its column alone. */
export interface Proposal {
  /** The repair; absent if it is unknown. */
  value?: string
  rule: FindingRule
  reason: Message
  /** Log odds of this error against a correct text. */
  odds: number
  /** Log probability that the text is correct, given the repair. */
  right?: number
}

/** A repeated shorter text is a code of its own, unless chance explains its number of repetitions. */
const minWordLength = 4
const maxRepeatedTypos = 2
const manyTypes = 2000

/**
 * Proposes repairs of the format or of one typo of a text, the most likely first; empty if the text fits its column.
 */
export function proposeRepairs(text: string, model: ColumnModel, habits: FormatHabits, rates: ErrorRates): Proposal[] {
  const found: Proposal[] = []
  const { column, filled } = model
  const own = column.counts[column.codes.get(text) ?? -1] ? 1 : 0
  const countOf = (value: string): number => column.counts[column.codes.get(value) ?? -1] ?? 0
  const count = column.written[column.codes.get(text) as number] as number
  const rewritten = toUsualFormat(text, habits)
  // A frequent text has its own format.
  const usual = rewritten && (count < 3 || countOf(rewritten.text) > count) ? rewritten : undefined
  if (usual) {
    const known = countOf(usual.text)
    // A single letter in a different case may be a typo for another letter.
    const isOneLetter = known === 0 && countDifferences(text, usual.text) === 1
    found.push({
      ...(isOneLetter ? {} : { value: usual.text }),
      rule: 'format',
      reason: message('finding.format', { deviations: usual.deviations }),
      odds: known > 0 ? 4 : 3,
    })
  }
  const base = usual?.text ?? text
  const sameLetters = model.byBareText.get(bareText(base))
  const candidates = new Set(
    (model.numeric && isNumber(base)) || isOneOfManyCodes(count, model) ? [] : model.established.near(base),
  )
  if (sameLetters !== undefined && sameLetters !== base && !model.numeric) candidates.add(sameLetters)
  if (rates.placeholder && base.includes(rates.placeholder.character))
    for (const value of model.byLength.get(base.length) ?? []) candidates.add(value)
  for (const value of candidates) {
    const frequency = countOf(value)
    if (value === text || frequency < 2 || frequency < 3 * count) continue
    const logError = logErrorLikelihood(base, value, rates)
    if (logError === -Infinity) continue
    const logWrong = Math.log(frequency / filled) + logError
    const kind = typoKind(base, value)
    const typoRate = rates[rateOf(kind)]
    let right = logCorrect(model, base, base === text ? own : 0, {
      text: value,
      logError: logError - Math.log(typoRate),
      rate: 1 / Math.max(1, model.types),
    })
    // A typo of a frequent value may occur several times.
    const isRepeated = base.length >= minWordLength || count <= maxRepeatedTypos + 3 * frequency * Math.exp(logError)
    if (count > 1 && count <= maxTypoRatio * frequency && isRepeated)
      right = Math.min(right, Math.log((model.similar[kind] * count) / filled))
    const params = { value, rows: column.written[column.codes.get(value) as number] as number }
    const rule = kind === 'format' ? 'format' : 'spelling'
    const reason = kind === 'format' ? message('finding.same-letters', params) : message('finding.typo', params)
    found.push({ value, rule, reason, right, odds: logWrong - right + (usual ? 3 : 0) })
  }
  return found.sort((a, b) => b.odds - a.odds || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
}

/**
 * Whether a text is a repeated value among thousands, none of which is frequent enough for the text to be a typo of it.
 */
const isOneOfManyCodes = (count: number, { types, maxCount }: ColumnModel): boolean =>
  types > manyTypes && count > 1 && count > maxTypoRatio * maxCount

/** Number of positions in which two texts of equal length differ. */
function countDifferences(a: string, b: string): number {
  if (a.length !== b.length) return 0
  return [...a].filter((letter, at) => letter !== b[at]).length
}
