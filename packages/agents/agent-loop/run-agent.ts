import {
  NodeError,
  type ExceededLimit,
  type PerformEffect,
  type RequestDecision,
  type RunBudget,
  type UsageAmounts,
  type UsageLedger,
} from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import { quoteLargeIntegers, error, type Json } from '@aw-flow/schema'
import type { ModelMessage, ModelReply, ModelRequest, ToolCall } from '../language-model/language-model.ts'
import {
  createTimeout,
  performModelRequest,
  raiseLimits,
  type ModelPriceList,
} from '../language-model/perform-model-request.ts'
import { addUsage, estimateUsage, findPrices, type ModelUsage } from '../language-model/model-usage.ts'
import type { OpenedModels } from '../language-model/open-model.ts'
import { findJson } from '../language-model/reviews/read-proposal.ts'
import type { Tool, ToolResult } from '../tool/tool.ts'
import {
  createAgentState,
  findExceededLimit,
  parseArguments,
  step,
  type AgentEffect,
  type AgentEvent,
  type AgentLimits,
  type AgentState,
  type FinishReason,
  type OuterLimit,
} from './step.ts'

/** The services that a node provides to its agent. @internal */
export interface AgentDependencies {
  effect: PerformEffect
  requestDecision: RequestDecision
  models: OpenedModels
  tools: readonly Tool[]
  /** The run's budget. If absent, the run has no limits. */
  budget?: RunBudget | undefined
  /** Tracks the workspace's usage in the current month. If absent, monthly limits do not apply. */
  ledger?: UsageLedger | undefined
  /** Returns the deadline for approving a tool call, in ms since the Unix epoch. `undefined` without a deadline. */
  getDeadline?(): number | undefined
  /** Renders a question that is shown to the user. */
  render(text: Text): string
  /** Returns the current time of a monotonic clock, in ms. */
  now(): number
  /** Called with each chunk of an answer's text as it arrives. */
  onText?: ((text: string) => void) | undefined
  /** Called before each model request, tool call and budget decision. */
  onStep?: ((state: AgentState) => void) | undefined
}

/** @internal */
export interface RunAgentOptions {
  /** The agent's name, shown to users who approve its tool calls. */
  name: string
  /** The initial messages: the system prompt, then the task. */
  messages: readonly ModelMessage[]
  limits: AgentLimits
  /**
   * The schema of a JSON answer; `check` returns the schema violations of a value. If absent, the agent answers with
   * text.
   */
  answer?: { name: string; schema: Readonly<Record<string, Json>>; check(value: Json): readonly string[] } | undefined
  temperature: number
  /** The maximum number of tokens in each model reply. */
  maxTokens: number
}

/** @internal */
export interface AgentResult {
  /** The final answer: JSON if the options contain a schema, otherwise text. */
  answer: Json
  reason: FinishReason
  messages: readonly ModelMessage[]
  usage: ModelUsage
  toolCalls: number
}

/**
 * Runs an agent until it answers. Every model request, tool call and decision is recorded, so an interrupted agent can
 * resume, and a replay sends no requests.
 *
 * @throws NodeError If the model refuses or fails, or a user stops the agent.
 * @internal
 */
export async function runAgent(options: RunAgentOptions, dependencies: AgentDependencies): Promise<AgentResult> {
  const prices = await Promise.all(dependencies.models.granted.map(findPrices))
  if (options.limits.cost !== Infinity && prices.includes(undefined)) {
    const unpricedModel = dependencies.models.granted[prices.indexOf(undefined)]!
    throw new NodeError('permanent', error('agent.no-price', { model: unpricedModel.id }))
  }
  let state = createAgentState(options.messages, options.limits)
  let event: AgentEvent = { type: 'started' }
  for (;;) {
    const [nextState, effect]: [AgentState, AgentEffect] = step(state, event)
    state = nextState
    if (effect.type === 'finish') return toResult(state, effect, options)
    if (effect.type === 'fail') throw toFailure(effect, options)
    dependencies.onStep?.(state)
    event =
      effect.type === 'ask-model'
        ? await askModel(state, options, dependencies, prices)
        : effect.type === 'call-tool'
          ? await callTool(effect.call, effect.number, state, options, dependencies)
          : await requestBudgetDecision(effect, options, dependencies)
  }
}

