import { deepProfile, profileTable } from '@aw-flow/agents'
import { name, sql, tableName, unsafeSql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/** Rows of each profiled table. */
export const profiledRows = 1_000_000

const some = (seed: number, below: number): string => `(hash(i * ${seed}) % ${below})`

/** Six columns: an id, repeated names, two coordinates, categories with nulls, dates. */
const six = `i AS id, 'Old ' || ${some(3, 500)}::VARCHAR || ' Harbour' AS name,
  round(${some(5, 18_000_000)} / 1e5 - 90, 5)::DOUBLE AS latitude, round(${some(7, 36_000_000)} / 1e5 - 180, 5)::DOUBLE AS longitude,
  CASE WHEN ${some(11, 50)} = 0 THEN NULL ELSE 'kind ' || ${some(13, 8)}::VARCHAR END AS category,
  DATE '2015-01-01' + ${some(17, 4_000)}::INTEGER AS visited`

/** Fourteen more: dependencies, correlated numbers, addresses, long texts, times. */
const more = `${some(19, 20_000)} AS customer, 'person ' || ${some(19, 20_000)}::VARCHAR AS customer_name,
  ${some(23, 1_000_000)}::DOUBLE / 100 AS amount, ${some(23, 1_000_000)}::DOUBLE / 100 * 1.2 AS gross, ${some(29, 2)} = 0 AS paid,
  ['EUR', 'USD', 'GBP', 'CHF'][1 + ${some(31, 4)}::INTEGER] AS currency,
  'user' || ${some(37, 300_000)}::VARCHAR || '@example.com' AS email, '+43 1 ' || (1000000 + ${some(41, 900_000)})::VARCHAR AS phone,
  ['Vienna', 'Graz', 'Linz', 'Salzburg', 'Innsbruck'][1 + ${some(43, 5)}::INTEGER] AS city, 1000 + ${some(43, 5)} AS zip,
  'note about ' || ${some(47, 800_000)}::VARCHAR || ' and ' || ${some(53, 100)}::VARCHAR AS note, ${some(59, 5)} AS stars,
  TIMESTAMP '2020-01-01' + INTERVAL 1 SECOND * ${some(61, 80_000_000)}::INTEGER AS seen, ${some(67, 1_000)}::DOUBLE / 7 AS score`

export type ProfiledTable = 'narrow' | 'wide'
export type ProfileTask = 'summarize' | 'first' | 'deep'

/** Creates the two tables. Returns a function that runs a task on one of them and returns its time in ms. */
export async function openProfiled(
  tables: Tables,
): Promise<(task: ProfileTask, table: ProfiledTable) => Promise<{ ms: number; found: number }>> {
  const from = `FROM range(${profiledRows}) t(i)`
  const made: Record<ProfiledTable, TableRef> = {
    narrow: await tables.create(unsafeSql(`SELECT ${six} ${from}`), { id: 'narrow' }),
    wide: await tables.create(unsafeSql(`SELECT ${six}, ${more} ${from}`), { id: 'wide' }),
  }
  const tasks: Record<ProfileTask, (table: TableRef) => Promise<number>> = {
    summarize: async ({ id }) => (await tables.rows(sql`SELECT * FROM (SUMMARIZE ${name(tableName(id))})`)).length,
    first: async (table) => (await profileTable(tables, table)).columns.length,
    async deep(table) {
      let findings = 0
      for await (const event of deepProfile(tables, table)) if ('finding' in event) findings++
      return findings
    },
  }
  return async (task, table) => {
    const begin = performance.now()
    const found = await tasks[task](made[table])
    return { ms: performance.now() - begin, found }
  }
}
