import {
  error,
  foldRun,
  isEnded,
  readWorkflow,
  type Json,
  type Problem,
  type RunEvent,
  type Workflow,
} from '@aw-flow/schema'
import { toReadableValue } from '@aw-flow/engine'
import { buildAgentRequest, readAgentOutcome, toAgentWorkflowId } from '../agents/run-model-agent.ts'
import { buildRunRequest, createMissingWorkflowProblem, type RunRequestOptions } from '../api/start-run.ts'
import type { BuiltRunRequest } from '../api/build-run-request.ts'
import type { WorkspaceBackend } from '../backend.ts'
import type { CaseResult, EvaluationCase, StoredEvaluation } from '../store/evaluations.ts'
import type { AgentTest } from '../store/model-agents.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { findMismatch } from './score-answer.ts'

/** A version of an agent or a workflow that can be evaluated. */
export interface EvaluationTarget {
  kind: 'agent' | 'workflow'
  id: string
  name: string
  version: number
  /** The test cases of the agent. */
  tests: readonly AgentTest[]
  /** The workflow that its runs belong to. */
  workflowId: string
  buildRequest(input: Json, options: RunRequestOptions): Promise<BuiltRunRequest>
}

type FoundTarget = { target: EvaluationTarget; problem?: undefined } | { problem: Problem; target?: undefined }

/** Finds a version of a model agent. Default: the current one. */
export async function findAgentTarget(
  { modelAgents }: Pick<WorkspaceStore, 'modelAgents'>,
  id: string,
  number: number | undefined,
): Promise<FoundTarget> {
  const current = await modelAgents.find(id)
  if (!current) return { problem: error('agent.not-found', { id, path: '/api/v1/agents' }) }
  const version = number ?? current.version
  const agent = await modelAgents.findNamed(`${id}@${version}`)
  if (!agent) return { problem: error('agent.no-version', { id, version, path: `/api/v1/agents/${id}/versions` }) }
  return {
    target: {
      kind: 'agent',
      id,
      name: agent.name,
      version,
      tests: agent.tests,
      workflowId: toAgentWorkflowId(id),
      buildRequest: (input, options) => buildAgentRequest(agent, { input }, options),
    },
  }
}

/** Finds a version of a workflow. Default: the current document, which becomes a version if it is none. */
export async function findWorkflowTarget(
  { workflows }: Pick<WorkspaceStore, 'workflows'>,
  id: string,
  number: number | undefined,
): Promise<FoundTarget> {
  if (!(await workflows.findText(id))) return { problem: createMissingWorkflowProblem(id) }
  const version = number ?? (await workflows.versions.create(id, { madeBy: 'run' }))
  const stored = version === undefined ? undefined : await workflows.versions.find(id, version)
  const workflow: Workflow | undefined = stored && readWorkflow(JSON.parse(stored.document)).workflow
  if (version === undefined || !workflow) {
    const path = `/api/v1/workflows/${id}/versions`
    return { problem: error('version.not-found', { id, version: version ?? 0, path }) }
  }
  return {
    target: {
      kind: 'workflow',
      id,
      name: workflow.name,
      version,
      tests: [],
      workflowId: id,
      buildRequest: (input, options) => buildRunRequest(workflow, { trigger_data: input }, options),
    },
  }
}

/** Stores an evaluation and starts a run for each case, or returns the problems that prevent the runs. */
export async function startEvaluation(
  target: EvaluationTarget,
  evaluation: Pick<StoredEvaluation, 'name' | 'dataset' | 'answerSchema' | 'createdBy'> & {
    tests: readonly AgentTest[]
  },
  { backend, newId, options }: { backend: WorkspaceBackend; newId(): string; options: RunRequestOptions },
): Promise<
  { evaluation: StoredEvaluation; problems?: undefined } | { problems: readonly Problem[]; evaluation?: undefined }
