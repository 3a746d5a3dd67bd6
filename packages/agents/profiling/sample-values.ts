import { name, sql } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue } from '@aw-flow/schema'
import { shownLength } from './column-measures.ts'
import { ask, type ProfileSource } from './profile-source.ts'

/** So many rows tell what a column's values look like. */
export const lookedAt = 1_000

/** The values of about a thousand rows, evenly spread, with how many of these have them; most frequent first. */
export async function sampleValues(
  source: ProfileSource,
  profiles: readonly ColumnProfile[],
): Promise<Map<ColumnProfile, CountedValue[]>> {
  if (profiles.length === 0) return new Map()
  const step = Math.max(1, Math.ceil(source.rows / lookedAt))
  const cells = profiles.map(
    (profile, index) => sql`left(CAST(${name(profile.name)} AS VARCHAR), ${shownLength}) AS ${name(`v${index}`)}`,
  )
  const numbered = source.sample
    ? sql`(SELECT *, row_number() OVER () - 1 AS ${place} FROM ${source.from})`
    : source.from
  const row = source.sample ? place : sql`rowid`
  const rows = await ask(source, sql`SELECT ${cells} FROM ${numbered} WHERE ${row} % ${step} = 0`)
  return new Map(
    profiles.map((profile, index) => {
      const counts = new Map<string, number>()
      for (const cells of rows) {
        const cell = cells[`v${index}`]
        if (cell !== null && cell !== undefined) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1)
      }
      const values = [...counts].map(([value, count]) => ({ value, count }))
      return [profile, values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))]
    }),
  )
}

const place = name('aw:place')
