import type { StoredDataset, StoredRun } from '@aw-flow/client'

/** The names of the files that came into a run, as far as they are still kept. */
export const runFiles = (
  { datasets = [] }: Pick<StoredRun, 'datasets'>,
  kept: readonly StoredDataset[],
): readonly string[] => {
  const names = new Map(kept.map(({ dataset }) => [dataset.id, dataset.name]))
  return datasets.flatMap((id) => names.get(id) ?? [])
}
