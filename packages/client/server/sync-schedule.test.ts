import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSyncSchedule, maxRetryDelayMs, minRetryDelayMs } from './sync-schedule.ts'

describe('createSyncSchedule', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const setUp = ({ isPending = true } = {}) => {
    const attempts: number[] = []
    const startedAt = Date.now()
    const state = { isPending, isSubscribed: false, wake: () => undefined as void }
    const schedule = createSyncSchedule({
      sendPending: async () => {
        attempts.push((Date.now() - startedAt) / 1_000)
        return state.isPending
      },
      subscribe(wake) {
        Object.assign(state, { wake, isSubscribed: true })
        return () => (state.isSubscribed = false)
      },
      random: () => 0,
    })
    return { schedule, attempts, state }
  }

  it('sends at the start, and then with doubling delays', async () => {
    const { schedule, attempts } = setUp()
    schedule.start()
    await vi.advanceTimersByTimeAsync(80_000)
    expect(attempts).toEqual([0, 5, 15, 35, 75])
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(attempts.length).toBeLessThan(20)
    expect(attempts.at(-1)! - attempts.at(-2)!).toBe(maxRetryDelayMs / 1_000)
  })

  it('sends nothing more when nothing is pending, until an edit cannot be sent', async () => {
    const { schedule, attempts, state } = setUp({ isPending: false })
    schedule.start()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(attempts).toEqual([0])
    state.isPending = true
    // Several edits in a row schedule one attempt.
    for (let edit = 0; edit < 10; edit++) schedule.notifyPending()
    await vi.advanceTimersByTimeAsync(minRetryDelayMs)
    expect(attempts).toEqual([0, 3_605])
  })

  it('sends at once when the network returns, and starts again with short delays', async () => {
    const { schedule, attempts, state } = setUp()
    schedule.start()
    await vi.advanceTimersByTimeAsync(100_000)
    state.wake()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(attempts.slice(-2)).toEqual([100, 105])
    state.isPending = false
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(attempts.at(-1)).toBe(115)
  })

  it('repeats an attempt during which the network returned, one at a time', async () => {
    const answers: ((isPending: boolean) => void)[] = []
    let wake = (): void => undefined
    const schedule = createSyncSchedule({
      sendPending: () => new Promise((resolve) => answers.push(resolve)),
      subscribe: (listener) => {
        wake = listener
        return () => undefined
      },
    })
    schedule.start()
    wake()
    wake()
    expect(answers).toHaveLength(1)
    answers[0]!(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(answers).toHaveLength(2)
    answers[1]!(false)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(answers).toHaveLength(2)
  })

  it('sends nothing before it starts or after it stops', async () => {
    const { schedule, attempts, state } = setUp()
    schedule.notifyPending()
    await vi.advanceTimersByTimeAsync(3_600_000)
    schedule.start()
    schedule.stop()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(attempts).toHaveLength(1)
    expect(state.isSubscribed).toBe(false)
  })
})
