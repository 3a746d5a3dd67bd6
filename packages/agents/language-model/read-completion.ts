import { defined, parseJson, type Json } from '@aw-flow/schema'
import type { ModelReply, ToolCall, ToolDeclaration } from './language-model.ts'
import { createReasoningFilter, removeUnopenedReasoning } from './reasoning-filter.ts'
import { readWrittenCalls, toArgumentsText } from './written-calls.ts'

interface CalledFunction {
  name?: string | null
  arguments?: unknown
}

/**
 * A tool call, or a fragment of one. Fragments of the same call have the same index, but some services do not send any
 * index, and some send the same index for all calls.
 */
interface ToolCallFragment {
  index?: number | null
  id?: string | null
  function?: CalledFunction | null
  /** Content that the service requires back with the call, such as a signature of its reasoning. */
  extra_content?: Json
}

/** A part of a content list, whose text can be an object with it. Parts of other types contain reasoning or references. */
interface ContentPart {
  type?: string
  text?: unknown
}

const textTypes: ReadonlySet<unknown> = new Set([undefined, 'text', 'output_text'])

interface Delta {
  content?: string | ContentPart | readonly (string | ContentPart | null)[] | null
  refusal?: string | null
  reasoning_content?: unknown
  tool_calls?: readonly (ToolCallFragment | null)[] | null
  /** The only call of a service that implements the API before tools. */
  function_call?: CalledFunction | null
}

interface Choice {
  index?: number | null
  message?: Delta | null
  delta?: Delta | null
  text?: string | null
  finish_reason?: string | null
  /** The failure of the service behind a router. */
  error?: unknown
}

/** The fields of a chat completion, or of a streamed chunk, that compatible services have in common. */
export interface Completion {
  choices?: readonly (Choice | null)[] | null
  usage?: {
    prompt_tokens?: number
    completion_tokens?: number
    prompt_tokens_details?: { cached_tokens?: number | null } | null
  } | null
}

/** Finish reasons in lowercase. Services that provide several APIs use those of the other ones, too. */
const replyFinishReasons: Readonly<Record<string, ModelReply['ended']>> = {
  stop: 'stop',
  complete: 'stop',
  completed: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  content_filter: 'refused',
  sensitive: 'refused',
  safety: 'refused',
  prohibited_content: 'refused',
  recitation: 'refused',
  refusal: 'refused',
  tool_calls: 'tools',
  tool_use: 'tools',
  function_call: 'tools',
}

/** Returns the text of a delta's content, without reasoning. */
const readContent = ({ content }: Delta): string =>
  [content ?? []]
    .flat()
    .map((part: unknown) => {
      if (typeof part === 'string') return part
      const { type, text } = Object(part) as ContentPart
      const { value } = Object(text) as { value?: unknown }
      return textTypes.has(type) ? ([text, value].find((candidate) => typeof candidate === 'string') ?? '') : ''
    })
    .join('')

const isCompleteJson = (text: string): boolean => text.trim() !== '' && parseJson(text).ok

/**
 * Creates a builder that assembles a reply from a complete response or from the chunks of a stream. Only the first choice
 * is read. Reasoning is not part of the answer.
 *
 * @param options.author The host and the model, which receive their reasoning back with the results of tool calls.
 * @param options.tools The tools that the model can call.
 * @param options.onText Called with each part of the answer's text as it is added.
 */
