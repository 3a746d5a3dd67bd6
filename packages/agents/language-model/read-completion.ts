import { defined, getValue, parseJson } from '@aw-flow/schema'
import type { ModelReply, ToolCall } from './language-model.ts'
import { createReasoningFilter, removeUnopenedReasoning } from './reasoning-filter.ts'

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

const toArgumentsText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)

/**
 * Creates a builder that assembles a reply from a complete response or from the chunks of a stream. Only the first choice
 * is read. Reasoning is not part of the answer.
 *
 * @param onText Called with each part of the answer's text as it is added.
 */
export function createReplyBuilder(onText?: (text: string) => void): {
  add(chunk: Completion): void
  /** Marks the answer as complete, for services that send an end marker instead of a finish reason. */
  end(): void
  buildReply(): ModelReply
} {
  let text = ''
  let refusal = ''
  let finishReason: ModelReply['ended'] = 'unknown'
  let tokens: ModelReply['tokens']
  const reasoning = createReasoningFilter()
  const calls: { id: string; name: string; arguments: string; index: number | undefined }[] = []

  const addText = (addedText: string): void => {
    text += addedText
    if (addedText !== '') onText?.(addedText)
  }
  /**
   * Adds a fragment to the call that it continues: that with its ID, or else the last one with its index. It starts a new
   * call if it has another ID and a name, if it has a name and the call is complete, or if it has no index but an ID or
   * a name.
   */
  const addFragment = ({ index, id, function: calledFunction }: ToolCallFragment): void => {
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
      call = { id: '', name: '', arguments: '', index: index ?? undefined }
      calls.push(call)
    } else if (isComplete && call.arguments.trim() === '{}') {
      // Some services begin the arguments with an empty object.
      call.arguments = ''
    }
    call.id ||= String(id ?? '')
    if (call.name !== name) call.name += name
    call.arguments += addedArguments
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
    buildReply() {
      addText(reasoning.end())
      const writtenCalls = calls.length === 0 ? readWrittenCalls(text) : undefined
      if (writtenCalls) text = ''
      const toolCalls = [...calls, ...(writtenCalls ?? [])].map(
        ({ id, name, arguments: argumentsText }, index): ToolCall => ({
          id: id || `call-${index + 1}`,
          name,
          arguments: removeFence(argumentsText),
        }),
      )
      return {
        text: removeUnopenedReasoning(text),
        ended: refusal !== '' ? 'refused' : toolCalls.length > 0 && finishReason === 'stop' ? 'tools' : finishReason,
        ...(refusal === '' ? {} : { refusal }),
        ...(toolCalls.length === 0 ? {} : { toolCalls }),
        ...defined({ tokens }),
      }
    },
  }
}

/**
 * Returns the tool calls in an answer that consists of them. Services that do not know the format of a model pass its
 * calls on as text: `<tool_call>{"name": "get_time", "arguments": {}}</tool_call>`.
 */
function readWrittenCalls(text: string): { id: string; name: string; arguments: string }[] | undefined {
  const parts = text.split('</tool_call>').map((part) => part.trim())
  if (parts.length < 2 || parts.pop() !== '') return undefined
  const calls = parts.map((part) => {
    const call = part.startsWith('<tool_call>') ? getValue(parseJson(part.slice('<tool_call>'.length))) : undefined
    const { name, arguments: values } = Object(call) as { name?: unknown; arguments?: unknown }
    return typeof name === 'string' ? { id: '', name, arguments: toArgumentsText(values) } : undefined
  })
  return calls.includes(undefined) ? undefined : calls.filter((call) => call !== undefined)
}

/** Returns the JSON of arguments, which some models write in a fence, or as nothing if a tool has none. */
function removeFence(text: string): string {
  const [, fencedText] = /^```(?:json)?[ \t]*\r?\n([^]*)\n[ \t]*```$/.exec(text.trim()) ?? []
  const json = fencedText ?? text
  return json.trim() === '' || json.trim() === 'null' ? '{}' : json
}
