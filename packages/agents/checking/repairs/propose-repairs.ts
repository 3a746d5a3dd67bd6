import { message, type Message } from '@aw-flow/messages'
import { toAlphanumericKey, computeLogErrorLikelihood, type ErrorRates } from '../scoring/error-rates.ts'
import {
  computeLogCorrectProbability,
  maxTypoRatio,
  toRateKind,
  classifyTypo,
  type ColumnModel,
} from '../scoring/column-model.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { toUsualFormat, type FormatStatistics } from './text-format.ts'
import type { FindingRule } from '@aw-flow/schema/internal'

/** A possible error in a value, based only on the value's column. */
export interface Proposal {
  /** The repair. Absent if it is unknown. */
  value?: string
  rule: FindingRule
  reason: Message
  /** Log odds that the value contains this error rather than being correct. */
  logOdds: number
  /** Log probability that the value is correct, taking into account its similarity to the repair. */
  logCorrectProbability?: number
}

/**
 * Repeated values that are shorter than this are considered separate codes, unless the same typo may have occurred
 * repeatedly by chance.
 */
const minWordLength = 4
const maxRepeatedTypos = 2
const minDistinctValues = 2000

/** The proposals for a value in the usual format that resembles no other value, whatever the error rates are. */
export const noCandidates: Proposal[] = []

/**
 * Proposes repairs of a value's format or of a typo, in descending order of likelihood. Returns an empty array if the
 * value fits its column: `noCandidates` if it does for any error rates.
 */
export function proposeRepairs(
  text: string,
  model: ColumnModel,
  formatStatistics: FormatStatistics,
  rates: ErrorRates,
): Proposal[] {
  const proposals: Proposal[] = []
  const { column, nonEmptyCount } = model
  const getCount = (value: string): number => column.counts[column.codes.get(value) ?? -1] ?? 0
  const count = column.observedCounts[column.codes.get(text) as number] as number
  const rewrite = toUsualFormat(text, formatStatistics)
  // If a value is frequent, its format is intentional.
  const acceptedRewrite = rewrite && (count < 3 || getCount(rewrite.text) > count) ? rewrite : undefined
  if (acceptedRewrite) {
    const knownCount = getCount(acceptedRewrite.text)
    // A single letter in the wrong case may also be a typo for another letter, so the repair is unknown.
    const isSingleLetterChange = knownCount === 0 && countDifferences(text, acceptedRewrite.text) === 1
    proposals.push({
      ...(isSingleLetterChange ? {} : { value: acceptedRewrite.text }),
      rule: 'format',
      reason: message('finding.format', { deviations: acceptedRewrite.deviations }),
      logOdds: knownCount > 0 ? 4 : 3,
    })
  }
  const baseText = acceptedRewrite?.text ?? text
  const sameLettersValue = model.isNumeric ? undefined : model.valueByAlphanumericKey.get(toAlphanumericKey(baseText))
  const candidates = new Set(
    (model.isNumeric && isNumber(baseText)) || isOneOfManyCodes(count, model)
      ? []
      : model.establishedValues.findSimilar(baseText),
  )
  if (sameLettersValue !== undefined && sameLettersValue !== baseText) candidates.add(sameLettersValue)
  if (rates.placeholder && baseText.includes(rates.placeholder.character))
    for (const value of model.valuesByLength.get(baseText.length) ?? []) candidates.add(value)
  if (!rewrite && candidates.size === 0) return noCandidates
  for (const value of candidates) {
    const frequency = getCount(value)
    if (value === text || frequency < 2 || frequency < 3 * count) continue
    const logError = computeLogErrorLikelihood(baseText, value, rates)
    if (logError === -Infinity) continue
    const logErrorProbability = Math.log(frequency / nonEmptyCount) + logError
    const kind = classifyTypo(baseText, value)
    const selfCount = baseText === text && getCount(text) > 0 ? 1 : 0
    const typoRate = rates[toRateKind(kind)]
    let logCorrectProbability = computeLogCorrectProbability(model, baseText, selfCount, {
      text: value,
      logError: logError - Math.log(typoRate),
      rate: 1 / Math.max(1, model.establishedCount),
    })
    // The same typo in a frequent value may occur several times.
    const mayBeRepeatedTypo =
      baseText.length >= minWordLength || count <= maxRepeatedTypos + 3 * frequency * Math.exp(logError)
    if (count > 1 && count <= maxTypoRatio * frequency && mayBeRepeatedTypo)
      logCorrectProbability = Math.min(
        logCorrectProbability,
        Math.log((model.similarShares[kind] * count) / nonEmptyCount),
      )
    const params = { value, rows: column.observedCounts[column.codes.get(value) as number] as number }
    const rule = kind === 'format' ? 'format' : 'spelling'
    const reason = kind === 'format' ? message('finding.same-letters', params) : message('finding.typo', params)
    proposals.push({
      value,
      rule,
      reason,
      logCorrectProbability,
      logOdds: logErrorProbability - logCorrectProbability + (acceptedRewrite ? 3 : 0),
    })
  }
  return proposals.sort((a, b) => b.logOdds - a.logOdds || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
}

/**
 * Returns whether a value is repeated in a column with thousands of distinct values, none of which is frequent enough
 * for the value to be a typo of it.
 */
const isOneOfManyCodes = (count: number, { establishedCount, maxCount }: ColumnModel): boolean =>
  establishedCount > minDistinctValues && count > 1 && count > maxTypoRatio * maxCount

/** Counts the positions at which two strings of equal length differ. Returns 0 if their lengths differ. */
function countDifferences(a: string, b: string): number {
  if (a.length !== b.length) return 0
  return [...a].filter((letter, index) => letter !== b[index]).length
}
