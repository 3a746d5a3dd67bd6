import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCanonicalShare = 0.6
const minCells = 3
const emailPattern = /^[^\s@]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}$/u
/** These patterns match "@" and "." written as words: "ada at example.com", "ada (at) example (dot) com". */
const atPattern = /\sat\s|\s?[([]at[)\]]\s?/gi
const dotPattern = /\s?[([]dot[)\]]\s?/gi

/**
 * Finds email addresses that have a scheme, angle brackets or words for "@" and ".", and addresses without a valid
 * domain.
 */
export function findEmailInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const validAddresses = values.filter(({ text }) => emailPattern.test(text))
  if (countCells(validAddresses) < minCanonicalShare * countCells(values)) return undefined
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, cellCount: count } of values) {
    if (emailPattern.test(text) && !/^mailto:/i.test(text)) continue
    const address = text
      .trim()
      .replace(/^mailto:/i, '')
      .replace(/^<(.*)>$/, '$1')
      .replaceAll(dotPattern, '.')
      .replaceAll(atPattern, '@')
      .replace(/,(\p{L}{2,4})$/u, '.$1')
    if (emailPattern.test(address)) rewrites.set(text, { replacement: address, logOdds: 4 })
    else if (/^[^\s@]+@[^\s@.]*$/.test(text) || /^[^\s@]+\.\p{L}{2,}$/u.test(text)) rewrites.set(text, { logOdds: 4 })
    else continue
    changedCellCount += count
  }
  const [example] = rewrites
  if (!example || changedCellCount < minCells) return undefined
  return { kind: 'variant', params: { example: example[0], canonical: validAddresses[0]?.text ?? '' }, rewrites }
}
