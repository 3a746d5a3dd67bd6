import type { Dataset } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { isValidId } from '../database/valid-id.ts'
import type { Results } from '../runs/results.ts'
import type { Datasets } from './datasets.ts'

/** Results are datasets by reference, because copies would fill the quota and the list of datasets. */
const idPrefix = 'result-'

/** Returns the ID under which a completed run's result table is available as a dataset. */
export const toResultDatasetId = (runId: string): string => `${idPrefix}${runId}`

/**
 * Makes the result tables of completed runs available as datasets, with the IDs that `toResultDatasetId` returns. They
 * are not listed, are deleted only with their run, and are not stored a second time.
 */
export function withResultDatasets(
  datasets: Datasets,
  { database, workspace, results }: { database: Kysely<Database>; workspace: string; results: Results },
): Datasets {
  const findResult = async (id: string): Promise<{ dataset: Dataset; runId: string; file: string } | undefined> => {
    if (!id.startsWith(idPrefix) || !isValidId(id)) return undefined
    const runId = id.slice(idPrefix.length)
    const row = await database
      .selectFrom('run_tables')
      .innerJoin('runs', 'runs.id', 'run_tables.run_id')
      .select(['node', 'file', 'bytes', 'workflow_name', 'ended_at'])
      .where('run_id', '=', runId)
      .where('runs.workspace_id', '=', workspace)
      .where('runs.deleted_at', 'is', null)
      .where('runs.status', '=', 'completed')
      .orderBy('position', 'desc')
      .executeTakeFirst()
    if (!row?.ended_at) return undefined
    const name = `${row.workflow_name} ${row.node}.csv`.replace(/[/\\:]/g, '-')
    const dataset = { id, name, size: Number(row.bytes), createdAt: row.ended_at.toISOString() }
    return { dataset, runId, file: row.file }
  }
  return {
    ...datasets,
    find: async (id) => (await findResult(id))?.dataset ?? datasets.find(id),
    async openStream(id) {
      const result = await findResult(id)
      return result ? results.openStream(result.runId, result.file) : datasets.openStream(id)
    },
    async findPath(id) {
      const result = await findResult(id)
      return result ? results.findLocalPath(result.runId, result.file) : datasets.findPath(id)
    },
  }
}
