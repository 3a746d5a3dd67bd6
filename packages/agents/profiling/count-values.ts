import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue } from '@aw-flow/schema/internal'
import { findMax, findMin } from '../checking/large-lists.ts'
import { isIntegerType, toNumberSql, maxShownLength } from './column-measures.ts'
import { queryRows, type ProfileSource } from './profile-source.ts'
import { toHistogram, computeQuantiles, toStep, createSteps } from './distribution-steps.ts'

/** Maximum estimated number of values per query. A result has at most 10,000 rows, and estimates can be 20% too low. */
const maxBatchValues = 7_000
/** Maximum number of top values in a column's profile. */
export const maxTopValues = 10

/**
 * Counts the values of columns with few distinct values, and adds top values, quantiles and histograms to their
 * profiles.
 *
 * @returns The values of each column with their counts, most frequent first.
 */
export async function countValues(
  source: ProfileSource,
  profiles: readonly ColumnProfile[],
): Promise<Map<ColumnProfile, CountedValue[]>> {
  const valuesByColumn = new Map<ColumnProfile, CountedValue[]>()
  for (const batch of batchColumns(profiles.filter(({ distinct }) => distinct > 0))) {
    const selects = batch.map((profile, index) => compileValueCounts(source, profile, index))
    const rows = await queryRows(
      source,
      sql`SELECT * FROM (${join(selects, ' UNION ALL ')}) ORDER BY k, n DESC, x NULLS LAST, v`,
    )
    batch.forEach((profile, index) => {
      const values = rows
        .filter(({ k }) => Number(k) === index)
        .map(({ v, x, n }) => ({
          value: String(v),
          count: Number(n),
          ...(x === null || !Number.isFinite(Number(x)) ? {} : { number: Number(x) }),
        }))
      addValueStatistics(profile, values)
      valuesByColumn.set(
        profile,
        values.map(({ value, count }) => ({ value, count })),
      )
    })
  }
  return valuesByColumn
}

function compileValueCounts(source: ProfileSource, profile: ColumnProfile, index: number): Sql {
  const value = quoteIdentifier(profile.name)
  const number = toNumberSql(profile) ?? sql`CAST(NULL AS DOUBLE)`
  const groupedValues = sql`(SELECT ${value} AS w, count(*) AS n FROM ${source.relation} WHERE ${value} IS NOT NULL GROUP BY ${value})`
  // The subquery names the distinct value after its column, so that `number` is computed only once per distinct value.
  return sql`SELECT ${index} AS k, left(CAST(${value} AS VARCHAR), ${maxShownLength}) AS v, ${number} AS x, n FROM (SELECT w AS ${value}, n FROM ${groupedValues})`
}

function addValueStatistics(profile: ColumnProfile, values: readonly (CountedValue & { number?: number })[]): void {
  profile.distinct = values.length
  profile.distinctIs = 'exact'
  // If there are many values, those that occur only once are not top values.
  const frequentValues = values.length > maxTopValues ? values.filter(({ count }) => count > 1) : values
  profile.top = frequentValues.slice(0, maxTopValues).map(({ value, count }) => ({ value, count }))
  const numbers = values.flatMap(({ number, count }) => (number === undefined ? [] : [{ number, count }]))
  if (numbers.length === 0) return
  profile.quantiles = computeQuantiles(numbers)
  const [min, max] = [findMin(numbers.map(({ number }) => number)), findMax(numbers.map(({ number }) => number))]
  const steps = createSteps(min, max, isIntegerType(profile.type))
  if (steps)
    profile.histogram = toHistogram(
      steps,
      numbers.map(({ number, count }) => [toStep(number, steps), count] as const),
    )
}

/** Splits columns into batches whose values fit into one query result. */
function batchColumns(profiles: readonly ColumnProfile[]): ColumnProfile[][] {
  const batches: ColumnProfile[][] = []
  let remainingCapacity = 0
  for (const profile of profiles) {
    if (profile.distinct > remainingCapacity) {
      batches.push([])
      remainingCapacity = maxBatchValues
    }
    batches.at(-1)!.push(profile)
    remainingCapacity -= profile.distinct
  }
  return batches
}
