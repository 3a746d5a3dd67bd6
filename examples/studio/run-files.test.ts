import type { StoredDataset } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { runFiles } from './run-files.ts'

const kept = ['a', 'b'].map((id) => ({ dataset: { id, name: `${id}.csv`, size: 1, createdAt: '' } })) as StoredDataset[]

it('names the files of a run that are still kept, in their order', () => {
  expect(runFiles({ datasets: ['b', 'gone', 'a'] }, kept)).toEqual(['b.csv', 'a.csv'])
  expect(runFiles({}, kept)).toEqual([])
})
