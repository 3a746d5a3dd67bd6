import { loadReportSchema, type Dataset, type LoadReport } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import type { Database } from './database.ts'
import type { ArrivedFile, DatasetFiles } from './dataset-files.ts'
import type { Page, PageRequest } from './page.ts'
import { isPossibleId } from './possible-id.ts'
import { storableText } from './storable-text.ts'
import { createTurns } from './turns.ts'

/** Datasets: what is known of each in the database, its bytes on the disk. Names of files are kept as first given. */
export interface Datasets {
  list(request: PageRequest): Promise<Page<Dataset>>
  find(id: string): Promise<Dataset | undefined>
  /** Keeps an arrived file; the same bytes are the dataset that is there already, under its first name (`known`). */
  keep(arrived: ArrivedFile, name: string): Promise<{ dataset: Dataset; known: boolean }>
  /** False where there is none. */
  remove(id: string): Promise<boolean>
  /** What a load of the whole said, where one has been remembered. */
  loadReport(id: string): Promise<LoadReport | undefined>
  rememberLoadReport(id: string, report: LoadReport): Promise<void>
}

export function createDatasets(database: Kysely<Database>, files: DatasetFiles, now: () => number): Datasets {
  // A file and its row change together: an upload and a removal of the same bytes must not cross.
  const turns = createTurns()
  const find = async (id: string): Promise<Dataset | undefined> => {
    if (!isPossibleId(id)) return undefined
    const row = await database.selectFrom('datasets').selectAll().where('id', '=', id).executeTakeFirst()
    return row && toDataset(row)
  }
  return {
    find,
    async list({ limit, offset }) {
      const { total } = await database
        .selectFrom('datasets')
        .select(({ fn }) => fn.countAll<number | string>().as('total'))
        .executeTakeFirstOrThrow()
      const rows = await database
        .selectFrom('datasets')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return { items: rows.map(toDataset), total: Number(total), limit, offset }
    },
    keep: (arrived, name) =>
      turns(async () => {
        const known = await find(arrived.dataset)
        if (known) {
          await arrived.discard()
          return { dataset: known, known: true }
        }
        await arrived.keep()
        const row = { id: arrived.dataset, name: storableText(name), size: arrived.size, created_at: new Date(now()) }
        await database
          .insertInto('datasets')
          .values({ ...row, load_report: null })
          .execute()
        return { dataset: toDataset({ ...row, load_report: null }), known: false }
      }),
    remove: (id) =>
      turns(async () => {
        if (!isPossibleId(id)) return false
        const { numDeletedRows } = await database.deleteFrom('datasets').where('id', '=', id).executeTakeFirst()
        if (numDeletedRows === 0n) return false
        await files.remove(id)
        return true
      }),
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

const toDataset = ({ id, name, size, created_at }: Selectable<Database['datasets']>): Dataset => ({
  id,
  name,
  size: Number(size),
  createdAt: created_at.toISOString(),
})
