import { findAbbreviatedWords } from './find-abbreviated-words.ts'
import { findCaseInconsistency } from './find-case-inconsistency.ts'
import { findCodeInconsistency } from './find-code-inconsistency.ts'
import { findDateInconsistency } from './find-date-inconsistency.ts'
import { findDurationInconsistency } from './find-duration-inconsistency.ts'
import { findListInconsistency } from './find-list-inconsistency.ts'
import { findEmailInconsistency } from './find-email-inconsistency.ts'
import { findIpAddressInconsistency } from './find-ip-address-inconsistency.ts'
import { findMoneyInconsistency } from './find-money-inconsistency.ts'
import { findNameInconsistency } from './find-name-inconsistency.ts'
import { findEncodingInconsistency } from './find-encoding-inconsistency.ts'
import { findNullInconsistency } from './find-null-inconsistency.ts'
import { findNumberInconsistency } from './find-number-inconsistency.ts'
import { findQuoteInconsistency } from './find-quote-inconsistency.ts'
import { findShortYears } from './find-short-years.ts'
import { findSpaceInconsistency } from './find-space-inconsistency.ts'
import { findRescaledNumbers } from './find-rescaled-numbers.ts'
import { findSentinelDates } from './find-sentinel-dates.ts'
import { findRoundedCodes, findSpreadsheetDateInconsistency } from './find-spreadsheet-date-inconsistency.ts'
import { findSpellingVariants } from './find-spelling-variants.ts'
import { findTimeInconsistency } from './find-time-inconsistency.ts'
import { findTruncatedTexts } from './find-truncated-texts.ts'
import { findUnitInconsistency } from './find-unit-inconsistency.ts'
import { findUrlInconsistency } from './find-url-inconsistency.ts'
import { findVariantInconsistency } from './find-variant-inconsistency.ts'
import type { Inconsistency, InconsistencyFinder, Rewrite, DistinctText } from './inconsistency.ts'

/** Finders in order. Only the first one that matches is applied. */
interface Stage {
  readonly finders: readonly InconsistencyFinder[]
  /** Stages for formats: the last one applies only if no earlier one has matched. */
  readonly format?: 'first' | 'last'
}

/** Stages in order: each works on the values as rewritten by the previous ones. */
const stages: readonly Stage[] = [
  { finders: [findEncodingInconsistency] },
  { finders: [findSpaceInconsistency] },
  { finders: [findQuoteInconsistency] },
  { finders: [findNullInconsistency] },
  { finders: [findSentinelDates] },
  { finders: [findSpreadsheetDateInconsistency, findRoundedCodes] },
  { finders: [findTruncatedTexts] },
  { finders: [findAbbreviatedWords] },
  { finders: [findSpellingVariants] },
  {
    format: 'first',
    finders: [
      findEmailInconsistency,
      findIpAddressInconsistency,
      findVariantInconsistency,
      findDurationInconsistency,
      findTimeInconsistency,
      findDateInconsistency,
      findMoneyInconsistency,
      findUnitInconsistency,
    ],
  },
  // Numbers that were rewritten by the previous stage can still have several forms.
  { format: 'first', finders: [findNumberInconsistency] },
  {
    format: 'last',
    finders: [findNameInconsistency, findUrlInconsistency, findListInconsistency, findCodeInconsistency],
  },
  { finders: [findRescaledNumbers] },
  { finders: [findShortYears] },
  { finders: [findCaseInconsistency] },
]
const maxForms = 20_000

/** The rewrite of a value, and the inconsistency that it comes from. */
export interface ValueRewrite extends Rewrite {
  readonly inconsistency: Inconsistency
}

/**
 * Finds the inconsistencies of a column.
 *
 * @param texts - The distinct values of the column, except the empty string.
 * @returns The inconsistencies, and the combined rewrites by original value.
 */
export function findInconsistencies(
  texts: readonly DistinctText[],
  rows: number,
): { inconsistencies: Inconsistency[]; rewritten: Map<string, ValueRewrite> } {
  const inconsistencies: Inconsistency[] = []
  const rewritten = new Map<string, ValueRewrite>()
  const changedForms = new Map<string, string>()
  if (texts.length === 0 || texts.length > maxForms * 10) return { inconsistencies, rewritten }
  let current = texts
  let hasFormat = false
  for (const { finders, format } of stages) {
    if (format === 'last' && hasFormat) continue
    for (const find of finders) {
      const inconsistency = find(current, rows)
      if (!inconsistency) continue
      inconsistencies.push(inconsistency)
      hasFormat ||= format !== undefined
      for (const { text } of texts) {
        const rewrite = inconsistency.rewrites.get(changedForms.get(text) ?? text)
        if (!rewrite) continue
        const previous = rewritten.get(text)
        // If an earlier stage found no canonical form for a value, later stages do not rewrite it.
        if (previous && previous.to === undefined) continue
        if (rewrite.to !== undefined) changedForms.set(text, rewrite.to)
        rewritten.set(text, {
          ...rewrite,
          logOdds: Math.max(rewrite.logOdds, previous?.logOdds ?? -Infinity),
          inconsistency: previous?.inconsistency ?? inconsistency,
        })
      }
      current = collectCurrentTexts(texts, changedForms)
      break
    }
  }
  for (const [text, result] of rewritten) if (result.to === text) rewritten.delete(text)
  return { inconsistencies, rewritten }
}

function collectCurrentTexts(
  texts: readonly DistinctText[],
  changedForms: ReadonlyMap<string, string>,
): DistinctText[] {
  const cells = new Map<string, number>()
  for (const { text, cells: count } of texts) {
    const to = changedForms.get(text) ?? text
    if (to !== '') cells.set(to, (cells.get(to) ?? 0) + count)
  }
  return [...cells].map(([text, count]) => ({ text, cells: count }))
}
