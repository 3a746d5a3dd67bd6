import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createResponseWatchdog } from './response-watchdog.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createWatch({ isPaused = () => false }: { isPaused?: () => boolean } = {}) {
  const pings: (() => void)[] = []
  const onUnresponsive = vi.fn()
  const ping = (): Promise<void> => new Promise((resolve) => pings.push(resolve))
  return { pings, onUnresponsive, watch: createResponseWatchdog({ ping, isPaused, onUnresponsive, timeoutMs: 1_200 }) }
}

it('reports a worker that does not handle a message while a request waits, once per timeout', async () => {
  const { watch, onUnresponsive, pings } = createWatch()
  const stop = watch()
  await vi.advanceTimersByTimeAsync(1_200)
  expect(onUnresponsive).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(100)
  expect(onUnresponsive).toHaveBeenCalledTimes(1)
  expect(pings).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_300)
  expect(onUnresponsive).toHaveBeenCalledTimes(2)
  stop()
})

it('reports no worker that handles messages late, and does not watch without requests', async () => {
  const { watch, onUnresponsive, pings } = createWatch()
  const stops = [watch(), watch()]
  for (let count = 0; count < 5; count++) {
    await vi.advanceTimersByTimeAsync(1_200)
    pings.at(-1)?.()
  }
  stops[0]!()
  stops[0]!()
  await vi.advanceTimersByTimeAsync(1_000)
  stops[1]!()
  const count = pings.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(onUnresponsive).not.toHaveBeenCalled()
  expect(pings).toHaveLength(count)
})

it('does not count while the worker may be busy', async () => {
  let isBusy = false
  const { watch, onUnresponsive } = createWatch({ isPaused: () => isBusy })
  const stop = watch()
  await vi.advanceTimersByTimeAsync(1_000)
  isBusy = true
  await vi.advanceTimersByTimeAsync(10_000)
  isBusy = false
  await vi.advanceTimersByTimeAsync(1_100)
  expect(onUnresponsive).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(100)
  expect(onUnresponsive).toHaveBeenCalledTimes(1)
  stop()
})
