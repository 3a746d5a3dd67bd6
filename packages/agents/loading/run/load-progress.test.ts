import { englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import type { LoadPlan } from '@aw-flow/schema'
import { memoryFile } from '../../test-file.ts'
import { withEstimates } from './load-progress.ts'

const plan: LoadPlan = { format: 'csv', encoding: 'utf-8', skippedLines: 0, headerLines: 1, columns: [], evidence: [] }

async function tell(
  steps: [ms: number, done: number][],
  more: Partial<LoadPlan> = {},
): Promise<(string | undefined)[]> {
  const file = memoryFile('x.csv', 'a,b,c,d,e\n'.repeat(20_000))
  const texts: (string | undefined)[] = []
  let now = 0
  const told = await withEstimates(
    (_, __, ___, message) => void texts.push(message && englishFormatter.format(message)),
    file,
    { ...plan, ...more },
    () => now,
  )
  for (const [ms, done] of steps) {
    now = ms
    told(done, 200_000, 'bytes')
  }
  return texts
}

it('says about how many rows are read, and how long the rest takes once the rate is known', async () => {
  expect(
    await tell([
      [0, 0],
      [500, 10_000],
      [2000, 50_000],
      [8000, 200_000],
    ]),
  ).toEqual([undefined, 'about 1,000 rows', 'about 5,000 rows, 6 s left', 'about 20,000 rows'])
  expect(await tell([[100_000, 1000]])).toEqual(['about 100 rows, 332 min left'])
})

it('measures anew when the file is read again', async () => {
  expect(
    await tell([
      [50_000, 100_000],
      [60_000, 0],
      [62_000, 100_000],
    ]),
  ).toEqual(['about 10,000 rows, 50 s left', undefined, 'about 10,000 rows, 2 s left'])
})

it('tells no rows where lines are none', async () => {
  expect(await tell([[2000, 100_000]], { format: 'json' })).toEqual(['2 s left'])
})