async function askModel(
  state: AgentState,
  { answer, temperature, maxTokens }: RunAgentOptions,
  dependencies: AgentDependencies,
  prices: ModelPriceList,
): Promise<AgentEvent> {
  const { tools } = dependencies
  const request: ModelRequest = {
    messages: state.messages,
    temperature,
    maxTokens,
    ...(tools.length > 0
      ? { tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })) }
      : {}),
    ...(answer ? { answer: { name: answer.name, schema: answer.schema } } : {}),
  }
  const exceededLimit = findExceededLimit(state, estimateUsage(request, prices))
  if (exceededLimit) return exceededLimit
  const requestTimeoutMs = state.limits.ms - state.elapsedMs
  const outcome = await performModelRequest(request, {
    ...dependencies,
    prices,
    requestTimeoutMs,
    number: state.usage.requests + 1,
  })
  if (!('usage' in outcome)) return { type: 'limit-reached', ...toOuterLimit(outcome.exceeded) }
  const { ms } = outcome
  const usage = outcome.lost ? addUsage(outcome.usage, outcome.lost) : outcome.usage
  if ('timedOut' in outcome) return { type: 'timed-out', usage, ms }
  const { reply } = outcome
  const violations = answer && !reply.toolCalls?.length && reply.ended !== 'refused' ? checkAnswer(reply, answer) : []
  return { type: 'answered', reply, usage, ms, violations }
}

function checkAnswer({ text }: ModelReply, answer: NonNullable<RunAgentOptions['answer']>): readonly string[] {
  const json = findJson(text)
  return json === undefined ? ['The answer is not JSON.'] : answer.check(json as Json)
}

async function callTool(
  call: ToolCall,
  number: number,
  state: AgentState,
  options: RunAgentOptions,
  dependencies: AgentDependencies,
): Promise<AgentEvent> {
  const { name: agent } = options
  const { tools, requestDecision, getDeadline, render } = dependencies
  const createEndEvent = (result: ToolResult, ms = 0): AgentEvent => ({ type: 'tool-ended', call, result, ms })
  const createErrorEvent = (content: string): AgentEvent => createEndEvent({ content, isError: true })
  const tool = tools.find(({ name }) => name === call.name)
  if (!tool)
    return createErrorEvent(
      `Unknown tool "${call.name}". Tools: ${tools.map(({ name }) => name).join(', ') || 'none'}.`,
    )
  const parsedArguments = parseArguments(call)
  if ('reason' in parsedArguments) return createErrorEvent(`The arguments are not JSON: ${parsedArguments.reason}`)
  const violations = tool.check(parsedArguments.args)
  let { args } = parsedArguments
  if (violations.length > 0) {
    // Without this, the model would not understand why an integer that it wrote is text.
    const hasLargeIntegers = quoteLargeIntegers(call.arguments) !== call.arguments
    const note = hasLargeIntegers ? '\nIntegers beyond ±9007199254740991 are passed to tools as text.' : ''
    return createErrorEvent(`The arguments do not match the schema:\n${violations.join('\n')}${note}`)
  }
  if (tool.approval === 'ask') {
    const text = message('agent.approve-tool', { agent, tool: tool.name, target: tool.target })
    const question = {
      message: render(text),
      value: { kind: 'json', json: args },
      tool: tool.name,
      target: tool.target,
      call: number,
    }
    const decision = await requestDecision('approve-tool', question, { deadline: getDeadline?.(), text })
    if (decision.decision === 'reject')
      return createErrorEvent(`This call was rejected.${decision.comment ? ` Comment: ${decision.comment}` : ''}`)
    if (decision.decision === 'done') return createEndEvent({ content: JSON.stringify(decision.edited ?? null) })
    if (decision.edited !== undefined) {
      args = decision.edited
      const editedViolations = tool.check(args)
      if (editedViolations.length > 0)
        return createErrorEvent(
          `A person changed the arguments, and the new ones do not match the schema:\n${editedViolations.join('\n')}`,
        )
    }
  }
  let timedOutMs = 0
  let raisedMs = 0
  for (let decisionCount = 0; ; decisionCount++) {
    const [used, max] = [state.elapsedMs + timedOutMs, state.limits.ms + raisedMs]
    const outcome = await performCall(tool, args, number, max - used, dependencies)
    if ('content' in outcome) {
      const { ms, spent: _, ...result } = outcome
      return { type: 'tool-ended', call, result, ms: ms + timedOutMs, decisions: decisionCount, raisedMs }
    }
    const { exceeded } = outcome
    if (outcome.timedOut) timedOutMs += outcome.ms
    const limit = exceeded
      ? { ...toOuterLimit(exceeded), max: exceeded.max }
      : { limit: 'ms' as const, used: state.elapsedMs + timedOutMs, needed: 0, max }
    const questionNumber = state.decisionCount + decisionCount
    const event = await requestBudgetDecision({ type: 'ask-budget', ...limit, questionNumber }, options, dependencies)
    if (event.type !== 'budget-decided' || event.decision !== 'raise') return event
    raisedMs += event.amount
  }
}

