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
import { findTruncatedValues } from './find-truncated-texts.ts'
import { findUnitInconsistency } from './find-unit-inconsistency.ts'
import { findUrlInconsistency } from './find-url-inconsistency.ts'
import { findVariantInconsistency } from './find-variant-inconsistency.ts'
import type { Inconsistency, InconsistencyFinder, Rewrite, DistinctValue } from './inconsistency.ts'

/** A list of finders. They run in order, and only the first one that finds an inconsistency is applied. */
interface Stage {
  readonly finders: readonly InconsistencyFinder[]
  /** Set for stages that rewrite formats. The `last` stage is skipped if an earlier one was applied. */
  readonly formatPass?: 'first' | 'last'
}

/** The stages, in order. Each stage processes the values as rewritten by the previous stages. */
const stages: readonly Stage[] = [
  { finders: [findEncodingInconsistency] },
  { finders: [findSpaceInconsistency] },
  { finders: [findQuoteInconsistency] },
  { finders: [findNullInconsistency] },
  { finders: [findSentinelDates] },
  { finders: [findSpreadsheetDateInconsistency, findRoundedCodes] },
  { finders: [findTruncatedValues] },
  { finders: [findAbbreviatedWords] },
  { finders: [findSpellingVariants] },
  {
    formatPass: 'first',
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
  // Numbers that the previous stage rewrote can still have several formats.
  { formatPass: 'first', finders: [findNumberInconsistency] },
  {
    formatPass: 'last',
    finders: [findNameInconsistency, findUrlInconsistency, findListInconsistency, findCodeInconsistency],
  },
  { finders: [findRescaledNumbers] },
  { finders: [findShortYears] },
  { finders: [findCaseInconsistency] },
]
const maxDistinctValues = 200_000

/** The rewrite of a value, and the inconsistency that caused it. */
export interface ValueRewrite extends Rewrite {
  readonly inconsistency: Inconsistency
}

/**
 * Finds the inconsistencies in a column.
 *
 * @param values - The column's distinct values, excluding the empty string.
 * @returns The inconsistencies, and the combined rewrites keyed by original value.
 */
export function findInconsistencies(
  values: readonly DistinctValue[],
  rowCount: number,
): { inconsistencies: Inconsistency[]; rewrites: Map<string, ValueRewrite> } {
  const inconsistencies: Inconsistency[] = []
  const rewrites = new Map<string, ValueRewrite>()
  const replacements = new Map<string, string>()
  if (values.length === 0 || values.length > maxDistinctValues) return { inconsistencies, rewrites }
  let currentValues = values
  let hasRewrittenFormat = false
  for (const { finders, formatPass } of stages) {
    if (formatPass === 'last' && hasRewrittenFormat) continue
    for (const find of finders) {
      const inconsistency = find(currentValues, rowCount)
      if (!inconsistency) continue
      inconsistencies.push(inconsistency)
      hasRewrittenFormat ||= formatPass !== undefined
      for (const { text } of values) {
        const rewrite = inconsistency.rewrites.get(replacements.get(text) ?? text)
        if (!rewrite) continue
        const previous = rewrites.get(text)
        // If an earlier stage reported a value without a canonical form, later stages do not rewrite it.
        if (previous && previous.replacement === undefined) continue
        if (rewrite.replacement !== undefined) replacements.set(text, rewrite.replacement)
        rewrites.set(text, {
          ...rewrite,
          logOdds: Math.max(rewrite.logOdds, previous?.logOdds ?? -Infinity),
          inconsistency: previous?.inconsistency ?? inconsistency,
        })
      }
      currentValues = collectCurrentValues(values, replacements)
      break
    }
  }
  for (const [text, result] of rewrites) if (result.replacement === text) rewrites.delete(text)
  return { inconsistencies, rewrites }
}

function collectCurrentValues(
  values: readonly DistinctValue[],
  replacements: ReadonlyMap<string, string>,
): DistinctValue[] {
  const cellCounts = new Map<string, number>()
  for (const { text, cellCount: count } of values) {
    const currentText = replacements.get(text) ?? text
    if (currentText !== '') cellCounts.set(currentText, (cellCounts.get(currentText) ?? 0) + count)
  }
  return [...cellCounts].map(([text, count]) => ({ text, cellCount: count }))
}
