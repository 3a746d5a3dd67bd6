import { bareText, logMiswritten, type ErrorRates } from './error-rates.ts'
import { logRight, rateOf, slipKind, type ColumnModel } from './column-model.ts'
import { isNumber } from './value-shape.ts'
import { tidied, type FormatHabits } from './text-format.ts'
import type { FindingRule } from '@aw-flow/schema'

/** What a text may have been meant to be, on its column's evidence alone. */
export interface Proposal {
  /** Absent: it is wrong, and nothing says what is right. */
  value?: string
  rule: FindingRule
  reason: string
  /** Log of the odds that it is wrong, in this way, against its being right. */
  odds: number
  /** Log of the probability that a cell rightly holds this text, seen beside the value that is proposed. */
  right?: number
}

/** Shorter codes are codes of their own where they stand more often than a slip is made again by chance; words are misspelled in one way. */
const long = 4
const mostAgain = 2

/** The likeliest ways in which a text is wrong, the likeliest first. Empty where it fits its column. */
export function proposeValues(text: string, model: ColumnModel, habits: FormatHabits, rates: ErrorRates): Proposal[] {
  const found: Proposal[] = []
  const { column, filled } = model
  const own = column.counts[column.codes.get(text) ?? -1] ? 1 : 0
  const countOf = (value: string): number => column.counts[column.codes.get(value) ?? -1] ?? 0
  const count = column.written[column.codes.get(text) as number] as number
  const untidy = tidied(text, habits)
  // What is always written so is the way in which it is written.
  const tidy = untidy && (count < 3 || countOf(untidy.text) > count) ? untidy : undefined
  if (tidy) {
    const known = countOf(tidy.text)
    // One letter of another case may be a letter of another kind.
    const isOneLetter = known === 0 && otherLetters(text, tidy.text) === 1
    found.push({
      ...(isOneLetter ? {} : { value: tidy.text }),
      rule: 'format',
      reason: `It has ${tidy.reason}, as hardly any other value of the column has.`,
      odds: known > 0 ? 4 : 3,
    })
  }
  const base = tidy?.text ?? text
  const bareTwin = model.byBareText.get(bareText(base))
  const candidates = new Set(model.numeric && isNumber(base) ? [] : model.established.near(base))
  if (bareTwin !== undefined && bareTwin !== base && !model.numeric) candidates.add(bareTwin)
  if (rates.blot && base.includes(rates.blot.character))
    for (const value of model.byLength.get(base.length) ?? []) candidates.add(value)
  for (const value of candidates) {
    const frequency = countOf(value)
    if (value === text || frequency < 2 || frequency < 3 * count) continue
    const logSlip = logMiswritten(base, value, rates)
    if (logSlip === -Infinity) continue
    const logWrong = Math.log(frequency / filled) + logSlip
    const kind = slipKind(base, value)
    const slipRate = rates[rateOf(kind)]
    let right = logRight(model, base, base === text ? own : 0, {
      text: value,
      logSlip: logSlip - Math.log(slipRate),
      rate: 1 / Math.max(1, model.types),
    })
    // The same slip may have been made several times from a value that is everywhere.
    const isAgain = base.length >= long || count <= mostAgain + 3 * frequency * Math.exp(logSlip)
    if (count > 1 && count <= 0.02 * frequency && isAgain)
      right = Math.min(right, Math.log((model.alike[kind] * count) / filled))
    const standing = column.written[column.codes.get(value) as number]
    const rule = kind === 'format' ? 'format' : 'spelling'
    const reason =
      kind === 'format'
        ? `It is "${value}" (${standing} rows) but for its format.`
        : `It is one character away from "${value}", which stands in ${standing} rows.`
    found.push({ value, rule, reason, right, odds: logWrong - right + (tidy ? 3 : 0) })
  }
  return found.sort((a, b) => b.odds - a.odds || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
}

/** In how many letters two texts of one length differ. */
function otherLetters(one: string, two: string): number {
  if (one.length !== two.length) return 0
  return [...one].filter((letter, at) => letter !== two[at]).length
}
