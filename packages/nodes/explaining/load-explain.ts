import type { ExplanationRequest, WorkflowExplanation } from '@aw-flow/schema'
import type { ExplainDependencies } from './explain-by-model.ts'

/**
 * Asks a language model for a name and a description of a workflow. The code is in a separate module that is loaded on
 * the first call.
 *
 * @internal
 */
export async function explainWithModel(
  request: ExplanationRequest,
  dependencies: ExplainDependencies,
): Promise<WorkflowExplanation> {
  const { explainWithModel: explain } = await import('./explain-by-model.ts')
  return explain(request, dependencies)
}
