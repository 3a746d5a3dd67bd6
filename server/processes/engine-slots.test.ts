import { expect, test } from 'vitest'
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
        slots.acquire({ run, workspace, owner: `process of ${workspace}` }).then(
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
  await slots.release(({ owner }) => owner === 'process of flood')
  expect(slots.failed).toEqual([
    'Run flood-2 is no longer waiting for a data engine.',
    'Run flood-3 is no longer waiting for a data engine.',
  ])
  await slots.acquire('flood-4')
  expect(slots.held).toEqual(['flood-1', 'flood-4'])
})
