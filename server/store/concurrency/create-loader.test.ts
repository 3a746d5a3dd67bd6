import { expect, test } from 'vitest'
import { createKeyLoader, createLoader } from './create-loader.ts'

test('calls during a statement share the next one and read the state after it', async () => {
  const stored = new Map([
    ['a', 1],
    ['b', 2],
  ])
  const statements: string[][] = []
  const under: (() => void)[] = []
  const read = createKeyLoader<string, number>(async (keys) => {
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
  const read = createKeyLoader<string, number>(async (keys) => {
    if (keys.includes('bad')) throw new Error('unreadable')
    return new Map(keys.map((key) => [key, 1]))
  })
  const settled = await Promise.allSettled([read('a'), read('bad'), read('b')])
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('executes concurrent requests in batches, in order, and no request fails because of another', async () => {
  const batches: number[][] = []
  let open: () => void = () => undefined
  const isOpen = new Promise<void>((resolve) => (open = resolve))
  const double = createLoader<number, number>(async (requests) => {
    batches.push([...requests])
    if (batches.length === 1) await isOpen
    if (requests.includes(13)) throw new Error('thirteen')
    return requests.map((request) => request * 2)
  })
  const first = double(1)
  await expect.poll(() => batches).toEqual([[1]])
  const rest = Promise.allSettled([double(2), double(13), double(3)])
  open()
  expect(await first).toBe(2)
  expect((await rest).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await double(4)).toBe(8)
  expect(batches).toEqual([[1], [2, 13, 3], [2], [13], [3], [4]])
})
