import type { WorkflowProposal, WorkflowProposalRequest } from '@aw-flow/schema'
import type { ProposeEditDependencies } from './by-model/propose-edit-by-model.ts'

/**
 * Asks a language model to propose a change to a workflow, for a person to accept or reject. The code is in a separate
 * module that is loaded on the first call.
 *
 * @internal
 */
export async function proposeEditWithModel(
  request: WorkflowProposalRequest,
  dependencies: ProposeEditDependencies,
): Promise<WorkflowProposal> {
  const { proposeEditWithModel: propose } = await import('./by-model/propose-edit-by-model.ts')
  return propose(request, dependencies)
}
