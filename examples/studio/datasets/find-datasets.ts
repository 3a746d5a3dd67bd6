import type { StoredDataset } from '@aw-flow/client'
import type { HowLoaded } from './how-loaded.ts'

/** Sort orders of datasets. */
export const dataSorts = ['added', 'name', 'size', 'rows'] as const
export type DataSort = (typeof dataSorts)[number]

/** Search words and sort order. */
interface DatasetQuery {
  words: string
  sort: DataSort
  /** Load summaries by dataset id. */
  loads: Readonly<Record<string, HowLoaded>>
}

/**
 * Finds datasets whose name, format or columns contain all words, sorted. The sort is stable; datasets with unknown row
 * counts come last.
 */
export function findDatasets(
  datasets: readonly StoredDataset[],
  { words, sort, loads }: DatasetQuery,
): StoredDataset[] {
  const requested = words.trim().toLowerCase()
  const found = datasets.filter(({ dataset, preview }) =>
    [dataset.name, preview?.format ?? '', ...(preview?.columns ?? []).map(({ name }) => name)].some((text) =>
      text.toLowerCase().includes(requested),
    ),
  )
  if (sort === 'name')
    return found.sort((a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, { numeric: true }))
  if (sort === 'size') return found.sort((a, b) => b.dataset.size - a.dataset.size)
  const rows = ({ dataset }: StoredDataset): number => loads[dataset.id]?.rows ?? -1
  return sort === 'rows' ? found.sort((a, b) => rows(b) - rows(a)) : found
}
