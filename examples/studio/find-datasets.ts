import type { StoredDataset } from '@aw-flow/client'

/** By what a list of datasets is ordered. */
export const dataSorts = ['added', 'name', 'size'] as const
export type DataSort = (typeof dataSorts)[number]

/** The datasets whose name, format or columns hold these words, in order. Equal ones stay as they came. */
export function findDatasets(datasets: readonly StoredDataset[], words: string, sort: DataSort): StoredDataset[] {
  const wanted = words.trim().toLowerCase()
  const found = datasets.filter(({ dataset, preview }) =>
    [dataset.name, preview?.format ?? '', ...(preview?.columns ?? []).map(({ name }) => name)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  if (sort === 'name')
    return found.sort((a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, { numeric: true }))
  if (sort === 'size') return found.sort((a, b) => b.dataset.size - a.dataset.size)
  return found
}