/** The recorded outcome of a tool call. `spent` is absent from records of earlier versions. */
type CallOutcome =
  | (ToolResult & { ms: number; spent?: { toolCalls: number } })
  | { exceeded: ExceededLimit; timedOut?: undefined }
  /**
   * The call timed out; it is retried if a user grants more time. `exceeded` is present if the run had less time left
   * than the agent.
   */
  | { timedOut: true; ms: number; spent: { toolCalls: number }; exceeded?: ExceededLimit }

const callAmounts: UsageAmounts = { requests: 0, toolCalls: 1, inputTokens: 0, outputTokens: 0, cost: 0 }

/** Calls a tool as a recorded effect, subject to the remaining time, the run's limits and the monthly limits. */
async function performCall(
  tool: Tool,
  args: Json,
  number: number,
  remainingMs: number,
  { effect, models, budget, ledger, now }: AgentDependencies,
): Promise<CallOutcome> {
  const { runLimits = {} } = models.grants
  let reservation: string | undefined
  const perform: Parameters<PerformEffect>[2] = async ({ idempotencyKey, signal }) => {
    reservation = idempotencyKey
    const monthlyLimits = raiseLimits((await ledger?.readLimits()) ?? {}, budget?.getMonthlyLimitIncrease())
    const exceeded =
      budget?.reserve(idempotencyKey, callAmounts, runLimits) ??
      (await ledger?.reserve(idempotencyKey, callAmounts, monthlyLimits))
    if (exceeded) {
      budget?.release(idempotencyKey)
      return { exceeded } as unknown as Json
    }
    const startedAt = now()
    const runMs = budget?.getRemainingMs(runLimits) ?? Infinity
    const timeoutMs = Math.min(remainingMs, runMs)
    const timeout = createTimeout(timeoutMs)
    try {
      const result = await tool.call(args, number, timeout)
      return { ...result, ms: Math.round(now() - startedAt), spent: { toolCalls: 1 } } as unknown as Json
    } catch (cause) {
      if (!timeout?.aborted || signal.aborted) throw cause
      // Only the retry counts toward the limits, so the call that timed out is not counted.
      await ledger?.settle(idempotencyKey, { ...callAmounts, toolCalls: 0 }).catch(() => undefined)
      const max = runLimits.ms ?? Infinity
      return {
        timedOut: true,
        ms: Math.max(1, Math.ceil(timeoutMs)),
        spent: { toolCalls: 0 },
        ...(runMs < remainingMs ? { exceeded: { scope: 'run', limit: 'ms', used: max, needed: 0, max } } : {}),
      } as unknown as Json
    }
  }
  const request = { tool: tool.name, arguments: args, call: number }
  try {
    const options = { unknownOutcome: 'retry', isComposite: true } as const
    return (await effect('call-tool', request, perform, options)) as unknown as CallOutcome
  } catch (cause) {
    // Releases the reservation, because a call that waits for a person makes a new one when it resumes.
    if (reservation !== undefined) budget?.release(reservation)
    throw cause
  }
}

