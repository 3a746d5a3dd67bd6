import type { TableSource } from '../table-source.ts'
import type { TableView } from './table-view.ts'

/**
 * Derives the rows that a view displays: filtered, grouped and sorted.
 *
 * @param options.isExport - Whether the rows are written to a file, without row numbers and hidden columns.
 */
export async function deriveView(
  source: TableSource,
  { sort, filters, groups, hidden = [] }: TableView,
  { isExport = false }: { readonly isExport?: boolean } = {},
): Promise<TableSource> {
  if (!source.derive) throw new Error('This source cannot sort and filter rows.')
  if (!groups) {
    const columns = source.columns.flatMap(({ name }) => (hidden.includes(name) ? [] : [name]))
    const query = { kind: 'view' as const, sort: [...sort], filters: [...filters] }
    return (await source.derive(isExport ? { ...query, columns, places: false } : query)).source
  }
  const { source: groupedTable } = await source.derive({ kind: 'groups', groups, filters: [...filters] })
  const groupSort = sort.filter(({ column }) => groupedTable.columns.some(({ name }) => name === column))
  if (!groupedTable.derive || (groupSort.length === 0 && !isExport)) return groupedTable
  const query = { kind: 'view' as const, sort: groupSort, filters: [] }
  return (await groupedTable.derive(isExport ? { ...query, places: false } : query)).source
}
