import { NodeError, type Egress } from '@aw-flow/engine'
import type { OpenAI } from 'openai'
import { egressFetch, type EgressFetch } from './egress-fetch.ts'
import type { LanguageModel, ModelQuestion, ModelReply } from './language-model.ts'
import { modelFailure, wordsOf } from './model-problems.ts'
import { replyBuilder, type Completion } from './read-completion.ts'

export interface ModelSettings {
  /** Where the service is, up to and without `/chat/completions`: `https://api.example.com/v1`. */
  address: string
  /** The model's name there. */
  model: string
  /** The name of the secret that is sent as a bearer token; none where it is not said. */
  secret?: string
  /** So long may nothing come, in ms; two minutes where it is not said. */
  patienceMs?: number
  /** How often a request is made again that failed by chance; 2 where it is not said. */
  retries?: number
}

/** How an answer is held to its schema, and what else is asked for; services know more or less of it. */
const ways = [
  { format: 'json_schema', counts: true },
  { format: 'json_object', counts: true },
  { format: 'json_object', counts: false },
  { format: 'text', counts: false },
] as const

/**
 * A language model behind any endpoint that speaks OpenAI's chat completions, by the `openai` package through the one
 * broker. Asks for a stream, so that a slow model is no silent one, and takes a whole answer as well. What a service
 * refuses as unknown (a schema, counting tokens) it is not asked for again.
 */
export function openAiModel(settings: ModelSettings, egress: Egress): LanguageModel {
  const { address, model, secret, patienceMs = 120_000, retries = 2 } = settings
  const host = URL.canParse(address) ? new URL(address).host : address
  let way = 0
  return {
    name: model,
    host,
    async ask(question) {
      // Loaded with the first question: most tables are prepared without a model.
      const { default: Client, APIError: Failure } = await import('openai')
      const stop = new AbortController()
      const { signal } = question
      const onAbort = (): void => stop.abort(signal?.reason)
      if (signal?.aborted) onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      const channel = egressFetch(egress, {
        secrets: secret === undefined || secret === '' ? [] : [{ name: secret, as: 'bearer' }],
        idleMs: patienceMs,
        signal: stop.signal,
      })
      const client = new Client({
        baseURL: address.replace(/\/+$/, ''),
        // The broker puts the key in; it is not known here.
        apiKey: 'kept-by-the-broker',
        organization: null,
        project: null,
        maxRetries: retries,
        timeout: 10 * patienceMs,
        logLevel: 'off',
        // No key is in the page.
        dangerouslyAllowBrowser: true,
        fetch: channel.send as NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch'],
      })
      try {
        for (;;) {
          try {
            const reply = await askOnce(client, model, question, ways[way]!, stop)
            signal?.throwIfAborted()
            return reply
          } catch (cause) {
            signal?.throwIfAborted()
            if (!(cause instanceof Failure && isUnknownTo(cause.status, channel.said()) && way < ways.length - 1))
              throw cause
            way++
          }
        }
      } catch (cause) {
        signal?.throwIfAborted()
        throw failureOf(cause, channel, model, host)
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}

async function askOnce(
  client: OpenAI,
  model: string,
  { messages, answer }: ModelQuestion,
  { format, counts }: (typeof ways)[number],
  stop: AbortController,
): Promise<ModelReply> {
  const [{ Stream }, { APIError: Failure }] = await Promise.all([import('openai/streaming'), import('openai')])
  const response = await client.chat.completions
    .create(
      {
        model,
        messages: [...messages],
        temperature: 0,
        stream: true,
        ...(counts ? { stream_options: { include_usage: true } } : {}),
        ...(format === 'text'
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
      { signal: stop.signal },
    )
    .asResponse()
  const builder = replyBuilder()
  if (!/event-stream/i.test(response.headers.get('content-type') ?? '')) {
    const text = await response.text().catch(() => '')
    if (text === '') return builder.reply()
    const whole = JSON.parse(text) as Completion & { error?: unknown }
    // Some say so in the answer itself, with 200.
    const message = wordsOf(whole.error ?? (whole.choices ? undefined : whole))
    if (message !== undefined) throw modelFailure(model, new URL(client.baseURL).host, { body: message, message })
    builder.add(whole)
    return builder.reply()
  }
  try {
    for await (const piece of Stream.fromSSEResponse<Completion>(response, stop, client)) builder.add(piece)
  } catch (cause) {
    // What came before it broke off may be all that matters; whoever reads it sees whether it is.
    if (cause instanceof Failure) throw cause
  }
  return builder.reply()
}

/** Whether a service says that it does not know what it is asked for, rather than that the request is wrong. */
const isUnknownTo = (status: number | undefined, said: unknown): boolean =>
  (status === 400 || status === 422 || status === 501) &&
  !/model.{0,20}not (?:found|exist)|does not exist|context.?length|maximum context|too (?:long|large|many)/i.test(
    wordsOf(said) ?? '',
  )

function failureOf(cause: unknown, channel: EgressFetch, model: string, host: string): NodeError {
  const refused = channel.refusal()
  if (refused) return refused
  if (cause instanceof NodeError) return cause
  const failed = cause as Error & { status?: number; error?: unknown; cause?: unknown }
  for (const inner of [failed.cause, channel.failure()]) if (inner instanceof NodeError) return inner
  const { status } = failed
  const body = status === undefined ? failed.error : channel.said()
  return modelFailure(model, host, { status, body, message: channel.redact(failed.message) })
}
