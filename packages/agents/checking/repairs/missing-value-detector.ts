import { message } from '@aw-flow/messages'
import { isNullWord } from '../../loading/columns/null-words.ts'
import type { EncodedColumn } from '../encoded-table.ts'
import type { Proposal } from './propose-repairs.ts'

const maxEmptyShare = 0.002
const maxWordShare = 0.003
/** Maximum share of rows with an unusual null marker. A more frequent null marker is normal for its column. */
const maxUnusualShare = 0.01
const minMajorityShare = 0.5
/** Minimum share of cells that contain digits in a column of numbers, dates, times or codes. */
const minDigitShare = 0.8
/** Matches null markers that are also ordinary words. They count only in columns of numbers, dates, times or codes. */
const ordinaryWordPattern = /^(?:void|withheld|redacted|suppressed|confidential|undefined|nil)$/i

/**
 * Computes the log odds that a rare empty cell is an error. They are lower in short tables, in which intentional gaps
 * are also rare.
 */
const computeEmptyLogOdds = (rowCount: number): number => Math.min(1.5, Math.log(rowCount / 100))

/**
 * Creates a detector of missing values: empty cells in a column that is rarely empty, and rare null markers such
 * as "N/A".
 *
 * @returns A function that proposes a repair for a value, or returns `undefined` if the value is not a missing value.
 */
export function createMissingValueDetector(
  column: EncodedColumn,
  rowCount: number,
): (text: string) => Proposal | undefined {
  const getCount = (code: number): number => column.observedCounts[code] ?? 0
  let shortCellCount = 0
  let singleCharacterCellCount = 0
  let digitCellCount = 0
  const distinctNullMarkers = new Set<string>()
  column.values.forEach((text, code) => {
    if (code === 0) return
    if (text.length <= 3) shortCellCount += getCount(code)
    if (text.length === 1) singleCharacterCellCount += getCount(code)
    if (/\d/.test(text)) digitCellCount += getCount(code)
    if (isNullWord(text) && getCount(code) > 0 && getCount(code) < maxUnusualShare * rowCount)
      distinctNullMarkers.add(text)
  })
  // If a column contains several distinct null markers, they are not categories.
  const maxCellsPerWord = Math.max(3, (distinctNullMarkers.size >= 3 ? maxUnusualShare : maxWordShare) * rowCount)
  const hasCodes = shortCellCount > 0.5 * (rowCount - getCount(0))
  // In a column of single characters, a dash or an asterisk is a value.
  const hasSingleCharacters = singleCharacterCellCount > 0.5 * (rowCount - getCount(0))
  const hasDigits = digitCellCount >= minDigitShare * (rowCount - getCount(0))
  const isRareNullMarker = (text: string, code: number): boolean =>
    isNullWord(text) &&
    (hasDigits || !ordinaryWordPattern.test(text.trim())) &&
    getCount(code) <= maxCellsPerWord &&
    !(hasCodes && /^\p{L}{1,3}$/u.test(text)) &&
    !(hasSingleCharacters && text.length === 1)
  let nullMarkerCellCount = 0
  let modeCode = 0
  column.values.forEach((text, code) => {
    if (code > 0 && getCount(code) > 0 && isRareNullMarker(text, code)) nullMarkerCellCount += getCount(code)
    if (code > 0 && (modeCode === 0 || (column.counts[code] ?? 0) > (column.counts[modeCode] ?? 0))) modeCode = code
  })
  const emptyCellCount = getCount(0)
  const nonEmptyCount = Math.max(1, rowCount - (column.counts[0] ?? 0))
  const majorityValue =
    (column.counts[modeCode] ?? 0) >= minMajorityShare * nonEmptyCount
      ? { value: column.values[modeCode] as string }
      : {}
  // More empty cells are expected in a column of single characters, because a dropped character leaves the cell empty.
  const maxDroppedCellCount =
    (1.5 + (2.5 * singleCharacterCellCount) / Math.max(1, rowCount - emptyCellCount)) * nullMarkerCellCount
  return (text) => {
    const rule = 'missing'
    if (text === '') {
      if (emptyCellCount === 0 || emptyCellCount > Math.max(1, maxEmptyShare * rowCount, maxDroppedCellCount))
        return undefined
      return {
        ...majorityValue,
        rule,
        reason: message('finding.empty', { empty: emptyCellCount, rows: rowCount }),
        logOdds: computeEmptyLogOdds(rowCount),
      }
    }
    if (!isNullWord(text)) return undefined
    const code = column.codes.get(text) ?? -1
    if (!isRareNullMarker(text, code)) return undefined
    const reason = message('finding.null-value', { value: text, cells: getCount(code), rows: rowCount })
    return { ...majorityValue, rule, reason, logOdds: 3 }
  }
}
