import { sql } from 'kysely'
import type { OpenedDatabase } from './open-database.ts'

/** A table of which enough has changed since it was last tidied, and what is due. */
interface DueTable {
  name: string
  vacuum: boolean
  analyze: boolean
}

/** Of a table's rows, how many may be gone or new before it is vacuumed, and how many may have changed before it is analyzed. */
const vacuumShare = 0.2
const analyzeShare = 0.1
/** A fifth of PostgreSQL's own: a sixth of the time, and enough for what we ask. */
const statisticsTarget = 20

/**
 * Does for PGlite what PostgreSQL does by itself: gives back the room of rows that are gone, and learns which rows it may
 * count without reading them, and how values are distributed. Of tables alone of which a share has changed, one statement
 * after the other, since PGlite answers nobody else meanwhile: with a hundred thousand runs, all of it took half a second
 * whether or not anything had changed. The shares are those of PostgreSQL's autovacuum, without its least numbers, since
 * a small table takes no time. What is counted is forgotten when PGlite is closed; that a table has grown is not.
 */
export async function tidyTables({ database, execute }: OpenedDatabase): Promise<void> {
  // Else the counts say nothing of the last second.
  await execute('select pg_stat_force_next_flush()')
  const { rows } = await sql<DueTable>`
    select name, grown or gone > ${vacuumShare}::float8 * rows or added > ${vacuumShare}::float8 * rows as vacuum,
      grown or changed > ${analyzeShare}::float8 * rows as analyze
    from (
      select format('%I.%I', s.schemaname, s.relname) as name, greatest(c.reltuples, 0) as rows,
        pg_relation_size(c.oid) > (1 + ${vacuumShare}::float8) * c.relpages * current_setting('block_size')::int as grown,
        s.n_dead_tup as gone, s.n_ins_since_vacuum as added, s.n_mod_since_analyze as changed
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    ) as tables`.execute(database)
  const due = rows.filter(({ vacuum, analyze }) => vacuum || analyze)
  if (due.length === 0) return
  await execute(`set default_statistics_target = ${statisticsTarget}`)
  for (const { name, vacuum, analyze } of due) {
    if (vacuum) await execute(`vacuum ${name}`)
    if (analyze) await execute(`analyze ${name}`)
  }
}