const toOuterLimit = ({
  scope,
  limit,
  used,
  needed,
  max,
}: ExceededLimit): { limit: keyof AgentLimits; used: number; needed: number; outer: OuterLimit } => ({
  limit: limit === 'requests' ? 'steps' : limit,
  used,
  needed,
  outer: { scope, max },
})

async function requestBudgetDecision(
  { limit, used, needed, max, questionNumber, outer }: Extract<AgentEffect, { type: 'ask-budget' }>,
  { name: agent }: RunAgentOptions,
  { requestDecision, effect, render }: AgentDependencies,
): Promise<AgentEvent> {
  const text = message('agent.ask-budget', {
    agent,
    limit: message('agent.limit', { limit }),
    used: message('agent.amount', { limit, amount: round(used) }),
    max: message('agent.amount', { limit, amount: round(max) }),
    scope: outer?.scope ?? 'node',
  })
  const value = { kind: 'json', json: round(Math.max(needed, max)) }
  const request = { message: render(text), value, budget: limit, number: questionNumber }
  const { decision, edited } = await requestDecision('budget', request, { text })
  if (decision === 'reject') return { type: 'budget-decided', decision: 'stop', limit, amount: 0 }
  if (decision === 'done') return { type: 'budget-decided', decision: 'take', limit, amount: 0 }
  // If the reviewer did not edit the amount, the proposed amount is added.
  const amount = typeof edited === 'number' && edited > 0 ? edited : Math.max(needed, max)
  if (!outer) return { type: 'budget-decided', decision: 'raise', limit, amount }
  const limitName = limit === 'steps' ? 'requests' : limit
  const recordIncrease = async () => ({ [outer.scope === 'month' ? 'raisedMonth' : 'raised']: { [limitName]: amount } })
  // The effect only records the increase, so it is safe to retry after an interruption.
  await effect('raise-budget', { limit: limitName, amount, number: questionNumber }, recordIncrease, {
    unknownOutcome: 'retry',
  })
  return { type: 'budget-decided', decision: 'raise', limit, amount: 0 }
}

/** Rounds to six decimal places, so that the approved amount equals the displayed one. */
const round = (amount: number): number => Math.round(amount * 1e6) / 1e6

function toResult(
  state: AgentState,
  { text, reason }: Extract<AgentEffect, { type: 'finish' }>,
  { answer }: RunAgentOptions,
): AgentResult {
  const { messages, usage, toolCalls } = state
  const json = answer && (findJson(text) as Json | undefined)
  // A complete answer with a schema is valid, whether or not the service reported that it is complete.
  const isComplete = json !== undefined && reason === 'interrupted'
  return { answer: json ?? text, reason: isComplete ? 'answered' : reason, messages, usage, toolCalls }
}

function toFailure({ reason, text }: Extract<AgentEffect, { type: 'fail' }>, { name }: RunAgentOptions): NodeError {
  if (reason === 'stopped')
    return new NodeError(
      'permanent',
      error('agent.stopped', { agent: name, limit: message('agent.limit', { limit: text }) }),
    )
  if (reason === 'invalid')
    return new NodeError('permanent', error('agent.answer-invalid', { agent: name, violation: text }))
  return new NodeError('permanent', error('agent.refused', { agent: name, said: text }))
}
