import { countCells, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCells = 3
const minShare = 0.004
/** If a larger share of cells has extra spaces, the spaces are part of the format. */
const maxShare = 0.5

/**
 * Finds leading, trailing and repeated spaces if most cells have none. If a value occurs several times, but never
 * without the extra spaces, they are considered intentional.
 */
export function findSpaceInconsistency(texts: readonly DistinctText[], rows: number): Inconsistency | undefined {
  const rewrites = new Map<string, Rewrite>()
  const changedTexts: DistinctText[] = []
  const spaced = texts.filter(({ text }) => text !== collapseSpaces(text))
  if (spaced.length === 0) return undefined
  const knownTexts = new Set(texts.map(({ text }) => text))
  for (const entry of spaced) {
    const to = collapseSpaces(entry.text)
    const isOuter = to === entry.text.trim()
    if (!knownTexts.has(to) && (entry.cells > 1 || !isOuter)) continue
    changedTexts.push(entry)
    rewrites.set(entry.text, { to, logOdds: isOuter ? 4 : 3, ...(knownTexts.has(to) ? {} : { isConvention: true }) })
  }
  const cells = countCells(changedTexts)
  if (cells < Math.max(minCells, minShare * rows) || cells > maxShare * countCells(texts)) return undefined
  return { kind: 'white-space', params: { example: changedTexts[0]?.text ?? '' }, rewrites }
}

const collapseSpaces = (text: string): string => text.trim().replace(/[\s\u00A0]{2,}/g, ' ')
