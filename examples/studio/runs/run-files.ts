import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { getTrashedDatasetId } from '../settings/trash.ts'

/** Sources of dataset names. */
interface DatasetLists {
  datasets: readonly StoredDataset[]
  trash: readonly TrashEntry[]
}

/** Returns the names of a run's input files that are stored or in the trash. */
export function listInputFileNames(
  { datasets: ids = [] }: Pick<StoredRun, 'datasets'>,
  { datasets, trash }: DatasetLists,
): readonly string[] {
  const deleted = trash.flatMap((entry) => {
    const id = getTrashedDatasetId(entry)
    return id === undefined ? [] : [[id, entry.name] as const]
  })
  const names = new Map([...deleted, ...datasets.map(({ dataset }) => [dataset.id, dataset.name] as const)])
  return ids.flatMap((id) => names.get(id) ?? [])
}
