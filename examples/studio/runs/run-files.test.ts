import type { StoredDataset, TrashEntry } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { listInputFileNames } from './run-files.ts'

const datasets = ['a', 'b'].map((id) => ({
  dataset: { id, name: `${id}.csv`, size: 1, createdAt: '' },
})) as StoredDataset[]
const trash = [
  { id: 'dataset:c', kind: 'dataset', name: 'c.csv', size: 1, deletedAt: 1 },
  { id: 'run:b', kind: 'run', name: 'b', size: 1, deletedAt: 1 },
] satisfies TrashEntry[]

it('returns the names of stored and trashed input files in order', () => {
  expect(listInputFileNames({ datasets: ['b', 'gone', 'c', 'a'] }, { datasets, trash })).toEqual([
    'b.csv',
    'c.csv',
    'a.csv',
  ])
  expect(listInputFileNames({}, { datasets, trash })).toEqual([])
})
