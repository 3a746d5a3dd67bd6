import { defined } from '@aw-flow/schema'
import { selectValues, type DistinctValue } from '../inconsistencies/inconsistency.ts'
import { findTypo } from '../repairs/typo.ts'
import { normalizeCode, checkDigitSchemes, type CheckDigitScheme } from './check-digits.ts'
import type { ColumnViolations, ValueViolation } from './violation.ts'

const minPatternShare = 0.8
const minValidShare = 0.6
const minDistinctCodes = 12
/** The number of valid codes must exceed the number expected by chance by at least this many standard deviations. */
const minDeviations = 8
const maxComparedCodes = 3000

/**
 * Finds codes with a wrong check digit. A column is assumed to have check digits if far more codes are valid than
 * chance would explain. The repair is the valid code of the column that differs by one typo, if there is exactly one.
 */
export function findInvalidCodes(values: readonly DistinctValue[]): ColumnViolations | undefined {
  if (values.length < minDistinctCodes) return undefined
  const entries = values.map((entry) => ({ ...entry, code: normalizeCode(entry.text) }))
  for (const scheme of checkDigitSchemes) {
    const candidates = selectValues(entries, minPatternShare, ({ code }) => scheme.pattern.test(code))
    if (!candidates || candidates.length < minDistinctCodes) continue
    const validCodes = candidates.filter(({ code }) => scheme.isValid(code))
    if (!isSignificant(validCodes.length, candidates.length, scheme)) continue
    const invalidCodes = candidates.filter(({ code }) => !scheme.isValid(code))
    if (invalidCodes.length === 0 || new Set(candidates.map(({ code }) => code)).size < minDistinctCodes)
      return undefined
    const validFraction = validCodes.length / candidates.length
    const violations = new Map<string, ValueViolation>()
    for (const { text } of invalidCodes) {
      const repair = findUniqueNeighbor(text, validCodes)
      violations.set(text, defined({ logOdds: validFraction >= 0.9 ? 4 : 2.5, replacement: repair }))
    }
    return { kind: 'check-digit', rule: 'pattern', params: { code: scheme.name }, violations }
  }
  return undefined
}

function isSignificant(validCount: number, total: number, { chance }: CheckDigitScheme): boolean {
  const deviation = Math.sqrt(total * chance * (1 - chance))
  return validCount >= minValidShare * total && validCount - total * chance >= minDeviations * deviation
}

function findUniqueNeighbor(text: string, validCodes: readonly DistinctValue[]): string | undefined {
  if (validCodes.length > maxComparedCodes) return undefined
  const neighbors = validCodes.filter((other) => findTypo(text, other.text) !== undefined)
  return neighbors.length === 1 ? neighbors[0]?.text : undefined
}
