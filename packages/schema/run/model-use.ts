import { z } from '../wire/zod.ts'

/**
 * What a language model was asked for and what it took. Tokens are what the service counted; `uncounted` answers came
 * without a count. `cost` is worked out of prices that a person has given, in their currency; absent without prices.
 */
export const modelUseSchema = z.strictObject({
  model: z.string(),
  /** Where it was asked: host and port. */
  host: z.string(),
  requests: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  uncounted: z.number().int(),
  cost: z.number().optional(),
})
export type ModelUse = z.infer<typeof modelUseSchema>
