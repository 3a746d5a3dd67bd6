import { foldRun, isEnded, type RunView } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'

/** Reads the last run of a workflow from its record; `undefined` if there is none, or if it has not ended. */
export async function findPreviousRun(
  storage: Pick<WorkflowStorage, 'listRuns' | 'runEvents'>,
  workflowId: string,
): Promise<RunView | undefined> {
  const [entry] = await storage.listRuns({ workflowId })
  return entry && isEnded(entry.state) ? foldRun(await storage.runEvents(entry.run)) : undefined
}
