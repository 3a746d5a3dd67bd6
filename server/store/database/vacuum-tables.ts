import { sql } from 'kysely'
import type { OpenedDatabase } from './open-database.ts'

/** A table with enough changes, and the commands to execute for it. */
interface DueTable {
  name: string
  vacuum: boolean
  analyze: boolean
}

/** Share of new or dead rows that makes a vacuum due. */
const vacuumShare = 0.2
/** Share of changed rows that makes an analyze due. */
const analyzeShare = 0.1
/**
 * Statistics target of `analyze`: a fifth of PostgreSQL's default. It takes a sixth of the time and is sufficient for
 * the queries of the server.
 */
const statisticsTarget = 20

/**
 * Does the work of PostgreSQL's autovacuum for PGlite: it frees the space of dead rows and updates the visibility map
 * and the statistics. PGlite executes no other statement during this, so only tables with enough changes are processed,
 * one statement at a time. For all tables of a store with a hundred thousand runs it took half a second, even
 * without changes. The shares are autovacuum's, without its minimum row counts, since small tables take no time.
 * The counters are lost when PGlite is closed; the growth of a table is not.
 */
export async function vacuumTables({ database, execute }: OpenedDatabase): Promise<void> {
  // Without this statement, the counters do not include the last second.
  await execute('select pg_stat_force_next_flush()')
  const { rows } = await sql<DueTable>`
    select name, grown or dead > ${vacuumShare}::float8 * rows or added > ${vacuumShare}::float8 * rows as vacuum,
      grown or changed > ${analyzeShare}::float8 * rows as analyze
    from (
      select format('%I.%I', s.schemaname, s.relname) as name, greatest(c.reltuples, 0) as rows,
        pg_relation_size(c.oid) > (1 + ${vacuumShare}::float8) * c.relpages * current_setting('block_size')::int as grown,
        s.n_dead_tup as dead, s.n_ins_since_vacuum as added, s.n_mod_since_analyze as changed
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    ) as tables`.execute(database)
  const dueTables = rows.filter(({ vacuum, analyze }) => vacuum || analyze)
  if (dueTables.length === 0) return
  await execute(`set default_statistics_target = ${statisticsTarget}`)
  for (const { name, vacuum, analyze } of dueTables) {
    if (vacuum) await execute(`vacuum ${name}`)
    if (analyze) await execute(`analyze ${name}`)
  }
}
