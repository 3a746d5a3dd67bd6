import type { Tables } from '@aw-flow/engine'
import { info, type DerivedTable, type TableQuery, type TableRef } from '@aw-flow/schema'
import { chartTable } from './chart-table.ts'
import { findSelect, mostFound } from './find-select.ts'
import { viewSelect } from './view-select.ts'

/**
 * Makes the table that a query asks for (see `tableQuerySchema`); its rows have a total order, and are the same in every
 * place. The caller drops it.
 *
 * @throws {TablesError} where the query does not fit the table.
 */
export async function deriveTable(
  tables: Tables,
  table: TableRef,
  query: TableQuery,
  { id, signal }: { id: string; signal?: AbortSignal },
): Promise<DerivedTable> {
  // Somebody looks at it: a table that was only deferred is made, and its rows' numbers are then their places.
  await tables.page(table, { offset: 0, limit: 0, ...(signal ? { signal } : {}) })
  const of = await tables.relation(table)
  const options = { id, ...(signal ? { signal } : {}) }
  switch (query.kind) {
    case 'view':
      return { table: await tables.create(viewSelect(query, table.columns, of), options), problems: [] }
    case 'find': {
      const found = await tables.create(findSelect(query.text, table.columns, of), options)
      const more = info('view.more-found', { max: mostFound })
      return { table: found, problems: found.rows > mostFound ? [more] : [] }
    }
    case 'chart': {
      const { select, problems } = await chartTable(query.spec, { tables, table, of, signal })
      return { table: await tables.create(select, options), problems }
    }
  }
}
