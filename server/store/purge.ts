import { sql } from 'kysely'
import type { Store } from './open-store.ts'
import { purgeDatasets } from './datasets/datasets.ts'
import { vacuumTables } from './database/vacuum-tables.ts'

/** Retention in days. If 0, nothing is purged. */
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

interface RunKey {
  workspace: string
  id: string
}

/** Maximum number of runs per statement. The tables and events of a run are removed with the run. */
const batchSize = 500

/**
 * Permanently removes data that has exceeded its retention. Several processes can purge concurrently, and a purge can
 * be interrupted at any point: the next purge removes the rest. Bytes are removed before the row that refers to them.
 */
export async function purge(
  store: Pick<Store, 'openedDatabase' | 'datasetFiles' | 'forWorkspace'>,
  policy: PurgePolicy,
  now: () => number,
): Promise<PurgeCounts> {
  const { database } = store.openedDatabase
  const findCutoff = (days: number): Date | undefined => (days === 0 ? undefined : new Date(now() - days * 86_400_000))
  const deletedBefore = findCutoff(policy.deletedDays)
  const endedBefore = findCutoff(policy.runDays)
  const resultsEndedBefore = findCutoff(policy.resultDays)
  const removeResults = async (runs: readonly RunKey[]): Promise<string[]> => {
    for (const { workspace, id } of runs) await store.forWorkspace(workspace).results.remove(id)
    return runs.map(({ id }) => id)
  }
  const counts: PurgeCounts = { workflows: 0, datasets: 0, runs: 0, results: 0 }

  if (deletedBefore || endedBefore) {
    for (;;) {
      const { rows } = await sql<RunKey>`select workspace_id as workspace, id from runs
        where deleted_at < ${deletedBefore ?? null}::timestamptz or ended_at < ${endedBefore ?? null}::timestamptz
        limit ${batchSize}`.execute(database)
      if (rows.length === 0) break
      const ids = await removeResults(rows)
      await database.deleteFrom('runs').where('id', 'in', ids).execute()
      counts.runs += ids.length
    }
  }
  if (resultsEndedBefore) {
    for (;;) {
      const { rows } = await sql<RunKey>`select distinct runs.workspace_id as workspace, runs.id from run_tables
        join runs on runs.id = run_tables.run_id
        where runs.ended_at < ${resultsEndedBefore} limit ${batchSize}`.execute(database)
      if (rows.length === 0) break
      const ids = await removeResults(rows)
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
    await sql`delete from agent_memory
      where (workspace_id, workflow_id) not in (select workspace_id, id from workflows)`.execute(database)
    counts.datasets = await purgeDatasets(database, store.datasetFiles, deletedBefore)
  }
  if (store.openedDatabase.kind === 'pglite') await vacuumTables(store.openedDatabase)
  return counts
}
