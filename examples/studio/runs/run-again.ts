import type { WorkflowSession } from '@aw-flow/client'
import type { RunView } from '@aw-flow/schema'
import { getRunPath } from '../shell/router.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Runs a workflow again with the same input files as an earlier run, and navigates to the new run. The current version
 * of the workflow is used.
 */
export async function runAgain(workspace: Workspace, view: RunView, navigate: (path: string) => void): Promise<void> {
  const session = view.workflowId === undefined ? undefined : await workspace.openSession(view.workflowId)
  if (!session) return
  const inputs = Object.fromEntries(
    Object.entries(view.inputs ?? {}).flatMap(([node, values]) =>
      Object.values(values).flatMap((value) => (value.kind === 'file' ? [[node, value.dataset]] : [])),
    ),
  )
  navigateToNextRun(session, () => session.runs.start({ inputs }), navigate)
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
