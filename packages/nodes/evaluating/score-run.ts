import { toKnownCost } from '@aw-flow/agents'
import { toReadableValue } from '@aw-flow/engine'
import { error, foldRun, getRunValidity, type Json, type Problem, type RunEvent, type RunView } from '@aw-flow/schema'
import { findMismatch, type TestCase } from './score-answer.ts'

/** The result of a case. @internal */
export interface RunScore {
  answer: Json
  /** True if the case has passed. Stored evaluations and reports of the command line contain this name. */
  isPassed: boolean
  /** The reason that the case failed; null if it passed. */
  problem: Problem | null
  /** Input and output tokens of all model requests. */
  tokens: number
  /** Cost of the requests whose price is known; null if all prices are unknown. */
  cost: number | null
  /** Requests whose price is unknown. */
  unpricedCalls: number
}

/** @internal */
export interface ScoreOptions {
  test: Pick<TestCase, 'expected' | 'compare' | 'tolerance'>
  answerSchema: { [name: string]: Json } | null
  /** Reads the answer of a completed run. Default: the outputs of the last nodes. */
  readAnswer?(events: readonly RunEvent[]): Json
}

/**
 * Scores the run of a case: it must complete, all of its validations must succeed, and its answer must match.
 *
 * @internal
 */
export function scoreRun(
  events: readonly RunEvent[],
  { test, answerSchema, readAnswer = readLastOutputs }: ScoreOptions,
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

/** Returns the problem with the names of the Validate nodes that found an invalid table; null if there are none. */
function findFailedValidation(view: RunView): Problem | null {
  if (getRunValidity(view) !== false) return null
  const failed = Object.values(view.nodes).filter((node) => getRunValidity({ ...view, nodes: { node } }) === false)
  const names = failed.map(({ node }) => view.workflow?.nodes.find(({ id }) => id === node)?.data.label ?? node)
  return error('evaluation.validation-failed', { names })
}

type Amounts = { inputTokens?: number; outputTokens?: number; cost?: number | null; unpriced?: number }
/** The usage of a model request, and of interrupted requests before it. */
type ModelAmounts = { usage?: Amounts; lost?: Amounts }

function sumUsage(events: readonly RunEvent[]): Pick<RunScore, 'tokens' | 'cost' | 'unpricedCalls'> {
  const sums = { tokens: 0, cost: 0, unpricedCalls: 0 }
  for (const event of events) {
    if (event.type !== 'effect-ended') continue
    const outcome = (event.outcome ?? {}) as Partial<Record<'reply' | 'timedOut', unknown>> & ModelAmounts
    // The outcome of a tool that is an agent repeats the usage of its requests.
    if (outcome.reply === undefined && outcome.timedOut === undefined) continue
    for (const amounts of [outcome.usage, outcome.lost]) {
      sums.tokens += (amounts?.inputTokens ?? 0) + (amounts?.outputTokens ?? 0)
      sums.cost += amounts?.cost ?? 0
      sums.unpricedCalls += amounts?.unpriced ?? 0
    }
  }
  return { ...sums, cost: toKnownCost(sums.cost, sums.unpricedCalls) }
}

/** Returns the first output of the last node, or the first outputs of all last nodes by id. Tables are summarized. */
function readLastOutputs(events: readonly RunEvent[]): Json {
  const { workflow, nodes } = foldRun(events)
  const sources = new Set(workflow?.edges.map(({ source }) => source))
  const answers = (workflow?.nodes ?? []).flatMap(({ id }): [string, Json][] => {
    const [value] = sources.has(id) ? [] : Object.values(nodes[id]?.outputs ?? {})
    return value ? [[id, toReadableValue(value) as Json]] : []
  })
  return answers.length === 1 ? answers[0]![1] : Object.fromEntries(answers)
}
