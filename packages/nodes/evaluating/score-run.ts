import { toKnownCost } from '@aw-flow/agents'
import { toReadableValue } from '@aw-flow/engine'
import { error, foldRun, type Json, type Problem, type RunEvent, type RunView } from '@aw-flow/schema'
import { getRunValidity } from '@aw-flow/schema/internal'
import { findMismatch, type TestCase } from './score-answer.ts'

/** The score of a test case. @internal */
export interface RunScore {
  answer: Json
  /** Whether the case passed. Stored evaluations and command-line reports use this name. */
  isPassed: boolean
  /** The reason why the case failed, or null if it passed. */
  problem: Problem | null
  /** Total input and output tokens of all model requests. */
  tokens: number
  /** Cost of the model requests whose price is known, in US dollars. Null if no price is known. */
  cost: number | null
  /** Number of model requests whose price is unknown. */
  unpricedCalls: number
}

/** @internal */
export interface ScoreOptions {
  test: Pick<TestCase, 'expected' | 'compare' | 'tolerance'>
  answerSchema: { [name: string]: Json } | null
  /** Extracts the answer from the events of a completed run. Defaults to the outputs of the final nodes. */
  readAnswer?(events: readonly RunEvent[]): Json
}

/**
 * Scores the run of a test case. The case passes if the run completes, all validations in it succeed, and the answer
 * matches.
 *
 * @internal
 */
export function scoreRun(
  events: readonly RunEvent[],
  { test, answerSchema, readAnswer = readFinalOutputs }: ScoreOptions,
): RunScore {
  const view = foldRun(events)
  const usage = sumUsage(events)
  const failedValidation = findFailedValidation(view)
  if (view.state !== 'completed') {
    const problem = error(view.state === 'waiting' ? 'evaluation.run-waiting' : 'evaluation.run-failed', {})
    return { answer: null, isPassed: false, problem: failedValidation ?? problem, ...usage }
  }
  const answer = readAnswer(events)
  const problem = findMismatch(answer, test, answerSchema) ?? failedValidation
  return { answer, isPassed: problem === null, problem, ...usage }
}

/** Returns a problem that names the Validate nodes that found an invalid table, or null if there are none. */
function findFailedValidation(view: RunView): Problem | null {
  if (getRunValidity(view) !== false) return null
  const failedNodes = Object.values(view.nodes).filter((node) => getRunValidity({ ...view, nodes: { node } }) === false)
  const names = failedNodes.map(({ node }) => view.workflow?.nodes.find(({ id }) => id === node)?.data.label ?? node)
  return error('evaluation.validation-failed', { names })
}

type Amounts = { inputTokens?: number; outputTokens?: number; cost?: number | null; unpriced?: number }
/** Usage of a model request, and of interrupted attempts before it (`lost`). */
type ModelAmounts = { usage?: Amounts; lost?: Amounts }

function sumUsage(events: readonly RunEvent[]): Pick<RunScore, 'tokens' | 'cost' | 'unpricedCalls'> {
  const sums = { tokens: 0, cost: 0, unpricedCalls: 0 }
  for (const event of events) {
    if (event.type !== 'effect-ended') continue
    const outcome = (event.outcome ?? {}) as Partial<Record<'reply' | 'timedOut', unknown>> & ModelAmounts
    // The outcome of an agent that is used as a tool repeats the usage of its requests, which are counted separately.
    if (outcome.reply === undefined && outcome.timedOut === undefined) continue
    for (const amounts of [outcome.usage, outcome.lost]) {
      sums.tokens += (amounts?.inputTokens ?? 0) + (amounts?.outputTokens ?? 0)
      sums.cost += amounts?.cost ?? 0
      sums.unpricedCalls += amounts?.unpriced ?? 0
    }
  }
  return { ...sums, cost: toKnownCost(sums.cost, sums.unpricedCalls) }
}

/**
 * Returns the first output of the final node or, if there are several final nodes, the first output of each, keyed by
 * node ID. Tables are summarized.
 */
function readFinalOutputs(events: readonly RunEvent[]): Json {
  const { workflow, nodes } = foldRun(events)
  const sourceIds = new Set(workflow?.edges.map(({ source }) => source))
  const answers = (workflow?.nodes ?? []).flatMap(({ id }): [string, Json][] => {
    const [value] = sourceIds.has(id) ? [] : Object.values(nodes[id]?.outputs ?? {})
    return value ? [[id, toReadableValue(value) as Json]] : []
  })
  return answers.length === 1 ? answers[0]![1] : Object.fromEntries(answers)
}
