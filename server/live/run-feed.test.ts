import type { RunEvent } from '@aw-flow/schema'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { seed, sizes } from '../../test/sizes.ts'
import type { NotificationListener, RunNotifications } from '../runs/run-notifications.ts'
import type { Frame } from './frame.ts'
import { createRunFeeds, RunFeed, type Follower } from './run-feed.ts'

/** A run whose record grows as the test decides. */
function createRecord(length: number) {
  const events = Array.from({ length }, (_, seq): RunEvent => {
    if (seq === length - 1) return { type: 'run-completed', seq, time: seq }
    return { type: 'node-logged', node: 'a', level: 'info', message: String(seq), seq, time: seq }
  })
  let there = 0
  return {
    grow: (by: number) => (there = Math.min(length, there + by)),
    runs: {
      readEventsFrom: async (_run: string, from: number, limit: number) =>
        events.slice(from, Math.min(there, from + limit)),
      find: async () => undefined,
    },
  }
}

function createFollower(nextSeq: number): Follower & { got: number[]; room: number; ended: boolean; onSend(): void } {
  const follower = {
    nextSeq,
    got: [] as number[],
    room: Infinity,
    ended: false,
    isFull: () => follower.room <= 0,
    onSend: () => undefined as void,
    send({ seq }: Frame) {
      follower.got.push(seq!)
      follower.room--
      follower.onSend()
    },
    end: () => (follower.ended = true),
  }
  return follower as Follower & { got: number[]; room: number; ended: boolean; onSend(): void }
}

test('every follower receives every event once and in order, from any position and at any speed', async () => {
  const followers = fc.array(
    fc.record({ from: fc.nat(400), room: fc.integer({ min: 1, max: 300 }), joins: fc.nat(4), isEager: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  )
  const growths = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 401, max: 6000 }), followers, growths, async (length, asked, steps) => {
      const record = createRecord(length)
      const faults: unknown[] = []
      const feed = new RunFeed({ run: 'r', runs: record.runs, onError: (cause) => faults.push(cause) })
      const all = asked.map(({ from, room, joins, isEager }) => ({
        follower: createFollower(from),
        from,
        room,
        joins,
        isEager,
        isIn: false,
      }))
      const settle = async (): Promise<void> => {
        for (let turn = 0; turn < 40; turn++) await Promise.resolve()
      }
      for (const [step, by] of [...steps, length].entries()) {
        record.grow(by)
        for (const one of all) {
          if (one.isIn || (one.joins > step && step < steps.length)) continue
          one.isIn = true
          one.follower.room = one.room
          feed.follow(one.follower)
        }
        feed.check()
        await settle()
      }
      for (let turn = 0; turn < 20_000 && !all.every(({ follower }) => follower.ended); turn++) {
        for (const { follower, room } of all) {
          if (follower.ended || follower.room > 0) continue
          follower.room = room
          feed.onDrain(follower)
        }
        await settle()
      }
      expect(faults).toEqual([])
      for (const { follower, from } of all) {
        expect(follower.got).toEqual(Array.from({ length: length - from }, (_, index) => from + index))
        expect(follower.ended).toBe(true)
      }
      expect(feed.followerCount).toBe(0)
    }),
    { numRuns: sizes.followedRecords, seed },
  )
})

test('followers of a workspace learn nothing about the runs of another one', async () => {
  let listener: NotificationListener = {}
  const faults: unknown[] = []
  const feeds = createRunFeeds({
    // Both workspaces have a workflow with this ID.
    findRunOwner: async (run) => ({ workspace: run.startsWith('lab') ? 'lab' : 'sales', workflowId: 'w' }),
    notifications: { listen: (added) => ((listener = added), () => undefined) } as RunNotifications,
    onError: (cause) => faults.push(cause),
  })
  try {
    const updates: string[] = []
    feeds.onRunUpdate('sales', undefined, (run) => updates.push(`all ${run}`))
    feeds.onRunUpdate('sales', 'w', (run) => updates.push(`w ${run}`))
    for (const run of ['lab-run', 'sales-run']) listener.onEvents!(run, 0)
    await vi.waitFor(() => expect(updates).toHaveLength(2))
    expect(updates).toEqual(['w sales-run', 'all sales-run'])

    const { runs } = createRecord(1)
    feeds.getRunFeed({ workspace: 'lab', runs }, 'lab-run')
    expect(() => feeds.getRunFeed({ workspace: 'sales', runs }, 'lab-run')).toThrow(
      'does not belong to workspace sales',
    )
    expect(faults).toEqual([])
  } finally {
    feeds.close()
  }
})