export function createReplyBuilder({
  author = '',
  tools = [],
  onText,
}: { author?: string; tools?: readonly ToolDeclaration[]; onText?: ((text: string) => void) | undefined } = {}): {
  add(chunk: Completion): void
  /** Marks the answer as complete, for services that send an end marker instead of a finish reason. */
  end(): void
  /** Marks the last tool call as incomplete, because the stream broke off. */
  cut(): void
  buildReply(): ModelReply
} {
  let text = ''
  let refusal = ''
  let finishReason: ModelReply['ended'] = 'unknown'
  let tokens: ModelReply['tokens']
  const reasoning = createReasoningFilter()
  let serviceReasoning = ''
  let isCut = false
  const calls: { id: string; name: string; arguments: string; index: number | undefined; extra: Json }[] = []

  const addText = (addedText: string): void => {
    text += addedText
    if (addedText !== '') onText?.(addedText)
  }
  /**
   * Adds a fragment to the call that it continues: that with its ID, or else the last one with its index. It starts a new
   * call if it has another ID and a name, if it has a name and the call is complete, or if it has no index but an ID or
   * a name.
   */
  const addFragment = ({ index, id, function: calledFunction, extra_content: extra }: ToolCallFragment): void => {
    const name = calledFunction?.name ?? ''
    const addedArguments = toArgumentsText(calledFunction?.arguments)
    let call =
      (id && name === '' ? calls.find((candidate) => candidate.id === id) : undefined) ??
      (typeof index === 'number'
        ? calls.findLast((candidate) => candidate.index === index)
        : id || name
          ? undefined
          : calls.at(-1))
    const isOtherId = call && id && call.id !== '' && call.id !== id
    const isComplete = call && addedArguments.trimStart().startsWith('{') && isCompleteJson(call.arguments)
    if (!call || ((isOtherId || isComplete) && name !== '')) {
      call = { id: '', name: '', arguments: '', index: index ?? undefined, extra: null }
      calls.push(call)
    } else if (isComplete && call.arguments.trim() === '{}') {
      // Some services begin the arguments with an empty object.
      call.arguments = ''
    }
    call.id ||= String(id ?? '')
    if (call.name !== name) call.name += name
    call.arguments += addedArguments
    call.extra = extra ?? call.extra
  }

  return {
    add({ choices, usage }) {
      const choice = [choices ?? []].flat().find((candidate) => (candidate?.index ?? 0) === 0)
      const delta = choice?.message ?? choice?.delta
      // Some services end a stream with the complete answer.
      const isRepeated = text !== '' && choice?.message && readContent(choice.message) === text
      if (!isRepeated)
        addText(reasoning.push(delta ? readContent(delta) || (choice?.text ?? '') : (choice?.text ?? '')))
      refusal += delta?.refusal ?? ''
      if (typeof delta?.reasoning_content === 'string') serviceReasoning += delta.reasoning_content
      for (const fragment of [delta?.tool_calls ?? []].flat()) if (fragment) addFragment(fragment)
      if (delta?.function_call) addFragment({ index: 0, function: delta.function_call })
      const reason = choice?.finish_reason
      if (typeof reason === 'string' && reason !== '')
        finishReason = replyFinishReasons[reason.toLowerCase()] ?? 'unknown'
      if (typeof usage?.prompt_tokens === 'number' || typeof usage?.completion_tokens === 'number') {
        const cachedInput = usage.prompt_tokens_details?.cached_tokens
        tokens = {
          input: usage.prompt_tokens ?? 0,
          ...(typeof cachedInput === 'number' && cachedInput > 0 ? { cachedInput } : {}),
          output: usage.completion_tokens ?? 0,
        }
      }
    },
    end() {
      if (finishReason === 'unknown' && (text !== '' || calls.length > 0)) finishReason = 'stop'
    },
    cut() {
      isCut = true
    },
    buildReply() {
      addText(reasoning.end())
      const writtenCalls = calls.length === 0 ? readWrittenCalls(text, tools) : undefined
      if (writtenCalls) text = ''
      const toolCalls = [...calls, ...(writtenCalls ?? [])].map(
        ({ id, name, arguments: argumentsText }, index): ToolCall => ({
          id: id || `call-${index + 1}`,
          name,
          // Without the end of the reply, all arguments of a call may be missing.
          arguments: (isCut || finishReason === 'length') && argumentsText === '' ? '' : removeFence(argumentsText),
        }),
      )
      const extras = calls.map(({ extra }) => extra)
      const required = {
        author,
        ...(serviceReasoning === '' ? {} : { reasoning: serviceReasoning }),
        ...(extras.some(Boolean) ? { calls: extras } : {}),
      }
      return {
        text: removeUnopenedReasoning(text),
        ended: refusal !== '' ? 'refused' : toolCalls.length > 0 && finishReason === 'stop' ? 'tools' : finishReason,
        ...(refusal === '' ? {} : { refusal }),
        ...(toolCalls.length === 0 ? {} : { toolCalls }),
        ...(toolCalls.length > 0 && Object.keys(required).length > 1 ? { required } : {}),
        ...defined({ tokens }),
      }
    },
  }
}

/** Returns the JSON of arguments, which some models write in a fence, or as nothing if a tool has none. */
function removeFence(text: string): string {
  const [, fencedText] = /^```(?:json)?[ \t]*\r?\n([^]*)\n[ \t]*```$/.exec(text.trim()) ?? []
  const json = fencedText ?? text
  return json.trim() === '' || json.trim() === 'null' ? '{}' : json
}
