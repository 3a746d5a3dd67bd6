import { NodeError, redactStrings, type Egress } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { defined, error as createError, getValue, parseJson, unwrap } from '@aw-flow/schema'
import { toBasicTool } from './basic-schema.ts'
import { createEgressFetch, type EgressFetch } from './egress-fetch.ts'
import type { LanguageModel, ModelMessage, ModelReply, ModelRequest, ToolCall, TokenCounts } from './language-model.ts'
import {
  createNoReplyError,
  findErrorText,
  findRejectedFeature,
  findTokenLimit,
  isRefusal,
  toModelError,
  type RequestFeature,
} from './model-problems.ts'
import { createReasoningFilter, removeUnopenedReasoning } from './reasoning-filter.ts'
import type { ModelSettings } from './openai-model.ts'
import { toSentConversation } from './sent-conversation.ts'
import { readEventsOrText } from './server-events.ts'

/** The API version that requests specify. */
const apiVersion = '2023-06-01'
/** Maximum number of output tokens if the request has no limit. The API requires a limit, and rejects a higher one than the model's. */
const defaultMaxTokens = 4096
/** Delay before the first retry, in ms, if the service does not specify one. It doubles with each further retry. */
const retryDelayMs = 1_000
const maxRetryDelayMs = 60_000

/**
 * Creates a language model that uses Anthropic's Messages API via the egress broker. It requests a stream but also
 * accepts complete responses. If the request specifies an answer schema, the model must call a tool whose parameters
 * have this schema. The arguments of this call are the answer.
 *
 * @param sleep Waits before a retry. Default: a timer.
 * @internal
 */
export function createAnthropicModel(
  { address, model, secret, idleTimeoutMs = 120_000, maxRetries = 2 }: ModelSettings,
  egress: Egress,
  sleep: (ms: number, signal: AbortSignal) => Promise<void> = sleepFor,
): LanguageModel {
  const host = URL.canParse(address) ? new URL(address).host : address
  let features: SupportedFeatures = {
    temperature: true,
    toolChoice: true,
    toolSchemas: true,
    tokenLimit: Infinity,
  }
  const url = `${address.replace(/\/+$/, '').replace(/\/v1(?:\/messages)?$/, '')}/v1/messages`
  return {
    name: model,
    host,
    async ask(request) {
      const controller = new AbortController()
      const signal = request.signal ? AbortSignal.any([request.signal, controller.signal]) : controller.signal
      const egressFetch = createEgressFetch(egress, {
        secrets: secret === undefined || secret === '' ? [] : [{ name: secret, as: 'header', field: 'x-api-key' }],
        idleMs: idleTimeoutMs,
        signal,
      })
      for (let attempt = 0; ; attempt++) {
        const body = JSON.stringify(createRequestBody(model, request, features))
        try {
          // A secret can be divided between the events of a stream.
          return redactStrings(
            await requestOnce(url, body, request, { channel: egressFetch, model, host }),
            egressFetch.redact,
          )
        } catch (error) {
          request.signal?.throwIfAborted()
          const failure = toNodeError(error, egressFetch, model, host)
          const rejectedFeature =
            failure.problem.code === 'model.failed' && findRejectedFeature(400, egressFetch.getErrorBody())
          if (isRefusal(egressFetch.getErrorBody()))
            return { text: '', refusal: findErrorText(egressFetch.getErrorBody()) ?? '', ended: 'refused' }
          const { maxTokens = defaultMaxTokens } = request
          const lowerLimit = findTokenLimit(egressFetch.getErrorBody(), Math.min(maxTokens, features.tokenLimit))
          const remainingFeatures =
            lowerLimit === undefined
              ? withoutFeature(features, rejectedFeature || undefined)
              : { ...features, tokenLimit: lowerLimit }
          if (remainingFeatures) {
            features = remainingFeatures
            attempt--
            continue
          }
          if (rejectedFeature === 'tools' && request.tools?.length) {
            const said = (findErrorText(egressFetch.getErrorBody()) ?? '').slice(0, 300)
            throw new NodeError('permanent', createError('model.no-tools', { model, host, said }))
          }
          if (failure.kind !== 'transient' || attempt >= maxRetries) throw failure
          await sleep(Math.min(failure.retryAfterMs ?? retryDelayMs * 2 ** attempt, maxRetryDelayMs), signal)
        }
      }
    },
  }
}

