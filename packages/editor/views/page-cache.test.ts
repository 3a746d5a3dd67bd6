import { tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { expect, it, vi } from 'vitest'
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

it('reads a row alone to show more of its cells, if the page contains only their start', async () => {
  const encode = (texts: string[], lengths?: string[]): Uint8Array =>
    tableToIPC(tableFromArrays({ text: texts, ...(lengths ? { 'aw:lengths': lengths } : {}) }), { format: 'stream' })!
  const page = vi.fn(async (_offset: number, limit: number) =>
    limit === 1 ? encode(['b'.repeat(9)]) : encode(['a', 'bb…'], ['[1]', '[9]']),
  )
  const onChange = vi.fn()
  const cache = new PageCache({ rows: 2, page }, onChange, { pageSize: 2 })
  cache.setVisibleRows(0, 1)
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce())
  expect([cache.getCell(1, 0), cache.getCellLength(1, 0)]).toEqual(['bb…', 9])
  for (let time = 0; time < 2; time++) cache.loadRow(1)
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2))
  expect([cache.getCell(1, 0), cache.getCellLength(1, 0)]).toEqual(['b'.repeat(9), undefined])
  expect([cache.getCell(0, 0), cache.getCellLength(0, 0)]).toEqual(['a', 1])
  expect(page.mock.calls).toEqual([
    [0, 2],
    [1, 1],
  ])
})
