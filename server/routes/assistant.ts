import { findNearestName, NodeError } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createPlannedWorkflow, findFixes, planFromDescription, suggestNextNodes } from '@aw-flow/nodes'
import { explainProblem, problemReference } from '@aw-flow/messages/reference'
import {
  applyEdit,
  createEmptyWorkflow,
  error,
  getProblemText,
  jsonSchema,
  problemSchema,
  defined,
  type Column,
  type Config,
  type Edit,
  type NodeType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowProposal,
} from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { WorkflowDescriber } from '../api/describe-workflows.ts'
import { proposeWithModel } from '../assistant/propose-with-model.ts'
import type { Sample } from '../viewing/table-reader.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireValue } from '../http/rejection.ts'

const suggestNextPath = '/api/v1/ai/suggest-next'

const objectsSchema = z.array(z.record(z.string(), jsonSchema)).openapi({
  type: 'array',
  items: { type: 'object', additionalProperties: true },
})

const suggestNextBodySchema = z
  .strictObject({
    current_nodes: objectsSchema
      .min(1)
      .openapi({ description: 'The nodes of the workflow, as in a workflow document.' }),
    edges: objectsSchema.optional().openapi({
      description: 'The edges of the workflow. Without them, each node follows the previous one.',
    }),
    node: z.string().optional().openapi({ description: 'The node to suggest successors for. Default: the last node.' }),
    port: z.string().optional().openapi({ description: 'The output of the node. Default: the first output.' }),
    context: z.string().max(10_000).default('').openapi({
      description:
        'A description of the next step. Node types whose title contains a word from the description are listed first.',
    }),
    limit: z.number().int().min(1).max(100).default(3),
  })
  .openapi({
    example: {
      current_nodes: [
        { id: 'load', type: 'loading' },
        { id: 'prepare', type: 'preparing' },
      ],
      context: '',
    },
  })

const settingsSchema = z.custom<Config>().openapi({ type: 'object', additionalProperties: true })

const promptBodySchema = z
  .strictObject({
    prompt: z.string().min(1).max(2_000).openapi({ description: 'The steps of the workflow, in English or German.' }),
    data_id: z.string().optional().openapi({ description: 'The dataset that the workflow loads.' }),
    model: z.string().optional().openapi({
      description:
        'The ID of a language model in the workspace, or an empty string for its default model. Without it, rules generate the workflow. The model receives the prompt, the node types, and column names and types, but no rows.',
    }),
  })
  .openapi({ example: { prompt: 'Load the file, remove duplicates, and export it as Excel.' } })

const errorBodySchema = z
  .strictObject({
    error: z.looseObject({ code: z.string().min(1).max(200) }).openapi({
      type: 'object',
      additionalProperties: true,
      description: 'An error as returned by the API: `code`, and `params` and `where` if present.',
    }),
    workflow: z.record(z.string(), jsonSchema).optional().openapi({
      type: 'object',
      additionalProperties: true,
      description: 'The workflow document that has the error. Without it, no fixes are returned.',
    }),
  })
  .openapi({ example: { error: { code: 'join.no-keys' } } })

/** Maximum number of rows to sample when collecting the text values that a prompt can mention. */
const maxSampleRows = 1_000

/** Lists the distinct values of a sample's text columns, keyed by column name. */
function listSampleValues({ columns, rows }: Sample): Record<string, string[]> {
  return Object.fromEntries(
    columns.flatMap(({ name, type }, index) =>
      type === 'VARCHAR'
        ? [[name, [...new Set(rows.flatMap((row) => (typeof row[index] === 'string' ? [row[index]] : [])))]] as const]
        : [],
    ),
  )
}

/**
 * Adds the routes under `/api/v1/ai`. Responses are based on rules and stored statistics; a language model is called
 * only on request.
 */
