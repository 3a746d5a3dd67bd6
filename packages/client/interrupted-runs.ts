import { error, foldRun, isEnded } from '@aw-flow/schema'
import { closingEvents } from './run-follower.ts'
import { withEvent } from './run-recorder.ts'
import type { WorkflowStorage } from './storage/storage.ts'

const lockName = (run: string): string => `aw-run-${run}`

/** While `work` goes on, other tabs see that this run is alive. */
export async function aliveWhile<T>(run: string, work: () => Promise<T>): Promise<T> {
  // Locks are for secure contexts only.
  return typeof navigator.locks === 'undefined' ? work() : navigator.locks.request(lockName(run), work)
}

/**
 * Ends the record of runs whose page was closed before they had ended: they have failed, with that reason. Does nothing
 * where the browser cannot tell which runs are alive in other tabs.
 */
export async function closeInterruptedRuns(storage: WorkflowStorage, now: () => number = Date.now): Promise<void> {
  if (typeof navigator.locks === 'undefined') return
  const open = (await storage.listRuns()).filter(({ state }) => !isEnded(state))
  if (open.length === 0) return
  const { held = [] } = await navigator.locks.query()
  const alive = new Set(held.map(({ name }) => name))
  for (const entry of open) {
    if (alive.has(lockName(entry.run))) continue
    const view = foldRun(await storage.runEvents(entry.run))
    const problem = error('run.interrupted', 'The page was closed while this run went on.', { hint: 'Run it again.' })
    const events = isEnded(view.state) ? [] : closingEvents(view, now(), problem)
    const state = isEnded(view.state) ? { ...entry, state: view.state } : events.reduce(withEvent, entry)
    await storage.appendEvents(state, events)
  }
}
