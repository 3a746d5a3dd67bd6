import { z } from './zod.ts'

const price = z.number().min(0)

/** @internal */
export const modelPricesSchema = z.strictObject({
  /** The price of input tokens. */
  input: price,
  /** The price of input that the service has cached. Default: as `input`. */
  cachedInput: price.optional(),
  /** The price of output tokens. */
  output: price,
})
/** Prices per million tokens, in US dollars. @public */
export type ModelPrices = z.infer<typeof modelPricesSchema>

/** @internal */
export const grantedModelSchema = z.strictObject({
  /** The name that nodes use to choose the model. */
  id: z.string().min(1).max(200),
  /**
   * `openai`: a service with OpenAI's chat completions API. `anthropic`: Anthropic's messages API. `host`: the host
   * provides the model, such as one that is built into a browser.
   */
  protocol: z.enum(['openai', 'anthropic', 'host']).default('openai'),
  /** The base URL of the service, such as `https://api.openai.com/v1`; empty for `host`. */
  address: z.string().max(2000).default(''),
  /** The name of the model at its service. */
  model: z.string().min(1).max(200),
  /** The name of the secret with the API key; absent or empty: none. */
  secret: z.string().max(64).optional(),
  /** Prices that replace the prices of the built-in table. */
  prices: modelPricesSchema.optional(),
})
/** A language model that a user has granted to workflows. @public */
export type GrantedModel = z.infer<typeof grantedModelSchema>

/** @internal */
export const usageLimitsSchema = z.strictObject({
  requests: price.optional(),
  toolCalls: price.optional(),
  inputTokens: price.optional(),
  outputTokens: price.optional(),
  cost: price.optional(),
  /**
   * The time of calls, in ms. For a run: the time during which at least one request to a model or tool call is in
   * progress. For a month: the sum of the times of all requests to models.
   */
  ms: price.optional(),
})

/** @internal */
export const grantedModelsSchema = z.strictObject({
  /** The models, each with a different `id`. */
  models: z.array(grantedModelSchema).max(100),
  /** The `id` of the model that nodes without a choice use. */
  defaultModel: z.string().optional(),
  /** The limits on all model calls and tool calls of a run together. Default: none. */
  runLimits: usageLimitsSchema.optional(),
  /**
   * The limits on all model calls and tool calls of the pages of an origin together in a calendar month (UTC). Default:
   * none. Servers have their own limits per workspace.
   */
  monthLimits: usageLimitsSchema.optional(),
})
/** The models of a host, and the limits of a run. @public */
export type GrantedModels = z.infer<typeof grantedModelsSchema>
