import { expect, test } from 'vitest'
import { createTotalCounter } from './totals.ts'

test('counts again only after a commit', async () => {
  let state = { total: 3, snapshot: '10:10:' }
  const counted: string[] = []
  const totalOf = createTotalCounter(async (filter) => {
    counted.push(filter)
    return state
  })
  expect(await totalOf('all', '10:10:')).toBe(3)
  expect(await totalOf('all', '10:10:')).toBe(3)
  expect(counted).toEqual(['all'])
  // Another list has its own total.
  await totalOf('drafts', '10:10:')
  expect(counted).toEqual(['all', 'drafts'])
  state = { total: 4, snapshot: '11:11:' }
  expect(await totalOf('all', '11:11:')).toBe(4)
  // A page that was read before the count, and one that was read after it.
  expect(await totalOf('all', '10:10:')).toBe(4)
  expect(await totalOf('all', '10:12:10')).toBe(4)
  expect(counted).toEqual(['all', 'drafts', 'all', 'all', 'all'])
})

test('removes lists that were not requested lately', async () => {
  let count = 0
  const totalOf = createTotalCounter(async () => ({ total: ++count, snapshot: '1:1:' }))
  for (let filter = 0; filter <= 100; filter++) await totalOf(`text ${filter}`, '1:1:')
  expect(await totalOf('text 100', '1:1:')).toBe(101)
  expect(await totalOf('text 0', '1:1:')).toBe(102)
})
