import { countCells, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCells = 3
const maxShare = 0.3
/** Minimum share of quoted cells whose value also occurs without quotes. */
const minKnownShare = 0.2
const quotedPattern = /^(["'])([^"']+)\1$/

/** Finds values in quotation marks if most cells have none. An export has quoted these values twice. */
export function findQuoteInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const quoted = texts.flatMap((entry) => {
    const [, , inner] = quotedPattern.exec(entry.text) ?? []
    return inner === undefined ? [] : [{ ...entry, inner: inner.trim() }]
  })
  const cells = countCells(quoted)
  if (cells < minCells || cells > maxShare * countCells(texts)) return undefined
  const knownTexts = new Set(texts.map(({ text }) => text))
  const isKnown = countCells(quoted.filter(({ inner }) => knownTexts.has(inner))) >= minKnownShare * cells
  const rewrites = new Map<string, Rewrite>(
    quoted.map(({ text, inner }) => [
      text,
      isKnown ? { to: inner, logOdds: 4 } : { to: inner, logOdds: 2.5, isConvention: true },
    ]),
  )
  return { kind: 'variant', params: { example: quoted[0]?.text ?? '', canonical: quoted[0]?.inner ?? '' }, rewrites }
}
