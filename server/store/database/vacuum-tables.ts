import { sql } from 'kysely'
import type { OpenedDatabase } from './open-database.ts'

/** A table that has changed enough to be processed, and the commands to execute on it. */
interface DueTable {
  name: string
  needsVacuum: boolean
  needsAnalyze: boolean
}

/** Fraction of new or dead rows above which a table is vacuumed. */
const vacuumThreshold = 0.2
/** Fraction of changed rows above which a table is analyzed. */
const analyzeThreshold = 0.1
/**
 * Statistics target for `analyze`: a fifth of PostgreSQL's default. With this value, `analyze` takes a sixth of the
 * time, and the statistics suffice for the server's queries.
 */
const statisticsTarget = 20

/**
 * Replaces PostgreSQL's autovacuum in PGlite: frees the space of dead rows and updates the visibility map and the
 * statistics. Meanwhile, PGlite cannot execute other statements, so only tables with enough changes are processed, one
 * statement at a time. Processing all tables of a store with a hundred thousand runs took half a second, even without
 * changes. The thresholds are those of autovacuum, without its minimum row counts, because small tables take almost no
 * time. Closing PGlite resets the change counters, but growth is still detected from the table size.
 */
export async function vacuumTables({ database, execute }: OpenedDatabase): Promise<void> {
  // Without this statement, changes from the last second are not counted.
  await execute('select pg_stat_force_next_flush()')
  const { rows } = await sql<DueTable>`
    select name, grown or dead > ${vacuumThreshold}::float8 * rows or added > ${vacuumThreshold}::float8 * rows as "needsVacuum",
      grown or changed > ${analyzeThreshold}::float8 * rows as "needsAnalyze"
    from (
      select format('%I.%I', s.schemaname, s.relname) as name, greatest(c.reltuples, 0) as rows,
        pg_relation_size(c.oid) > (1 + ${vacuumThreshold}::float8) * c.relpages * current_setting('block_size')::int as grown,
        s.n_dead_tup as dead, s.n_ins_since_vacuum as added, s.n_mod_since_analyze as changed
      from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    ) as tables`.execute(database)
  const dueTables = rows.filter(({ needsVacuum, needsAnalyze }) => needsVacuum || needsAnalyze)
  if (dueTables.length === 0) return
  await execute(`set default_statistics_target = ${statisticsTarget}`)
  for (const { name, needsVacuum, needsAnalyze } of dueTables) {
    if (needsVacuum) await execute(`vacuum ${name}`)
    if (needsAnalyze) await execute(`analyze ${name}`)
  }
}
