import { requests, type Engine, type SessionChangeEvent, type WorkflowSession } from '@aw-flow/client'
import { isFinalRunState, type Problem, type RunView } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'

interface Options {
  engine: Engine
  /** Returns the maximum total size of stored results, in bytes. 0 disables storing. */
  getLimit: () => Promise<number>
  onProblem: (problem: Problem) => void
}

export type ResultWriter = (view: RunView) => Promise<void>

/**
 * Returns a function that stores a finished run's results in OPFS. If the storage is full or access is denied, this is
 * reported only once.
 */
export function createResultWriter({ engine, getLimit, onProblem }: Options): ResultWriter {
  const reportedCodes = new Set<string>()
  return async (view) => {
    const tables = findResultTables(view).map(({ table }) => table)
    if (tables.length === 0) return
    setUnfinishedWrite(view.run, true)
    const maxBytes = await getLimit()
    const response =
      maxBytes > 0 ? await engine.ask(requests.storeResults({ run: view.run, tables, maxBytes })) : undefined
    setUnfinishedWrite(view.run, false)
    if (!response) return
    // Other problems, such as a closed engine, are unrelated to storage.
    if (response.ok || !response.problem.code.startsWith('storage.') || reportedCodes.has(response.problem.code)) return
    reportedCodes.add(response.problem.code)
    onProblem(response.problem)
  }
}

/** Results are stored after the end of a run. If the page is left before, they are computed again when opened. */
const unfinishedKey = 'results-unfinished'
/** Maximum number of runs to remember as incompletely stored. The oldest ones are dropped. */
const maxUnfinishedRuns = 50

/** Returns whether a run's results are being stored, or were being stored when the user left the page. */
export const hasUnfinishedWrite = (runId: string): boolean => listUnfinishedWrites().includes(runId)

function listUnfinishedWrites(): readonly string[] {
  const runIds = parseJson(readPreference(unfinishedKey))
  return Array.isArray(runIds) ? runIds.filter((run) => typeof run === 'string') : []
}

function setUnfinishedWrite(runId: string, isUnfinished: boolean): void {
  const otherRunIds = listUnfinishedWrites().filter((id) => id !== runId)
  const runIds = isUnfinished ? [...otherRunIds, runId].slice(-maxUnfinishedRuns) : otherRunIds
  storePreference(unfinishedKey, runIds.length > 0 ? JSON.stringify(runIds) : undefined)
}

/** Calls `onEnded` whenever one of the session's runs ends. */
export function watchEndedRuns(session: WorkflowSession, onEnded: (view: RunView) => void): void {
  let lastRunId = session.runs.current?.run
  let hadEnded = lastRunId !== undefined && isFinalRunState(session.runs.current!.state)
  session.addEventListener('aw-session-change', (event) => {
    const view = session.runs.current
    if ((event as SessionChangeEvent).aspect !== 'run' || !view) return
    // The results of an earlier page's run were stored by that page.
    if (view.run !== lastRunId) hadEnded = view === session.runs.previous
    lastRunId = view.run
    const hasEnded = isFinalRunState(view.state)
    if (hasEnded && !hadEnded) onEnded(view)
    hadEnded = hasEnded
  })
}
