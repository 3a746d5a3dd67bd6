import { sql, type RawBuilder } from 'kysely'
import { openAccountKeys } from '../accounts/account-keys.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { removeOldDeliveries } from '../retention/remove-deliveries.ts'
import { findRetentionDays, parseRetention, retentionName, toRetentionBounds } from '../retention/retention.ts'
import type { Store } from './open-store.ts'
import type { PurgePolicy } from './purge-policy.ts'
import { purgeDatasets } from './datasets/datasets.ts'
import { vacuumTables } from './database/vacuum-tables.ts'

/** Number of purged items of each kind. */
export interface PurgeCounts {
  workflows: number
  datasets: number
  runs: number
  /** Number of runs whose results were removed. */
  results: number
  deliveries: number
  auditEntries: number
}

type PurgedStore = Pick<Store, 'openedDatabase' | 'datasetFiles' | 'forWorkspace' | 'secretBox' | 'personalTexts'>

interface RunKey {
  workspace: string
  id: string
}

/** Maximum number of runs purged per statement. A run's tables and events are removed with it. */
const batchSize = 500

/**
 * Permanently removes data that has exceeded its retention period, which workspaces can shorten. Several processes can
 * purge concurrently, and a purge can be interrupted at any point: the next one removes the rest. Files are removed
 * before the rows that refer to them.
 */
export async function purge(store: PurgedStore, policy: PurgePolicy, now: () => number): Promise<PurgeCounts> {
  const { database } = store.openedDatabase
  const computeCutoff = (days: number | null): Date | undefined =>
    days ? new Date(now() - days * 86_400_000) : undefined
  const deletedBefore = computeCutoff(policy.deletedDays)
  const counts: PurgeCounts = { workflows: 0, datasets: 0, runs: 0, results: 0, deliveries: 0, auditEntries: 0 }

  const bounds = toRetentionBounds(policy)
  const settings = await database.selectFrom('facts').selectAll().where('name', '=', retentionName).execute()
  const retentionByWorkspace = new Map(settings.map((row) => [row.workspace_id, parseRetention(JSON.parse(row.value))]))
  const scopes = [
    { workspace: undefined, ...policy },
    ...[...retentionByWorkspace].map(([workspace, days]) => ({
      workspace,
      deletedDays: 0,
      runDays: findRetentionDays(days.runs, bounds.runs),
      resultDays: findRetentionDays(days.results, bounds.results),
      deliveryDays: findRetentionDays(days.deliveries, bounds.deliveries),
    })),
  ]
  for (const { workspace, ...days } of scopes) {
    counts.runs += await purgeRuns(store, workspace, {
      deletedBefore: computeCutoff(days.deletedDays),
      endedBefore: computeCutoff(days.runDays),
    })
    const resultsEndedBefore = computeCutoff(days.resultDays)
    if (resultsEndedBefore) counts.results += await purgeResults(store, workspace, resultsEndedBefore)
    const sentBefore = computeCutoff(days.deliveryDays)
    if (sentBefore) counts.deliveries += await removeOldDeliveries(database, sentBefore, workspace)
  }
  counts.auditEntries = await purgeAuditEntries(store, now, (workspace) =>
    computeCutoff(findRetentionDays(retentionByWorkspace.get(workspace)?.audit_entries ?? null, bounds.audit_entries)),
  )
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

/** Removes runs, including their records and results, in one workspace or in all. */
async function purgeRuns(
  store: PurgedStore,
  workspace: string | undefined,
  { deletedBefore, endedBefore }: Record<'deletedBefore' | 'endedBefore', Date | undefined>,
): Promise<number> {
  if (!deletedBefore && !endedBefore) return 0
  const { database } = store.openedDatabase
  for (let count = 0; ;) {
    const { rows } = await sql<RunKey>`select workspace_id as workspace, id from runs
      where (deleted_at < ${deletedBefore ?? null}::timestamptz or ended_at < ${endedBefore ?? null}::timestamptz)
        and ${matchesWorkspace(workspace)} limit ${batchSize}`.execute(database)
    if (rows.length === 0) return count
    const ids = await removeResults(store, rows)
    await database.deleteFrom('runs').where('id', 'in', ids).execute()
    count += ids.length
  }
}

/** Removes result tables in one workspace or in all. */
async function purgeResults(store: PurgedStore, workspace: string | undefined, endedBefore: Date): Promise<number> {
  const { database } = store.openedDatabase
  for (let count = 0; ;) {
    const { rows } = await sql<RunKey>`select distinct runs.workspace_id as workspace, runs.id from run_tables
      join runs on runs.id = run_tables.run_id
      where runs.ended_at < ${endedBefore} and ${matchesWorkspace(workspace)} limit ${batchSize}`.execute(database)
    if (rows.length === 0) return count
    const ids = await removeResults(store, rows)
    await database.deleteFrom('run_tables').where('run_id', 'in', ids).execute()
    count += ids.length
  }
}

/** Returns the SQL condition that a run belongs to the workspace. Without a workspace, the condition is always true. */
const matchesWorkspace = (workspace: string | undefined): RawBuilder<boolean> =>
  workspace === undefined ? sql`true` : sql`runs.workspace_id = ${workspace}`

/** Removes the result files of runs and returns the IDs of the runs. */
async function removeResults(store: PurgedStore, runs: readonly RunKey[]): Promise<string[]> {
  for (const { workspace, id } of runs) await store.forWorkspace(workspace).results.remove(id)
  return runs.map(({ id }) => id)
}

/**
 * Removes old audit entries in batches, so that other changes wait only briefly for the lock on the audit chain's head.
 */
async function purgeAuditEntries(
  { openedDatabase: { database }, secretBox, personalTexts }: PurgedStore,
  now: () => number,
  computeCutoff: (workspace: string) => Date | undefined,
): Promise<number> {
  const heads = await database.selectFrom('audit_heads').select('workspace_id').execute()
  const dueWorkspaces = heads.flatMap(({ workspace_id: workspace }) => {
    const cutoff = computeCutoff(workspace)
    return cutoff ? [{ workspace, cutoff }] : []
  })
  if (dueWorkspaces.length === 0) return 0
  const { digest } = await openAccountKeys(database, secretBox)
  const audit = createAuditLog(database, digest, now, personalTexts)
  let count = 0
  for (const { workspace, cutoff } of dueWorkspaces) {
    for (;;) {
      const removedCount = await audit.removeOld(workspace, cutoff)
      count += removedCount
      if (removedCount === 0) break
    }
  }
  return count
}
