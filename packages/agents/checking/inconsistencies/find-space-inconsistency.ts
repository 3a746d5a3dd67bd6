import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 3
const minShare = 0.004
/** If a larger share of cells has extra spaces, the spaces are part of the format. */
const maxShare = 0.5

/**
 * Finds leading, trailing and repeated spaces if most cells have none. If a value occurs several times, but never
 * without the extra spaces, they are considered intentional.
 */
export function findSpaceInconsistency(values: readonly DistinctValue[], rowCount: number): Inconsistency | undefined {
  const rewrites = new Map<string, Rewrite>()
  const changedValues: DistinctValue[] = []
  const spacedValues = values.filter(({ text }) => text !== collapseSpaces(text))
  if (spacedValues.length === 0) return undefined
  const knownValues = new Set(values.map(({ text }) => text))
  for (const entry of spacedValues) {
    const replacement = collapseSpaces(entry.text)
    const hasOnlySurroundingSpaces = replacement === entry.text.trim()
    if (!knownValues.has(replacement) && (entry.cellCount > 1 || !hasOnlySurroundingSpaces)) continue
    changedValues.push(entry)
    rewrites.set(entry.text, {
      replacement,
      logOdds: hasOnlySurroundingSpaces ? 4 : 3,
      ...(knownValues.has(replacement) ? {} : { mayBeConvention: true }),
    })
  }
  const changedCellCount = countCells(changedValues)
  if (changedCellCount < Math.max(minCells, minShare * rowCount) || changedCellCount > maxShare * countCells(values))
    return undefined
  return { kind: 'white-space', params: { example: changedValues[0]?.text ?? '' }, rewrites }
}

const collapseSpaces = (text: string): string => text.trim().replace(/[\s\u00A0]{2,}/g, ' ')
