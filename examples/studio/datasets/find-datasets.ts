import type { StoredDataset } from '@aw-flow/client'
import type { HowLoaded } from './how-loaded.ts'

/** By what a list of datasets is ordered. */
export const dataSorts = ['added', 'name', 'size', 'rows'] as const
export type DataSort = (typeof dataSorts)[number]

/** What is looked for in a list of datasets. */
interface Wanted {
  words: string
  sort: DataSort
  /** How datasets were loaded, by id. */
  loads: Readonly<Record<string, HowLoaded>>
}

/**
 * The datasets whose name, format or columns hold these words, in order. Equal ones stay as they came, and those whose
 * rows are not known come after those with the fewest.
 */
export function findDatasets(datasets: readonly StoredDataset[], { words, sort, loads }: Wanted): StoredDataset[] {
  const wanted = words.trim().toLowerCase()
  const found = datasets.filter(({ dataset, preview }) =>
    [dataset.name, preview?.format ?? '', ...(preview?.columns ?? []).map(({ name }) => name)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  if (sort === 'name')
    return found.sort((a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, { numeric: true }))
  if (sort === 'size') return found.sort((a, b) => b.dataset.size - a.dataset.size)
  const rows = ({ dataset }: StoredDataset): number => loads[dataset.id]?.rows ?? -1
  return sort === 'rows' ? found.sort((a, b) => rows(b) - rows(a)) : found
}
