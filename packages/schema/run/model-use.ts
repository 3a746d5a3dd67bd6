import { z } from '../wire/zod.ts'

/**
 * Usage of a language model. Tokens are counted by the service; `uncounted` is the number of responses without a
 * count, whose tokens are estimated. `cost` is in US dollars and absent if a price is unknown.
 *
 * @internal
 */
export const modelUseSchema = z.strictObject({
  model: z.string(),
  /** The host and port of the service. */
  host: z.string(),
  requests: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  uncounted: z.number().int(),
  cost: z.number().optional(),
})
/** @internal */
export type ModelUse = z.infer<typeof modelUseSchema>
