import type { DescriptionPlan } from '@aw-flow/schema'
import type { DescriptionRequest } from './plan-from-description.ts'

/**
 * Plans the nodes that a description in English or German requests, by rules. The rules are in a separate module that
 * is loaded by the first call.
 *
 * @internal
 */
export async function planFromDescription(request: DescriptionRequest): Promise<DescriptionPlan> {
  const rules = await import('./plan-from-description.ts')
  return rules.planFromDescription(request)
}
