import { scoreRun } from '@aw-flow/nodes'
import {
  error,
  isFinalRunState,
  readWorkflow,
  type Json,
  type Problem,
  type RunEvent,
  type Workflow,
  failed,
  ok,
  type Result,
} from '@aw-flow/schema'
import { buildAgentRequest, readAgentOutcome, toAgentWorkflowId } from '../agents/run-model-agent.ts'
import { buildRunRequest, type RunRequestOptions } from '../api/start-run.ts'
import type { BuiltRunRequest } from '../api/build-run-request.ts'
import type { WorkspaceRunServices } from '../backend.ts'
import type { CaseResult, EvaluationCase, StoredEvaluation } from './evaluations.ts'
import { StartRejectedError } from '../quotas/quotas.ts'
import { runPriorities } from '../runs/queue/run-priority.ts'
import type { AgentTest } from '../agents/model-agents.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import type { RunSummary } from '../store/runs/runs.ts'
import { createMissingWorkflowProblem } from '../api/require-workflow.ts'

/** A version of an agent or workflow to evaluate. */
export interface EvaluationTarget {
  kind: 'agent' | 'workflow'
  id: string
  name: string
  version: number
  /** The agent's test cases. Empty for workflows. */
  tests: readonly AgentTest[]
  /** ID of the workflow that the evaluation's runs belong to. */
  workflowId: string
  buildRequest(input: Json, options: RunRequestOptions): Promise<BuiltRunRequest>
}

/** Finds a version of a model agent. Default: the current version. */
export async function findAgentTarget(
  { modelAgents }: Pick<WorkspaceStore, 'modelAgents'>,
  id: string,
  requestedVersion: number | undefined,
): Promise<Result<EvaluationTarget>> {
  const currentAgent = await modelAgents.find(id)
  if (!currentAgent) return failed(error('agent.not-found', { id, path: '/api/v1/agents' }))
  const version = requestedVersion ?? currentAgent.version
  const agent = await modelAgents.findByReference(`${id}@${version}`)
  if (!agent) return failed(error('agent.no-version', { id, version, path: `/api/v1/agents/${id}/versions` }))
  return ok({
    kind: 'agent',
    id,
    name: agent.name,
    version,
    tests: agent.tests,
    workflowId: toAgentWorkflowId(id),
    buildRequest: (input, options) => buildAgentRequest(agent, { input }, options),
  })
}

/** Finds a version of a workflow. Default: the current document, which is saved as a new version if necessary. */
export async function findWorkflowTarget(
  { workflows }: Pick<WorkspaceStore, 'workflows'>,
  id: string,
  requestedVersion: number | undefined,
  author: string,
): Promise<Result<EvaluationTarget>> {
  if (!(await workflows.findSerialized(id))) return failed(createMissingWorkflowProblem(id))
  const version = requestedVersion ?? (await workflows.versions.create(id, { cause: 'run', author }))
  const storedVersion = version === undefined ? undefined : await workflows.versions.find(id, version)
  const workflow: Workflow | undefined = storedVersion && readWorkflow(JSON.parse(storedVersion.document)).workflow
  if (version === undefined || !workflow) {
    const path = `/api/v1/workflows/${id}/versions`
    return failed(error('version.not-found', { id, version: version ?? 0, path }))
  }
  return ok({
    kind: 'workflow',
    id,
    name: workflow.name,
    version,
    tests: [],
    workflowId: id,
    buildRequest: (input, options) => buildRunRequest(workflow, { trigger_data: input }, options),
  })
}

/** Maximum number of runs added per SQL statement. */
const batchSize = 100

/** Starts a run for each case and stores the evaluation. If the runs cannot start, returns the problems instead. */
export async function startEvaluation(
  target: EvaluationTarget,
  evaluation: Pick<StoredEvaluation, 'name' | 'dataset' | 'answerSchema' | 'createdBy'> & {
    tests: readonly AgentTest[]
  },
  { backend, newId: createId, options }: { backend: WorkspaceRunServices; newId(): string; options: RunRequestOptions },
): Promise<
  { evaluation: StoredEvaluation; problems?: undefined } | { problems: readonly Problem[]; evaluation?: undefined }
