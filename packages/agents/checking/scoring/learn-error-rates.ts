import { defaultErrorRates, type ErrorRates } from './error-rates.ts'
import { findTypo } from '../repairs/typo.ts'

/** An error that was found in a previous round. */
export interface PreviousError {
  observed: string
  intended: string
  rule: string
}

/** Weight of the prior rates, expressed as a number of cells. */
const priorCellCount = 4000
const minCases = 12
const minShare = 0.25

/**
 * Estimates a table's error rates. Also finds a placeholder for unreadable characters, such as "?", "x" or "\uFFFD", if
 * it accounts for at least a quarter of all replaced characters.
 */
export function learnErrorRates(errors: readonly PreviousError[], cellCount: number): ErrorRates {
  const counts = new Map<string, number>()
  const replacementCounts = new Map<string, number>()
  let replacedCount = 0
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
    const characters = findReplacementCharacters(observed, intended)
    replacedCount += characters.length
    for (const character of characters) replacementCounts.set(character, (replacementCounts.get(character) ?? 0) + 1)
  }
  const rates = Object.fromEntries(
    Object.entries(defaultErrorRates).map(([kind, prior]) => [
      kind,
      typeof prior === 'number'
        ? Math.max(prior / 3, ((counts.get(kind) ?? 0) + prior * priorCellCount) / (cellCount + priorCellCount))
        : prior,
    ]),
  ) as unknown as ErrorRates
  const [mode] = [...replacementCounts].sort((a, b) => b[1] - a[1])
  if (!mode || mode[1] < minCases || mode[1] < minShare * replacedCount) return rates
  return { ...rates, placeholder: { character: mode[0], rate: mode[1] / cellCount } }
}

/**
 * Returns the characters of `observed` that replace others. Returns an empty array unless both strings have the same
 * length and differ at fewer than half of their positions.
 */
function findReplacementCharacters(observed: string, intended: string): string[] {
  if (observed.length !== intended.length) return []
  const characters = [...observed].filter((character, index) => character !== intended[index])
  return characters.length * 2 < observed.length ? characters : []
}
