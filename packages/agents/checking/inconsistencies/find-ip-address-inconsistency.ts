import { countCells, type Inconsistency, type Rewrite, type DistinctText } from './inconsistency.ts'

const minCanonicalShare = 0.7
const minCells = 3
const addressPattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/

/** Finds IPv4 addresses with leading zeros, and dotted numbers that are not valid addresses. */
export function findIpAddressInconsistency(texts: readonly DistinctText[]): Inconsistency | undefined {
  const valid = texts.filter(({ text }) => addressPattern.test(text))
  if (countCells(valid) < minCanonicalShare * countCells(texts)) return undefined
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, cellCount: count } of texts) {
    if (addressPattern.test(text) || !/^[\d.]+$/.test(text)) continue
    const plain = text.replaceAll(/(?<!\d)0+(?=\d)/g, '')
    rewrites.set(text, { ...(addressPattern.test(plain) ? { replacement: plain } : {}), logOdds: 4 })
    changedCellCount += count
  }
  const [example] = rewrites
  if (!example || changedCellCount < minCells) return undefined
  return {
    kind: 'code-format',
    params: { forms: 2, canonical: valid[0]?.text ?? '', example: example[0] },
    rewrites,
  }
}
