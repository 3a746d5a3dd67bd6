import { findTypeByName } from '../../profiling/name-tests.ts'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { readNumbersByRow } from '../dependencies/number-models.ts'
import { findQuantile } from '../quantile.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minRows = 30
const maxSwappedShare = 0.15
/** Minimum number of rows in a group, such as a country, for which separate ranges are computed. */
const minGroupRows = 8
const maxGroups = 400

/**
 * Finds rows whose latitude and longitude are swapped: neither fits the other rows, but both do after they are swapped
 * back. They are compared with the ranges in the whole table and in groups of rows, such as the rows of a country.
 */
export function findSwappedCoordinates({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  const violations = new Map<number, CellViolation>()
  const findColumnIndexes = (type: 'latitude' | 'longitude'): number[] =>
    columns.flatMap(({ name }, index) => (findTypeByName(name) === type ? [index] : []))
  const longitudeIndexes = findColumnIndexes('longitude')
  findColumnIndexes('latitude').forEach((latitudeIndex, index) => {
    const longitudeIndex = longitudeIndexes[index]
    if (longitudeIndex === undefined) return
    const [latitudes, longitudes] = [latitudeIndex, longitudeIndex].map((columnIndex) =>
      readNumbersByRow(columns[columnIndex] as EncodedColumn),
    ) as [Float64Array, Float64Array]
    for (const groups of findGroupings(columns, rowCount, [latitudeIndex, longitudeIndex])) {
      for (const row of findSwappedRows(latitudes, longitudes, groups)) {
        const params = { columns: `${columns[latitudeIndex]?.name}, ${columns[longitudeIndex]?.name}` }
        const [latitudeText, longitudeText] = [latitudeIndex, longitudeIndex].map((columnIndex) =>
          getRepairedText(columns[columnIndex] as EncodedColumn, row),
        ) as [string, string]
        const sharedFields = { row, kind: 'swapped-values', rule: 'dependency', params, logOdds: 3.5 } as const
        violations.set(row * columns.length + latitudeIndex, {
          ...sharedFields,
          column: latitudeIndex,
          replacement: longitudeText,
        })
        violations.set(row * columns.length + longitudeIndex, {
          ...sharedFields,
          column: longitudeIndex,
          replacement: latitudeText,
        })
      }
    }
  })
  return [...violations.values()]
}

const getRepairedText = ({ values, repairedCodes }: EncodedColumn, row: number): string =>
  values[repairedCodes[row] as number] as string

/**
 * Returns groupings of the rows. Each one is an array of group numbers, indexed by row. The first one puts all rows in
 * a single group; up to three others group rows by the value of a column.
 */
function findGroupings(
  columns: readonly EncodedColumn[],
  rowCount: number,
  excludedIndexes: readonly number[],
): Int32Array[] {
  const groupColumns = columns.flatMap((column, index) => {
    if (excludedIndexes.includes(index)) return []
    const counts = column.counts.slice(1).filter((count) => count > 0)
    return counts.length >= 2 && counts.length <= maxGroups && rowCount >= minGroupRows * counts.length
      ? [{ column, groupCount: counts.length }]
      : []
  })
  return [
    new Int32Array(rowCount).fill(1),
    ...groupColumns
      .sort((a, b) => b.groupCount - a.groupCount)
      .slice(0, 3)
      .map(({ column }) => column.repairedCodes),
  ]
}

function findSwappedRows(latitudes: Float64Array, longitudes: Float64Array, groups: Int32Array): number[] {
  const rowsByGroup = new Map<number, number[]>()
  groups.forEach((group, row) => {
    if (group === 0 || Number.isNaN(latitudes[row]) || Number.isNaN(longitudes[row])) return
    const groupRows = rowsByGroup.get(group)
    if (groupRows) groupRows.push(row)
    else rowsByGroup.set(group, [row])
  })
  let total = 0
  const results: number[] = []
  // Latitudes are between -90 and 90 degrees.
  const isImpossible = (row: number): boolean =>
    Math.abs(latitudes[row] as number) > 90 && Math.abs(longitudes[row] as number) <= 90
  for (const rows of rowsByGroup.values()) {
    total += rows.length
    appendAll(results, rows.filter(isImpossible))
    if (rows.length < minGroupRows) continue
    const isTypicalLatitude = createRangeTest(rows.map((row) => latitudes[row] as number))
    const isTypicalLongitude = createRangeTest(rows.map((row) => longitudes[row] as number))
    for (const row of rows) {
      const [latitude, longitude] = [latitudes[row] as number, longitudes[row] as number]
      if (isImpossible(row)) continue
      if (
        !isTypicalLatitude(latitude) &&
        !isTypicalLongitude(longitude) &&
        isTypicalLatitude(longitude) &&
        isTypicalLongitude(latitude)
      )
        results.push(row)
    }
  }
  return total >= minRows && results.length <= maxSwappedShare * total ? results : []
}

/**
 * Creates a predicate that returns whether a number is typical: within the interquartile range, extended on either side
 * by three times its width.
 */
function createRangeTest(numbers: number[]): (number: number) => boolean {
  const sortedNumbers = numbers.sort((a, b) => a - b)
  const [low, high] = [findQuantile(sortedNumbers, 0.25) as number, findQuantile(sortedNumbers, 0.75) as number]
  const margin = Math.max(0.5, 3 * (high - low))
  return (number) => number >= low - margin && number <= high + margin
}