/** Features of a request that a service supports. Features that it rejects are not requested again. */
interface SupportedFeatures {
  temperature: boolean
  toolChoice: boolean
  /** Whether the parameters of tools have keywords of JSON Schema that not all services support. */
  toolSchemas: boolean
  /** The most output tokens that the model accepts as a limit, as far as it has rejected a higher one. */
  tokenLimit: number
}

/** Returns the features without one that the service has rejected, or `undefined` if there is no alternative. */
function withoutFeature(
  features: SupportedFeatures,
  rejected: RequestFeature | undefined,
): SupportedFeatures | undefined {
  if (rejected === 'temperature' && features.temperature) return { ...features, temperature: false }
  if (rejected === 'tool-schema' && features.toolSchemas) return { ...features, toolSchemas: false }
  return rejected === 'tool-choice' && features.toolChoice ? { ...features, toolChoice: false } : undefined
}

interface ContentBlock {
  type: string
  text?: string
  id?: string
  name?: string
  input?: unknown
}

interface Usage {
  input_tokens?: number
  cache_creation_input_tokens?: number | null
  cache_read_input_tokens?: number | null
  output_tokens?: number
}

/** A complete response, or one event of a stream. */
interface ResponseOrEvent {
  type?: string
  message?: { usage?: Usage }
  index?: number
  content_block?: ContentBlock
  delta?: { type?: string; text?: string; partial_json?: string; stop_reason?: string | null }
  usage?: Usage
  error?: { type?: string; message?: string }
  content?: string | ContentBlock[] | null
  stop_reason?: string | null
}

async function requestOnce(
  url: string,
  body: string,
  request: ModelRequest,
  { channel: egressFetch, model, host }: { channel: EgressFetch; model: string; host: string },
): Promise<ModelReply> {
  const response = await egressFetch.send(url, {
    method: 'POST',
    headers: [
      ['content-type', 'application/json'],
      ['accept', 'text/event-stream, application/json'],
      ['anthropic-version', apiVersion],
      // This is safe, because the broker adds the key and scripts on the page cannot read it.
      ['anthropic-dangerous-direct-browser-access', 'true'],
    ],
    body,
  })
  if (response.status >= 400) {
    const failure = toModelError(model, host, {
      status: response.status,
      body: egressFetch.getErrorBody(),
      type: egressFetch.getErrorType(),
      message: '',
    })
    throw new NodeError(failure.kind, failure.problem, defined({ retryAfterMs: egressFetch.getRetryAfterMs() }))
  }
  const builder = createReplyBuilder(request)
  const received = await readEventsOrText(response)
  if (received.text !== undefined) {
    const { text } = received
    const completeResponse = Object(getValue(parseJson(text))) as ResponseOrEvent
    if (completeResponse.error) throw toStreamError(completeResponse.error, model, host)
    const { content } = completeResponse
    if (content === undefined) throw createNoReplyError(model, host, response, text)
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : [content ?? []].flat()
    blocks.forEach((block, index) => builder.addBlock(index, block))
    builder.addUsage(completeResponse.usage)
    builder.setStopReason(completeResponse.stop_reason)
    builder.end()
    return builder.buildReply()
  }
  try {
    for await (const { data } of received.events) {
      const event = unwrap(parseJson(data)) as ResponseOrEvent
      if (event.type === 'error') throw toStreamError(event.error, model, host)
      if (event.type === 'message_start') builder.addUsage(event.message?.usage)
      if (event.type === 'content_block_start' && event.content_block)
        builder.addBlock(event.index ?? 0, event.content_block)
      if (event.type === 'content_block_delta') builder.addDelta(event.index ?? 0, event.delta ?? {})
      if (event.type === 'message_delta') {
        builder.addUsage(event.usage)
        builder.setStopReason(event.delta?.stop_reason)
      }
      if (event.type === 'message_stop') builder.end()
    }
  } catch (error) {
    if (error instanceof NodeError || request.signal?.aborted) throw error
    // The text received before an interruption may be complete. The caller checks whether it is.
    if (builder.isEmpty()) throw error
  }
  return builder.buildReply()
}

