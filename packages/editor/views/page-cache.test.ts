import { tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { expect, it } from 'vitest'
import { loading, PageCache } from './page-cache.ts'

it('discards pages that are not visible beyond a number of bytes', async () => {
  const bytes = tableToIPC(tableFromArrays({ text: ['x'.repeat(20_000), 'y'] }), { format: 'stream' })!
  let onChange = (): void => undefined
  const cache = new PageCache({ rows: 20, page: () => Promise.resolve(bytes) }, () => onChange(), {
    pageSize: 2,
    maxBytes: 64_000,
  })
  const load = async (first: number, last: number): Promise<void> => {
    const isLoaded = (): boolean => cache.getCell(first + 1, 0) !== loading && cache.getCell(last + 1, 0) !== loading
    await new Promise<void>((resolve) => {
      onChange = () => isLoaded() && resolve()
      cache.setVisibleRows(first, last)
      onChange()
    })
  }
  for (const row of [0, 2, 4]) await load(row, row)
  expect(cache.getCell(1, 0)).toBe('y')
  await load(6, 6)
  expect([1, 3, 5, 7].map((row) => cache.getCell(row, 0))).toEqual([loading, 'y', 'y', 'y'])
  // All visible pages remain, however large they are.
  await load(8, 16)
  expect([9, 11, 13, 15, 17].map((row) => cache.getCell(row, 0))).toEqual(Array(5).fill('y'))
})
