import type { Sql, Tables } from '@aw-flow/engine'
import { info, defined, type TableRef } from '@aw-flow/schema'
import type { DerivedTable, TableQuery } from '@aw-flow/schema/internal'
import { compileChartTable } from './chart-table.ts'
import { compileFindSelect, maxHits } from './find-select.ts'
import { compileGroupsSelect, compileStatisticsSelect, compileValuesSelect } from './group-select.ts'
import { compileViewSelect } from './view-select.ts'

/**
 * Creates the result table of a query (see `tableQuerySchema`). Its rows have a total order and are the same in the
 * browser and on the server. The caller must drop the table.
 *
 * @throws {TablesError} If the query does not fit the table.
 * @internal
 */
export async function deriveTable(
  tables: Tables,
  table: TableRef,
  query: TableQuery,
  { id, signal }: { id: string; signal?: AbortSignal },
): Promise<DerivedTable> {
  // Materialize a deferred table, so that its row numbers are the positions of its rows.
  await tables.page(table, defined({ offset: 0, limit: 0, signal }))
  const relation = await tables.relation(table)
  const options = defined({ id, signal })
  const queriedTable = { tables, columns: table.columns, rows: table.rows, relation, signal }
  const createTable = async (select: Sql): Promise<DerivedTable> => ({
    table: await tables.create(select, options),
    problems: [],
  })
  switch (query.kind) {
    case 'values':
      return createTable(compileValuesSelect(query, queriedTable))
    case 'statistics':
      return createTable(await compileStatisticsSelect(query, queriedTable))
    case 'groups':
      return createTable(await compileGroupsSelect(query, queriedTable))
    case 'view':
      return createTable(compileViewSelect(query, table.columns, relation))
    case 'find': {
      const hits = await tables.create(compileFindSelect(query.text, table.columns, relation), options)
      const moreHitsNote = info('view.too-many-matches', { max: maxHits })
      return { table: hits, problems: hits.rows > maxHits ? [moreHitsNote] : [] }
    }
    case 'chart': {
      const { select, problems } = await compileChartTable(query.spec, { tables, table, relation, signal })
      return { table: await tables.create(select, options), problems }
    }
  }
}
