import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed, sizes } from '../../test/sizes.ts'
import { createEngineSlots } from './engine-slots.ts'

/** Slots with the names of the runs that hold one. */
function createSlots(limit: number) {
  const slots = createEngineSlots<string>(limit)
  const held: string[] = []
  const failed: string[] = []
  return {
    held,
    failed,
    async acquire(...runs: string[]): Promise<void> {
      for (const run of runs) {
        const [workspace = ''] = run.split('-')
        slots.acquire({ run, owner: workspace, process: `process of ${workspace}` }).then(
          () => held.push(run),
          ({ message }: Error) => failed.push(message),
        )
      }
      await Promise.resolve()
    },
    async release(isReleased: Parameters<typeof slots.release>[0]): Promise<void> {
      slots.release(isReleased)
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('[R24] a workspace without a data engine gets one beyond the limit, others wait', async () => {
  const slots = createSlots(2)
  await slots.acquire('flood-1', 'flood-2', 'flood-3')
  expect(slots.held).toEqual(['flood-1', 'flood-2'])
  await slots.acquire('quiet-1', 'quiet-2')
  expect(slots.held).toEqual(['flood-1', 'flood-2', 'quiet-1'])
  await slots.release(({ run }) => run === 'quiet-1')
  expect(slots.held).toEqual(['flood-1', 'flood-2', 'quiet-1', 'quiet-2'])
})

test('[R24] workspaces get at most twice as many data engines as the limit', async () => {
  const slots = createSlots(2)
  await slots.acquire('one-1', 'two-1', 'three-1', 'four-1', 'five-1')
  expect(slots.held).toEqual(['one-1', 'two-1', 'three-1', 'four-1'])
  await slots.release(({ run }) => run === 'three-1')
  expect(slots.held.slice(4)).toEqual(['five-1'])
})

test('[R24] a free data engine goes to the workspace that holds the fewest, then to the run that waits longest', async () => {
  const slots = createSlots(3)
  await slots.acquire('flood-1', 'flood-2', 'flood-3', 'flood-4', 'quiet-1', 'quiet-2')
  expect(slots.held).toEqual(['flood-1', 'flood-2', 'flood-3', 'quiet-1'])
  // Three are still in use.
  await slots.release(({ run }) => run === 'flood-1')
  expect(slots.held).toHaveLength(4)
  await slots.release(({ run }) => run === 'flood-2')
  expect(slots.held.slice(4)).toEqual(['flood-4'])
  await slots.release(({ run }) => run === 'flood-3')
  expect(slots.held.slice(5)).toEqual(['quiet-2'])
})

test('[R24] a process that ends gives back its data engines, and its waiting runs stop waiting', async () => {
  const slots = createSlots(1)
  await slots.acquire('flood-1', 'flood-2', 'flood-3')
  await slots.release(({ process }) => process === 'process of flood')
  expect(slots.failed).toEqual([
    'Run flood-2 stopped waiting for a data engine.',
    'Run flood-3 stopped waiting for a data engine.',
  ])
  await slots.acquire('flood-4')
  expect(slots.held).toEqual(['flood-1', 'flood-4'])
})

/** A run that was executed, in the order of requests. */
interface ModelRun {
  run: string
  owner: string
  process: string
  state: 'waiting' | 'held' | 'ended'
}

const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('acquire' as const),
      owner: fc.nat({ max: 4 }),
      process: fc.nat({ max: 1 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('end-run' as const), index: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('end-process' as const), index: fc.nat() }) },
)

test('[R24] holds for any order of requests, ends of runs and ends of processes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(action, { maxLength: 60 }), async (limit, actions) => {
      const slots = createEngineSlots<string>(limit)
      const runs: ModelRun[] = []
      const granted: string[] = []
      const failed: string[] = []
      const listActive = () => runs.filter(({ state }) => state !== 'ended')
      const list = (state: ModelRun['state'], owner?: string) =>
        runs.filter((each) => each.state === state && (owner ?? each.owner) === each.owner)
      const countHeld = (owner?: string): number => list('held', owner).length
      const end = (isEnded: (run: ModelRun) => boolean): string[] => {
        const ended = listActive().filter(isEnded)
        const waiting = ended.filter(({ state }) => state === 'waiting').map(({ run }) => run)
        for (const each of ended) each.state = 'ended'
        slots.release(({ run }) => ended.some((each) => each.run === run))
        return waiting
      }
      for (const [number, step] of actions.entries()) {
        granted.length = 0
        failed.length = 0
        let expectedFailures: string[] = []
        const active = listActive()
        if (step.type === 'acquire') {
          const owner = `owner ${step.owner}`
          const slot = { run: `run ${number}`, owner, process: `process ${step.process} of ${owner}` }
          runs.push({ ...slot, state: 'waiting' })
          slots.acquire(slot).then(
            () => granted.push(slot.run),
            () => failed.push(slot.run),
          )
        } else if (active.length > 0) {
          const chosen = active[step.index % active.length]!
          const isRun = step.type === 'end-run'
          expectedFailures = end(({ run, process }) => (isRun ? run === chosen.run : process === chosen.process))
        }
        await new Promise((resolve) => setImmediate(resolve))
        expect(failed).toEqual(expectedFailures)
        for (const run of granted) {
          const next = runs.find((each) => each.run === run)!
          const fewest = Math.min(...list('waiting').map(({ owner }) => countHeld(owner)))
          expect(countHeld(next.owner)).toBe(fewest)
          expect(list('waiting').find(({ owner }) => countHeld(owner) === fewest)).toBe(next)
          if (countHeld() >= limit) expect(countHeld(next.owner)).toBe(0)
          next.state = 'held'
        }
        expect(countHeld()).toBeLessThanOrEqual(2 * limit)
        for (const { owner } of list('waiting'))
          expect(countHeld()).toBeGreaterThanOrEqual(countHeld(owner) === 0 ? 2 * limit : limit)
      }
    }),
    { numRuns: sizes.propertyRuns, seed },
  )
})
