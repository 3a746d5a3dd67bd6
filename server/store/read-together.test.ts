import { expect, test } from 'vitest'
import { readTogether } from './read-together.ts'

test('who asks while a statement is under way shares the next, and reads what stands there then', async () => {
  const stored = new Map([
    ['a', 1],
    ['b', 2],
  ])
  const statements: string[][] = []
  const under: (() => void)[] = []
  const read = readTogether<string, number>(async (keys) => {
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

test('where it fails, only who asked for what cannot be read is told', async () => {
  const read = readTogether<string, number>(async (keys) => {
    if (keys.includes('bad')) throw new Error('unreadable')
    return new Map(keys.map((key) => [key, 1]))
  })
  const settled = await Promise.allSettled([read('a'), read('bad'), read('b')])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
