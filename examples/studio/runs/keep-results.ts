import { requests, type Engine, type SessionChangeEvent, type WorkflowSession } from '@aw-flow/client'
import { isEnded, resultTables, type Problem, type RunView } from '@aw-flow/schema'

interface Options {
  engine: Engine
  /** Maximum bytes of all stored results; 0 stores none. */
  limit: () => Promise<number>
  onProblem: (problem: Problem) => void
}

export type KeepResults = (view: RunView) => Promise<void>

/**
 * Returns a function that stores the results of an ended run in the origin's private storage. Storage that is full or
 * refused is reported once.
 */
export function createResultKeeper({ engine, limit, onProblem }: Options): KeepResults {
  const reported = new Set<string>()
  return async (view) => {
    const tables = resultTables(view).map(({ table }) => table)
    const maxBytes = tables.length > 0 ? await limit() : 0
    if (maxBytes === 0) return
    const stored = await engine.ask(requests.storeResults({ run: view.run, tables, maxBytes }))
    // Other problems, such as a closed engine, are unrelated to the storage.
    if (stored.ok || !stored.problem.code.startsWith('storage.') || reported.has(stored.problem.code)) return
    reported.add(stored.problem.code)
    onProblem(stored.problem)
  }
}

/** Calls `keep` with each run of a session that ends from now on. */
export function keepResultsOf(session: WorkflowSession, keep: (view: RunView) => void): void {
  let last = session.runs.current?.run
  let wasEnded = last !== undefined && isEnded(session.runs.current!.state)
  session.addEventListener('aw-session-change', (event) => {
    const view = session.runs.current
    if ((event as SessionChangeEvent).aspect !== 'run' || !view) return
    if (view.run !== last) wasEnded = false
    last = view.run
    const isOver = isEnded(view.state)
    if (isOver && !wasEnded) keep(view)
    wasEnded = isOver
  })
}
