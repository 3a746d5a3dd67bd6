import { systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { chain, openTestMachine } from '../testing/test-machine.ts'
import { createSleepAwareClock } from './sleep-aware-clock.ts'
import { createRunClock } from './run-clock.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const twoHoursMs = 2 * 60 * 60 * 1000

describe('createRunClock', () => {
  const createClock = () => {
    const time = { wall: 1_000_000, elapsed: 50 }
    return { time, clock: { ...systemClock, now: () => time.wall, elapsed: () => time.elapsed } }
  }

  test('[R18] advances with the monotonic clock when the wall clock is set back', () => {
    const { time, clock } = createClock()
    const { now } = createRunClock(clock)
    time.wall -= twoHoursMs
    time.elapsed += 5_000
    expect(now()).toBe(1_005_000)
  })

  test('[R19] starts at the end of a wait that has ended', () => {
    const { clock } = createClock()
    expect(createRunClock(clock, 1_004_000).now()).toBe(1_004_000)
    expect(createRunClock(clock, 900_000).now()).toBe(1_000_000)
  })
})

describe('createSleepAwareClock', () => {
  test('[R18] advances while the computer sleeps, and ignores inaccuracies', () => {
    const time = { elapsed: 5_000, uptime: 900_000 }
    const elapsed = createSleepAwareClock(
      () => time.elapsed,
      () => time.uptime,
    )
    const advance = (elapsedMs: number, uptimeMs: number): number => {
      time.elapsed += elapsedMs
      time.uptime += uptimeMs
      return elapsed()
    }
    expect(elapsed()).toBe(5_000)
    expect(advance(1_000, 1_400)).toBe(6_000)
    expect(advance(1_000, 600)).toBe(7_000)
    expect(advance(1_000, twoHoursMs + 1_000)).toBe(8_000 + twoHoursMs)
    expect(advance(1_000, 900)).toBe(9_000 + twoHoursMs)
  })
})

describe('a run', () => {
  const folder = createTestFolder()
  beforeAll(async () => {
    await copyReadyDatabase(join(folder, 'back', 'database'))
    await copyReadyDatabase(join(folder, 'forward', 'database'))
  })

  test('[R18] continues after its delays although the wall clock was set back', { timeout: 180_000 }, async () => {
    let offsetMs = 0
    const clock = { ...systemClock, now: () => Date.now() + offsetMs }
    const machine = await openTestMachine({ folder: join(folder, 'back'), nodes: builtInNodes, maxRuns: 1, clock })
    try {
      const run = await machine.startRun(chain(['first', 'delay', { seconds: 2 }], ['second', 'delay', { seconds: 1 }]))
      const findStatus = async () => (await machine.store.forWorkspace('default').runs.find(run))?.status
      await expect.poll(findStatus, { timeout: 180_000 }).toBe('waiting')
      offsetMs = -twoHoursMs
      const record = await machine.waitForEnd(run)
      expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
      expect(record.filter(({ type }) => type === 'node-waiting')).toHaveLength(2)
      expect(machine.faults).toEqual([])
    } finally {
      await machine.close()
    }
  })

  test('[R18] does not end its delay early although the wall clock was set forward', { timeout: 180_000 }, async () => {
    let offsetMs = 0
    let elapsedOffsetMs = 0
    const clock = {
      ...systemClock,
      now: () => Date.now() + offsetMs,
      elapsed: () => performance.now() + elapsedOffsetMs,
    }
    const machine = await openTestMachine({ folder: join(folder, 'forward'), nodes: builtInNodes, maxRuns: 1, clock })
    try {
      const runs = machine.store.forWorkspace('default').runs
      const findStatus = async (run: string) => (await runs.find(run))?.status
      const run = await machine.startRun(chain(['rest', 'delay', { seconds: 3600 }]))
      await expect.poll(() => findStatus(run), { timeout: 180_000 }).toBe('waiting')
      offsetMs = twoHoursMs
      // The delay of the second run ends in a poll that the wall clock has already ended the first one for.
      const other = await machine.startRun(chain(['rest', 'delay', { seconds: 2 }]))
      expect((await machine.waitForEnd(other)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(await findStatus(run)).toBe('waiting')
      elapsedOffsetMs = twoHoursMs / 2
      const record = await machine.waitForEnd(run)
      expect(record.map(({ type }) => type).filter((type) => type === 'node-waiting')).toHaveLength(1)
      expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
      expect(machine.faults).toEqual([])
    } finally {
      await machine.close()
    }
  })
})
