import { englishFormatter } from '@aw-flow/messages/catalogs'
import { defined, getProblemText, getValue, parseJson, type Json } from '@aw-flow/schema'
import type { ModelMessage, ModelReply, ToolCall } from '../language-model/language-model.ts'
import { addUsage, zeroUsage, type ModelUsage } from '../language-model/model-usage.ts'
import type { ToolResult } from '../tool/tool.ts'

/** An agent's limits. @internal */
export interface AgentLimits {
  /** The maximum number of requests to the model. */
  steps: number
  /** The maximum number of tool calls. */
  toolCalls: number
  inputTokens: number
  outputTokens: number
  /** The maximum cost, in US dollars; `Infinity` for no limit. */
  cost: number
  /** The maximum time, in ms. */
  ms: number
}

/** An agent's state, which fully determines its next effect. @internal */
export interface AgentState {
  messages: readonly ModelMessage[]
  usage: ModelUsage
  toolCalls: number
  /** The total time that model requests and tool calls have taken, in ms. */
  elapsedMs: number
  limits: AgentLimits
  /** Tool calls that the model requested and that have no result yet. */
  pendingCalls: readonly ToolCall[]
  /** The number of budget decisions so far, used to number the questions. */
  decisionCount: number
  /** The number of times the model was asked to correct an answer that was empty or did not match the schema. */
  correctionCount: number
}

/** A limit set outside the agent: the run's limit or the workspace's monthly limit. @internal */
export interface OuterLimit {
  scope: 'run' | 'month'
  max: number
}

/** @internal */
export type AgentEvent =
  | { type: 'started' }
  /** The model replied. `violations`: how the answer violates the schema. */
  | { type: 'answered'; reply: ModelReply; usage: ModelUsage; ms: number; violations?: readonly string[] }
  /** The request exceeded the remaining time. */
  | { type: 'timed-out'; usage: ModelUsage; ms: number }
  /**
   * The estimated usage of the next request exceeds one of the agent's limits or, if `outer` is present, a limit of the
   * run or the month.
   */
  | { type: 'limit-reached'; limit: keyof AgentLimits; used: number; needed: number; outer?: OuterLimit }
  /**
   * A tool call finished. `decisions`: the number of budget decisions made during the call. `raisedMs`: the time that
   * these decisions added to the limit.
   */
  | { type: 'tool-ended'; call: ToolCall; result: ToolResult; ms: number; decisions?: number; raisedMs?: number }
  | { type: 'budget-decided'; decision: 'raise' | 'stop' | 'take'; limit: keyof AgentLimits; amount: number }

/**
 * Why an agent finished. `taken`: it reached a limit and a user accepted the answer so far. `cut`: the answer was truncated
 * at the token limit. `interrupted`: the service did not report that the answer is complete. `empty`: the model gave no
 * answer. @internal
 */
export type FinishReason = 'answered' | 'taken' | 'cut' | 'interrupted' | 'empty'

/** The action that the node performs next. @internal */
export type AgentEffect =
  | { type: 'ask-model' }
  | { type: 'call-tool'; call: ToolCall; number: number }
  | {
      type: 'ask-budget'
      limit: keyof AgentLimits
      used: number
      needed: number
      max: number
      questionNumber: number
      outer?: OuterLimit | undefined
    }
  | { type: 'finish'; text: string; reason: FinishReason }
  | { type: 'fail'; reason: 'refused' | 'stopped' | 'invalid'; text: string }

/** Creates the state before the first request. @internal */
export const createAgentState = (messages: readonly ModelMessage[], limits: AgentLimits): AgentState => ({
  messages,
  usage: zeroUsage,
  toolCalls: 0,
  elapsedMs: 0,
  limits,
  pendingCalls: [],
  decisionCount: 0,
  correctionCount: 0,
})

/** The maximum number of times the model is asked to correct an answer that is empty or does not match the schema. */
const maxCorrections = 2

/**
 * Performs one step of the agent loop. The loop sends a request to the model, runs the requested tool calls one after
 * another, and sends their results back, until the model answers without calling a tool. This function is pure: the
 * node performs the effects and passes their outcomes back as events.
 * @internal
 */
export function step(state: AgentState, event: AgentEvent): [AgentState, AgentEffect] {
  switch (event.type) {
    case 'started':
      return advance(state)
    case 'answered':
      return handleReply(
        { ...state, usage: addUsage(state.usage, event.usage), elapsedMs: state.elapsedMs + event.ms },
        event.reply,
        event.violations ?? [],
      )
    case 'limit-reached':
      return createBudgetQuestion(state, event.limit, event.used, event.needed, event.outer)
    case 'timed-out':
      return advance({ ...state, usage: addUsage(state.usage, event.usage), elapsedMs: state.elapsedMs + event.ms })
    case 'tool-ended': {
      const { call, result, ms, decisions = 0, raisedMs = 0 } = event
      const toolMessage: ModelMessage = {
        role: 'tool',
        call: call.id,
        content: result.content,
        ...(result.isError ? { isError: true } : {}),
      }
      return advance({
        ...state,
        messages: [...state.messages, toolMessage],
        pendingCalls: state.pendingCalls.slice(1),
        toolCalls: state.toolCalls + 1,
        usage: result.usage ? addUsage(state.usage, result.usage) : state.usage,
        elapsedMs: state.elapsedMs + ms,
        limits: { ...state.limits, ms: state.limits.ms + raisedMs },
        decisionCount: state.decisionCount + decisions,
      })
    }
    case 'budget-decided': {
      const decidedState = { ...state, decisionCount: state.decisionCount + 1 }
      if (event.decision === 'take')
        return [decidedState, { type: 'finish', text: getLastText(state), reason: 'taken' }]
      if (event.decision === 'stop') return [decidedState, { type: 'fail', reason: 'stopped', text: event.limit }]
      const limits = { ...state.limits, [event.limit]: state.limits[event.limit] + event.amount }
      return advance({ ...decidedState, limits })
    }
  }
}

