import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waitUntilIdle } from './wait-until-idle.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const observe = (promise: Promise<void>): { isSettled: boolean } => {
  const state = { isSettled: false }
  void promise.then(() => (state.isSettled = true))
  return state
}

test('waits until the page has been idle for some time', async () => {
  let isBusy = true
  const wait = observe(waitUntilIdle(() => isBusy, { idleMs: 1_000 }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(wait.isSettled).toBe(false)
  isBusy = false
  await vi.advanceTimersByTimeAsync(750)
  expect(wait.isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  expect(wait.isSettled).toBe(true)
})

test('waits while the user clicks', async () => {
  const wait = observe(waitUntilIdle(() => false, { idleMs: 1_000 }))
  for (let click = 0; click < 5; click++) {
    await vi.advanceTimersByTimeAsync(750)
    window.dispatchEvent(new Event('click'))
  }
  expect(wait.isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(1_250)
  expect(wait.isSettled).toBe(true)
})

test('does not wait longer than its maximum', async () => {
  const wait = observe(waitUntilIdle(() => true, { maxWaitMs: 10_000 }))
  await vi.advanceTimersByTimeAsync(9_000)
  expect(wait.isSettled).toBe(false)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(wait.isSettled).toBe(true)
})
