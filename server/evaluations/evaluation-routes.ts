import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { findAgentTarget, findWorkflowTarget, startEvaluation, updateEvaluation } from './evaluate.ts'
import {
  compareEvaluations,
  comparisonSchema,
  evaluationBodySchema,
  evaluationSchema,
  evaluationSummarySchema,
  evaluationToWire,
  maxCases,
  summaryToWire,
  type EvaluationBody,
} from './evaluation-wire.ts'
import type { StoredEvaluation } from './evaluations.ts'
import type { AgentTest } from '../agents/model-agents.ts'
import { readAuthorNames } from '../wire/author-names.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toPageRequest } from '../wire/list.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound, requireValue } from '../http/rejection.ts'

const path = '/api/v1/evaluations'
const exampleId = '3b1f6d1a-7a44-4f0a-9b52-0f5f0f3a2c10'
const params = createIdParamsSchema(exampleId)

const createNotFoundProblem = (id: string): Problem => error('evaluation.not-found', { id, path })

/** Adds the routes under `/api/v1/evaluations`. */
export function addEvaluationRoutes(dependencies: RouteDependencies): void {
  const { createWorkspaceRoutes, newId } = dependencies
  const routes = createWorkspaceRoutes({ path, tags: ['evaluations'] })

  routes.get('', {
    permission: 'view',
    summary: 'List evaluations of model agents and workflows, newest first',
    query: listQuerySchema.extend({
      target: z.string().optional().openapi({ description: 'ID of the agent or the workflow.' }),
    }),
    responses: { 200: ['Evaluations without their cases.', createPageSchema(evaluationSummarySchema)] },
    handle: async ({ backend: { accounts }, store, query: { target, ...query } }) => {
      const page = await store.evaluations.list(toPageRequest(query), { target })
      const getName = await readNames(accounts, page.items)
      const items = []
      for (const evaluation of page.items) items.push(summaryToWire(await updateEvaluation(evaluation, store), getName))
      return { ...page, items }
    },
  })

  routes.post('', {
    permission: 'execute',
    summary: 'Run a version of a model agent or a workflow on cases, and compare its answers with the expected answers',
    body: jsonBody('Evaluate', evaluationBodySchema),
    responses: {
      202: ['The evaluation; each case is a run.', evaluationSchema],
      404: 'Agent, workflow, version or dataset not found.',
      422: 'Invalid body, or the runs cannot start; see details.',
    },
    handle: async ({ context, caller, backend, body }) => {
      const { store } = backend
      const { agent_id: agentId, workflow_id: workflowId = '', version } = body
      const target = requireValue(
        await (agentId === undefined
          ? findWorkflowTarget(store, workflowId, version, caller.id)
          : findAgentTarget(store, agentId, version)),
        404,
      )
      const tests = body.cases
        ? body.cases.map((test): AgentTest => ({ ...test, input: test.input ?? null }))
        : body.data_id === undefined
          ? target.tests
          : await readCases(backend, body.data_id, body)
      if (tests.length === 0) throw new Rejection(422, error('evaluation.no-cases', { name: target.name }))
      const { evaluation, problems } = await startEvaluation(
        target,
        {
          name: body.name ?? target.name,
          dataset: body.data_id ?? null,
          answerSchema: body.answer_schema,
          createdBy: caller.id,
          tests,
        },
        { backend, newId, options: { ...dependencies, backend } },
      )
      if (!evaluation) throw new Rejection(422, problems[0]!, [...problems])
      context.header('Location', `${path}/${evaluation.id}`)
      return evaluationToWire(evaluation, await readNames(backend.accounts, [evaluation]))
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get an evaluation with the answer and score for each case',
    params,
    responses: { 200: ['The evaluation.', evaluationSchema], 404: 'Evaluation not found.' },
    handle: async ({ backend: { accounts }, store, params: { id } }) => {
      const evaluation = requireFound(await store.evaluations.find(id), createNotFoundProblem(id))
      return evaluationToWire(await updateEvaluation(evaluation, store), await readNames(accounts, [evaluation]))
    },
  })

  routes.get('/{id}/compare/{other}', {
    permission: 'view',
    summary: 'Compare an evaluation with a later one, case by case',
    params: params.extend({ other: z.string().openapi({ example: exampleId }) }),
    responses: { 200: ['The comparison.', comparisonSchema], 404: 'Evaluation not found.' },
    handle: async ({ backend: { accounts }, store, params: { id, other: otherId } }) => {
      const [earlierEvaluation, laterEvaluation] = await Promise.all([
        store.evaluations.find(id),
        store.evaluations.find(otherId),
      ])
      if (!earlierEvaluation || !laterEvaluation)
        throw new Rejection(404, createNotFoundProblem(earlierEvaluation ? otherId : id))
      const comparison = compareEvaluations(
        await updateEvaluation(earlierEvaluation, store),
        await updateEvaluation(laterEvaluation, store),
        await readNames(accounts, [earlierEvaluation, laterEvaluation]),
      )
      return comparison
    },
  })

  routes.delete('/{id}', {
    permission: 'edit',
    summary: 'Delete an evaluation; its runs remain',
    params,
    responses: { 204: 'Deleted.', 404: 'Evaluation not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.evaluations.remove(id), createNotFoundProblem(id))
    },
  })
}

const readNames = (accounts: WorkspaceBackend['accounts'], evaluations: readonly StoredEvaluation[]) =>
  readAuthorNames(
    accounts,
    evaluations.map(({ createdBy }) => createdBy),
  )

type Row = Record<string, Json>

/** Reads a dataset's rows and converts each to a test case. */
async function readCases(
  { store, loads }: WorkspaceBackend,
  id: string,
  {
    max_cases: maxRows,
    input_column: inputColumn,
    expected_column: expectedColumn,
    compare: comparison,
    tolerance,
  }: EvaluationBody,
): Promise<AgentTest[]> {
  const dataset = await store.datasets.find(id)
  if (!dataset) throw new Rejection(404, error('dataset.not-found', { id }))
  const sample = requireValue(await loads.readSample(store, dataset, maxRows ?? maxCases), 422)
  if (maxRows === undefined && sample.total > maxCases)
    throw new Rejection(422, error('evaluation.too-many-rows', { rows: sample.total, max: maxCases }))
  if (sample.isTruncated) throw new Rejection(422, error('evaluation.text-too-long', { rows: sample.rows.length }))
  const columnNames = sample.columns.map(({ name }) => name)
  const missingColumn = [inputColumn, expectedColumn].find(
    (column) => column !== undefined && !columnNames.includes(column),
  )
  if (missingColumn !== undefined)
    throw new Rejection(422, error('evaluation.no-column', { column: missingColumn, columns: columnNames }))
  return sample.rows.map((cells, index): AgentTest => {
    const row: Row = Object.fromEntries(columnNames.map((name, position) => [name, cells[position] ?? null]))
    const expected = expectedColumn === undefined ? undefined : row[expectedColumn]
    const inputRow = Object.fromEntries(Object.entries(row).filter(([name]) => name !== expectedColumn))
    const input = inputColumn === undefined ? inputRow : row[inputColumn]!
    const test = { name: `Row ${index + 1}`, input, compare: comparison, tolerance }
    return expected === undefined ? test : { ...test, expected }
  })
}
