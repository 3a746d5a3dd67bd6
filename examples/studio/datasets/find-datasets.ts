import type { StoredDataset } from '@aw-flow/client'
import type { LoadSummary } from './load-summaries.ts'

/** Sort orders of the dataset list. */
export const dataSortOrders = ['added', 'name', 'size', 'rows'] as const
export type DataSortOrder = (typeof dataSortOrders)[number]

interface DatasetQuery {
  search: string
  sort: DataSortOrder
  /** Load summaries keyed by dataset ID. */
  loads: Readonly<Record<string, LoadSummary>>
}

/**
 * Finds the datasets whose name, format or any column name contains the search text. The sort is stable, and datasets
 * with an unknown row count come last.
 */
export function findDatasets(
  datasets: readonly StoredDataset[],
  { search, sort, loads }: DatasetQuery,
): StoredDataset[] {
  const searchText = search.trim().toLowerCase()
  const matches = datasets.filter(({ dataset, preview }) =>
    [dataset.name, preview?.format ?? '', ...(preview?.columns ?? []).map(({ name }) => name)].some((text) =>
      text.toLowerCase().includes(searchText),
    ),
  )
  if (sort === 'name')
    return matches.sort((a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, { numeric: true }))
  if (sort === 'size') return matches.sort((a, b) => b.dataset.size - a.dataset.size)
  const getRowCount = ({ dataset }: StoredDataset): number => loads[dataset.id]?.rows ?? -1
  return sort === 'rows' ? matches.sort((a, b) => getRowCount(b) - getRowCount(a)) : matches
}
