import { expect, test } from 'vitest'
import { batchReads } from './batched-reads.ts'

test('calls during a statement share the next one and read the state after it', async () => {
  const stored = new Map([
    ['a', 1],
    ['b', 2],
  ])
  const statements: string[][] = []
  const under: (() => void)[] = []
  const read = batchReads<string, number>(async (keys) => {
    statements.push([...keys])
    const found = new Map(stored)
    await new Promise<void>((resolve) => under.push(resolve))
    return found
  })
  const first = read('a')
  await expect.poll(() => under.length).toBe(1)
  const others = Promise.all([read('a'), read('b'), read('b'), read('c')])
  stored.set('a', 3)
  under[0]!()
  await expect.poll(() => under.length).toBe(2)
  under[1]!()
  expect(await first).toBe(1)
  expect(await others).toEqual([3, 2, 2, undefined])
  expect(statements).toEqual([['a'], ['a', 'b', 'c']])
})

test('a failed read rejects only the calls for its key', async () => {
  const read = batchReads<string, number>(async (keys) => {
    if (keys.includes('bad')) throw new Error('unreadable')
    return new Map(keys.map((key) => [key, 1]))
  })
  const settled = await Promise.allSettled([read('a'), read('bad'), read('b')])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
