import { quoteIdentifier, sql, tableName, type LoadedTable, type Scalar } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { equal, newId, type TestPlatform } from './test-case.ts'

export interface Loading {
  load(content: string | Uint8Array, plan: LoadPlan, id?: string): Promise<LoadedTable>
  readRows(loaded: LoadedTable): Promise<Scalar[][]>
  /** Loads a file and compares its rows and the lines of its rejects. */
  expectLoad(content: string | Uint8Array, plan: LoadPlan, rows: Scalar[][], rejects?: number[]): Promise<LoadedTable>
}

/** Creates helpers that load files and inspect the result. */
export function createLoading(platform: TestPlatform): Loading {
  const load: Loading['load'] = async (content, plan, id = newId()) =>
    platform.tables().load(await platform.file(content), plan, { id })
  const readRows: Loading['readRows'] = async ({ table }) =>
    (await platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)).map(
      (row) => table.columns.map((column) => row[column.name] as Scalar),
    )
  return {
    load,
    readRows,
    async expectLoad(content, plan, rows, rejects = []) {
      const loaded = await load(content, plan)
      equal(await readRows(loaded), rows, 'rows')
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
