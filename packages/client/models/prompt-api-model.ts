import type { Json } from '@aw-flow/schema'
import type { EngineHost } from '../engine/engine-host.ts'

/** The part of Chrome's Prompt API that this module uses. @public */
export interface PromptApi {
  /** Returns `available`, `downloadable`, `downloading` or `unavailable`. */
  availability(options: object): Promise<string>
  /** Creates a session. */
  create(options: object): Promise<PromptSession>
}

/** A session of the Prompt API. @public */
export interface PromptSession {
  /** Streams the model's response. */
  promptStreaming(messages: readonly object[], options: object): AsyncIterable<string>
  /** Returns the number of tokens that messages would add to the context. */
  measureContextUsage?(messages: readonly object[], options: object): Promise<number>
  /** The number of tokens in the context. */
  readonly contextUsage?: number
  /** The maximum number of tokens in the context. */
  readonly contextWindow?: number
  /** Ends the session. */
  destroy(): void
}

interface PromptMessage {
  role: string
  content: string
}

interface ModelRequest {
  messages: readonly (PromptMessage & { toolCalls?: readonly unknown[] })[]
  answer?: { schema: object }
  tools?: readonly unknown[]
}

/**
 * Creates a host that handles runs' model requests with the browser's built-in language model. The browser must have
 * downloaded the model. Tools are not supported, and settings other than the response schema are ignored because pages
 * cannot set them.
 *
 * @param id The `id` of the granted model, whose protocol is `host`.
 * @param findApi Returns the Prompt API, or `undefined` if the browser does not support it.
 * @returns A host for `Engine.addHost`.
 * @example
 *   engine.addHost(createPromptApiHost('browser'))
 *   await engine.networkAccess.setModels({
 *     models: [{ id: 'browser', protocol: 'host', address: '', model: 'built-in' }],
 *   })
 * @internal
 */
export const createPromptApiHost = (
  id: string,
  findApi: () => PromptApi | undefined = () => (globalThis as { LanguageModel?: PromptApi }).LanguageModel,
): Pick<EngineHost, 'callService'> => ({
  async callService(requestedId, request, options) {
    return requestedId === id ? handleModelRequest(findApi(), request as unknown as ModelRequest, options) : undefined
  },
})

async function handleModelRequest(
  api: PromptApi | undefined,
  { messages, answer: responseFormat, tools = [] }: ModelRequest,
  { signal, onText }: { signal: AbortSignal; onText: (text: string) => void },
): Promise<Json> {
  if (!api) throw new Error('This browser has no built-in language model.')
  if (tools.length > 0) throw new Error('The built-in language model does not support tools.')
  const prompts = messages.map(({ role, content }) => ({ role: role === 'tool' ? 'user' : role, content }))
  const initialPrompts = prompts.slice(0, -1)
  // Must match the options in the studio's settings, because the model's availability depends on them.
  const options = {
    expectedOutputs: [{ type: 'text', languages: ['en'] }],
    ...(initialPrompts.length > 0 ? { initialPrompts } : {}),
  }
  const availability = await api.availability(options)
  if (availability !== 'available') throw new Error(`The built-in language model is ${availability}.`)
  const session = await api.create({ ...options, signal }).catch(rethrowWithTokenCounts)
  try {
    const ask = async (lastMessage: PromptMessage, constraint: object): Promise<string> => {
      await requireContextSpace(session, [lastMessage], { ...constraint, signal })
      let text = ''
      for await (const chunk of session.promptStreaming([lastMessage], { ...constraint, signal })) {
        text += chunk
        onText(chunk)
      }
      return text
    }
    const lastMessage = prompts.at(-1) ?? { role: 'user', content: '' }
    try {
      const text = await ask(lastMessage, responseFormat ? { responseConstraint: responseFormat.schema } : {})
      return { text, ended: 'stop' }
    } catch (cause) {
      signal.throwIfAborted()
      if (isQuotaError(cause)) rethrowWithTokenCounts(cause)
      const isSchemaUnsupported = cause instanceof Error && ['NotSupportedError', 'SyntaxError'].includes(cause.name)
      if (!responseFormat || !isSchemaUnsupported) throw cause
      const content = `${lastMessage.content}\n\nAnswer only with JSON that matches this JSON Schema:\n${JSON.stringify(responseFormat.schema)}`
      return { text: await ask({ ...lastMessage, content }, {}), ended: 'stop' }
    }
  } finally {
    session.destroy()
  }
}

/**
 * Rejects a prompt that does not fit into the context. Otherwise, the browser would silently drop the oldest messages.
 */
async function requireContextSpace(
  session: PromptSession,
  messages: readonly PromptMessage[],
  options: object,
): Promise<void> {
  const { contextUsage = 0, contextWindow = Infinity } = session
  if (contextWindow === Infinity || !session.measureContextUsage) return
  const neededTokenCount = contextUsage + (await session.measureContextUsage(messages, options))
  if (neededTokenCount > contextWindow) throw createQuotaError(neededTokenCount, contextWindow)
}

const isQuotaError = (cause: unknown): cause is Error & { requested?: number | null; quota?: number | null } =>
  cause instanceof Error && cause.name === 'QuotaExceededError'

/** Rethrows an error. If it is about the context size, the new error includes both token counts. */
function rethrowWithTokenCounts(cause: unknown): never {
  if (isQuotaError(cause) && typeof cause.requested === 'number' && typeof cause.quota === 'number')
    throw createQuotaError(cause.requested, cause.quota)
  throw cause
}

const createQuotaError = (requested: number, quota: number): Error =>
  new Error(
    `The messages contain ${requested} tokens, but the context of the built-in language model is limited to ${quota}. Send fewer rows or a shorter prompt.`,
  )
