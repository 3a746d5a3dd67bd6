import type { UsageAmounts } from '@aw-flow/engine'
import { defined, type GrantedModel, type ModelPrices } from '@aw-flow/schema'
import type { ModelReply, ModelRequest, TokenCounts } from './language-model.ts'

/** The total usage of one or more requests. @internal */
export interface ModelUsage {
  requests: number
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  /** The cost of the requests whose price is known, in US dollars, or `null` if no price is known. */
  cost: number | null
  /** The number of requests whose price is unknown. `cost` does not include them. */
  unpriced: number
  /** The number of requests whose token counts are estimates, because the service did not report them. */
  uncounted: number
}

/** @internal */
export const zeroUsage: ModelUsage = {
  requests: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  cost: 0,
  unpriced: 0,
  uncounted: 0,
}

/** @internal */
export function addUsage(left: ModelUsage, right: ModelUsage): ModelUsage {
  const unpriced = left.unpriced + right.unpriced
  return {
    requests: left.requests + right.requests,
    inputTokens: left.inputTokens + right.inputTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    cost: toKnownCost((left.cost ?? 0) + (right.cost ?? 0), unpriced),
    unpriced,
    uncounted: left.uncounted + right.uncounted,
  }
}

/**
 * Returns the cost of requests, or `null` if it is unknown, so that an unknown cost is never displayed as 0.
 *
 * @param cost The cost of the requests whose price is known.
 * @param unpriced The number of requests whose price is unknown.
 * @internal
 */
export const toKnownCost = (cost: number, unpriced: number): number | null => (cost === 0 && unpriced > 0 ? null : cost)

/**
 * Returns a model's prices: the ones configured for it or, if there are none, those in the built-in table. Returns
 * `undefined` if the prices are unknown. The table is loaded on first use. If the table does not contain the exact
 * model name, a date at its end is ignored.
 *
 * @internal
 */
export async function findPrices({ address, model, prices }: GrantedModel): Promise<ModelPrices | undefined> {
  if (prices) return prices
  if (!URL.canParse(address)) return undefined
  const { modelPrices } = await import('./model-prices.ts')
  const { host } = new URL(address)
  const models = Object.hasOwn(modelPrices, host) ? modelPrices[host]! : {}
  const name = [model, model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, '')].find((key) => Object.hasOwn(models, key))
  if (name === undefined) return undefined
  const [input = 0, output = 0, cachedInput] = models[name]!
  return defined({ input, output, cachedInput })
}

/**
 * Returns the date of a model's prices, such as `2026-09-23`, if they come from the built-in table; otherwise
 * `undefined`.
 *
 * @internal
 */
export async function findPricesDate(model: GrantedModel): Promise<string | undefined> {
  if (model.prices || !(await findPrices(model))) return undefined
  return (await import('./model-prices.ts')).pricesDate
}

/** Computes the cost of tokens in US dollars. Returns `undefined` if there are no prices. @internal */
export function computeCost(tokens: TokenCounts, prices: ModelPrices | undefined): number | undefined {
  if (!prices) return undefined
  const { input, cachedInput = 0, output } = tokens
  const cachedPrice = prices.cachedInput ?? prices.input
  return ((input - cachedInput) * prices.input + cachedInput * cachedPrice + output * prices.output) / 1_000_000
}

/** Assumed number of bytes per token. It is deliberately low, so that estimates err on the high side. */
const bytesPerToken = 3
/** Assumed number of additional tokens per message. */
const tokensPerMessage = 8
/** Assumed maximum number of tokens in an answer if the request has no limit. */
const defaultMaxTokens = 4096

/** Estimates the number of tokens in a string. The estimate errs on the high side. @internal */
export const estimateTextTokens = (text: string): number =>
  Math.ceil(new TextEncoder().encode(text).length / bytesPerToken)

/** Estimates the maximum number of tokens in a request and its answer. @internal */
export function estimateTokens({ messages, answer, tools = [], maxTokens }: ModelRequest): TokenCounts {
  const parts = [messages, answer?.schema ?? null, tools]
  const byteCount = parts.reduce((total, part) => total + new TextEncoder().encode(JSON.stringify(part)).length, 0)
  return {
    input: Math.ceil(byteCount / bytesPerToken) + tokensPerMessage * messages.length,
    output: maxTokens ?? defaultMaxTokens,
  }
}

/**
 * Estimates the maximum usage of a request before it is sent. The estimate is the sum for all models in the list,
 * because each of them may receive the request and charge for a refusal.
 *
 * @internal
 */
export function estimateUsage(
  request: ModelRequest,
  prices: readonly (ModelPrices | undefined)[],
): Omit<UsageAmounts, 'toolCalls'> {
  const { input, output } = estimateTokens(request)
  const cost = prices.reduce((total, price) => total + (computeCost({ input, output }, price) ?? 0), 0)
  return { requests: 1, inputTokens: input * prices.length, outputTokens: output * prices.length, cost }
}

/** Returns the usage of a request. If the service does not report token counts, they are estimated. @internal */
export function measureUsage(
  request: ModelRequest,
  reply: Pick<ModelReply, 'text' | 'toolCalls' | 'tokens'>,
  prices: ModelPrices | undefined,
): ModelUsage {
  const replyLength = reply.text.length + JSON.stringify(reply.toolCalls ?? []).length
  const tokens = reply.tokens ?? {
    input: estimateTokens(request).input,
    output: Math.ceil(replyLength / bytesPerToken),
  }
  const cost = computeCost(tokens, prices)
  return {
    requests: 1,
    inputTokens: tokens.input,
    cachedTokens: tokens.cachedInput ?? 0,
    outputTokens: tokens.output,
    cost: cost ?? null,
    unpriced: cost === undefined ? 1 : 0,
    uncounted: reply.tokens ? 0 : 1,
  }
}

/**
 * Returns the usage of a request to a list of models, some of which may have refused before one answered. A refusal is
 * charged like any other reply, at its model's price.
 *
 * @param prices The models' prices, in the order of the list.
 * @internal
 */
export function measureReply(
  request: ModelRequest,
  reply: ModelReply,
  prices: readonly (ModelPrices | undefined)[],
): ModelUsage {
  const { answeredBy, refusals = [] } = reply
  return refusals.reduce(
    (total, { index, ...refusal }) =>
      addUsage(total, { ...measureUsage(request, refusal, prices[index]), requests: 0 }),
    measureUsage(request, reply, prices[answeredBy?.index ?? 0]),
  )
}

/** Estimates the usage of interrupted requests, for which the provider may have charged. @internal */
export function estimateLostUsage(
  request: ModelRequest,
  interruptedCount: number,
  prices: ModelPrices | undefined,
): ModelUsage {
  const tokens = estimateTokens(request)
  const cost = computeCost(tokens, prices)
  return {
    requests: interruptedCount,
    inputTokens: interruptedCount * tokens.input,
    cachedTokens: 0,
    outputTokens: interruptedCount * tokens.output,
    cost: cost === undefined ? null : interruptedCount * cost,
    unpriced: cost === undefined ? interruptedCount : 0,
    uncounted: interruptedCount,
  }
}
