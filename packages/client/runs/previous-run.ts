import { foldRun, isFinalRunState, type RunView } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'

/**
 * Returns a workflow's most recent run, reconstructed from its record, or `undefined` if there is none or it has not
 * ended.
 */
export async function findPreviousRun(
  storage: Pick<WorkflowStorage, 'listRuns' | 'getRunEvents'>,
  workflowId: string,
): Promise<RunView | undefined> {
  const [entry] = await storage.listRuns({ workflowId })
  return entry && isFinalRunState(entry.state) ? foldRun(await storage.getRunEvents(entry.run)) : undefined
}
