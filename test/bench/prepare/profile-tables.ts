import { deepProfile, profileTable } from '@aw-flow/agents'
import { quoteIdentifier, sql, tableName, unsafeSql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/** The number of rows in each profiled table. */
export const profiledRows = 1_000_000

const pseudorandom = (seed: number, limit: number): string => `(hash(i * ${seed}) % ${limit})`

/** SQL for six columns: an id, repeated names, two coordinates, categories with nulls, and dates. */
const firstColumns = `i AS id, 'Old ' || ${pseudorandom(3, 500)}::VARCHAR || ' Harbour' AS name,
  round(${pseudorandom(5, 18_000_000)} / 1e5 - 90, 5)::DOUBLE AS latitude, round(${pseudorandom(7, 36_000_000)} / 1e5 - 180, 5)::DOUBLE AS longitude,
  CASE WHEN ${pseudorandom(11, 50)} = 0 THEN NULL ELSE 'kind ' || ${pseudorandom(13, 8)}::VARCHAR END AS category,
  DATE '2015-01-01' + ${pseudorandom(17, 4_000)}::INTEGER AS visited`

/** SQL for 14 more columns: dependencies, correlated numbers, addresses, long text and times. */
const moreColumns = `${pseudorandom(19, 20_000)} AS customer, 'person ' || ${pseudorandom(19, 20_000)}::VARCHAR AS customer_name,
  ${pseudorandom(23, 1_000_000)}::DOUBLE / 100 AS amount, ${pseudorandom(23, 1_000_000)}::DOUBLE / 100 * 1.2 AS gross, ${pseudorandom(29, 2)} = 0 AS paid,
  ['EUR', 'USD', 'GBP', 'CHF'][1 + ${pseudorandom(31, 4)}::INTEGER] AS currency,
  'user' || ${pseudorandom(37, 300_000)}::VARCHAR || '@example.com' AS email, '+43 1 ' || (1000000 + ${pseudorandom(41, 900_000)})::VARCHAR AS phone,
  ['Vienna', 'Graz', 'Linz', 'Salzburg', 'Innsbruck'][1 + ${pseudorandom(43, 5)}::INTEGER] AS city, 1000 + ${pseudorandom(43, 5)} AS zip,
  'note about ' || ${pseudorandom(47, 800_000)}::VARCHAR || ' and ' || ${pseudorandom(53, 100)}::VARCHAR AS note, ${pseudorandom(59, 5)} AS stars,
  TIMESTAMP '2020-01-01' + INTERVAL 1 SECOND * ${pseudorandom(61, 80_000_000)}::INTEGER AS seen, ${pseudorandom(67, 1_000)}::DOUBLE / 7 AS score`

export type ProfiledTable = 'narrow' | 'wide'
export type ProfileTask = 'summarize' | 'first' | 'deep'

/**
 * Creates the two tables. Returns a function that runs a task on one of them and returns its duration in milliseconds.
 */
export async function openProfiled(
  tables: Tables,
): Promise<(task: ProfileTask, table: ProfiledTable) => Promise<{ ms: number; found: number }>> {
  const from = `FROM range(${profiledRows}) t(i)`
  const createdTables: Record<ProfiledTable, TableRef> = {
    narrow: await tables.create(unsafeSql(`SELECT ${firstColumns} ${from}`), { id: 'narrow' }),
    wide: await tables.create(unsafeSql(`SELECT ${firstColumns}, ${moreColumns} ${from}`), { id: 'wide' }),
  }
  const tasks: Record<ProfileTask, (table: TableRef) => Promise<number>> = {
    summarize: async ({ id }) =>
      (await tables.rows(sql`SELECT * FROM (SUMMARIZE ${quoteIdentifier(tableName(id))})`)).length,
    first: async (table) => (await profileTable(tables, table)).columns.length,
    async deep(table) {
      let findings = 0
      for await (const event of deepProfile(tables, table)) if ('finding' in event) findings++
      return findings
    },
  }
  return async (task, table) => {
    const start = performance.now()
    const found = await tasks[task](createdTables[table])
    return { ms: performance.now() - start, found }
  }
}
