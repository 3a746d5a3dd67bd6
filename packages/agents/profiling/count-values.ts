import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue } from '@aw-flow/schema'
import { isWholeType, numberOf, shownLength } from './column-measures.ts'
import { ask, type ProfileSource } from './profile-source.ts'
import { histogramOf, quantilesOf, stepOf, stepsOf } from './spread.ts'

/** A small result holds ten thousand rows; what is estimated may be a fifth more. */
const maxBatch = 7_000
export const topValues = 10

/**
 * Reads columns of few different values by these with their counts, and fills in from them what their profiles lack.
 * Answers the values, most frequent first.
 */
export async function countValues(
  source: ProfileSource,
  profiles: readonly ColumnProfile[],
): Promise<Map<ColumnProfile, CountedValue[]>> {
  const found = new Map<ColumnProfile, CountedValue[]>()
  for (const part of parts(profiles.filter(({ distinct }) => distinct > 0))) {
    const selects = part.map((profile, index) => valuesOf(source, profile, index))
    const rows = await ask(
      source,
      sql`SELECT * FROM (${join(selects, ' UNION ALL ')}) ORDER BY k, n DESC, x NULLS LAST, v`,
    )
    part.forEach((profile, index) => {
      const values = rows
        .filter(({ k }) => Number(k) === index)
        .map(({ v, x, n }) => ({
          value: String(v),
          count: Number(n),
          ...(x === null || !Number.isFinite(Number(x)) ? {} : { number: Number(x) }),
        }))
      describe(profile, values)
      found.set(
        profile,
        values.map(({ value, count }) => ({ value, count })),
      )
    })
  }
  return found
}

function valuesOf(source: ProfileSource, profile: ColumnProfile, index: number): Sql {
  const value = name(profile.name)
  const number = numberOf(profile) ?? sql`CAST(NULL AS DOUBLE)`
  const grouped = sql`(SELECT ${value} AS w, count(*) AS n FROM ${source.from} WHERE ${value} IS NOT NULL GROUP BY ${value})`
  // The number is worked out once a value: by the column's own name, which the grouped rows have too.
  return sql`SELECT ${index} AS k, left(CAST(${value} AS VARCHAR), ${shownLength}) AS v, ${number} AS x, n FROM (SELECT w AS ${value}, n FROM ${grouped})`
}

function describe(profile: ColumnProfile, values: readonly (CountedValue & { number?: number })[]): void {
  profile.distinct = values.length
  profile.distinctIs = 'exact'
  // Of many values one that is there once is not frequent.
  const frequent = values.length > topValues ? values.filter(({ count }) => count > 1) : values
  profile.top = frequent.slice(0, topValues).map(({ value, count }) => ({ value, count }))
  const numbers = values.flatMap(({ number, count }) => (number === undefined ? [] : [{ number, count }]))
  if (numbers.length === 0) return
  profile.quantiles = quantilesOf(numbers)
  const [min, max] = [
    Math.min(...numbers.map(({ number }) => number)),
    Math.max(...numbers.map(({ number }) => number)),
  ]
  const steps = stepsOf(min, max, isWholeType(profile.type))
  if (steps)
    profile.histogram = histogramOf(
      steps,
      numbers.map(({ number, count }) => [stepOf(number, steps), count] as const),
    )
}

/** Lists of columns whose values together fit into one result. */
function parts(profiles: readonly ColumnProfile[]): ColumnProfile[][] {
  const lists: ColumnProfile[][] = []
  let room = 0
  for (const profile of profiles) {
    if (profile.distinct > room) {
      lists.push([])
      room = maxBatch
    }
    lists.at(-1)!.push(profile)
    room -= profile.distinct
  }
  return lists
}
