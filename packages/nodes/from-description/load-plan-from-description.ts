import type { DescriptionPlan } from '@aw-flow/schema'
import type { DescriptionRequest } from './plan-from-description.ts'

/**
 * Plans the nodes that an English or German description names, without a language model. The code is in a separate
 * module that is loaded on the first call.
 *
 * @internal
 */
export async function planFromDescription(request: DescriptionRequest): Promise<DescriptionPlan> {
  const planning = await import('./plan-from-description.ts')
  return planning.planFromDescription(request)
}

/**
 * Returns the built-in templates as a JSON list of `{id, document}`. They are in a separate module that is loaded on
 * the first call.
 *
 * @internal
 */
export async function loadTemplateDocuments(): Promise<string> {
  const { templateDocuments } = await import('./template-documents.ts')
  return templateDocuments
}
