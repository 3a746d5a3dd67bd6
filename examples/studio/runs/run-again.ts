import type { StartOptions, WorkflowSession } from '@aw-flow/client'
import { defined, type Json, type RunView } from '@aw-flow/schema'
import { getRunPath } from '../shell/router.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Runs a workflow again with the same input files and trigger data as an earlier run, and navigates to the new run. The
 * current version of the workflow is used.
 */
export async function runAgain(workspace: Workspace, view: RunView, navigate: (path: string) => void): Promise<void> {
  const session = view.workflowId === undefined ? undefined : await workspace.openSession(view.workflowId)
  if (!session) return
  navigateToNextRun(session, () => session.runs.start(readStartOptions(view)), navigate)
}

/** Returns the input files of a run, and the data that started it. All triggers of a run receive the same data. */
export function readStartOptions(view: Pick<RunView, 'inputs'>): Pick<StartOptions, 'inputs' | 'data'> {
  const values = Object.entries(view.inputs ?? {}).flatMap(([node, ports]) =>
    Object.values(ports).map((value) => ({ node, value })),
  )
  const files = values.flatMap(({ node, value }) => (value.kind === 'file' ? [[node, value.dataset] as const] : []))
  const data = values.flatMap(({ value }) => (value.kind === 'json' ? [value.json as Json] : []))[0]
  return { inputs: Object.fromEntries(files), ...defined({ data }) }
}

/** Starts a run and navigates to it as soon as it appears in the session. */
export function navigateToNextRun(
  session: WorkflowSession,
  startRun: () => Promise<void>,
  navigate: (path: string) => void,
): void {
  const previousRunId = session.runs.current?.run
  const checkRun = (): void => {
    if (!session.runs.current || session.runs.current.run === previousRunId) return
    session.removeEventListener('aw-session-change', checkRun)
    navigate(getRunPath(session.runs.current.run))
  }
  session.addEventListener('aw-session-change', checkRun)
  void startRun().finally(() => session.removeEventListener('aw-session-change', checkRun))
}
