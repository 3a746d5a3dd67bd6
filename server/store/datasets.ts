import { loadReportSchema, type Dataset, type LoadReport } from '@aw-flow/schema'
import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import type { Database } from './database.ts'
import type { ArrivedFile, DatasetFiles } from './dataset-files.ts'
import { isOneOf, type Page, type PageRequest } from './page.ts'
import { isPossibleId } from './possible-id.ts'
import { storableText } from './storable-text.ts'

export interface DatasetFilter {
  /** What the name must hold, in any case. */
  text?: string | undefined
  sort?: 'created_at' | 'name' | 'size' | undefined
  descending?: boolean | undefined
}

/** Datasets: what is known of each in the database, its bytes among the blobs. Names of files are kept as first given. */
export interface Datasets {
  /** Newest first, where no other order is asked for. */
  list(request: PageRequest, filter?: DatasetFilter): Promise<Page<Dataset>>
  find(id: string): Promise<Dataset | undefined>
  /** Keeps an arrived file; the same bytes are the dataset that is there already, under its first name (`known`). */
  keep(arrived: ArrivedFile, name: string): Promise<{ dataset: Dataset; known: boolean }>
  /** It is no longer found; its bytes go when it is purged. False where there is none. */
  remove(id: string): Promise<boolean>
  /** Those that were removed before a time, as bytes too. Answers how many. */
  purge(before: Date): Promise<number>
  /** What a load of the whole said, where one has been remembered. */
  loadReport(id: string): Promise<LoadReport | undefined>
  rememberLoadReport(id: string, report: LoadReport): Promise<void>
}

export function createDatasets(database: Kysely<Database>, files: DatasetFiles, now: () => number): Datasets {
  const find = async (id: string): Promise<Dataset | undefined> => {
    if (!isPossibleId(id)) return undefined
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
    async list({ limit, offset }, { text, sort = 'created_at', descending = sort !== 'name' } = {}) {
      let present = database.selectFrom('datasets').where('deleted_at', 'is', null)
      if (text !== undefined) present = present.where('name', 'ilike', `%${likeText(text)}%`)
      const ordered = <O>(rows: SelectQueryBuilder<Database, 'datasets', O>) =>
        rows.orderBy(sort, descending ? 'desc' : 'asc').orderBy('id')
      const page = ordered(present.select('id')).limit(limit).offset(offset)
      const [{ total }, rows] = await Promise.all([
        present.select(({ fn }) => fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow(),
        ordered(database.selectFrom('datasets').selectAll().where(isOneOf(page))).execute(),
      ])
      return { items: rows.map(toDataset), total: Number(total), limit, offset }
    },
    async keep(arrived, name) {
      const known = await find(arrived.dataset)
      if (known) {
        await arrived.discard()
        return { dataset: known, known: true }
      }
      const id = arrived.dataset
      const row = { id, name: storableText(name), size: arrived.size, created_at: new Date(now()) }
      // A row that is not found yet stands before the bytes do: a purge leaves alone what was deleted just now.
      const arriving = { name: row.name, created_at: row.created_at, load_report: null, deleted_at: new Date() }
      const placed = await database
        .insertInto('datasets')
        .values({ ...row, ...arriving })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(arriving).where('datasets.deleted_at', 'is not', null),
        )
        .returning('id')
        .executeTakeFirst()
      if (placed) await arrived.keep()
      else await arrived.discard()
      const { numUpdatedRows } = await database
        .updateTable('datasets')
        .set({ deleted_at: null })
        .where('id', '=', id)
        .where('deleted_at', 'is not', null)
        .executeTakeFirst()
      const kept = await database.selectFrom('datasets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      return { dataset: toDataset(kept), known: numUpdatedRows === 0n }
    },
    async remove(id) {
      if (!isPossibleId(id)) return false
      const { numUpdatedRows } = await database
        .updateTable('datasets')
        .set({ deleted_at: new Date(now()) })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async purge(before) {
      const gone = await database.selectFrom('datasets').select('id').where('deleted_at', '<', before).execute()
      for (const { id } of gone) {
        await database.transaction().execute(async (transaction) => {
          const { numDeletedRows } = await transaction
            .deleteFrom('datasets')
            .where('id', '=', id)
            .where('deleted_at', '<', before)
            .executeTakeFirst()
          if (numDeletedRows > 0n) await files.remove(id)
        })
      }
      return gone.length
    },
    async loadReport(id) {
      const row = await database.selectFrom('datasets').select('load_report').where('id', '=', id).executeTakeFirst()
      if (!row?.load_report) return undefined
      // One that an older version wrote in another shape is simply made again.
      return loadReportSchema.safeParse(JSON.parse(row.load_report)).data
    },
    async rememberLoadReport(id, report) {
      await database
        .updateTable('datasets')
        .set({ load_report: JSON.stringify(report) })
        .where('id', '=', id)
        .execute()
    },
  }
}

/** A text as LIKE takes it for itself. */
const likeText = (text: string): string => storableText(text).replace(/[\\%_]/g, '\\$&')

const toDataset = ({ id, name, size, created_at }: Selectable<Database['datasets']>): Dataset => ({
  id,
  name,
  size: Number(size),
  createdAt: created_at.toISOString(),
})
