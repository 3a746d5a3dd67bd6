import { z } from '../wire/zod.ts'

/**
 * The use of a language model: requests, tokens as counted by the service (`uncounted`: responses without a count, whose
 * tokens are estimates), and `cost` in US dollars; absent if a price is unknown.
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
