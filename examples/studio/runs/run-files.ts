import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { datasetOfTrash } from '../settings/trash.ts'

/** Where names of datasets are found. */
interface Shelves {
  datasets: readonly StoredDataset[]
  trash: readonly TrashEntry[]
}

/** The names of the files that came into a run, as far as they are still kept, if only in the trash. */
export function runFiles(
  { datasets: ids = [] }: Pick<StoredRun, 'datasets'>,
  { datasets, trash }: Shelves,
): readonly string[] {
  const deleted = trash.flatMap((entry) => {
    const id = datasetOfTrash(entry)
    return id === undefined ? [] : [[id, entry.name] as const]
  })
  const names = new Map([...deleted, ...datasets.map(({ dataset }) => [dataset.id, dataset.name] as const)])
  return ids.flatMap((id) => names.get(id) ?? [])
}
