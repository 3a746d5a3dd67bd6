import { loadReportSchema, type Dataset, type LoadReport } from '@aw-flow/schema'
import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import type { ReceivedFile, DatasetFiles } from './dataset-files.ts'
import { isOneOf, type Page, type PageRequest } from '../database/page.ts'
import { isValidId } from '../database/valid-id.ts'
import { toStorableText } from '../database/storable-text.ts'

export interface DatasetFilter {
  /** Text that the name must contain, ignoring case. */
  text?: string | undefined
  sort?: 'created_at' | 'name' | 'size' | undefined
  descending?: boolean | undefined
}

/** Datasets: metadata in the database, bytes in the blob storage. A file keeps its first name. */
export interface Datasets {
  /** Lists datasets, newest first by default. */
  list(request: PageRequest, filter?: DatasetFilter): Promise<Page<Dataset>>
  find(id: string): Promise<Dataset | undefined>
  /**
   * Adds a received file. If the same bytes are already stored, returns that dataset with its first name and
   * `isDuplicate`.
   */
  add(receivedFile: ReceivedFile, name: string): Promise<{ dataset: Dataset; isDuplicate: boolean }>
  /** Deletes a dataset. Its bytes remain until the purge. Returns false if it does not exist. */
  remove(id: string): Promise<boolean>
  /** Removes datasets deleted before a time, with their bytes. Returns the number. */
  purge(deletedBefore: Date): Promise<number>
  /** Returns the stored load report of the complete file, if there is one. */
  loadReport(id: string): Promise<LoadReport | undefined>
  setLoadReport(id: string, report: LoadReport): Promise<void>
  /** Returns the bytes of all datasets, including deleted ones until the purge. */
  countBytes(): Promise<number>
}

export function createDatasets(database: Kysely<Database>, files: DatasetFiles, now: () => number): Datasets {
  const find = async (id: string): Promise<Dataset | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await database
      .selectFrom('datasets')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    return row && toDataset(row)
  }
  return {
    find,
    async countBytes() {
      const { bytes } = await database
        .selectFrom('datasets')
        .select(({ fn }) => fn.sum<number | string | null>('size').as('bytes'))
        .executeTakeFirstOrThrow()
      return Number(bytes ?? 0)
    },
    async list({ limit, offset }, { text, sort = 'created_at', descending = sort !== 'name' } = {}) {
      let query = database.selectFrom('datasets').where('deleted_at', 'is', null)
      if (text !== undefined) query = query.where('name', 'ilike', `%${escapeLike(text)}%`)
      const applyOrder = <O>(rows: SelectQueryBuilder<Database, 'datasets', O>) =>
        rows.orderBy(sort, descending ? 'desc' : 'asc').orderBy('id')
      const page = applyOrder(query.select('id')).limit(limit).offset(offset)
      const [{ total }, rows] = await Promise.all([
        query.select(({ fn }) => fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow(),
        applyOrder(database.selectFrom('datasets').selectAll().where(isOneOf(page))).execute(),
      ])
      return { items: rows.map(toDataset), total: Number(total), limit, offset }
    },
    async add(receivedFile, name) {
      const existing = await find(receivedFile.dataset)
      if (existing) {
        await receivedFile.discard()
        return { dataset: existing, isDuplicate: true }
      }
      const id = receivedFile.dataset
      const row = { id, name: toStorableText(name), size: receivedFile.size, created_at: new Date(now()) }
      // The row is inserted before the bytes, marked as deleted: a purge ignores rows that were deleted just now.
      const pendingRow = { name: row.name, created_at: row.created_at, load_report: null, deleted_at: new Date() }
      const insertedRow = await database
        .insertInto('datasets')
        .values({ ...row, ...pendingRow })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(pendingRow).where('datasets.deleted_at', 'is not', null),
        )
        .returning('id')
        .executeTakeFirst()
      if (insertedRow) await receivedFile.store()
      else await receivedFile.discard()
      const { numUpdatedRows } = await database
        .updateTable('datasets')
        .set({ deleted_at: null })
        .where('id', '=', id)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst()
      const stored = await database.selectFrom('datasets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      return { dataset: toDataset(stored), isDuplicate: numUpdatedRows === 0n }
    },
    async remove(id) {
      if (!isValidId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('datasets')
        .set({ deleted_at: new Date(now()) })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async purge(deletedBefore) {
      const deletedRows = await database
        .selectFrom('datasets')
        .select('id')
        .where('deleted_at', '<', deletedBefore)
        .execute()
      for (const { id } of deletedRows) {
        await database.transaction().execute(async (transaction) => {
          const { numDeletedRows } = await transaction
            .deleteFrom('datasets')
            .where('id', '=', id)
            .where('deleted_at', '<', deletedBefore)
            .executeTakeFirst()
          if (numDeletedRows > 0n) await files.remove(id)
        })
      }
      return deletedRows.length
    },
    async loadReport(id) {
      const row = await database.selectFrom('datasets').select('load_report').where('id', '=', id).executeTakeFirst()
      if (!row?.load_report) return undefined
      // A report that an older version stored in a different format is recomputed.
      return loadReportSchema.safeParse(JSON.parse(row.load_report)).data
    },
    async setLoadReport(id, report) {
      await database
        .updateTable('datasets')
        .set({ load_report: JSON.stringify(report) })
        .where('id', '=', id)
        .execute()
    },
  }
}

/** Escapes a string for LIKE. */
const escapeLike = (text: string): string => toStorableText(text).replace(/[\\%_]/g, '\\$&')

const toDataset = ({ id, name, size, created_at }: Selectable<Database['datasets']>): Dataset => ({
  id,
  name,
  size: Number(size),
  createdAt: created_at.toISOString(),
})
