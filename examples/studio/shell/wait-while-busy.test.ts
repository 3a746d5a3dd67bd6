import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waitWhileBusy } from './wait-while-busy.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const observe = (promise: Promise<void>): { isSettled: boolean } => {
  const state = { isSettled: false }
  void promise.then(() => (state.isSettled = true))
  return state
}

test('waits while the page is busy', async () => {
  let isBusy = true
  const wait = observe(waitWhileBusy(() => isBusy))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(wait.isSettled).toBe(false)
  isBusy = false
  await vi.advanceTimersByTimeAsync(500)
  expect(wait.isSettled).toBe(true)
})

test('does not wait if the page is idle', async () => {
  const wait = observe(waitWhileBusy(() => false))
  await vi.advanceTimersByTimeAsync(0)
  expect(wait.isSettled).toBe(true)
})

test('does not wait longer than its maximum', async () => {
  const wait = observe(waitWhileBusy(() => true, { maxWaitMs: 10_000 }))
  await vi.advanceTimersByTimeAsync(9_000)
  expect(wait.isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(wait.isSettled).toBe(true)
})
