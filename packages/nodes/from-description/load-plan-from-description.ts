import type { DescriptionPlan } from '@aw-flow/schema'
import type { DescriptionRequest } from './plan-from-description.ts'

/**
 * Plans the nodes that an English or German description requests, using rules. The rules are in a separate module that
 * is loaded on the first call.
 *
 * @internal
 */
export async function planFromDescription(request: DescriptionRequest): Promise<DescriptionPlan> {
  const rules = await import('./plan-from-description.ts')
  return rules.planFromDescription(request)
}
