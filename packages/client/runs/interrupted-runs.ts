import { error, foldRun, isFinalRunState, type Problem, type RunEvent, type RunView } from '@aw-flow/schema'
import { exceedsInterruptionLimit } from '@aw-flow/schema/internal'
import { createClosingEvents } from './run-follower.ts'
import { applyEvent } from './run-recorder.ts'
import type { StoredRun, WorkflowStorage } from '../storage/storage.ts'

const getLockName = (runId: string): string => `aw-run-${runId}`
const currentRunKey = 'aw-run-here'

/**
 * Runs `work` while holding a run's lock, so that other tabs see the run as active. Also records the run as this tab's
 * current run.
 */
export async function withRunLock<T>(runId: string, work: () => Promise<T>): Promise<T> {
  const executeAsCurrentRun = async (): Promise<T> => {
    setCurrentRun(runId)
    try {
      return await work()
    } finally {
      setCurrentRun(undefined)
    }
  }
  // Web Locks are available only in secure contexts.
  return typeof navigator.locks === 'undefined'
    ? executeAsCurrentRun()
    : navigator.locks.request(getLockName(runId), executeAsCurrentRun)
}

/** Records this tab's current run in `sessionStorage`. Does nothing if `sessionStorage` is unavailable. */
function setCurrentRun(runId: string | undefined): void {
  try {
    if (runId === undefined) sessionStorage.removeItem(currentRunKey)
    else sessionStorage.setItem(currentRunKey, runId)
  } catch {
    return
  }
}

/** Returns the run that was in progress in this tab when the tab was reloaded. */
function readCurrentRun(): string | undefined {
  try {
    return sessionStorage.getItem(currentRunKey) ?? undefined
  } catch {
    return undefined
  }
}

/** Returns whether a run was in progress in this tab when the tab was reloaded. */
export const wasRunningInThisTab = (runId: string): boolean => readCurrentRun() === runId

/** Maximum time in ms to wait for the lock of this tab's run. */
const maxLockWaitMs = 2_000

/**
 * Waits until the page that this one replaced has released the lock of its run. Browsers end a reloaded page while the
 * new one starts. A copy of this tab may go on with the run, so the wait is limited.
 */
async function waitForReplacedPage(): Promise<void> {
  const run = readCurrentRun()
  if (run === undefined || typeof navigator.locks === 'undefined') return
  const signal = AbortSignal.timeout(maxLockWaitMs)
  await navigator.locks.request(getLockName(run), { signal }, () => undefined).catch(() => undefined)
}

/** A run whose page closed before the run ended, with its record. */
export interface InterruptedRun {
  entry: StoredRun
  record: RunEvent[]
  view: RunView
}

/**
 * Finds the run of a workflow that can be resumed: the newest run, provided that its page closed before the run ended
 * and that the run is not active in another tab. Returns `undefined` if the browser cannot detect active runs in other
 * tabs.
 */
export async function findInterruptedRun(
  storage: WorkflowStorage,
  workflowId: string,
): Promise<InterruptedRun | undefined> {
  await waitForReplacedPage()
  const [entry] = await storage.listRuns({ workflowId })
  if (!entry || isFinalRunState(entry.state) || (await findActiveRunIds())?.has(entry.run) !== false) return undefined
  const record = await storage.getRunEvents(entry.run)
  const view = foldRun(record)
  return record.length === 0 || isFinalRunState(view.state) || wasInterruptedTooOften(view, record)
    ? undefined
    : { entry, record, view }
}

/**
 * Marks runs that will not be resumed as failed: interrupted runs followed by another run of the same workflow, and
 * runs that were interrupted too often. Does nothing if the browser cannot detect active runs in other tabs.
 *
 * @internal
 */
export async function failInterruptedRuns(storage: WorkflowStorage, now: () => number = Date.now): Promise<void> {
  const runs = await storage.listRuns()
  const unfinishedRuns = runs.filter(({ state }) => !isFinalRunState(state))
  if (unfinishedRuns.length === 0) return
  const activeRunIds = await findActiveRunIds()
  if (!activeRunIds) return
  for (const entry of unfinishedRuns) {
    if (activeRunIds.has(entry.run)) continue
    const record = await storage.getRunEvents(entry.run)
    const view = foldRun(record)
    const isNewest = runs.find(({ workflowId }) => workflowId === entry.workflowId) === entry
    if (isNewest && !isFinalRunState(view.state) && record.length > 0 && !wasInterruptedTooOften(view, record)) continue
    const events = isFinalRunState(view.state)
      ? []
      : createClosingEvents(view, now(), createInterruptedProblem(isNewest))
    const updatedEntry = isFinalRunState(view.state)
      ? { ...entry, state: view.state }
      : events.reduce(applyEvent, entry)
    await storage.appendEvents(updatedEntry, events)
  }
}

/**
 * Returns whether a run was interrupted too often. Waiting runs are excluded, because they cannot have crashed a page.
 */
const wasInterruptedTooOften = (view: RunView, record: readonly RunEvent[]): boolean =>
  view.state !== 'waiting' && exceedsInterruptionLimit(record)

const createInterruptedProblem = (isNewest: boolean): Problem =>
  error('run.interrupted.page', { repeated: isNewest ? 'yes' : 'no' })

/**
 * Returns the ids of the runs that are active in any tab, or `undefined` if the browser cannot detect them. @internal
 */
export async function findActiveRunIds(): Promise<ReadonlySet<string> | undefined> {
  if (typeof navigator.locks === 'undefined') return undefined
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => (name?.startsWith('aw-run-') ? [name.slice('aw-run-'.length)] : [])))
}
