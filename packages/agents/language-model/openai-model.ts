import { NodeError, redactStrings, type Egress } from '@aw-flow/engine'
import { defined, error, getValue, parseJson } from '@aw-flow/schema'
import type { OpenAI } from 'openai'
import { toChatMessages, toChatTools } from './chat-messages.ts'
import { createEgressFetch, type EgressFetch } from './egress-fetch.ts'
import type { LanguageModel, ModelRequest, ModelReply } from './language-model.ts'
import {
  createNoReplyError,
  findErrorText,
  findRejectedFeature,
  findTokenLimit,
  isRefusal,
  toModelError,
  type RequestFeature,
} from './model-problems.ts'
import { createReplyBuilder, type Completion } from './read-completion.ts'
import { readEventsOrText } from './server-events.ts'

/** @internal */
export interface ModelSettings {
  /**
   * The service's base URL, without `/chat/completions`: `https://api.example.com/v1`. Query parameters are sent with
   * each request: `https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT?api-version=2024-10-21`.
   */
  address: string
  /** The name by which the service identifies the model. */
  model: string
  /**
   * The name of the secret to authenticate with. OpenAI-compatible services receive it as a bearer token, Azure
   * deployments as `api-key`, and Anthropic as `x-api-key`. Default: none.
   */
  secret?: string
  /** The maximum time without receiving data, in ms. Default: 120,000. */
  idleTimeoutMs?: number
  /** The maximum number of retries after transient failures. Default: 2. */
  maxRetries?: number
}

/** Features of a request that a service supports. Features that it rejects are not requested again. */
interface SupportedFeatures {
  answerFormat: 'json_schema' | 'json_object' | 'text'
  includesTokenCounts: boolean
  tokenLimit: 'max_tokens' | 'max_completion_tokens'
  /** The most output tokens that the model accepts as a limit, as far as it has rejected a higher one. */
  highestTokenLimit: number
  acceptsTemperature: boolean
  /** Whether the service streams its response. Some do so only for verified customers. */
  streams: boolean
  /** The role of instructions, because some models have no system messages. */
  systemRole: 'system' | 'user'
  /** Whether the parameters of tools have keywords of JSON Schema that not all services support. */
  hasToolSchemas: boolean
}

/** Returns the features without one that the service has rejected, or `undefined` if there is no alternative. */
function withoutFeature(
  features: SupportedFeatures,
  rejected: RequestFeature | undefined,
): SupportedFeatures | undefined {
  const { answerFormat, includesTokenCounts, tokenLimit, acceptsTemperature, streams, systemRole, hasToolSchemas } =
    features
  if (rejected === 'answer-format' && answerFormat !== 'text')
    return { ...features, answerFormat: answerFormat === 'json_schema' ? 'json_object' : 'text' }
  if (rejected === 'token-counts' && includesTokenCounts) return { ...features, includesTokenCounts: false }
  if (rejected === 'token-limit' && tokenLimit === 'max_tokens')
    return { ...features, tokenLimit: 'max_completion_tokens' }
  if (rejected === 'temperature' && acceptsTemperature) return { ...features, acceptsTemperature: false }
  if (rejected === 'stream' && streams) return { ...features, streams: false, includesTokenCounts: false }
  if (rejected === 'system' && systemRole === 'system') return { ...features, systemRole: 'user' }
  if (rejected === 'tool-schema' && hasToolSchemas) return { ...features, hasToolSchemas: false }
  return undefined
}

/**
 * Creates a language model for a service that provides OpenAI's Chat Completions API. It uses the `openai` package,
 * whose requests go through the egress broker. It requests a stream, so that slow models do not time out, but also
 * accepts complete responses. A feature that a service rejects by name, such as schemas or token counts, is not requested
 * again.
 *
 * @internal
 */
