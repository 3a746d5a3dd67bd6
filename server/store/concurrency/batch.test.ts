import { expect, test } from 'vitest'
import { batch } from './batch.ts'

test('batches concurrent items in order, and no item fails because of another', async () => {
  const batches: number[][] = []
  let open: () => void = () => undefined
  const first = new Promise<void>((resolve) => (open = resolve))
  const add = batch<number>(async (items) => {
    batches.push([...items])
    if (batches.length === 1) await first
    if (items.includes(13)) throw new Error('thirteen')
  })
  const one = add(1)
  await new Promise((resolve) => setImmediate(resolve))
  const others = Promise.allSettled([add(2), add(13), add(3)])
  open()
  await one
  expect((await others).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await add(4)
  expect(batches).toEqual([[1], [2, 13, 3], [2], [13], [3], [4]])
})
