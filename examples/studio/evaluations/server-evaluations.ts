import type { RouteResponse, ServerApi } from '@aw-flow/client'
import { defined, type Json } from '@aw-flow/schema'
import { listAgents } from '../agents/server-agents.ts'
import { listServerWorkflows } from '../queue/server-queue.ts'
import { loadItems, type LoadItems, type RouteItem } from '../shell/server-data/route-items.ts'

export type EvaluationSummary = RouteItem<'GET /api/v1/evaluations'>
export type Evaluation = RouteResponse<'GET /api/v1/evaluations/{id}'>
/** A case and its answer. `passed` is null until the case's run has ended. */
export type EvaluationCase = Evaluation['cases'][number]
/** A comparison of two evaluations, case by case. */
export type EvaluationComparison = RouteResponse<'GET /api/v1/evaluations/{id}/compare/{other}'>

export const comparisonModes = ['equal', 'contains', 'number'] as const

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

export const listEvaluations: LoadItems<'GET /api/v1/evaluations', [target?: string]> = loadItems(
  'GET /api/v1/evaluations',
  (target?: string) => ({ query: defined({ limit: maxEvaluations, target }) }),
)

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
