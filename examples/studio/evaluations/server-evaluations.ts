import type { ServerApi } from '@aw-flow/client'
import { defined, type Json, type Problem } from '@aw-flow/schema'
import { listAgents } from '../agents/server-agents.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'

/** An evaluation of one version of a model agent or workflow, with the API's field names. */
export interface EvaluationSummary {
  id: string
  name: string
  agent_id: string | null
  workflow_id: string | null
  version: number
  data_id: string | null
  answer_schema: { [name: string]: unknown } | null
  status: 'running' | 'completed'
  total: number
  passed: number
  failed: number
  score: number
  tokens: number
  cost: number | null
  unpriced_calls: number
  created_by: string
  created_at: string
}

export const comparisonModes = ['equal', 'contains', 'number'] as const

/** A case and its answer. `passed` is null until the case's run has ended. */
export interface EvaluationCase {
  name: string
  input: Json
  expected?: Json
  compare: (typeof comparisonModes)[number]
  tolerance: number
  run_id: string
  status: 'pending' | 'completed' | 'failed' | 'cancelled'
  answer: Json
  passed: boolean | null
  reason: string | null
  /** Absent in results from earlier server versions, which only contain a reason in English. */
  problem?: Problem | null
  tokens: number
  cost: number | null
  unpriced_calls: number
  duration_ms: number
}

export interface Evaluation extends EvaluationSummary {
  cases: EvaluationCase[]
}

/** A comparison of two evaluations, case by case. */
export interface EvaluationComparison {
  before: EvaluationSummary
  after: EvaluationSummary
  improved: number
  regressed: number
  cases: { name: string; before: EvaluationCase | null; after: EvaluationCase | null }[]
}

/** A model agent or workflow that can be evaluated. `key` combines its kind and ID, for example `agent:1`. */
export interface EvaluationTarget {
  key: string
  kind: 'agent' | 'workflow'
  id: string
  name: string
}

/** The targets and datasets that users can select for a new evaluation. */
export interface EvaluationChoices {
  targets: readonly EvaluationTarget[]
  datasets: readonly { id: string; name: string }[]
}

const maxEvaluations = 100
const maxDatasets = 500

export async function listEvaluations(api: ServerApi, target?: string): Promise<readonly EvaluationSummary[]> {
  const query = defined({ limit: maxEvaluations, target })
  const { value } = await api.call('GET /api/v1/evaluations', { query })
  return value.items as unknown as EvaluationSummary[]
}

export async function readEvaluation(api: ServerApi, id: string): Promise<Evaluation> {
  const { value } = await api.call('GET /api/v1/evaluations/{id}', { path: { id } })
  return value as unknown as Evaluation
}

/**
 * Returns the name of the evaluated model agent or workflow, or `undefined` if it cannot be read, for example because
 * it was deleted.
 */
export async function readTargetName(api: ServerApi, evaluation: EvaluationSummary): Promise<string | undefined> {
  const { agent_id: agentId, workflow_id: workflowId } = evaluation
  const response =
    agentId === null
      ? api.call('GET /api/v1/workflows/{id}', { path: { id: workflowId ?? '' } })
      : api.call('GET /api/v1/agents/{id}', { path: { id: agentId } })
  return response.then(
    ({ value }) => value.name,
    () => undefined,
  )
}

export async function readComparison(api: ServerApi, id: string, otherId: string): Promise<EvaluationComparison> {
  const { value } = await api.call('GET /api/v1/evaluations/{id}/compare/{other}', { path: { id, other: otherId } })
  return value as unknown as EvaluationComparison
}

/** Starts an evaluation and returns its ID. */
export async function startEvaluation(api: ServerApi, body: Record<string, Json>): Promise<string> {
  const { value } = await api.call('POST /api/v1/evaluations', { body: body as never })
  return value.id
}

export async function listChoices(api: ServerApi): Promise<EvaluationChoices> {
  const [agents, workflows, datasets] = await Promise.all([
    listAgents(api),
    listServerWorkflows(api),
    api.call('GET /api/v1/data', { query: { sort: 'name', limit: maxDatasets } }),
  ])
  return {
    targets: [
      ...agents
        .filter(({ kind }) => kind === 'model')
        .map(({ id, name }): EvaluationTarget => ({ key: `agent:${id}`, kind: 'agent', id, name })),
      ...workflows.map(({ id, name }): EvaluationTarget => ({ key: `workflow:${id}`, kind: 'workflow', id, name })),
    ],
    datasets: datasets.value.items.map(({ id, name }) => ({ id, name })),
  }
}

export const hasEnded = ({ status }: EvaluationSummary): boolean => status === 'completed'
