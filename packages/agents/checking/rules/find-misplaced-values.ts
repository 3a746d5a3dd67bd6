import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { findShiftedRows } from './find-shifted-rows.ts'
import type { CellViolation } from './violation.ts'

const minRows = 30
const maxColumns = 60
/** Maximum share of rows with misplaced values. */
const maxMisplacedShare = 0.15
/** Minimum share of compared rows whose values are in place or swapped. */
const minExplainedShare = 0.8
/** Minimum number of swapped rows, because a single one can be a coincidence. */
const minSwappedRows = 2
const minPureTypeShare = 0.85
/** Minimum ratio of a value's frequency in one column to its frequency in the other. */
const minRatio = 4
const maxDistinctValues = 20_000
/** Maximum length of an email address (RFC 5321, with a margin). */
const maxAddressLength = 400

type ValueType = 'number' | 'date' | 'words' | 'address' | 'other'

function detectType(text: string): ValueType {
  if (/^[-+]?[\d.,]*\d%?$/.test(text)) return 'number'
  if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T].*)?$/.test(text)) return 'date'
  if (/^https?:\/\//.test(text) || (text.length <= maxAddressLength && /^\S+@\S+\.\w+$/.test(text))) return 'address'
  return /\p{L}/u.test(text) && !/\d/.test(text) ? 'words' : 'other'
}

/** Returns the type that almost all cells have, or `undefined` if there is none. */
function findPureType(column: EncodedColumn, types: readonly ValueType[]): ValueType | undefined {
  const cellCountByType = new Map<ValueType, number>()
  let total = 0
  column.counts.forEach((count, code) => {
    if (code === 0 || count === 0) return
    total += count
    cellCountByType.set(types[code] as ValueType, (cellCountByType.get(types[code] as ValueType) ?? 0) + count)
  })
  const [mainEntry] = [...cellCountByType].toSorted((a, b) => b[1] - a[1])
  return mainEntry && mainEntry[1] >= minPureTypeShare * total && total >= minRows ? mainEntry[0] : undefined
}

/**
 * Determines which column a row's value belongs to. Returns 1 for the other column, -1 for its own column and 0 if this
 * is unknown.
 */
type MembershipDetector = (row: number) => -1 | 0 | 1

/**
 * Finds rows in which the values of two columns are swapped or several adjacent values are shifted by one column. A
 * value belongs to a column if it is far more frequent there or if only that column has its type.
 */
export function findMisplacedValues(table: EncodedTable): CellViolation[] {
  const { rows: rowCount, columns } = table
  if (rowCount < minRows || columns.length > maxColumns) return []
  const types = columns.map((column) => column.values.map(detectType))
  const pureTypes = columns.map((column, columnIndex) => findPureType(column, types[columnIndex] as ValueType[]))
  const createMembershipDetector = (sourceIndex: number, targetIndex: number): MembershipDetector => {
    const [column, target] = [columns[sourceIndex], columns[targetIndex]] as [EncodedColumn, EncodedColumn]
    const [columnType, targetType] = [pureTypes[sourceIndex], pureTypes[targetIndex]]
    const isSparse = rowCount - (column.counts[0] as number) <= maxMisplacedShare * rowCount
    const membershipByCode = column.values.map((text, code): -1 | 0 | 1 => {
      if (code === 0) return 0
      const type = types[sourceIndex]?.[code]
      const isTargetType = targetType !== undefined && type === targetType && (isSparse || type !== columnType)
      if (isTargetType && (isSparse || columnType !== undefined)) return 1
      const targetCode = target.codes.get(text)
      const [columnCount, targetCount] = [
        column.counts[code] as number,
        targetCode === undefined ? 0 : (target.counts[targetCode] as number),
      ]
      // Numbers are not distinctive, because the same number may occur in several columns by chance.
      const isDistinctive = type !== 'number'
      if (isDistinctive && targetCount >= 2 && targetCount >= minRatio * columnCount) return 1
      if (columnType !== targetType && columnType !== undefined && type === columnType) return -1
      return isDistinctive && columnCount >= 2 && columnCount >= minRatio * targetCount ? -1 : 0
    })
    return (row) => membershipByCode[column.repairedCodes[row] as number] as -1 | 0 | 1
  }
  const results = findShiftedRows(table)
  const shiftedRows = new Set(results.map(({ row }) => row))
  for (let first = 0; first < columns.length; first++)
    for (let second = first + 1; second < columns.length; second++) {
      if (!canCompare(columns[first] as EncodedColumn, columns[second] as EncodedColumn)) continue
      const swappedRows = findSwappedRows(
        rowCount,
        createMembershipDetector(first, second),
        createMembershipDetector(second, first),
      ).filter((row) => !shiftedRows.has(row))
      const params = { columns: `${columns[first]?.name}, ${columns[second]?.name}` }
      for (const row of swappedRows)
        for (const [column, other] of [
          [first, second],
          [second, first],
        ] as const)
          results.push({ row, column, kind: 'swapped-values', rule: 'dependency', params, logOdds: 4, replacement: getRepairedText(columns[other] as EncodedColumn, row) }) // oxfmt-ignore
    }
  return results
}

const getRepairedText = ({ values, repairedCodes }: EncodedColumn, row: number): string =>
  values[repairedCodes[row] as number] as string

const canCompare = (first: EncodedColumn, second: EncodedColumn): boolean =>
  first.values.length <= maxDistinctValues && second.values.length <= maxDistinctValues

function findSwappedRows(
  rowCount: number,
  detectFirst: MembershipDetector,
  detectSecond: MembershipDetector,
): number[] {
  const swappedRows: number[] = []
  let inPlaceCount = 0
  let comparedCount = 0
  for (let row = 0; row < rowCount; row++) {
    const [a, b] = [detectFirst(row), detectSecond(row)]
    if (a === 1 && b === 1) swappedRows.push(row)
    if (a === -1 && b === -1) inPlaceCount++
    if (a !== 0 || b !== 0) comparedCount++
  }
  if (
    comparedCount < minRows ||
    swappedRows.length < minSwappedRows ||
    swappedRows.length > maxMisplacedShare * comparedCount
  )
    return []
  return inPlaceCount + swappedRows.length >= minExplainedShare * comparedCount ? swappedRows : []
}
