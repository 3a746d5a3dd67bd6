import { error, type Json, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { findAgentTarget, findWorkflowTarget, startEvaluation, updateEvaluation } from '../evaluations/evaluate.ts'
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
} from '../evaluations/evaluation-wire.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import type { AgentTest } from '../store/model-agents.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toPageRequest } from '../wire/list.ts'

const tags = ['evaluations']
const path = '/api/v1/evaluations'
const exampleId = '3b1f6d1a-7a44-4f0a-9b52-0f5f0f3a2c10'
const params = createIdParamsSchema(exampleId)
const notFoundResponses = describeErrorResponses({ 404: 'Evaluation not found.' })

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List evaluations of model agents and workflows, newest first',
  request: {
    query: listQuerySchema.extend({
      target: z.string().optional().openapi({ description: 'ID of the agent or the workflow.' }),
    }),
  },
  responses: {
    200: describeJsonResponse('Evaluations without their cases.', createPageSchema(evaluationSummarySchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const create = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path,
  tags,
  summary: 'Run a version of a model agent or a workflow on cases, and compare its answers with the expected answers',
  request: {
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Evaluate' } } } },
  },
  responses: {
    202: describeJsonResponse('The evaluation; each case is a run.', evaluationSchema),
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      404: 'Agent, workflow, version or dataset not found.',
      415: 'Content type is not JSON.',
      422: 'Invalid body, or the runs cannot start; see details.',
    }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get an evaluation with the answer and score for each case',
  request: { params },
  responses: { 200: describeJsonResponse('The evaluation.', evaluationSchema), ...notFoundResponses },
})

const compare = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/compare/{other}`,
  tags,
  summary: 'Compare an evaluation with a later one, case by case',
  request: { params: params.extend({ other: z.string().openapi({ example: exampleId }) }) },
  responses: { 200: describeJsonResponse('The comparison.', comparisonSchema), ...notFoundResponses },
})

const remove = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete an evaluation; its runs remain',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...notFoundResponses },
})

const createNotFoundProblem = (id: string): Problem => error('evaluation.not-found', { id, path })

/** Adds the routes under `/api/v1/evaluations`. */
export function addEvaluationRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace, newId } = dependencies
  app.openAPIRegistry.register('Evaluate', evaluationBodySchema)

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { target, ...query } = context.req.valid('query')
    const page = await store.evaluations.list(toPageRequest(query), { target })
    const items = []
    for (const evaluation of page.items) items.push(summaryToWire(await updateEvaluation(evaluation, store)))
    return context.json({ ...page, items }, 200)
  })

  app.openapi(create, async (context) => {
    const backend = await openWorkspace(context, 'execute')
    const { store } = backend
    const { body, rejection } = await readBody(context, evaluationBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { agent_id: agentId, workflow_id: workflowId = '', version } = body
    const targetResult = await (agentId === undefined
      ? findWorkflowTarget(store, workflowId, version)
      : findAgentTarget(store, agentId, version))
    if (targetResult.problem) return sendProblem(context, 404, targetResult.problem)
    const { target } = targetResult
    const { tests, problem } = body.cases
      ? { tests: body.cases.map((test): AgentTest => ({ ...test, input: test.input ?? null })) }
      : body.data_id === undefined
        ? { tests: target.tests }
        : await readCases(backend, body.data_id, body)
    if (problem) return sendProblem(context, problem.code === 'dataset.not-found' ? 404 : 422, problem)
    if (tests.length === 0) return sendProblem(context, 422, error('evaluation.no-cases', { name: target.name }))
    const { evaluation, problems } = await startEvaluation(
      target,
      {
        name: body.name ?? target.name,
        dataset: body.data_id ?? null,
        answerSchema: body.answer_schema,
        createdBy: context.get('caller').id,
        tests,
      },
      { backend, newId, options: { ...dependencies, backend } },
    )
    if (!evaluation) return sendProblem(context, 422, problems[0]!, [...problems])
    context.header('Location', `${path}/${evaluation.id}`)
    return context.json(evaluationToWire(evaluation), 202)
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const evaluation = await store.evaluations.find(id)
    return evaluation
      ? context.json(evaluationToWire(await updateEvaluation(evaluation, store)), 200)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(compare, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id, other: otherId } = context.req.valid('param')
    const [earlierEvaluation, laterEvaluation] = await Promise.all([
      store.evaluations.find(id),
      store.evaluations.find(otherId),
    ])
    if (!earlierEvaluation || !laterEvaluation)
      return sendProblem(context, 404, createNotFoundProblem(earlierEvaluation ? otherId : id))
    const comparison = compareEvaluations(
      await updateEvaluation(earlierEvaluation, store),
      await updateEvaluation(laterEvaluation, store),
    )
    return context.json(comparison, 200)
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    return (await store.evaluations.remove(id))
      ? context.body(null, 204)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })
}

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
): Promise<{ tests: AgentTest[]; problem?: undefined } | { problem: Problem; tests?: undefined }> {
  const dataset = await store.datasets.find(id)
  if (!dataset) return { problem: error('dataset.not-found', { id }) }
  const result = await loads.readSample(store, dataset, maxRows ?? maxCases)
  if (result.problem) return { problem: result.problem }
  const { sample } = result
  if (maxRows === undefined && sample.total > maxCases)
    return { problem: error('evaluation.too-many-rows', { rows: sample.total, max: maxCases }) }
  if (sample.isTruncated) return { problem: error('evaluation.text-too-long', { rows: sample.rows.length }) }
  const columnNames = sample.columns.map(({ name }) => name)
  const missingColumn = [inputColumn, expectedColumn].find(
    (column) => column !== undefined && !columnNames.includes(column),
  )
  if (missingColumn !== undefined)
    return { problem: error('evaluation.no-column', { column: missingColumn, columns: columnNames }) }
  const tests = sample.rows.map((cells, index): AgentTest => {
    const row: Row = Object.fromEntries(columnNames.map((name, position) => [name, cells[position] ?? null]))
    const expected = expectedColumn === undefined ? undefined : row[expectedColumn]
    const inputRow = Object.fromEntries(Object.entries(row).filter(([name]) => name !== expectedColumn))
    const input = inputColumn === undefined ? inputRow : row[inputColumn]!
    const test = { name: `Row ${index + 1}`, input, compare: comparison, tolerance }
    return expected === undefined ? test : { ...test, expected }
  })
  return { tests }
}
