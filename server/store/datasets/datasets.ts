import type { Dataset, LoadReport } from '@aw-flow/schema'
import { loadReportSchema } from '@aw-flow/schema/internal'
import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely'
import type { Readable } from 'node:stream'
import type { Database } from '../database/database.ts'
import type { ReceivedFile, DatasetFiles } from './dataset-files.ts'
import { isInPage, type Page, type PageRequest } from '../database/page.ts'
import { openWorkspaceRows } from '../database/workspace-rows.ts'
import { toRecord } from '../database/row-record.ts'
import { toStorableText } from '../database/storable-text.ts'

export interface DatasetFilter {
  /** Text that the name must contain, ignoring case. */
  text?: string | undefined
  sort?: 'created_at' | 'name' | 'size' | undefined
  descending?: boolean | undefined
}

/**
 * A workspace's datasets: the metadata is in the database, the bytes are in blob storage. A file that is uploaded again
 * keeps its original name. Workspaces with identical files share the bytes, but no function reveals whether another
 * workspace has them.
 */
export type Datasets = ReturnType<typeof createDatasets>

export function createDatasets(
  database: Kysely<Database>,
  workspaceId: string,
  files: DatasetFiles,
  now: () => number,
) {
  const rows = openWorkspaceRows(database, workspaceId, 'datasets')
  const existingRows = openWorkspaceRows(database, workspaceId, 'datasets', { deleted_at: null })
  const find = async (id: string): Promise<Dataset | undefined> => {
    const row = await existingRows.find(id)
    return row && toDataset(row)
  }
  return {
    /** Where the bytes are stored. */
    provider: files.provider,
    find,
    /** Writes and hashes a stream without storing it yet. If the stream fails, the partial file is removed. */
    receive: files.receive,
    /** Opens a dataset's bytes as a stream. Resolves with `undefined` if the dataset does not exist. */
    openStream: async (id: string): Promise<Readable | undefined> =>
      (await find(id)) ? files.openStream(id) : undefined,
    /** Returns a local path to a dataset's bytes; `undefined` if the dataset or its bytes do not exist. */
    findPath: async (id: string): Promise<string | undefined> => ((await find(id)) ? files.findPath(id) : undefined),
    /** Returns the total size of all datasets, in bytes. Deleted ones are included until the purge. */
    async countBytes(): Promise<number> {
      const { bytes } = await database
        .selectFrom('datasets')
        .select(({ fn }) => fn.sum<number | string | null>('size').as('bytes'))
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirstOrThrow()
      return Number(bytes ?? 0)
    },
    /** Lists datasets, newest first by default. */
    async list(
      { limit, offset }: PageRequest,
      { text, sort = 'created_at', descending = sort !== 'name' }: DatasetFilter = {},
    ): Promise<Page<Dataset>> {
      let query = existingRows.select().clearSelect()
      if (text !== undefined) query = query.where('name', 'ilike', `%${escapeLike(text)}%`)
      const applyOrder = <O>(rowQuery: SelectQueryBuilder<Database, 'datasets', O>) =>
        rowQuery.orderBy(sort, descending ? 'desc' : 'asc').orderBy('id')
      const pageQuery = applyOrder(query.select('id')).limit(limit).offset(offset)
      const [{ total }, pageRows] = await Promise.all([
        query.select(({ fn }) => fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow(),
        applyOrder(rows.select().where(isInPage(pageQuery))).execute(),
      ])
      return { items: pageRows.map(toDataset), total: Number(total), limit, offset }
    },
    /**
     * Adds a received file as a dataset. If the workspace already has a dataset with the same bytes, returns that dataset
     * under its original name, and `isDuplicate` is `true`.
     */
    async add(receivedFile: ReceivedFile, name: string): Promise<{ dataset: Dataset; isDuplicate: boolean }> {
      const existingDataset = await find(receivedFile.dataset)
      if (existingDataset) {
        await receivedFile.discard()
        return { dataset: existingDataset, isDuplicate: true }
      }
      const id = receivedFile.dataset
      const row = {
        workspace_id: workspaceId,
        id,
        name: toStorableText(name),
        size: receivedFile.size,
        created_at: new Date(now()),
      }
      // Until the bytes are stored, the row is marked as deleted. A purge ignores rows that were deleted recently.
      const pendingRow = { name: row.name, created_at: row.created_at, load_report: null, deleted_at: new Date() }
      const insertedRow = await database.transaction().execute(async (transaction) => {
        await lockBytes(transaction, id)
        return transaction
          .insertInto('datasets')
          .values({ ...row, ...pendingRow })
          .onConflict((conflict) =>
            conflict
              .columns(['id', 'workspace_id'])
              .doUpdateSet(pendingRow)
              .where('datasets.deleted_at', 'is not', null),
          )
          .returning('id')
          .executeTakeFirst()
      })
      // The file is stored even if another workspace has the same bytes, so that the response time does not reveal it.
      if (insertedRow) await receivedFile.store()
      else await receivedFile.discard()
      const restoredRow = await database
        .updateTable('datasets')
        .set({ deleted_at: null })
        .where('id', '=', id)
        .where('workspace_id', '=', workspaceId)
        .where('deleted_at', 'is not', null)
        .returningAll()
        .executeTakeFirst()
      const storedRow = restoredRow ?? (await rows.select({ id }).executeTakeFirstOrThrow())
      return { dataset: toDataset(storedRow), isDuplicate: !restoredRow }
    },
    /** Deletes a dataset. Its bytes remain until the purge. Resolves with `false` if it does not exist. */
    async remove(id: string): Promise<boolean> {
      return (await existingRows.update(id, { deleted_at: new Date(now()) })) !== undefined
    },
    /** Returns the load report for the entire file, if it has been stored. */
    async readLoadReport(id: string): Promise<LoadReport | undefined> {
      const row = await rows.find({ id })
      if (!row?.load_report) return undefined
      // Ignore a report that an older version stored in a different format. The caller computes it again.
      return loadReportSchema.safeParse(JSON.parse(row.load_report)).data
    },
    async setLoadReport(id: string, report: LoadReport): Promise<void> {
      await rows.update({ id }, { load_report: JSON.stringify(report) })
    },
  }
}

/**
 * Purges datasets, in all workspaces, that were deleted before `deletedBefore`. The bytes are removed with the last
 * dataset that refers to them. Returns the number of purged datasets.
 */
export async function purgeDatasets(
  database: Kysely<Database>,
  files: Pick<DatasetFiles, 'remove'>,
  deletedBefore: Date,
): Promise<number> {
  const deletedRows = await database
    .selectFrom('datasets')
    .select(['workspace_id', 'id'])
    .where('deleted_at', '<', deletedBefore)
    .execute()
  for (const { workspace_id: workspace, id } of deletedRows) {
    await database.transaction().execute(async (transaction) => {
      await lockBytes(transaction, id)
      const { numDeletedRows } = await transaction
        .deleteFrom('datasets')
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .where('deleted_at', '<', deletedBefore)
        .executeTakeFirst()
      const reference = await transaction.selectFrom('datasets').select('id').where('id', '=', id).executeTakeFirst()
      if (numDeletedRows > 0n && !reference) await files.remove(id)
    })
  }
  return deletedRows.length
}

/** Prevents other transactions from adding or removing datasets with these bytes until the current one ends. */
const lockBytes = (transaction: Kysely<Database>, id: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(transaction)

/** Escapes the wildcards of LIKE. */
const escapeLike = (text: string): string => toStorableText(text).replace(/[\\%_]/g, '\\$&')

const toDataset = (row: Selectable<Database['datasets']>): Dataset =>
  toRecord(row, ['id', 'name', 'created_at'], { size: Number(row.size) })
