import { findCaseInconsistency } from './find-case-inconsistency.ts'
import { findDateInconsistency } from './find-date-inconsistency.ts'
import { findEncodingInconsistency } from './find-encoding-inconsistency.ts'
import { findMixedLanguages } from './find-mixed-languages.ts'
import { findMixedScripts } from './find-mixed-scripts.ts'
import { findNearValues } from './find-near-values.ts'
import { findNullInconsistency } from './find-null-inconsistency.ts'
import { findNumberInconsistency } from './find-number-inconsistency.ts'
import { findSpaceInconsistency } from './find-space-inconsistency.ts'
import { findCensoredNumbers, findTextAmongNumbers } from './find-text-among-numbers.ts'
import { findTimeInconsistency } from './find-time-inconsistency.ts'
import { findUnitInconsistency } from './find-unit-inconsistency.ts'
import { findVariantInconsistency } from './find-variant-inconsistency.ts'
import type { Inconsistency, InconsistencyFinder, Rewrite, DistinctValue } from './inconsistency.ts'

/** A list of finders. They run in order, and only the first one that finds an inconsistency is applied. */
interface Stage {
  readonly finders: readonly InconsistencyFinder[]
}

/** The stages, in order. Each stage processes the values as rewritten by the previous stages. */
const stages: readonly Stage[] = [
  { finders: [findEncodingInconsistency] },
  { finders: [findSpaceInconsistency] },
  { finders: [findNullInconsistency] },
  {
    finders: [
      findMixedLanguages,
      findVariantInconsistency,
      findTimeInconsistency,
      findDateInconsistency,
      findUnitInconsistency,
    ],
  },
  // Numbers that the previous stage rewrote can still have several formats.
  { finders: [findNumberInconsistency] },
  { finders: [findCaseInconsistency] },
  { finders: [findMixedScripts] },
  { finders: [findCensoredNumbers] },
  { finders: [findTextAmongNumbers] },
  { finders: [findNearValues] },
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
  for (const { finders } of stages) {
    for (const find of finders) {
      const inconsistency = find(currentValues, rowCount)
      if (!inconsistency) continue
      inconsistencies.push(inconsistency)
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
