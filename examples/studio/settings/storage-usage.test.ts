import type { StoredDataset, StoredRun, TrashEntry } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { minOldRunAgeMs, measureStorageUsage } from './storage-usage.ts'

it('sums the stored items and lists old runs', () => {
  const datasets = [3, 4].map((size): StoredDataset => ({
    dataset: { id: String(size), name: 'a.csv', size, createdAt: '' },
  }))
  const trash: TrashEntry[] = [{ id: 'dataset:1', kind: 'dataset', name: 'b.csv', size: 9, deletedAt: 0 }]
  const run = (name: string, change: Partial<StoredRun>): StoredRun => ({
    run: name,
    workflowId: 'w',
    workflowName: 'W',
    state: 'completed',
    startedAt: 0,
    ...change,
  })
  const runs = [run('old', { endedAt: 1 }), run('waits', { state: 'waiting' }), run('new', { endedAt: minOldRunAgeMs })]
  const { data, trash: trashed, runs: counted } = measureStorageUsage({ datasets, trash, runs }, minOldRunAgeMs + 2)
  expect([data, trashed, counted.count]).toEqual([{ count: 2, bytes: 7 }, { count: 1, bytes: 9 }, 3])
  expect(counted.oldRuns.map((item) => item.run)).toEqual(['old'])
})