export function createOpenAiModel(settings: ModelSettings, egress: Egress): LanguageModel {
  const { address, model, secret, idleTimeoutMs = 120_000, maxRetries = 2 } = settings
  const host = URL.canParse(address) ? new URL(address).host : address
  const { baseURL, query, isAzureDeployment } = parseAddress(address)
  let features: SupportedFeatures = {
    answerFormat: 'json_schema',
    includesTokenCounts: true,
    tokenLimit: 'max_tokens',
    highestTokenLimit: Infinity,
    acceptsTemperature: true,
    streams: true,
    systemRole: 'system',
    hasToolSchemas: true,
  }
  return {
    name: model,
    host,
    async ask(request) {
      // Loads the library with the first request, because most tables are prepared without a model.
      const { default: Client, APIError: ApiError } = await import('openai')
      const controller = new AbortController()
      const { signal } = request
      const onAbort = (): void => controller.abort(signal?.reason)
      if (signal?.aborted) onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      const egressFetch = createEgressFetch(egress, {
        secrets:
          secret === undefined || secret === ''
            ? []
            : [isAzureDeployment ? { name: secret, as: 'header', field: 'api-key' } : { name: secret, as: 'bearer' }],
        idleMs: idleTimeoutMs,
        signal: controller.signal,
      })
      const client = new Client({
        baseURL,
        defaultQuery: query,
        // This is a placeholder, because the broker adds the key.
        apiKey: 'placeholder',
        organization: null,
        project: null,
        maxRetries,
        timeout: 10 * idleTimeoutMs,
        logLevel: 'off',
        // This is safe, because the page does not have the key.
        dangerouslyAllowBrowser: true,
        fetch: egressFetch.send as NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch'],
      })
      try {
        for (;;) {
          try {
            const reply = await requestOnce(client, model, request, features, controller)
            signal?.throwIfAborted()
            const failure = egressFetch.getFailure()
            // The text received before an interruption may be complete, but a response that exceeded a limit is not
            // accepted.
            if (failure instanceof NodeError && failure.kind === 'permanent') throw failure
            // A secret can be divided between the events of a stream.
            return redactStrings(reply, egressFetch.redact)
          } catch (cause) {
            signal?.throwIfAborted()
            const body = egressFetch.getErrorBody()
            if (!(cause instanceof ApiError)) throw cause
            const text = findErrorText(body) ?? ''
            if (isRefusal(body)) return { text: '', refusal: text, ended: 'refused' }
            const rejectedFeature = findRejectedFeature(cause.status, body)
            if (rejectedFeature === 'tools' && request.tools?.length)
              throw new NodeError('permanent', error('model.no-tools', { model, host, said: text.slice(0, 300) }))
            const limit = findTokenLimit(body, Math.min(request.maxTokens ?? 0, features.highestTokenLimit))
            const remainingFeatures =
              limit === undefined
                ? withoutFeature(features, rejectedFeature)
                : { ...features, highestTokenLimit: limit }
            if (!remainingFeatures) throw cause
            features = remainingFeatures
          }
        }
      } catch (cause) {
        signal?.throwIfAborted()
        throw toNodeError(cause, egressFetch, model, host)
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}

/**
 * Splits a URL into its base and its query parameters. Otherwise, the library would append the request path to the
 * query.
 */
function parseAddress(address: string): {
  baseURL: string
  query: Record<string, string>
  isAzureDeployment: boolean
} {
  const [base, query] = address.split('?', 2) as [string, string | undefined]
  const baseURL = base.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')
  return {
    baseURL,
    query: Object.fromEntries(new URLSearchParams(query)),
    isAzureDeployment: /\/openai\/deployments\/[^/]+$/.test(baseURL),
  }
}

async function requestOnce(
  client: OpenAI,
  model: string,
  { messages, answer, tools = [], temperature = 0, maxTokens, onText }: ModelRequest,
  features: SupportedFeatures,
  controller: AbortController,
): Promise<ModelReply> {
  const { answerFormat: format, includesTokenCounts, tokenLimit, acceptsTemperature, streams, systemRole } = features
  const host = new URL(client.baseURL).host
  const author = `${host} ${model}`
  const response = await client.chat.completions
    .create(
      {
        model,
        messages: toChatMessages(messages, { systemRole, author }),
        ...(acceptsTemperature ? { temperature } : {}),
        ...(maxTokens === undefined ? {} : { [tokenLimit]: Math.min(maxTokens, features.highestTokenLimit) }),
        ...(tools.length === 0 ? {} : { tools: toChatTools(tools, !features.hasToolSchemas) }),
        stream: streams,
        ...(includesTokenCounts ? { stream_options: { include_usage: true } } : {}),
        ...(format === 'text' || !answer
          ? {}
          : format === 'json_object'
            ? { response_format: { type: 'json_object' as const } }
            : {
                response_format: {
                  type: 'json_schema' as const,
                  json_schema: { ...answer, schema: { ...answer.schema } },
                },
              }),
      },
      { signal: controller.signal },
    )
    .asResponse()
  const builder = createReplyBuilder({ author, tools, onText })
  /** Adds a response or a part of it. Some services send errors with status 200. Returns the reply to a refusal. */
  const add = (completion: Completion & { error?: unknown }): ModelReply | undefined => {
    const failure =
      completion.error ?? (completion.choices ? [completion.choices].flat()[0]?.error : completion) ?? undefined
    const said = findErrorText(failure)
    if (said === undefined) builder.add(completion)
    else if (isRefusal(failure)) return { text: '', refusal: said, ended: 'refused' }
    else throw toModelError(model, host, { status: readStatus(failure), body: failure, message: said })
    return undefined
  }
  const content = await readEventsOrText(response).catch(() => ({ text: '' }))
  if (content.text !== undefined) {
    const { text } = content
    if (text === '') return builder.buildReply()
    const [completion] = [getValue(parseJson(text))].flat() as (Completion | null | undefined)[]
    const refusal = typeof completion === 'object' && completion ? add(completion) : undefined
    if (!completion?.choices && !refusal) throw createNoReplyError(model, host, response, text)
    builder.end()
    return refusal ?? builder.buildReply()
  }
  const events = content.events[Symbol.asyncIterator]()
  try {
    for (;;) {
      // Without a finish reason, the caller reports that the answer may be incomplete.
      const event = await events.next().catch(() => builder.cut())
      if (!event || event.done) break
      const { data } = event.value
      if (data.trim() === '[DONE]') {
        builder.end()
        break
      }
      const chunk = getValue(parseJson(data))
      if (typeof chunk !== 'object' || chunk === null) {
        // Proxies send words such as "ping". Without a part of the answer, it would not be complete.
        if (/^\w*$/.test(data.trim())) continue
        break
      }
      const refusal = add(chunk as Completion)
      if (refusal) return refusal
    }
  } finally {
    await events.return?.(undefined)
  }
  return builder.buildReply()
}

/** Returns the status that an error in a response with status 200 has as its code. */
function readStatus(failure: unknown): number | undefined {
  const { code, status } = Object(failure) as { code?: unknown; status?: unknown }
  return [code, status].map(Number).find((candidate) => candidate >= 400 && candidate < 600)
}

function toNodeError(cause: unknown, egressFetch: EgressFetch, model: string, host: string): NodeError {
  const denial = egressFetch.getDenial()
  if (denial) return denial
  if (cause instanceof NodeError) return cause
  const apiError = cause as Error & { status?: number; error?: unknown; cause?: unknown }
  for (const innerError of [apiError.cause, egressFetch.getFailure()])
    if (innerError instanceof NodeError) return innerError
  const { status } = apiError
  const body = status === undefined ? apiError.error : egressFetch.getErrorBody()
  const { kind, problem } = toModelError(model, host, {
    status,
    body,
    type: egressFetch.getErrorType(),
    message: egressFetch.redact(apiError.message),
  })
  return new NodeError(kind, problem, defined({ retryAfterMs: egressFetch.getRetryAfterMs() }))
}
