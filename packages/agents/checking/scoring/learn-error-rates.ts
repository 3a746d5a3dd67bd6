import { defaultErrorRates, type ErrorRates } from './error-rates.ts'
import { findTypo } from '../repairs/typo.ts'

/** An error that was found in a previous round. */
export interface EarlierError {
  observed: string
  intended: string
  rule: string
}

/** Weight of the prior rates, expressed as a number of cells. */
const priorCells = 4000
const minCases = 12
const minShare = 0.25

/**
 * Estimates a table's error rates. Also finds a character that replaces unreadable ones, such as "?", "x" or "\uFFFD",
 * provided that it accounts for at least a quarter of all replaced characters.
 */
export function learnErrorRates(errors: readonly EarlierError[], cells: number): ErrorRates {
  const counts = new Map<string, number>()
  const replacementCounts = new Map<string, number>()
  let replaced = 0
  for (const { observed, intended, rule } of errors) {
    const typo = findTypo(observed, intended)
    const kind =
      rule === 'missing'
        ? 'missing'
        : typo
          ? typo.typo
          : rule === 'format'
            ? 'format'
            : rule === 'dependency'
              ? 'other'
              : 'garbled'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const characters = findReplacements(observed, intended)
    replaced += characters.length
    for (const character of characters) replacementCounts.set(character, (replacementCounts.get(character) ?? 0) + 1)
  }
  const rates = Object.fromEntries(
    Object.entries(defaultErrorRates).map(([kind, prior]) => [
      kind,
      typeof prior === 'number'
        ? Math.max(prior / 3, ((counts.get(kind) ?? 0) + prior * priorCells) / (cells + priorCells))
        : prior,
    ]),
  ) as unknown as ErrorRates
  const [mode] = [...replacementCounts].sort((a, b) => b[1] - a[1])
  if (!mode || mode[1] < minCases || mode[1] < minShare * replaced) return rates
  return { ...rates, placeholder: { character: mode[0], rate: mode[1] / cells } }
}

/**
 * Returns the characters of `observed` that replace others. Returns an empty array unless both strings have the same
 * length and differ at fewer than half of their positions.
 */
function findReplacements(observed: string, intended: string): string[] {
  if (observed.length !== intended.length) return []
  const characters = [...observed].filter((character, index) => character !== intended[index])
  return characters.length * 2 < observed.length ? characters : []
}
