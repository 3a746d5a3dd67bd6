import type { Tables } from '@aw-flow/engine'
import { info, type DerivedTable, type TableQuery, type TableRef } from '@aw-flow/schema'
import { chartTable } from './chart-table.ts'
import { findSelect, maxFound } from './find-select.ts'
import { viewSelect } from './view-select.ts'

/**
 * Creates the table of a query (see `tableQuerySchema`). Its rows have a total order and are the same in browser and
 * server. The caller drops the table.
 *
 * @throws {TablesError} if the query does not fit the table.
 * @internal
 */
export async function deriveTable(
  tables: Tables,
  table: TableRef,
  query: TableQuery,
  { id, signal }: { id: string; signal?: AbortSignal },
): Promise<DerivedTable> {
  // Materializes a deferred table, so that its row numbers are the positions of rows.
  await tables.page(table, { offset: 0, limit: 0, ...(signal ? { signal } : {}) })
  const of = await tables.relation(table)
  const options = { id, ...(signal ? { signal } : {}) }
  switch (query.kind) {
    case 'view':
      return { table: await tables.create(viewSelect(query, table.columns, of), options), problems: [] }
    case 'find': {
      const found = await tables.create(findSelect(query.text, table.columns, of), options)
      const more = info('view.more-found', { max: maxFound })
      return { table: found, problems: found.rows > maxFound ? [more] : [] }
    }
    case 'chart': {
      const { select, problems } = await chartTable(query.spec, { tables, table, of, signal })
      return { table: await tables.create(select, options), problems }
    }
  }
}
