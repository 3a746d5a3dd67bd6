import { selectTexts, type DistinctText } from '../inconsistencies/inconsistency.ts'
import { findTypo } from '../repairs/typo.ts'
import { toBareCode, checkedCodes, type CheckedCode } from './check-digits.ts'
import type { ColumnViolations, TextViolation } from './violation.ts'

const minFormShare = 0.8
const minValidShare = 0.6
const minDistinct = 12
/** The number of valid codes must exceed the number expected by chance by at least this many standard deviations. */
const minDeviations = 8
const maxCompared = 3000

/**
 * Finds codes with a wrong check digit. A column is assumed to have check digits if far more codes are valid than
 * chance would explain. The repair is the valid code of the column that differs by one typo, if there is exactly one.
 */
export function findInvalidCodes(texts: readonly DistinctText[]): ColumnViolations | undefined {
  if (texts.length < minDistinct) return undefined
  const entries = texts.map((entry) => ({ ...entry, code: toBareCode(entry.text) }))
  for (const checked of checkedCodes) {
    const candidates = selectTexts(entries, minFormShare, ({ code }) => checked.pattern.test(code))
    if (!candidates || candidates.length < minDistinct) continue
    const valid = candidates.filter(({ code }) => checked.isValid(code))
    if (!isEvident(valid.length, candidates.length, checked)) continue
    const invalid = candidates.filter(({ code }) => !checked.isValid(code))
    if (invalid.length === 0 || new Set(candidates.map(({ code }) => code)).size < minDistinct) return undefined
    const share = valid.length / candidates.length
    const violations = new Map<string, TextViolation>()
    for (const { text } of invalid) {
      const repair = findOnlyNeighbor(text, valid)
      violations.set(text, { logOdds: share >= 0.9 ? 4 : 2.5, ...(repair === undefined ? {} : { to: repair }) })
    }
    return { kind: 'check-digit', rule: 'pattern', params: { code: checked.name }, violations }
  }
  return undefined
}

function isEvident(valid: number, total: number, { chance }: CheckedCode): boolean {
  const deviation = Math.sqrt(total * chance * (1 - chance))
  return valid >= minValidShare * total && valid - total * chance >= minDeviations * deviation
}

function findOnlyNeighbor(text: string, valid: readonly DistinctText[]): string | undefined {
  if (valid.length > maxCompared) return undefined
  const neighbors = valid.filter((other) => findTypo(text, other.text) !== undefined)
  return neighbors.length === 1 ? neighbors[0]?.text : undefined
}
