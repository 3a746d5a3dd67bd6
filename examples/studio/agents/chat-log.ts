import type { Text } from '@aw-flow/messages'
import { defined, type Json, type Problem, type RunEvent, type WaitingNode } from '@aw-flow/schema'

/** An entry in a chat with a model agent. */
export type ChatEntry =
  | { type: 'message'; text: string }
  | { type: 'answer'; text: string; isComplete: boolean }
  | { type: 'tool-call'; key: string; tool: string; arguments: string; result?: string; isError?: boolean }
  /** An approval, an interrupted call or a limit. The run waits until the user decides; then `decision` is set. */
  | { type: 'approval'; waiting: WaitingNode; message: Text; decision?: 'approve' | 'reject' | 'done' }
  | { type: 'problem'; problem: Problem }
  /** Usage of the run. `cost` is null if the price of any request is unknown. */
  | { type: 'usage'; run: string; requests: number; tokens: number; cost: number | null; ms: number }

/** The entries of a chat, and the effects started by the current run, keyed by node, scope and effect. */
export interface ChatLog {
  entries: readonly ChatEntry[]
  effects: Readonly<Record<string, { kind: string; request: unknown }>>
}

/** Total usage of all requests, as reported in an agent's output. */
interface UsageTotal {
  requests?: number
  inputTokens?: number
  outputTokens?: number
  /** Null if no price is known. */
  cost?: number | null
  /** Number of requests whose price is unknown. */
  unpriced?: number
}

export const emptyChatLog: ChatLog = { entries: [], effects: {} }

/** Returns the log with an entry appended. */
export const addEntry = (log: ChatLog, entry: ChatEntry): ChatLog => ({ ...log, entries: [...log.entries, entry] })

/** Applies an event from the run that is answering the latest message, and returns the updated log. */
export function applyRunEvent(log: ChatLog, event: RunEvent, runId: string): ChatLog {
  switch (event.type) {
    case 'effect-started': {
      const { kind, request } = event
      const logWithEffect = { ...log, effects: { ...log.effects, [toKey(event)]: { kind, request } } }
      if (kind !== 'call-tool') return logWithEffect
      const { tool, arguments: args } = request as { tool: string; arguments: Json }
      return addEntry(logWithEffect, { type: 'tool-call', key: toKey(event), tool, arguments: JSON.stringify(args) })
    }
    case 'effect-ended': {
      const key = toKey(event)
      const kind = log.effects[key]?.kind
      if (kind === 'ask-model' && event.scope === undefined) return completeAnswer(log, event.outcome)
      if (kind !== 'call-tool') return log
      const { content = '', isError = false } = (event.outcome ?? {}) as { content?: string; isError?: boolean }
      const entries = log.entries.map((entry) =>
        entry.type === 'tool-call' && entry.key === key ? { ...entry, result: content, isError } : entry,
      )
      return { ...log, entries }
    }
    case 'node-waiting': {
      if (event.waitFor.kind !== 'approval') return log
      const { node, scope, waitFor } = event
      const { message = '' } = waitFor.shown as { message?: Text }
      return addEntry(log, { type: 'approval', waiting: defined({ node, scope, waitFor }), message })
    }
    case 'approval-given': {
      const entries = log.entries.map((entry) =>
        entry.type === 'approval' && entry.decision === undefined ? { ...entry, decision: event.decision } : entry,
      )
      return { ...log, entries }
    }
    case 'node-failed':
      return addEntry(log, { type: 'problem', problem: event.error.problem })
    case 'node-completed': {
      if (event.scope !== undefined || event.node !== 'agent') return log
      const { usage } = event.outputs
      const total = usage?.kind === 'json' ? (usage.json as { total?: UsageTotal }).total : undefined
      if (!total) return log
      const { requests = 0, inputTokens = 0, outputTokens = 0, cost = 0, unpriced = 0 } = total
      const tokens = inputTokens + outputTokens
      return addEntry(log, { type: 'usage', run: runId, requests, tokens, cost: unpriced ? null : cost, ms: event.ms })
    }
    default:
      return log
  }
}

/**
 * Updates the preview of the answer being generated. `tail` contains its latest characters, which may overlap the
 * text already shown.
 */
export function applyTail(log: ChatLog, tail: string): ChatLog {
  const last = log.entries.at(-1)
  if (last?.type !== 'answer' || last.isComplete)
    return addEntry(log, { type: 'answer', text: tail, isComplete: false })
  const text = last.text + findAddedText(last.text, tail)
  return { ...log, entries: [...log.entries.slice(0, -1), { ...last, text }] }
}

/** Replaces the preview of an answer with the complete answer. */
function completeAnswer(log: ChatLog, outcome: unknown): ChatLog {
  const { reply } = (outcome ?? {}) as { reply?: { text: string } }
  const last = log.entries.at(-1)
  const entries = last?.type === 'answer' && !last.isComplete ? log.entries.slice(0, -1) : log.entries
  if (!reply || reply.text === '') return { ...log, entries }
  return { ...log, entries: [...entries, { type: 'answer', text: reply.text, isComplete: true }] }
}

function findAddedText(previous: string, tail: string): string {
  for (let length = Math.min(previous.length, tail.length); length > 0; length--)
    if (previous.endsWith(tail.slice(0, length))) return tail.slice(length)
  return tail
}

const toKey = ({ node, scope, effect }: { node: string; scope?: readonly string[] | undefined; effect: string }) =>
  JSON.stringify([scope ?? [], node, effect])
