import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { isFinalRunState } from '@aw-flow/schema'

/** Storage usage by kind of item, and the runs that are old enough to be deleted. */
export interface StorageUsage {
  data: { count: number; bytes: number }
  trash: { count: number; bytes: number }
  runs: { count: number; oldRuns: readonly StoredRun[] }
}

/** Minimum age at which a finished run counts as old, in ms. */
export const minOldRunAgeMs = 30 * 24 * 3_600_000

/**
 * Computes storage usage by kind of item.
 *
 * @param now The current time, in milliseconds since the Unix epoch.
 */
export function measureStorageUsage(
  stored: { datasets: readonly StoredDataset[]; trash: readonly TrashEntry[]; runs: readonly StoredRun[] },
  now: number,
): StorageUsage {
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)
  return {
    data: { count: stored.datasets.length, bytes: sum(stored.datasets.map(({ dataset }) => dataset.size)) },
    trash: { count: stored.trash.length, bytes: sum(stored.trash.map(({ size }) => size)) },
    runs: {
      count: stored.runs.length,
      oldRuns: stored.runs.filter(
        ({ state, startedAt, endedAt = startedAt }) => isFinalRunState(state) && now - endedAt > minOldRunAgeMs,
      ),
    },
  }
}
