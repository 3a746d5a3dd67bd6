import { defined } from '@aw-flow/schema'
import type { ModelReply, ToolCall } from './language-model.ts'

/**
 * A tool call, or a fragment of one. Fragments of the same call have the same index, but some services do not send any
 * index.
 */
interface ToolCallFragment {
  index?: number | null
  id?: string | null
  function?: { name?: string | null; arguments?: unknown } | null
}

interface Delta {
  content?: string | null
  refusal?: string | null
  tool_calls?: readonly (ToolCallFragment | null)[] | null
}

interface Choice {
  message?: Delta | null
  delta?: Delta | null
  text?: string | null
  finish_reason?: string | null
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

const replyFinishReasons: Readonly<Record<string, ModelReply['ended']>> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'refused',
  tool_calls: 'tools',
  function_call: 'tools',
}

/**
 * Creates a builder that assembles a reply from a complete response or from the chunks of a stream.
 *
 * @param onText Called with each part of the answer's text as it is added.
 */
export function createReplyBuilder(onText?: (text: string) => void): {
  add(chunk: Completion): void
  buildReply(): ModelReply
} {
  let text = ''
  let refusal = ''
  let finishReason: ModelReply['ended'] = 'unknown'
  let tokens: ModelReply['tokens']
  const calls: { id: string; name: string; arguments: string }[] = []

  const addFragment = (
    { index, id, function: calledFunction }: ToolCallFragment,
    position: number,
    isDelta: boolean,
  ): void => {
    // A fragment without an index starts a new call if it has an ID or a name. Otherwise, it continues the last call.
    const isNew = Boolean(id) || Boolean(calledFunction?.name)
    const callIndex = index ?? (isDelta ? (isNew ? calls.length : Math.max(0, calls.length - 1)) : position)
    const call = (calls[callIndex] ??= { id: '', name: '', arguments: '' })
    if (id) call.id = id
    if (calledFunction?.name) call.name += call.name === calledFunction.name ? '' : calledFunction.name
    const argumentsDelta = calledFunction?.arguments
    call.arguments +=
      typeof argumentsDelta === 'string'
        ? argumentsDelta
        : argumentsDelta === null || argumentsDelta === undefined
          ? ''
          : JSON.stringify(argumentsDelta)
  }

  return {
    add({ choices, usage }) {
      const choice = choices?.[0]
      const delta = choice?.message ?? choice?.delta
      const contentDelta = delta?.content ?? choice?.text ?? ''
      text += contentDelta
      if (contentDelta !== '') onText?.(contentDelta)
      refusal += delta?.refusal ?? ''
      delta?.tool_calls?.forEach((fragment, position) => {
        if (fragment) addFragment(fragment, position, !choice?.message)
      })
      const reason = choice?.finish_reason
      if (typeof reason === 'string' && reason !== '') finishReason = replyFinishReasons[reason] ?? 'unknown'
      if (typeof usage?.prompt_tokens === 'number' || typeof usage?.completion_tokens === 'number') {
        const cachedInput = usage.prompt_tokens_details?.cached_tokens
        tokens = {
          input: usage.prompt_tokens ?? 0,
          ...(typeof cachedInput === 'number' && cachedInput > 0 ? { cachedInput } : {}),
          output: usage.completion_tokens ?? 0,
        }
      }
    },
    buildReply() {
      const toolCalls = calls.filter(Boolean).map((call, index): ToolCall => ({
        id: call.id || `call-${index + 1}`,
        name: call.name,
        arguments: call.arguments.trim() === '' ? '{}' : call.arguments,
      }))
      return {
        text,
        ended: refusal !== '' ? 'refused' : toolCalls.length > 0 && finishReason === 'stop' ? 'tools' : finishReason,
        ...(refusal === '' ? {} : { refusal }),
        ...(toolCalls.length === 0 ? {} : { toolCalls }),
        ...defined({ tokens }),
      }
    },
  }
}
