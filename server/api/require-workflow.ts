import { error, type Problem } from '@aw-flow/schema'
import { requireFound } from '../http/rejection.ts'
import type { SerializedWorkflow, Workflows } from '../store/workflows/workflows.ts'

/** Creates the problem for an unknown workflow ID. */
export const createMissingWorkflowProblem = (id: string): Problem => error('workflow.not-found', { id })

/**
 * Returns a workflow of the workspace.
 *
 * @throws {Rejection} 404 if it does not exist.
 */
export const requireWorkflow = async (
  { workflows }: { workflows: Pick<Workflows, 'findSerialized'> },
  id: string,
): Promise<SerializedWorkflow> => requireFound(await workflows.findSerialized(id), createMissingWorkflowProblem(id))
