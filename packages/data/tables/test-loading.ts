import { name, sql, tableName, type LoadedTable, type Scalar } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { equal, newId, type Place } from './test-case.ts'

export interface Loading {
  load(content: string | Uint8Array, plan: LoadPlan, id?: string): Promise<LoadedTable>
  rowsOf(loaded: LoadedTable): Promise<Scalar[][]>
  /** Loads, and compares rows and the lines of the rejects. */
  reads(content: string | Uint8Array, plan: LoadPlan, rows: Scalar[][], rejects?: number[]): Promise<LoadedTable>
}

/** How the cases of a suite load files and look at what came of it. */
export function loadingAt(place: Place): Loading {
  const load: Loading['load'] = async (content, plan, id = newId()) =>
    place.tables().load(await place.file(content), plan, { id })
  const rowsOf: Loading['rowsOf'] = async ({ table }) =>
    (await place.tables().rows(sql`SELECT * FROM ${name(tableName(table.id))} ORDER BY rowid`)).map((row) =>
      table.columns.map((one) => row[one.name] as Scalar),
    )
  return {
    load,
    rowsOf,
    async reads(content, plan, rows, rejects = []) {
      const loaded = await load(content, plan)
      equal(await rowsOf(loaded), rows, 'rows')
      equal(
        loaded.rejectSample.map(({ line }) => line),
        rejects,
        'rejects',
      )
      equal([loaded.table.rows, loaded.rejects], [rows.length, rejects.length], 'counts')
      return loaded
    },
  }
}
