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
export interface Purged {
  workflows: number
  datasets: number
  runs: number
  /** Runs whose results were removed. */
  results: number
}

/** Maximum number of runs per statement. The tables and events of a run are removed with it. */
const batch = 500

/**
 * Permanently removes what has exceeded its retention. Several processes can purge at once, and a purge can be
 * interrupted at any point: the next purge removes the rest. Bytes are removed before the row that refers to them.
 */
export async function purge(
  store: Pick<Store, 'opened' | 'datasets' | 'results'>,
  policy: PurgePolicy,
  now: () => number,
): Promise<Purged> {
  const { database } = store.opened
  const before = (days: number): Date | undefined => (days === 0 ? undefined : new Date(now() - days * 86_400_000))
  const deleted = before(policy.deletedDays)
  const ended = before(policy.runDays)
  const results = before(policy.resultDays)
  const purged: Purged = { workflows: 0, datasets: 0, runs: 0, results: 0 }

  if (deleted || ended) {
    for (;;) {
      const { rows } = await sql<{ id: string }>`select id from runs
        where deleted_at < ${deleted ?? null}::timestamptz or ended_at < ${ended ?? null}::timestamptz
        limit ${batch}`.execute(database)
      if (rows.length === 0) break
      const ids = rows.map(({ id }) => id)
      for (const id of ids) await store.results.remove(id)
      await database.deleteFrom('runs').where('id', 'in', ids).execute()
      purged.runs += ids.length
    }
  }
  if (results) {
    for (;;) {
      const { rows } = await sql<{ run_id: string }>`select distinct run_id from run_tables
        join runs on runs.id = run_tables.run_id where runs.ended_at < ${results} limit ${batch}`.execute(database)
      if (rows.length === 0) break
      const ids = rows.map(({ run_id }) => run_id)
      for (const id of ids) await store.results.remove(id)
      await database.deleteFrom('run_tables').where('run_id', 'in', ids).execute()
      purged.results += ids.length
    }
  }
  if (deleted) {
    const { numDeletedRows } = await database
      .deleteFrom('workflows')
      .where('deleted_at', '<', deleted)
      .executeTakeFirstOrThrow()
    purged.workflows = Number(numDeletedRows)
    purged.datasets = await store.datasets.purge(deleted)
  }
  if (store.opened.kind === 'pglite') await vacuumTables(store.opened)
  return purged
}
