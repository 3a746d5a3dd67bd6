import { openStorage, type StoredRun } from '@aw-flow/client'
import { openMemoryJournal } from './memory-journals.ts'
import { prepareOurs, type OpenJournal } from './ours.ts'
import { offerEngine } from './run-engine.ts'

const storage = openStorage({
  onProblem: ({ message }) => {
    throw new Error(message)
  },
})
let opened = 0

/** Stores journals in the page's storage like a session does: one transaction per batch of events. */
const openStoredJournal: OpenJournal = async () => {
  const database = await storage
  if (database.kind !== 'disk') throw new Error('This browser stores nothing on disk.')
  const run = `bench-${opened++}`
  const entry: StoredRun = { run, workflowId: 'bench', workflowName: 'Bench', state: 'running', startedAt: 0 }
  return {
    async append(events) {
      const problem = await database.appendEvents(entry, events)
      if (problem) throw new Error(problem.message)
    },
    read: async () => ({ events: await database.getRunEvents(run), problems: [] }),
    remove: async () => void (await database.removeRun(run)),
  }
}

offerEngine({ memory: prepareOurs(openMemoryJournal), disk: prepareOurs(openStoredJournal) })
