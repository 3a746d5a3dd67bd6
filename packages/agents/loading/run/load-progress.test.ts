import { englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import type { LoadPlan } from '@aw-flow/schema'
import { createMemoryFile } from '../../test-file.ts'
import { addEstimates } from './load-progress.ts'

const plan: LoadPlan = { format: 'csv', encoding: 'utf-8', skippedLines: 0, headerLines: 1, columns: [], evidence: [] }

async function progressMessages(
  steps: [ms: number, done: number][],
  overrides: Partial<LoadPlan> = {},
): Promise<(string | undefined)[]> {
  const file = createMemoryFile('x.csv', 'a,b,c,d,e\n'.repeat(20_000))
  const texts: (string | undefined)[] = []
  let now = 0
  const onProgress = await addEstimates(
    (_, __, ___, message) => void texts.push(message && englishFormatter.format(message)),
    file,
    { ...plan, ...overrides },
    () => now,
  )
  for (const [ms, done] of steps) {
    now = ms
    onProgress(done, 200_000, 'bytes')
  }
  return texts
}

it('estimates the number of rows and, once the rate is known, the remaining time', async () => {
  expect(
    await progressMessages([
      [0, 0],
      [500, 10_000],
      [2000, 50_000],
      [8000, 200_000],
    ]),
  ).toEqual([undefined, 'about 1,000 rows', 'about 5,000 rows, 6 s left', 'about 20,000 rows'])
  expect(await progressMessages([[100_000, 1000]])).toEqual(['about 100 rows, 332 min left'])
})

it('restarts the estimate when the file is read again', async () => {
  expect(
    await progressMessages([
      [50_000, 100_000],
      [60_000, 0],
      [62_000, 100_000],
    ]),
  ).toEqual(['about 10,000 rows, 50 s left', undefined, 'about 10,000 rows, 2 s left'])
})

it('estimates no rows for formats without lines', async () => {
  expect(await progressMessages([[2000, 100_000]], { format: 'json' })).toEqual(['2 s left'])
})
