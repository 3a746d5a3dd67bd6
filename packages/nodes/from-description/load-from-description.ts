import type { DescriptionPlan, WorkflowProposal, WorkflowProposalRequest } from '@aw-flow/schema'
import type { ProposeEditDependencies } from './by-model/propose-edit-by-model.ts'
import type { DescriptionRequest } from './plan-from-description.ts'

/**
 * Plans the nodes that a description names, without a language model. Loaded on the first call.
 *
 * @internal
 */
export async function planFromDescription(request: DescriptionRequest): Promise<DescriptionPlan> {
  const planning = await import('./plan-from-description.ts')
  return planning.planFromDescription(request)
}

/**
 * Returns the built-in templates as a JSON list of `{id, document}`.
 *
 * @internal
 */
export const loadTemplateDocuments = async (): Promise<string> =>
  (await import('./template-documents.ts')).templateDocuments

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
