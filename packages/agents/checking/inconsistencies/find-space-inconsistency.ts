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
  const spacedTexts = texts.filter(({ text }) => text !== collapseSpaces(text))
  if (spacedTexts.length === 0) return undefined
  const knownTexts = new Set(texts.map(({ text }) => text))
  for (const entry of spacedTexts) {
    const replacement = collapseSpaces(entry.text)
    const isOuter = replacement === entry.text.trim()
    if (!knownTexts.has(replacement) && (entry.cellCount > 1 || !isOuter)) continue
    changedTexts.push(entry)
    rewrites.set(entry.text, {
      replacement,
      logOdds: isOuter ? 4 : 3,
      ...(knownTexts.has(replacement) ? {} : { mayBeConvention: true }),
    })
  }
  const changedCellCount = countCells(changedTexts)
  if (changedCellCount < Math.max(minCells, minShare * rows) || changedCellCount > maxShare * countCells(texts))
    return undefined
  return { kind: 'white-space', params: { example: changedTexts[0]?.text ?? '' }, rewrites }
}

const collapseSpaces = (text: string): string => text.trim().replace(/[\s\u00A0]{2,}/g, ' ')
