import { foldRun, isFinalRunState, type RunEvent, type RunView } from '@aw-flow/schema'
import type { WorkflowStorage } from '../storage/storage.ts'

/** A run from an earlier page load that has ended, with its record. */
export interface PreviousRun {
  view: RunView
  record: readonly RunEvent[]
}

/**
 * Returns a workflow's most recent run, reconstructed from its record, or `undefined` if there is none or it has not
 * ended.
 */
export async function findPreviousRun(
  storage: Pick<WorkflowStorage, 'listRuns' | 'getRunEvents'>,
  workflowId: string,
): Promise<PreviousRun | undefined> {
  const [entry] = await storage.listRuns({ workflowId })
  if (!entry || !isFinalRunState(entry.state)) return undefined
  const record = await storage.getRunEvents(entry.run)
  return { view: foldRun(record), record }
}
