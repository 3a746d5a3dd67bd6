import { isNullWord } from '../loading/columns/null-words.ts'
import type { EncodedColumn } from './encoded-table.ts'
import type { Proposal } from './propose-value.ts'

const mostEmpty = 0.002
const mostWords = 0.003
/** What every hundredth row has is a habit. */
const habit = 0.01
const leastMajority = 0.5

/** Log of the odds that a rare gap is an error: in few rows one that is meant is as rare. */
const oddsEmpty = (rows: number): number => Math.min(1.5, Math.log(rows / 100))

/** Finds missing values: cells that are empty where the column hardly ever is, or hold a word for nothing that is no habit of it. */
export function findMissing(column: EncodedColumn, rows: number): (text: string) => Proposal | undefined {
  const countOf = (code: number): number => column.written[code] ?? 0
  let short = 0
  let single = 0
  const kinds = new Set<string>()
  column.values.forEach((text, code) => {
    if (code === 0) return
    if (text.length <= 3) short += countOf(code)
    if (text.length === 1) single += countOf(code)
    if (isNullWord(text) && countOf(code) > 0 && countOf(code) < habit * rows) kinds.add(text)
  })
  // Several rare words for nothing are no categories.
  const mostOfOne = Math.max(3, (kinds.size >= 3 ? habit : mostWords) * rows)
  const isCodes = short > 0.5 * (rows - countOf(0))
  // Among single characters a dash or a star is one of them.
  const isCharacters = single > 0.5 * (rows - countOf(0))
  const isWord = (text: string, code: number): boolean =>
    isNullWord(text) &&
    countOf(code) <= mostOfOne &&
    !(isCodes && /^\p{L}{1,3}$/u.test(text)) &&
    !(isCharacters && text.length === 1)
  let words = 0
  let most = 0
  column.values.forEach((text, code) => {
    if (code > 0 && countOf(code) > 0 && isWord(text, code)) words += countOf(code)
    if (code > 0 && (most === 0 || (column.counts[code] ?? 0) > (column.counts[most] ?? 0))) most = code
  })
  const empty = countOf(0)
  const filled = Math.max(1, rows - (column.counts[0] ?? 0))
  const usual = (column.counts[most] ?? 0) >= leastMajority * filled ? { value: column.values[most] as string } : {}
  // A character that is left out leaves nothing of values that have no other.
  const mostLeft = (1.5 + (2.5 * single) / Math.max(1, rows - empty)) * words
  return (text) => {
    const rule = 'missing'
    if (text === '') {
      if (empty === 0 || empty > Math.max(1, mostEmpty * rows, mostLeft)) return undefined
      return { ...usual, rule, reason: `It is empty, as in ${empty} of ${rows} rows only.`, odds: oddsEmpty(rows) }
    }
    const code = column.codes.get(text) ?? -1
    if (!isWord(text, code)) return undefined
    return {
      ...usual,
      rule,
      reason: `"${text}" stands for a missing value, in ${countOf(code)} of ${rows} rows only.`,
      odds: 3,
    }
  }
}
