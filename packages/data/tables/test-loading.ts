import { quoteIdentifier, sql, tableName, type LoadedTable, type Scalar } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { assertEqual, createTableId, type TestPlatform } from './test-case.ts'

export interface LoadHelpers {
  load(content: string | Uint8Array, plan: LoadPlan, id?: string): Promise<LoadedTable>
  readRows(loaded: LoadedTable): Promise<Scalar[][]>
  /** Loads a file and compares its rows and the lines of its rejects. */
  expectLoad(content: string | Uint8Array, plan: LoadPlan, rows: Scalar[][], rejects?: number[]): Promise<LoadedTable>
}

/** Creates helpers that load files and inspect the result. */
export function createLoadHelpers(platform: TestPlatform): LoadHelpers {
  const load: LoadHelpers['load'] = async (content, plan, id = createTableId()) =>
    platform.tables().load(await platform.file(content), plan, { id })
  const readRows: LoadHelpers['readRows'] = async ({ table }) =>
    (await platform.tables().rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)).map(
      (row) => table.columns.map((column) => row[column.name] as Scalar),
    )
  return {
    load,
    readRows,
    async expectLoad(content, plan, rows, rejects = []) {
      const loaded = await load(content, plan)
      assertEqual(await readRows(loaded), rows, 'rows')
      assertEqual(
        loaded.rejectSample.map(({ line }) => line),
        rejects,
        'rejects',
      )
      assertEqual([loaded.table.rows, loaded.rejects], [rows.length, rejects.length], 'counts')
      return loaded
    },
  }
}
