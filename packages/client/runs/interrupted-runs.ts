import {
  error,
  foldRun,
  interruptedTooOften,
  isEnded,
  type Problem,
  type RunEvent,
  type RunView,
} from '@aw-flow/schema'
import { closingEvents } from './run-follower.ts'
import { withEvent } from './run-recorder.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'

const lockName = (run: string): string => `aw-run-${run}`
const markName = 'aw-run-here'

/** While `work` goes on, other tabs see that this run is alive, and a reload of this tab finds that it was here. */
export async function aliveWhile<T>(run: string, work: () => Promise<T>): Promise<T> {
  const marked = async (): Promise<T> => {
    mark(run)
    try {
      return await work()
    } finally {
      mark(undefined)
    }
  }
  // Locks are for secure contexts only.
  return typeof navigator.locks === 'undefined' ? marked() : navigator.locks.request(lockName(run), marked)
}

/** The mark lasts as long as the tab, reloads included. A page that may store nothing goes without. */
function mark(run: string | undefined): void {
  try {
    if (run === undefined) sessionStorage.removeItem(markName)
    else sessionStorage.setItem(markName, run)
  } catch {
    return
  }
}

/** Whether a run was under way in this tab when it was reloaded. */
export function wasHere(run: string): boolean {
  try {
    return sessionStorage.getItem(markName) === run
  } catch {
    return false
  }
}

/** A run whose page was closed before it had ended, as far as its record goes. */
export interface InterruptedRun {
  entry: StoredRun
  record: RunEvent[]
  view: RunView
}

/**
 * The run of a workflow that can be gone on with: its newest, where its page was closed before it had ended and no other
 * tab is at it. Nothing where the browser cannot tell which runs are alive in other tabs.
 */
export async function findInterrupted(
  storage: WorkflowStorage,
  workflowId: string,
): Promise<InterruptedRun | undefined> {
  const [entry] = await storage.listRuns({ workflowId })
  if (!entry || isEnded(entry.state) || (await livingRuns())?.has(entry.run) !== false) return undefined
  const record = await storage.runEvents(entry.run)
  const view = foldRun(record)
  return record.length === 0 || isEnded(view.state) || isStuck(view, record) ? undefined : { entry, record, view }
}

/**
 * Ends the records of runs that nobody will go on with: their page was closed before they had ended, and a later run of
 * the same workflow was begun, or they were interrupted again and again. They have failed, with that reason. Does nothing
 * where the browser cannot tell which runs are alive in other tabs.
 */
export async function closeInterruptedRuns(storage: WorkflowStorage, now: () => number = Date.now): Promise<void> {
  const runs = await storage.listRuns()
  const open = runs.filter(({ state }) => !isEnded(state))
  if (open.length === 0) return
  const living = await livingRuns()
  if (!living) return
  for (const entry of open) {
    if (living.has(entry.run)) continue
    const record = await storage.runEvents(entry.run)
    const view = foldRun(record)
    const isNewest = runs.find(({ workflowId }) => workflowId === entry.workflowId) === entry
    if (isNewest && !isEnded(view.state) && record.length > 0 && !isStuck(view, record)) continue
    const events = isEnded(view.state) ? [] : closingEvents(view, now(), interrupted(isNewest))
    const state = isEnded(view.state) ? { ...entry, state: view.state } : events.reduce(withEvent, entry)
    await storage.appendEvents(state, events)
  }
}

/** A run that waits for somebody is not what ended its page. */
const isStuck = (view: RunView, record: readonly RunEvent[]): boolean =>
  view.state !== 'waiting' && interruptedTooOften(record)

const interrupted = (isNewest: boolean): Problem => error('run.interrupted.page', { repeated: isNewest ? 'yes' : 'no' })

/** The ids of the runs that some tab is at; nothing where the browser cannot tell. */
export async function livingRuns(): Promise<ReadonlySet<string> | undefined> {
  if (typeof navigator.locks === 'undefined') return undefined
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => (name?.startsWith('aw-run-') ? [name.slice('aw-run-'.length)] : [])))
}
