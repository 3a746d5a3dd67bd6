import { meaningOfName } from '../../profiling/name-tests.ts'
import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { numbersByRow } from '../dependencies/number-models.ts'
import type { CellViolation } from './violation.ts'

const minRows = 30
const maxSwapped = 0.15
/** Minimum number of rows of a group, such as a country, with its own ranges. */
const minGroupRows = 8
const maxGroups = 400

/**
 * Finds rows whose latitude and longitude are exchanged: neither fits the other rows, and both do after the exchange.
 * The ranges are those of the full table and of groups of rows, such as those of a country.
 */
export function findSwappedCoordinates({ rows, columns }: EncodedTable): CellViolation[] {
  const found = new Map<number, CellViolation>()
  const at = (type: 'latitude' | 'longitude'): number[] =>
    columns.flatMap(({ name }, index) => (meaningOfName(name) === type ? [index] : []))
  const longitudes = at('longitude')
  at('latitude').forEach((latitude, index) => {
    const longitude = longitudes[index]
    if (longitude === undefined) return
    const [first, second] = [latitude, longitude].map((column) => numbersByRow(columns[column] as EncodedColumn)) as [
      Float64Array,
      Float64Array,
    ]
    for (const groups of groupings(columns, rows, [latitude, longitude])) {
      for (const row of swappedRows(first, second, groups)) {
        const params = { columns: `${columns[latitude]?.name}, ${columns[longitude]?.name}` }
        const [own, other] = [latitude, longitude].map((column) => textOf(columns[column] as EncodedColumn, row)) as [
          string,
          string,
        ]
        const shared = { row, kind: 'swapped-values', rule: 'dependency', params, odds: 3.5 } as const
        found.set(row * columns.length + latitude, { ...shared, column: latitude, value: other })
        found.set(row * columns.length + longitude, { ...shared, column: longitude, value: own })
      }
    }
  })
  return [...found.values()]
}

const textOf = ({ values, believed }: EncodedColumn, row: number): string => values[believed[row] as number] as string

/** All rows as one group, and the rows grouped by each column with a few frequent values. */
function groupings(columns: readonly EncodedColumn[], rows: number, without: readonly number[]): Int32Array[] {
  const byColumn = columns.flatMap((column, at) => {
    if (without.includes(at)) return []
    const counts = column.counts.slice(1).filter((count) => count > 0)
    return counts.length >= 2 && counts.length <= maxGroups && rows >= minGroupRows * counts.length
      ? [{ column, groups: counts.length }]
      : []
  })
  return [
    new Int32Array(rows).fill(1),
    ...byColumn
      .sort((a, b) => b.groups - a.groups)
      .slice(0, 3)
      .map(({ column }) => column.believed),
  ]
}

function swappedRows(latitudes: Float64Array, longitudes: Float64Array, groups: Int32Array): number[] {
  const rowsOf = new Map<number, number[]>()
  groups.forEach((group, row) => {
    if (group === 0 || Number.isNaN(latitudes[row]) || Number.isNaN(longitudes[row])) return
    const known = rowsOf.get(group)
    if (known) known.push(row)
    else rowsOf.set(group, [row])
  })
  let all = 0
  const found: number[] = []
  // A latitude is at most 90 degrees.
  const isImpossible = (row: number): boolean =>
    Math.abs(latitudes[row] as number) > 90 && Math.abs(longitudes[row] as number) <= 90
  for (const rows of rowsOf.values()) {
    all += rows.length
    found.push(...rows.filter(isImpossible))
    if (rows.length < minGroupRows) continue
    const byLatitude = rangeOf(rows.map((row) => latitudes[row] as number))
    const byLongitude = rangeOf(rows.map((row) => longitudes[row] as number))
    for (const row of rows) {
      const [latitude, longitude] = [latitudes[row] as number, longitudes[row] as number]
      if (isImpossible(row)) continue
      if (!byLatitude(latitude) && !byLongitude(longitude) && byLatitude(longitude) && byLongitude(latitude))
        found.push(row)
    }
  }
  return all >= minRows && found.length <= maxSwapped * all ? found : []
}

/** Returns a test for numbers within the interquartile range, extended by three times its width on either side. */
function rangeOf(numbers: number[]): (number: number) => boolean {
  const sorted = numbers.sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number
  const [low, high] = [at(0.25), at(0.75)]
  const margin = Math.max(0.5, 3 * (high - low))
  return (number) => number >= low - margin && number <= high + margin
}
