import { z } from './zod.ts'

const nonNegativeNumber = z.number().min(0)

/** @internal */
export const modelPricesSchema = z.strictObject({
  /** The price of input tokens. */
  input: nonNegativeNumber,
  /** The price of input tokens that the service has cached. Default: the same as `input`. */
  cachedInput: nonNegativeNumber.optional(),
  /** The price of output tokens. */
  output: nonNegativeNumber,
})
/** Prices per million tokens, in US dollars. @public */
export type ModelPrices = z.infer<typeof modelPricesSchema>

/** @internal */
export const grantedModelSchema = z.strictObject({
  /** The name that nodes use to select the model. */
  id: z.string().min(1).max(200),
  /**
   * The API of the service. `openai`: OpenAI's chat completions API. `anthropic`: Anthropic's messages API. `host`: the
   * host provides the model, such as one built into a browser.
   */
  protocol: z.enum(['openai', 'anthropic', 'host']).default('openai'),
  /** The base URL of the service, such as `https://api.openai.com/v1`. Empty for `host`. */
  address: z.string().max(2000).default(''),
  /** The model's name in the service. */
  model: z.string().min(1).max(200),
  /** The name of the secret that contains the API key. If absent or empty, no key is sent. */
  secret: z.string().max(64).optional(),
  /** Prices that override the built-in price table. */
  prices: modelPricesSchema.optional(),
})
/** A language model that a user has allowed workflows to use. @public */
export type GrantedModel = z.infer<typeof grantedModelSchema>

/** @internal */
export const usageLimitsSchema = z.strictObject({
  requests: nonNegativeNumber.optional(),
  toolCalls: nonNegativeNumber.optional(),
  inputTokens: nonNegativeNumber.optional(),
  outputTokens: nonNegativeNumber.optional(),
  cost: nonNegativeNumber.optional(),
  /**
   * The duration of calls, in ms. For a run: the time during which at least one model request or tool call is in
   * progress. For a month: the total duration of all model requests.
   */
  ms: nonNegativeNumber.optional(),
})

/** @internal */
export const grantedModelsSchema = z.strictObject({
  /** The models. Each model has a unique `id`. */
  models: z.array(grantedModelSchema).max(100),
  /** The `id` of the model for nodes that do not select one. */
  defaultModel: z.string().optional(),
  /** Combined limits for all model and tool calls in a run. Default: none. */
  runLimits: usageLimitsSchema.optional(),
  /**
   * Combined limits for all model and tool calls by an origin's pages in a calendar month (UTC). Default: none. Servers
   * have separate limits per workspace.
   */
  monthLimits: usageLimitsSchema.optional(),
})
/** A host's granted models and usage limits. @public */
export type GrantedModels = z.infer<typeof grantedModelsSchema>