> {
  const { tests, ...fields } = evaluation
  const quotaProblem = await backend.store.quotas.findStartProblem(tests.length)
  if (quotaProblem) return { problems: [quotaProblem] }
  const requests: RunRequest[] = []
  for (const test of tests) {
    const { request, problems } = await target.buildRequest(test.input, options)
    if (!request) return { problems }
    requests.push(request)
  }
  const cases = tests.map((test): EvaluationCase => ({ ...test, run: createId() }))
  const { kind: targetKind, id: targetId, version } = target
  // The runs have low priority, so that they do not delay the workspace's other runs.
  const startOptions = {
    priority: runPriorities.low,
    ...(target.kind === 'workflow' ? { workflowVersion: version } : {}),
  }
  // Runs that are added concurrently share one SQL statement.
  for (let offset = 0; offset < cases.length; offset += batchSize) {
    const batch = cases.slice(offset, offset + batchSize)
    const startResults = await Promise.allSettled(
      batch.map(({ run }, index) =>
        backend.runs.start(run, target.workflowId, requests[offset + index]!, startOptions),
      ),
    )
    const failure = startResults.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
    if (!failure) continue
    // An evaluation starts either all of its runs or none. Other runs may have used up the quota since it was checked.
    for (const { run } of cases.slice(0, offset + batch.length)) await backend.runs.cancel(run)
    if (failure.reason instanceof StartRejectedError) return { problems: [failure.reason.problem] }
    throw failure.reason
  }
  // A run that is purged before its result is read counts as a failed case; see `readResult`.
  return {
    evaluation: await backend.store.evaluations.add({
      ...fields,
      id: createId(),
      targetKind,
      targetId,
      version,
      cases,
    }),
  }
}

/** Returns an evaluation with the results of all runs that have ended so far. Stores any new results. */
export async function updateEvaluation(
  evaluation: StoredEvaluation,
  { runs, evaluations }: Pick<WorkspaceStore, 'runs' | 'evaluations'>,
): Promise<StoredEvaluation> {
  let hasChanged = false
  const cases: EvaluationCase[] = []
  const pendingRuns = evaluation.cases.flatMap(({ result, run }) => (result ? [] : [run]))
  const runsById = new Map((await runs.findMany(pendingRuns)).map((run) => [run.id, run]))
  for (const evaluationCase of evaluation.cases) {
    const result =
      evaluationCase.result ?? (await readResult(runsById.get(evaluationCase.run), evaluationCase, evaluation, runs))
    hasChanged ||= result !== evaluationCase.result
    cases.push(result ? { ...evaluationCase, result } : evaluationCase)
  }
  if (hasChanged) await evaluations.setCases(evaluation.id, cases)
  return { ...evaluation, cases }
}

const missingRunResult: CaseResult = {
  status: 'failed',
  answer: null,
  isPassed: false,
  problem: error('evaluation.run-missing', {}),
  tokens: 0,
  cost: 0,
  durationMs: 0,
}

async function readResult(
  run: RunSummary | undefined,
  evaluationCase: EvaluationCase,
  { targetKind, answerSchema }: StoredEvaluation,
  runs: WorkspaceStore['runs'],
): Promise<CaseResult | undefined> {
  // The run was purged before its result was read.
  if (!run) return missingRunResult
  if (!isFinalRunState(run.status)) return undefined
  const events = await runs.readEvents(run.id)
  const durationMs = run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : 0
  const status = run.status as CaseResult['status']
  const readAnswer = (record: readonly RunEvent[]): Json => readAgentOutcome(record).answer
  const score = scoreRun(events, {
    test: evaluationCase,
    answerSchema,
    ...(targetKind === 'agent' ? { readAnswer } : {}),
  })
  return { status, durationMs, ...score }
}