> {
  const { tests, ...fields } = evaluation
  const requests = []
  for (const test of tests) {
    const { request, problems } = await target.buildRequest(test.input, options)
    if (!request) return { problems }
    requests.push(request)
  }
  const cases = tests.map((test): EvaluationCase => ({ ...test, run: newId() }))
  const { kind: targetKind, id: targetId, version } = target
  const stored = await backend.store.evaluations.add({ ...fields, id: newId(), targetKind, targetId, version, cases })
  const workflowVersion = target.kind === 'workflow' ? { workflowVersion: version } : {}
  for (const [index, { run }] of cases.entries())
    await backend.runs.start(run, target.workflowId, requests[index]!, workflowVersion)
  return { evaluation: stored }
}

/** Returns an evaluation with the results of all runs that have ended, and stores new ones. */
export async function updateEvaluation(
  evaluation: StoredEvaluation,
  { runs, evaluations }: Pick<WorkspaceStore, 'runs' | 'evaluations'>,
): Promise<StoredEvaluation> {
  let isChanged = false
  const cases: EvaluationCase[] = []
  for (const entry of evaluation.cases) {
    const result = entry.result ?? (await readResult(entry, evaluation, runs))
    isChanged ||= result !== entry.result
    cases.push(result ? { ...entry, result } : entry)
  }
  if (isChanged) await evaluations.setCases(evaluation.id, cases)
  return { ...evaluation, cases }
}

async function readResult(
  entry: EvaluationCase,
  { targetKind, answerSchema }: StoredEvaluation,
  runs: WorkspaceStore['runs'],
): Promise<CaseResult | undefined> {
  const run = await runs.find(entry.run)
  const noUsage = { answer: null, isPassed: false, tokens: 0, cost: 0, durationMs: 0 }
  // The server stopped before it started the run, or the run was purged before its result was read.
  if (!run) return { ...noUsage, status: 'failed', reason: 'The run does not exist.' }
  if (!isEnded(run.status)) return undefined
  const events = await runs.readEvents(run.id)
  const durationMs = run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : 0
  const usage = sumUsage(events)
  const status = run.status as CaseResult['status']
  if (status !== 'completed') return { ...noUsage, ...usage, status, durationMs, reason: 'The run did not complete.' }
  const answer = targetKind === 'agent' ? readAgentOutcome(events).answer : readWorkflowAnswer(events)
  const reason = findMismatch(answer, entry, answerSchema)
  return { status, answer, isPassed: reason === null, reason, ...usage, durationMs }
}

type Amounts = { inputTokens?: number; outputTokens?: number; cost?: number }
/** The usage of a model request, and of interrupted requests before it. */
type ModelAmounts = { usage?: Amounts; lost?: Amounts }

/** Returns the tokens and the cost of all model requests of a run. */
function sumUsage(events: readonly RunEvent[]): { tokens: number; cost: number } {
  let tokens = 0
  let cost = 0
  for (const event of events) {
    if (event.type !== 'effect-ended') continue
    const outcome = (event.outcome ?? {}) as Partial<Record<'reply' | 'timedOut', unknown>> & ModelAmounts
    // The outcome of a tool that is an agent repeats the usage of its requests.
    if (outcome.reply === undefined && outcome.timedOut === undefined) continue
    for (const amounts of [outcome.usage, outcome.lost]) {
      tokens += (amounts?.inputTokens ?? 0) + (amounts?.outputTokens ?? 0)
      cost += amounts?.cost ?? 0
    }
  }
  return { tokens, cost }
}

/** Returns the first output of the last node, or the first outputs of all last nodes by id. Tables are summarized. */
function readWorkflowAnswer(events: readonly RunEvent[]): Json {
  const { workflow, nodes } = foldRun(events)
  const sources = new Set(workflow?.edges.map(({ source }) => source))
  const answers = (workflow?.nodes ?? []).flatMap(({ id }): [string, Json][] => {
    const [value] = sources.has(id) ? [] : Object.values(nodes[id]?.outputs ?? {})
    return value ? [[id, toReadableValue(value) as Json]] : []
  })
  return answers.length === 1 ? answers[0]![1] : Object.fromEntries(answers)
}
