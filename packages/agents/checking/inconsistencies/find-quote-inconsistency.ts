import { countCells, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCells = 3
const maxShare = 0.3
/** Minimum share of quoted cells whose value also occurs without quotes. */
const minKnownShare = 0.2
const quotedPattern = /^(["'])([^"']+)\1$/

/** Finds values in quotation marks if most cells have none. An export probably quoted these values twice. */
export function findQuoteInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const quotedTexts = texts.flatMap((entry) => {
    const [, , inner] = quotedPattern.exec(entry.text) ?? []
    return inner === undefined ? [] : [{ ...entry, inner: inner.trim() }]
  })
  const quotedCellCount = countCells(quotedTexts)
  if (quotedCellCount < minCells || quotedCellCount > maxShare * countCells(texts)) return undefined
  const knownTexts = new Set(texts.map(({ text }) => text))
  const hasKnownValues =
    countCells(quotedTexts.filter(({ inner }) => knownTexts.has(inner))) >= minKnownShare * quotedCellCount
  const rewrites = new Map<string, Rewrite>(
    quotedTexts.map(({ text, inner }) => [
      text,
      hasKnownValues ? { replacement: inner, logOdds: 4 } : { replacement: inner, logOdds: 2.5, mayBeConvention: true },
    ]),
  )
  return {
    kind: 'variant',
    params: { example: quotedTexts[0]?.text ?? '', canonical: quotedTexts[0]?.inner ?? '' },
    rewrites,
  }
}
