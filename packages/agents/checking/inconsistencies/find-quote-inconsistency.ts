import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 3
const maxShare = 0.3
/** Minimum share of quoted cells whose value also occurs without quotes. */
const minKnownShare = 0.2
const quotedPattern = /^(["'])([^"']+)\1$/

/** Finds values in quotation marks if most cells have none. An export probably quoted these values twice. */
export function findQuoteInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const quotedValues = values.flatMap((entry) => {
    const [, , content] = quotedPattern.exec(entry.text) ?? []
    return content === undefined ? [] : [{ ...entry, content: content.trim() }]
  })
  const quotedCellCount = countCells(quotedValues)
  if (quotedCellCount < minCells || quotedCellCount > maxShare * countCells(values)) return undefined
  const knownValues = new Set(values.map(({ text }) => text))
  const hasKnownValues =
    countCells(quotedValues.filter(({ content: inner }) => knownValues.has(inner))) >= minKnownShare * quotedCellCount
  const rewrites = new Map<string, Rewrite>(
    quotedValues.map(({ text, content: inner }) => [
      text,
      hasKnownValues ? { replacement: inner, logOdds: 4 } : { replacement: inner, logOdds: 2.5, mayBeConvention: true },
    ]),
  )
  return {
    kind: 'variant',
    params: { example: quotedValues[0]?.text ?? '', canonical: quotedValues[0]?.content ?? '' },
    rewrites,
  }
}