function handleReply(state: AgentState, reply: ModelReply, violations: readonly string[]): [AgentState, AgentEffect] {
  const { text, ended } = reply
  if (ended === 'refused') return [state, { type: 'fail', reason: 'refused', text: reply.refusal?.trim() ?? text }]
  const calls = reply.toolCalls ?? []
  const modelMessage: ModelMessage = {
    role: 'assistant',
    content: text,
    ...(calls.length > 0 ? { toolCalls: calls, ...defined({ required: reply.required }) } : {}),
  }
  const nextState = { ...state, messages: [...state.messages, modelMessage], pendingCalls: calls }
  if (calls.length > 0) return advance(nextState)
  const isLastAnswer = state.correctionCount >= maxCorrections
  const requestCorrection = ({ messages }: AgentState, content: string): [AgentState, AgentEffect] =>
    advance({
      ...state,
      messages: [...messages, { role: 'user', content }],
      correctionCount: state.correctionCount + 1,
    })
  if (violations.length > 0) {
    if (isLastAnswer) return [nextState, { type: 'fail', reason: 'invalid', text: violations[0]! }]
    const correction = `The answer does not match its schema:\n${violations.join('\n')}\nAnswer again with JSON only.`
    return requestCorrection(nextState, correction)
  }
  if (ended === 'length') return [nextState, { type: 'finish', text, reason: 'cut' }]
  // Services reject messages without content, so an empty answer is not part of the conversation.
  if (text.trim() === '')
    return isLastAnswer
      ? [nextState, { type: 'finish', text, reason: 'empty' }]
      : requestCorrection(state, 'The answer is empty. Answer the task.')
  return [nextState, { type: 'finish', text, reason: ended === 'unknown' ? 'interrupted' : 'answered' }]
}

/** Returns the state with its next effect: a tool call, a model request or a budget question. */
function advance(state: AgentState): [AgentState, AgentEffect] {
  const { limits, usage, pendingCalls, toolCalls, elapsedMs: ms } = state
  const [call] = pendingCalls
  if (ms >= limits.ms) return createBudgetQuestion(state, 'ms', ms, 0)
  if (call) {
    return toolCalls < limits.toolCalls
      ? [state, { type: 'call-tool', call, number: toolCalls + 1 }]
      : createBudgetQuestion(state, 'toolCalls', toolCalls, 1)
  }
  if (usage.requests >= limits.steps) return createBudgetQuestion(state, 'steps', usage.requests, 1)
  return [state, { type: 'ask-model' }]
}

const createBudgetQuestion = (
  state: AgentState,
  limit: keyof AgentLimits,
  used: number,
  needed: number,
  outer?: OuterLimit,
): [AgentState, AgentEffect] => [
  state,
  {
    type: 'ask-budget',
    limit,
    used,
    needed,
    max: outer?.max ?? state.limits[limit],
    questionNumber: state.decisionCount,
    outer,
  },
]

/**
 * Returns the limit that the next request is estimated to exceed, or `undefined` if it stays within all limits.
 * @internal
 */
export function findExceededLimit(
  { limits, usage }: AgentState,
  estimate: Readonly<Record<'inputTokens' | 'outputTokens' | 'cost', number>>,
): Extract<AgentEvent, { type: 'limit-reached' }> | undefined {
  const limit = (['inputTokens', 'outputTokens', 'cost'] as const).find(
    (name) => (usage[name] ?? 0) + estimate[name] > limits[name],
  )
  return limit && { type: 'limit-reached', limit, used: usage[limit] ?? 0, needed: estimate[limit] }
}

/**
 * Returns the model's last non-empty text. It becomes the answer if the agent reaches a limit and a user accepts the
 * answer so far.
 */
function getLastText({ messages }: AgentState): string {
  const answer = messages.findLast(({ role, content }) => role === 'assistant' && content.trim() !== '')
  return answer?.content ?? ''
}

/**
 * Parses a tool call's arguments as JSON. Some models write `null` for no arguments, or the JSON as a JSON string. If the
 * arguments are not valid JSON, returns the reason.
 *
 * @internal
 */
export function parseArguments(call: ToolCall): { args: Json } | { reason: string } {
  const parsedJson = parseJson(call.arguments)
  if (parsedJson.ok) {
    const { value } = parsedJson
    const inner = typeof value === 'string' ? getValue(parseJson(value)) : undefined
    return { args: typeof inner === 'object' && inner !== null ? inner : (value ?? {}) }
  }
  return { reason: englishFormatter.format(getProblemText(parsedJson.problem)) }
}
