import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitToHourly, repeatWork } from './repeat-work.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const noFault = (cause: unknown): void => {
  throw cause
}

test('repeats work after the delay that it returns', async () => {
  const work = vi.fn(async () => 100)
  const repeated = repeatWork(work, { retryMs: 5_000, onError: noFault })
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(99)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(work).toHaveBeenCalledTimes(2)
  await repeated.close()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('reports the first of consecutive failures, and retries', async () => {
  const onError = vi.fn()
  const outcomes = [false, false, true, false]
  const repeated = repeatWork(
    async () => {
      if (outcomes.shift() === false) throw new Error('The database is down.')
      return 1_000
    },
    { retryMs: 1_000, onError },
  )
  await vi.advanceTimersByTimeAsync(1_000)
  expect(onError).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(onError).toHaveBeenCalledTimes(2)
  await repeated.close()
})

test('is repeated at once when it is woken, without overlapping', async () => {
  let finish = (): void => undefined
  const work = vi.fn(() => new Promise<number>((resolve) => (finish = () => resolve(60_000))))
  const repeated = repeatWork(work, { retryMs: 60_000, onError: noFault })
  repeated.wake()
  expect(work).toHaveBeenCalledTimes(1)
  finish()
  await vi.advanceTimersByTimeAsync(0)
  expect(work).toHaveBeenCalledTimes(2)
  finish()
  await vi.advanceTimersByTimeAsync(0)
  repeated.wake()
  expect(work).toHaveBeenCalledTimes(3)
  finish()
  await repeated.close()
})

test('waits for the repetition in progress when it is closed', async () => {
  let finish = (): void => undefined
  const repeated = repeatWork(() => new Promise<number>((resolve) => (finish = () => resolve(0))), {
    retryMs: 1_000,
    onError: noFault,
  })
  let isClosed = false
  const closed = repeated.close().then(() => (isClosed = true))
  await vi.advanceTimersByTimeAsync(10)
  expect(isClosed).toBe(false)
  finish()
  await closed
})

test('does hourly work once per hour, and again after a failure', async () => {
  let elapsed = 0
  const work = vi.fn(async () => {
    if (work.mock.calls.length === 1) throw new Error('The database is down.')
  })
  const hourly = limitToHourly({ elapsed: () => elapsed }, work)
  await expect(hourly()).rejects.toThrow()
  await hourly()
  await hourly()
  expect(work).toHaveBeenCalledTimes(2)
  elapsed = 3_600_000
  await hourly()
  expect(work).toHaveBeenCalledTimes(3)
})
