import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { getTrashedDatasetId } from '../settings/trash.ts'

/** Datasets and trash entries from which names are looked up. */
interface DatasetLists {
  datasets: readonly StoredDataset[]
  trash: readonly TrashEntry[]
}

/** Lists the names of a run's input files, including files in the trash. */
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
