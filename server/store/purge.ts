import { sql } from 'kysely'
import type { Store } from './open-store.ts'
import { vacuumTables } from './database/vacuum-tables.ts'

/** Retention in days; 0: forever. */
export interface PurgePolicy {
  /** Deleted data: workflows with their versions, datasets with their bytes, runs. */
  deletedDays: number
  /** Runs that have ended, with their records and results. */
  runDays: number
  /** The tables of runs; the record remains. */
  resultDays: number
}

export const defaultPurgePolicy: PurgePolicy = { deletedDays: 30, runDays: 0, resultDays: 0 }

/** Number of removed items of each kind. */
export interface PurgeCounts {
  workflows: number
  datasets: number
  runs: number
  /** Runs whose results were removed. */
  results: number
}

/** Maximum number of runs per statement. The tables and events of a run are removed with the run. */
const batchSize = 500

/**
 * Permanently removes data that has exceeded its retention. Several processes can purge concurrently, and a purge can
 * be interrupted at any point: the next purge removes the rest. Bytes are removed before the row that refers to them.
 */
export async function purge(
  store: Pick<Store, 'openedDatabase' | 'datasets' | 'results'>,
  policy: PurgePolicy,
  now: () => number,
): Promise<PurgeCounts> {
  const { database } = store.openedDatabase
  const findCutoff = (days: number): Date | undefined => (days === 0 ? undefined : new Date(now() - days * 86_400_000))
  const deletedBefore = findCutoff(policy.deletedDays)
  const endedBefore = findCutoff(policy.runDays)
  const resultsEndedBefore = findCutoff(policy.resultDays)
  const counts: PurgeCounts = { workflows: 0, datasets: 0, runs: 0, results: 0 }

  if (deletedBefore || endedBefore) {
    for (;;) {
      const { rows } = await sql<{ id: string }>`select id from runs
        where deleted_at < ${deletedBefore ?? null}::timestamptz or ended_at < ${endedBefore ?? null}::timestamptz
        limit ${batchSize}`.execute(database)
      if (rows.length === 0) break
      const ids = rows.map(({ id }) => id)
      for (const id of ids) await store.results.remove(id)
      await database.deleteFrom('runs').where('id', 'in', ids).execute()
      counts.runs += ids.length
    }
  }
  if (resultsEndedBefore) {
    for (;;) {
      const { rows } = await sql<{ run_id: string }>`select distinct run_id from run_tables
        join runs on runs.id = run_tables.run_id
        where runs.ended_at < ${resultsEndedBefore} limit ${batchSize}`.execute(database)
      if (rows.length === 0) break
      const ids = rows.map(({ run_id }) => run_id)
      for (const id of ids) await store.results.remove(id)
      await database.deleteFrom('run_tables').where('run_id', 'in', ids).execute()
      counts.results += ids.length
    }
  }
  if (deletedBefore) {
    const { numDeletedRows } = await database
      .deleteFrom('workflows')
      .where('deleted_at', '<', deletedBefore)
      .executeTakeFirstOrThrow()
    counts.workflows = Number(numDeletedRows)
    counts.datasets = await store.datasets.purge(deletedBefore)
  }
  if (store.openedDatabase.kind === 'pglite') await vacuumTables(store.openedDatabase)
  return counts
}
