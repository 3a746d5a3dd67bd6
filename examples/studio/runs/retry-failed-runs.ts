import { ProblemError } from '@aw-flow/schema'
import type { StoredRun } from '@aw-flow/client'
import type { Workspace } from '../workspace.ts'

/** Returns the failed runs that a server can retry and has not retried yet. */
export const findRetriableRuns = (workspace: Workspace, runs: readonly StoredRun[]): StoredRun[] =>
  workspace.server && workspace.canEdit
    ? runs.filter(
        ({ run, state }) => state === 'failed' && workspace.isServerRun(run) && !workspace.retriedRuns.has(run),
      )
    : []

/** Retries failed runs on the server, one after the other. Returns how many were started; others are left as they are. */
export async function retryFailedRuns(workspace: Workspace, runs: readonly StoredRun[]): Promise<number> {
  const { server } = workspace
  if (!server) return 0
  let startedCount = 0
  for (const { run } of runs) {
    const id = server.remoteRefs.find('run', run)?.id ?? run
    try {
      await server.api.call('POST /api/v1/runs/{id}/retry', { path: { id } })
      startedCount++
    } catch (cause) {
      if (!(cause instanceof ProblemError)) throw cause
    }
  }
  await workspace.refreshServerLists()
  return startedCount
}
