import { usualRates, type ErrorRates } from './error-rates.ts'
import { slipBetween } from './slip.ts'

/** What a first look has found: a written text, and what it was meant to be. */
export interface FoundError {
  written: string
  meant: string
  rule: string
}

/** As good as so many cells of evidence: what is expected before anything is seen. */
const expectedCells = 4000
const leastCases = 12
const leastShare = 0.25

/**
 * How errors are made in this table: how often each kind, and which character stands for others that could not be read
 * ("?", "x", "\uFFFD"), where one is behind a quarter of all replaced characters and seldom is right.
 */
export function learnErrors(found: readonly FoundError[], cells: number): ErrorRates {
  const counts = new Map<string, number>()
  const by = new Map<string, number>()
  let replaced = 0
  for (const { written, meant, rule } of found) {
    const slip = slipBetween(written, meant)
    const kind =
      rule === 'missing'
        ? 'missing'
        : slip
          ? slip.slip
          : rule === 'format'
            ? 'format'
            : rule === 'dependency'
              ? 'other'
              : 'garbled'
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const characters = replacements(written, meant)
    replaced += characters.length
    for (const character of characters) by.set(character, (by.get(character) ?? 0) + 1)
  }
  const rates = Object.fromEntries(
    Object.entries(usualRates).map(([kind, usual]) => [
      kind,
      typeof usual === 'number'
        ? Math.max(usual / 3, ((counts.get(kind) ?? 0) + usual * expectedCells) / (cells + expectedCells))
        : usual,
    ]),
  ) as unknown as ErrorRates
  const [most] = [...by].sort((a, b) => b[1] - a[1])
  if (!most || most[1] < leastCases || most[1] < leastShare * replaced) return rates
  return { ...rates, blot: { character: most[0], rate: most[1] / cells } }
}

/** The characters that stand for others where two texts of one length differ in less than half of their places. */
function replacements(written: string, meant: string): string[] {
  if (written.length !== meant.length) return []
  const found = [...written].filter((character, at) => character !== meant[at])
  return found.length * 2 < written.length ? found : []
}
