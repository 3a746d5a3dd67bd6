import type { Json, RunEvent, Value } from '@aw-flow/schema'
import type { Frame } from '../live/frame.ts'
import { agentNodeId } from './create-model-workflow.ts'

/**
 * Creates a function that converts the frames of a model agent's run to server-sent events: `text` (the next part of an
 * answer in progress), `model`, `tool-call`, `tool-result`, `approval`, `problem` and `result`. It returns an empty
 * string for all other frames.
 */
export function createChatSerializer(): (frame: Frame) => string {
  /** Effects in progress, keyed by scope, node and effect ID. */
  const effects = new Map<string, Extract<RunEvent, { type: 'effect-started' }>>()
  let receivedText = ''
  let outputs: Readonly<Record<string, Value>> = {}

  const toChatEvent = (event: RunEvent): [type: string, data: object] | undefined => {
    const scope = 'scope' in event && event.scope !== undefined ? { scope: event.scope } : {}
    switch (event.type) {
      case 'effect-started': {
        effects.set(toEffectKey(event), event)
        if (event.kind !== 'call-tool') return undefined
        const { tool, arguments: args, call } = event.request as Record<string, Json>
        return ['tool-call', { ...scope, call, tool, arguments: args }]
      }
      case 'effect-ended': {
        const startEvent = effects.get(toEffectKey(event))
        effects.delete(toEffectKey(event))
        const outcome = event.outcome as Record<string, Json> | undefined
        if (!startEvent || !outcome) return undefined
        if (startEvent.kind === 'ask-model' && 'reply' in outcome) {
          receivedText = ''
          const { text, toolCalls = [] } = outcome.reply as Record<string, Json>
          const { model } = startEvent.request as Record<string, Json>
          return ['model', { ...scope, model, text, tool_calls: toolCalls, usage: outcome.usage, ms: outcome.ms }]
        }
        if (startEvent.kind !== 'call-tool') return undefined
        const { tool, call } = startEvent.request as Record<string, Json>
        const { content, isError = false, ms } = outcome
        return ['tool-result', { ...scope, call, tool, content, is_error: isError, ms }]
      }
      case 'node-waiting': {
        if (event.waitFor.kind !== 'approval') return undefined
        const { digest, shown } = event.waitFor
        return ['approval', { ...scope, node: event.node, digest, shown }]
      }
      case 'node-failed':
        return ['problem', { ...scope, node: event.node, problem: event.error.problem }]
      case 'node-completed':
        if (event.node === agentNodeId && event.scope === undefined) ({ outputs } = event)
        return undefined
      case 'run-completed':
      case 'run-failed':
      case 'run-cancelled':
        return [
          'result',
          {
            status: event.type.slice('run-'.length),
            answer: toJson(outputs.answer),
            usage: toJson(outputs.usage),
            ...('problem' in event && event.problem ? { problem: event.problem } : {}),
          },
        ]
      default:
        return undefined
    }
  }

  return ({ seq, data }) => {
    if (seq === undefined) {
      const { message } = JSON.parse(data.english) as { message?: string }
      if (message === undefined) return ''
      const addedText = findAddedText(receivedText, message)
      receivedText += addedText
      return addedText === '' ? '' : serializeEvent('text', { text: addedText })
    }
    const chatEvent = toChatEvent(JSON.parse(data.english) as RunEvent)
    return chatEvent ? serializeEvent(...chatEvent, seq) : ''
  }
}

/** Serializes a server-sent event. */
export const serializeEvent = (type: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * Returns the text that was appended to `previous`. Only the end of the new text is known (`tail`), so the appended
 * text is found from the overlap of `previous` and `tail`.
 */
export function findAddedText(previous: string, tail: string): string {
  for (let length = Math.min(previous.length, tail.length); length > 0; length--)
    if (previous.endsWith(tail.slice(0, length))) return tail.slice(length)
  return tail
}

const toEffectKey = (event: { node: string; scope?: readonly string[] | undefined; effect: string }): string =>
  JSON.stringify([event.scope ?? [], event.node, event.effect])

const toJson = (value: Value | undefined): Json =>
  value?.kind === 'text' ? value.text : value?.kind === 'json' ? ((value.json ?? null) as Json) : null
