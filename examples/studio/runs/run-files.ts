import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { datasetOfTrash } from '../settings/trash.ts'

/** Sources of dataset names. */
interface Shelves {
  datasets: readonly StoredDataset[]
  trash: readonly TrashEntry[]
}

/** Names of those input files of a run that are stored or in the trash. */
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