export function addAssistantRoutes(
  { app, createRoutes, createWorkspaceRoutes, requirePermission, catalog, documents }: RouteDependencies,
  describer: WorkflowDescriber,
): void {
  const routes = createWorkspaceRoutes({ tags: ['ai'] })
  const serverRoutes = createRoutes({ tags: ['ai'] })
  // The API description lists schemas in the order of their registration.
  app.openAPIRegistry.register('ExplainError', errorBodySchema)
  app.openAPIRegistry.register('SuggestNext', suggestNextBodySchema)

  routes.post('/api/v1/ai/generate-workflow', {
    permission: 'view',
    summary: 'Generate a workflow from a description, without storing or running it',
    body: jsonBody('GenerateWorkflow', promptBodySchema, {
      example: '{"prompt": "Load the file and remove duplicates"}',
    }),
    responses: {
      200: [
        'The workflow: a document for POST /api/v1/workflows.',
        z.object({
          version: z.number().int(),
          name: z.string(),
          nodes: z.array(
            z.object({
              id: z.string(),
              type: z.string(),
              position: z.object({ x: z.number(), y: z.number() }),
              data: z.object({ label: z.string(), config: settingsSchema }),
            }),
          ),
          edges: z.array(
            z.object({
              id: z.string(),
              source: z.string(),
              sourceHandle: z.string().optional(),
              target: z.string(),
              targetHandle: z.string(),
            }),
          ),
          ignored: z
            .array(z.string())
            .openapi({ description: "Parts of the prompt, or of the model's response, that could not be used." }),
          template: z.string().optional().openapi({
            description: 'The name of the most similar template, if no step was recognized in the prompt.',
          }),
          model: z
            .strictObject({
              name: z.string(),
              requests: z.number().int(),
              questions: z.array(z.string()).openapi({ description: 'Questions from the model about the prompt.' }),
              remarks: z.string(),
              problems: z.array(z.string()).openapi({ description: 'Remaining problems in the workflow.' }),
              failure: z
                .string()
                .optional()
                .openapi({ description: 'Why the workflow was generated by rules instead of the model.' }),
            })
            .optional()
            .openapi({ description: 'The model response, if a model was used.' }),
        }),
      ],
      404: 'Dataset not found.',
      422: 'Invalid body, the dataset cannot be loaded, or the model is not set up.',
    },
    handle: async ({ context, backend: { loads, withEgress }, store, body }) => {
      const { prompt, data_id: datasetId, model } = body
      // Calling a model incurs costs, so it requires an additional permission.
      if (model !== undefined) requirePermission(context, 'edit')
      let columns: Column[] = []
      let sampleValues: Record<string, string[]> = {}
      if (datasetId !== undefined) {
        const dataset = await store.datasets.find(datasetId)
        if (!dataset) throw new Rejection(404, error('dataset.not-found', { id: datasetId }))
        const report = requireValue(await loads.readReport(store, dataset), 422)
        columns = report.columns.map(({ name, type }) => ({ name, type }))
        const sampleResult = await loads.readSample(store, dataset, maxSampleRows)
        if (sampleResult.ok) sampleValues = listSampleValues(sampleResult.value)
      }
      const name = prompt.trim().slice(0, 60)
      let modelResponse: ReturnType<typeof describeProposal> | undefined
      if (model !== undefined) {
        const emptyWorkflow = createEmptyWorkflow(name)
        const { signal } = context.req.raw
        const describe = (document: Workflow): Promise<WorkflowDescription> => describer.describe(store, document)
        const request = defined({ description: prompt, workflow: emptyWorkflow, columns, model, dataset: datasetId })
        let proposal: WorkflowProposal
        try {
          proposal = await proposeWithModel(request, { store, withEgress, catalog, describe, signal })
        } catch (cause) {
          if (!(cause instanceof NodeError)) throw cause
          throw new Rejection(422, cause.problem)
        }
        modelResponse = describeProposal(proposal)
        if (proposal.edit) {
          const { nodes, edges } = applyEdit(emptyWorkflow, proposal.edit).workflow
          return { ...emptyWorkflow, nodes, edges, ignored: proposal.dropped, model: modelResponse } as never
        }
      }
      const plan = await planFromDescription({ description: prompt, columns, values: sampleValues, catalog })
      const plannedWorkflow = createPlannedWorkflow(plan, { name, types: catalog.list(), dataset: datasetId })
      return {
        ...plannedWorkflow,
        ignored: plan.ignored,
        ...defined({ template: plan.template, model: modelResponse }),
      }
    },
  })

  routes.post('/api/v1/ai/explain-error', {
    permission: 'view',
    summary: 'Explain an error, and propose edits that fix it',
    body: jsonBody('ExplainError', errorBodySchema, { example: '{"error": {"code": "join.no-keys"}}' }),
    responses: {
      200: [
        'The error reference entry, and fixes for the workflow, most likely first.',
        z.object({
          code: z.string(),
          meaning: z.string(),
          example: z.string(),
          solution: z.string(),
          fixes: z.array(
            z.object({
              description: z.string(),
              edit: z.custom<Edit>().openapi({ type: 'object', additionalProperties: true }),
              verified: z
                .boolean()
                .openapi({ description: 'false: the edit was checked, but the edited workflow was not run.' }),
            }),
          ),
        }),
      ],
      404: 'The code is not in the error reference.',
      422: 'Invalid body, or the workflow is not valid; see details.',
    },
    handle: async ({ context, store, body }) => {
      const entry = explainProblem(body.error.code)
      if (!entry) {
        const nearestCode = findNearestName(body.error.code, Object.keys(problemReference)) ?? ''
        throw new Rejection(404, error('explain.unknown-code', { code: body.error.code, nearest: nearestCode }))
      }
      if (!body.workflow) return { ...entry, fixes: [] }
      const { workflow, problems } = await documents.read(body.workflow, JSON.stringify(body.workflow).length)
      if (!workflow) throw new Rejection(422, problems[0]!, problems)
      const parsed = problemSchema.safeParse({ severity: 'error', ...pickProblemFields(body.error) })
      if (!parsed.success) return { ...entry, fixes: [] }
      const { signal } = context.req.raw
      const describe = (document: Workflow): Promise<WorkflowDescription> => describer.describe(store, document)
      const fixes = await findFixes({ workflow, problem: parsed.data }, { catalog, describe, signal })
      const items = fixes.map(({ change, edit, verified }) => ({
        description: englishFormatter.format(change),
        edit,
        verified,
      }))
      return { ...entry, fixes: items }
    },
  })

  serverRoutes.post(suggestNextPath, {
    permission: 'view',
    summary: 'Suggest node types that may follow a node, most likely first',
    body: jsonBody('SuggestNext', suggestNextBodySchema, {
      example: '{"current_nodes": [{"id": "load", "type": "loading"}]}',
    }),
    responses: {
      200: [
        'Node types.',
        z.object({ items: z.array(z.object({ type: z.string(), label: z.string(), description: z.string() })) }),
      ],
      422: 'The nodes and edges are not a valid workflow; see details.',
    },
    handle: async ({ body }) => {
      const nodes = body.current_nodes.map((node, index) => ({ id: `node-${index + 1}`, ...node }))
      const edgesWithoutIds =
        body.edges ?? nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]?.id, target: id }))
      const edges = edgesWithoutIds.map((edge, index) => ({ id: `edge-${index + 1}`, ...edge }))
      const document = { name: 'Suggestions', nodes, edges }
      const { workflow, problems } = await documents.read(document, JSON.stringify(document).length)
      if (!workflow) throw new Rejection(422, problems[0]!, problems)
      const nodeId = body.node ?? workflow.nodes.at(-1)?.id ?? ''
      const types = catalog.list()
      const suggestedTypeNames = await suggestNextNodes({ workflow, node: nodeId, port: body.port, types })
      const typesByName = new Map(types.map((type) => [type.type, type]))
      const orderedTypes = suggestedTypeNames.flatMap((name) => typesByName.get(name) ?? [])
      const items = rankMatchesFirst(orderedTypes, body.context)
        .slice(0, body.limit)
        .map(({ type, title, description }) => ({ type, label: title, description }))
      return { items }
    },
  })
}

const describeProposal = ({ model, requests, questions, remarks, problems, failure }: WorkflowProposal) => ({
  name: model,
  requests,
  questions,
  remarks,
  problems: problems.map((problem) => englishFormatter.format(getProblemText(problem))),
  ...(failure === undefined ? {} : { failure: englishFormatter.format(failure) }),
})

/** Picks the fields of an error that are needed to find fixes. API responses contain further fields. */
const pickProblemFields = ({ code, params, where }: Record<string, unknown>): Record<string, unknown> => ({
  code,
  ...defined({ params, where }),
})

/** Minimum length of words to compare. Shorter words, such as articles, are too common to identify a node type. */
const minWordLength = 4

function rankMatchesFirst(types: readonly NodeType[], description: string): NodeType[] {
  const toWords = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? []
  const words = new Set(toWords(description).filter((word) => word.length >= minWordLength))
  const isMatch = ({ title }: NodeType): boolean => toWords(title).some((word) => words.has(word))
  return [...types.filter(isMatch), ...types.filter((type) => !isMatch(type))]
}
