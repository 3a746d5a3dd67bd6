import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCanonicalShare = 0.7
const minCells = 3
const addressPattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/

/** Finds IPv4 addresses with leading zeros, and dotted numbers that are not valid addresses. */
export function findIpAddressInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const validAddresses = values.filter(({ text }) => addressPattern.test(text))
  if (countCells(validAddresses) < minCanonicalShare * countCells(values)) return undefined
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, cellCount: count } of values) {
    if (addressPattern.test(text) || !/^[\d.]+$/.test(text)) continue
    const plainAddress = text.replaceAll(/(?<!\d)0+(?=\d)/g, '')
    rewrites.set(text, { ...(addressPattern.test(plainAddress) ? { replacement: plainAddress } : {}), logOdds: 4 })
    changedCellCount += count
  }
  const [example] = rewrites
  if (!example || changedCellCount < minCells) return undefined
  return {
    kind: 'code-format',
    params: { forms: 2, canonical: validAddresses[0]?.text ?? '', example: example[0] },
    rewrites,
  }
}
