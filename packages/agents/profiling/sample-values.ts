import { quoteIdentifier, sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue } from '@aw-flow/schema/internal'
import { maxShownLength } from './column-measures.ts'
import { queryRows, type ProfileSource } from './profile-source.ts'

/** Maximum number of rows that the values of a column are sampled from. */
export const maxSampledRows = 1_000

/**
 * Samples the values of each column in up to 1,000 evenly spaced rows. Returns the distinct values with their counts,
 * most frequent first.
 */
export async function sampleValues(
  source: ProfileSource,
  profiles: readonly ColumnProfile[],
): Promise<Map<ColumnProfile, CountedValue[]>> {
  if (profiles.length === 0) return new Map()
  const step = Math.max(1, Math.ceil(source.rows / maxSampledRows))
  const cells = profiles.map(
    (profile, index) =>
      sql`left(CAST(${quoteIdentifier(profile.name)} AS VARCHAR), ${maxShownLength}) AS ${quoteIdentifier(`v${index}`)}`,
  )
  const numberedRows = source.sample
    ? sql`(SELECT *, row_number() OVER () - 1 AS ${rowNumber} FROM ${source.relation})`
    : source.relation
  const row = source.sample ? rowNumber : sql`rowid`
  const rows = await queryRows(source, sql`SELECT ${cells} FROM ${numberedRows} WHERE ${row} % ${step} = 0`)
  return new Map(
    profiles.map((profile, index) => {
      const counts = new Map<string, number>()
      for (const rowCells of rows) {
        const cell = rowCells[`v${index}`]
        if (cell !== null && cell !== undefined) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1)
      }
      const values = [...counts].map(([value, count]) => ({ value, count }))
      return [profile, values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))]
    }),
  )
}

const rowNumber = quoteIdentifier('aw:rowNumber')
