import { expect } from '@open-wc/testing'
import { testJournals, type OpenJournal } from '../../engine/record/test-journal-suite.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { openStorage } from './open-storage.ts'
import type { StoredRun, WorkflowStorage } from './storage.ts'

const entry = (run: string): StoredRun => ({
  run,
  workflowId: 'w',
  workflowName: 'W',
  state: 'running',
  startedAt: 1,
})

/** A journal over a page's storage, as a session writes it. */
const journalsIn =
  (open: () => Promise<WorkflowStorage>): OpenJournal =>
  async (run) => {
    const storage = await open()
    return {
      async append(events) {
        const problem = await storage.appendEvents(entry(run), events)
        if (problem) throw new Error(problem.message)
      },
      read: async () => ({ events: await storage.getRunEvents(run), problems: [] }),
      close: async () => storage.close(),
    }
  }

const runner = { it, equal: (actual: unknown, expected: unknown) => void expect(actual).to.deep.equal(expected) }

describe('journals in IndexedDB', () => {
  const name = `aw-journals-${Date.now()}`
  testJournals(
    journalsIn(() => openStorage({ name })),
    runner,
  )
})

describe('journals in the memory of a page', () => {
  const storage = createMemoryStorage(() => 1)
  testJournals(
    journalsIn(async () => storage),
    runner,
  )
})
