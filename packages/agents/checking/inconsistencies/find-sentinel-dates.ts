import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { findMax, findMin } from '../large-lists.ts'

const minDateShare = 0.8
const minCells = 3
const maxShare = 0.5
/** Minimum distance between a sentinel and all other dates of the column, in years. */
const minDistanceYears = 15
/** Matches the epochs of Unix, Excel, SQL Server and Windows, and the maximum dates that programs use. */
const sentinelPattern =
  /^(?:1970-01-01|1900-01-0[01]|1899-12-3[01]|1753-01-01|1601-01-01|0001-01-01|2099-12-31|9999-12-31|0?1\/0?1\/1970|0?1\/0?1\/1900|12\/31\/9999|31\/12\/9999|0?1\.0?1\.1970|0?1\.0?1\.1900|31\.12\.9999)(?:[T ].*)?$/

/**
 * Finds dates that represent a missing date, such as "1970-01-01" among dates of this century. The time of day is
 * ignored.
 */
export function findSentinelDates(values: readonly DistinctValue[]): Inconsistency | undefined {
  const sentinels = values.filter(({ text }) => sentinelPattern.test(text))
  const sentinelCellCount = countCells(sentinels)
  if (sentinelCellCount < minCells || sentinelCellCount > maxShare * countCells(values)) return undefined
  const getYear = (text: string): number => Number(/(?<!\d)\d{4}(?!\d)/.exec(text)?.[0] ?? NaN)
  const others = values.filter(({ text }) => !sentinelPattern.test(text))
  const dates = others.filter(({ text }) => /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text) && getYear(text) > 0)
  if (countCells(dates) < minDateShare * countCells(others) || dates.length === 0) return undefined
  const years = dates.map(({ text }) => getYear(text))
  const [first, last] = [findMin(years), findMax(years)]
  const rewrites = new Map<string, Rewrite>()
  for (const { text } of sentinels) {
    const year = getYear(text)
    if (year < first - minDistanceYears || year > last + minDistanceYears)
      rewrites.set(text, { replacement: '', logOdds: 4 })
  }
  const [example] = rewrites
  return example && { kind: 'null-word', params: { words: example[0] }, rewrites }
}