/** Creates the error that a service reports after it has begun to respond. Errors without a known type are permanent. */
const toStreamError = (error: ResponseOrEvent['error'], model: string, host: string): NodeError =>
  toModelError(model, host, { status: 200, body: error, message: '' })

const finishReasonByStopReason: Readonly<Record<string, ModelReply['ended']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refused',
  tool_use: 'tools',
}

function createReplyBuilder({ answer, onText }: ModelRequest) {
  const blocks: (ContentBlock & { json: string })[] = []
  const usage: Required<{ [Key in keyof Usage]: number }> = {
    input_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 0,
  }
  let hasUsage = false
  let stopReason: ModelReply['ended'] | undefined
  const reasoning = createReasoningFilter()
  const addText = (block: ContentBlock, addedText: string): void => {
    const text = block.type === 'text' ? reasoning.push(addedText) : ''
    block.text = (block.text ?? '') + text
    if (text !== '') onText?.(text)
  }
  return {
    isEmpty: () => blocks.length === 0,
    addBlock(index: number, { text = '', ...block }: ContentBlock): void {
      blocks[index] = { ...block, json: '' }
      addText(blocks[index], text)
    },
    addDelta(index: number, delta: NonNullable<ResponseOrEvent['delta']>): void {
      const block = (blocks[index] ??= { type: 'text', json: '' })
      if (delta.type === 'text_delta') addText(block, delta.text ?? '')
      if (delta.type === 'input_json_delta') block.json += delta.partial_json ?? ''
    },
    addUsage(update: Usage | undefined): void {
      for (const name of [
        'input_tokens',
        'cache_creation_input_tokens',
        'cache_read_input_tokens',
        'output_tokens',
      ] as const) {
        const count = update?.[name]
        if (typeof count !== 'number') continue
        hasUsage = true
        // Later events contain totals, so they replace earlier counts.
        usage[name] = count
      }
    },
    setStopReason(reason: string | null | undefined): void {
      if (typeof reason === 'string') stopReason = finishReasonByStopReason[reason] ?? 'unknown'
    },
    /** Marks the answer as complete, for services that send an end marker instead of a stop reason. */
    end(): void {
      if (blocks.length > 0) stopReason ??= 'stop'
    },
    buildReply(): ModelReply {
      const receivedBlocks = blocks.filter(Boolean)
      const finishReason = stopReason ?? 'unknown'
      const isCut = finishReason === 'unknown' || finishReason === 'length'
      const lastText = reasoning.end()
      if (lastText !== '') onText?.(lastText)
      const text = removeUnopenedReasoning(receivedBlocks.map((block) => block.text ?? '').join('') + lastText)
      const calls = receivedBlocks
        .filter(({ type }) => type === 'tool_use')
        .map(({ id, name, json, input }, index): ToolCall => ({
          id: id || `call-${index + 1}`,
          name: name ?? '',
          // A stream has the arguments as fragments or, from some services, in the first event. Without its end, their
          // fragments may be missing.
          arguments:
            json === '' && !(isCut && Object.keys(Object(input)).length === 0) ? JSON.stringify(input ?? {}) : json,
        }))
      const answerCall = answer && calls.find(({ name }) => name === toToolName(answer.name))
      const cachedTokenCount = usage.cache_read_input_tokens
      const tokens: TokenCounts = {
        input: usage.input_tokens + usage.cache_creation_input_tokens + cachedTokenCount,
        ...(cachedTokenCount > 0 ? { cachedInput: cachedTokenCount } : {}),
        output: usage.output_tokens,
      }
      const tokenFields = hasUsage ? { tokens } : {}
      if (answerCall)
        return { text: answerCall.arguments, ended: finishReason === 'tools' ? 'stop' : finishReason, ...tokenFields }
      if (finishReason === 'refused') {
        const refusal = text === '' ? englishFormatter.format(message('model.refused', { said: '' })) : text
        return { text: '', refusal, ended: finishReason, ...tokenFields }
      }
      return { text, ended: finishReason, ...(calls.length > 0 ? { toolCalls: calls } : {}), ...tokenFields }
    },
  }
}

