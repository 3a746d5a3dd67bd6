import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Channels } from '../store/database/channels.ts'
import { openRunNotifications } from './run-notifications.ts'

let payloads: string[]
const channels = {
  notify: async (_channel: string, payload: string) => void payloads.push(payload),
  listen: () => () => undefined,
} as unknown as Channels

beforeEach(() => {
  payloads = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] })
})
afterEach(() => void vi.useRealTimers())

test('events of many runs are announced at most ten times a second, each with its last number', async () => {
  const notifications = openRunNotifications(channels)
  for (let seq = 0; seq < 200; seq++) {
    for (const run of ['a', 'b']) notifications.notifyEvents(run, seq)
    await vi.advanceTimersByTimeAsync(5)
  }
  await notifications.close()
  expect(payloads.length).toBeLessThanOrEqual(11)
  expect(JSON.parse(payloads.at(-1)!)).toEqual({ e: [['a', 199], ['b', 199]] }) // oxfmt-ignore
})

test('a single event is announced soon, and work, commands and cancellations at once', async () => {
  const notifications = openRunNotifications(channels)
  notifications.notifyEvents('a', 0)
  await vi.advanceTimersByTimeAsync(25)
  expect(payloads).toEqual(['{"e":[["a",0]]}'])
  notifications.notifyEvents('a', 1)
  notifications.notifyWork()
  notifications.notifyCancel('b')
  await vi.advanceTimersByTimeAsync(0)
  expect(payloads.slice(1)).toEqual(['{"w":1,"c":["b"],"e":[["a",1]]}'])
  await notifications.close()
})