const toToolName = (name: string): string => name.replace(/[^\w-]/g, '_').slice(0, 64)

function createRequestBody(
  model: string,
  { messages, answer, tools = [], temperature = 0, maxTokens = defaultMaxTokens }: ModelRequest,
  features: SupportedFeatures,
): Record<string, unknown> {
  const system = messages.flatMap((entry) => (entry.role === 'system' ? [entry.content] : [])).join('\n\n')
  const declaredTools = [
    ...(features.toolSchemas ? tools : tools.map(toBasicTool)).map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: parameters,
    })),
    ...(answer
      ? [{ name: toToolName(answer.name), description: 'Returns the final answer.', input_schema: answer.schema }]
      : []),
  ]
  const toolChoice =
    answer && features.toolChoice
      ? tools.length > 0
        ? { type: 'any' }
        : { type: 'tool', name: toToolName(answer.name) }
      : undefined
  return {
    model,
    max_tokens: Math.min(maxTokens, features.tokenLimit),
    ...(features.temperature ? { temperature: Math.min(1, temperature) } : {}),
    ...(system === '' ? {} : { system }),
    messages: toMessages(messages),
    ...(declaredTools.length === 0 ? {} : { tools: declaredTools }),
    ...defined({ tool_choice: toolChoice }),
    stream: true,
  }
}

interface ApiMessage {
  role: 'user' | 'assistant'
  content: Record<string, unknown>[]
}

/**
 * Converts messages to the API's format, without the system prompt. The results of parallel tool calls are combined
 * into one message.
 */
function toMessages(messages: readonly ModelMessage[]): ApiMessage[] {
  const result: ApiMessage[] = []
  const appendMessage = (role: ApiMessage['role'], blocks: Record<string, unknown>[]): void => {
    // The API rejects messages without content.
    if (blocks.length === 0) return
    const last = result.at(-1)
    if (last?.role === role) last.content.push(...blocks)
    else result.push({ role, content: blocks })
  }
  for (const entry of toSentConversation(messages)) {
    if (entry.role === 'system') continue
    if (entry.role === 'tool') {
      const { call, content, isError } = entry
      appendMessage('user', [
        { type: 'tool_result', tool_use_id: call, content, ...(isError ? { is_error: true } : {}) },
      ])
      continue
    }
    // The API also rejects blank text.
    const textBlocks = entry.content.trim() === '' ? [] : [{ type: 'text', text: entry.content }]
    const calls = entry.role === 'assistant' ? (entry.toolCalls ?? []) : []
    appendMessage(entry.role, [
      ...textBlocks,
      ...calls.map(({ id, name, arguments: json }) => ({
        type: 'tool_use',
        id,
        name,
        input: unwrap(parseJson(json)),
      })),
    ])
  }
  return result
}

function toNodeError(error: unknown, egressFetch: EgressFetch, model: string, host: string): NodeError {
  const denial = egressFetch.getDenial()
  if (denial) return denial
  if (error instanceof NodeError) return error
  const failure = egressFetch.getFailure()
  if (failure instanceof NodeError) return failure
  const text = error instanceof Error ? error.message : String(error)
  return toModelError(model, host, { message: egressFetch.redact(text) })
}

const sleepFor = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
