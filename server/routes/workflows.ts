import { describeWorkflow } from '@aw-flow/engine'
import { error, readWorkflow, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { documentSchema } from '../openapi-components.ts'
import { namedWorkflows } from '../named-workflows.ts'
import { readJsonBody } from '../read-json-body.ts'
import { storableText } from '../store/storable-text.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
import {
  withoutServerFields,
  workflowSummaryToWire,
  workflowSummaryWireSchema,
  workflowToWire,
  workflowWireSchema,
} from '../wire/workflow.ts'

const tags = ['workflows']
const path = '/api/v1/workflows'
const params = idParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11')
const missing = errorAnswers({ 404: 'No such workflow.' })
const notAWorkflow = errorAnswers({
  400: 'Not JSON.',
  415: 'Not said to be JSON.',
  422: 'Not a workflow, or its name holds NUL or half a character; see details.',
})

/** Described, not checked, by the route: `readWorkflow` understands older shapes and names the place of a fault. */
const body = {
  required: true,
  content: {
    'application/json': {
      schema: { $ref: '#/components/schemas/Workflow' },
      example: {
        version: 1,
        name: 'Look at a file',
        nodes: [{ id: 'load', type: 'load', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }],
        edges: [],
      },
    },
  },
}

const create = createRoute({
  method: 'post',
  path,
  tags,
  summary: 'Keep a new workflow; nothing of it is run',
  request: { body },
  responses: { 201: jsonAnswer('The workflow under its new id.', workflowWireSchema), ...notAWorkflow },
})

const list = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'The workflows, last changed first',
  request: { query: listQuerySchema },
  responses: {
    200: jsonAnswer('Workflows.', listSchema(workflowSummaryWireSchema)),
    ...errorAnswers({ 422: 'A query that makes no sense.' }),
  },
})

const one = createRoute({
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'One workflow',
  request: { params },
  responses: { 200: jsonAnswer('The workflow.', workflowWireSchema), ...missing },
})

const replace = createRoute({
  method: 'put',
  path: `${path}/{id}`,
  tags,
  summary: 'Replace a workflow’s document',
  request: { params, body },
  responses: { 200: jsonAnswer('The workflow as it is now.', workflowWireSchema), ...notAWorkflow, ...missing },
})

const remove = createRoute({
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Remove a workflow; its runs stay',
  request: { params },
  responses: { 204: { description: 'Removed.' }, ...missing },
})

const validate = createRoute({
  method: 'post',
  path: `${path}/{id}/validate`,
  tags,
  summary: 'Everything that a run would stumble over, without running',
  request: { params },
  responses: {
    200: jsonAnswer(
      'What is known of every node before a run.',
      z.object({
        valid: z.boolean(),
        problems: z.array(documentSchema<Problem>('Problem')),
        description: documentSchema<WorkflowDescription>('WorkflowDescription'),
      }),
    ),
    ...missing,
  },
})

/** The refusal of an id that is not there. */
export const noWorkflow = (id: string): Problem =>
  error('workflow.not-found', `There is no workflow ${JSON.stringify(id)}.`, { hint: 'See GET /api/v1/workflows.' })

/** `/api/v1/workflows`: documents. Keeping one is inert: it is described, never run. */
export function addWorkflowRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend, catalogue, newId }: AppDependencies,
): void {
  const describe = async (workflow: Workflow): Promise<WorkflowDescription> => {
    const { store } = await backend()
    const workflows = await namedWorkflows(store, workflow, catalogue)
    return describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows })
  }

  app.openapi(create, async (context) => {
    const { workflow, refused } = await readWorkflowBody(context)
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const { store } = await backend()
    const stored = await store.workflows.add(newId(), workflow)
    return context.json(workflowToWire(stored, await describe(workflow)), 201)
  })

  app.openapi(list, async (context) => {
    const { store } = await backend()
    const page = await store.workflows.list(pageRequest(context.req.valid('query')))
    const descriptions = new Map<string, WorkflowDescription>()
    for (const { id, workflow } of page.items) descriptions.set(id, await describe(workflow))
    return context.json(
      listAnswer(page, (stored) => workflowSummaryToWire(stored, descriptions.get(stored.id)!)),
      200,
    )
  })

  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    const stored = await store.workflows.find(id)
    return stored
      ? context.json(workflowToWire(stored, await describe(stored.workflow)), 200)
      : refuse(context, 404, noWorkflow(id))
  })

  app.openapi(replace, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    if (!(await store.workflows.find(id))) return refuse(context, 404, noWorkflow(id))
    const { workflow, refused } = await readWorkflowBody(context)
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const stored = await store.workflows.replace(id, workflow)
    return stored
      ? context.json(workflowToWire(stored, await describe(workflow)), 200)
      : refuse(context, 404, noWorkflow(id))
  })

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    return (await store.workflows.remove(id)) ? context.body(null, 204) : refuse(context, 404, noWorkflow(id))
  })

  app.openapi(validate, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    const stored = await store.workflows.find(id)
    if (!stored) return refuse(context, 404, noWorkflow(id))
    const description = await describe(stored.workflow)
    return context.json({ valid: description.ready, problems: description.problems, description }, 200)
  })
}

type WorkflowBody =
  | { workflow: Workflow; refused?: undefined }
  | { workflow?: undefined; refused: { status: 400 | 415 | 422; problem: Problem; details?: Problem[] } }

async function readWorkflowBody(context: Context<AppEnvironment>): Promise<WorkflowBody> {
  const { json, refused } = await readJsonBody(context)
  if (refused) return { refused }
  const { workflow, problems } = readWorkflow(withoutServerFields(json))
  if (workflow && storableText(workflow.name) === workflow.name) return { workflow }
  if (workflow) return { refused: { status: 422, problem: unstorableName(workflow.name) } }
  const problem = error('workflow.invalid', 'This is not a workflow that can be kept.', {
    hint: problems[0]?.message ?? '',
  })
  return { refused: { status: 422, problem: problems.length === 1 ? problems[0]! : problem, details: problems } }
}

const unstorableName = (name: string): Problem =>
  error('workflow.unstorable-name', `The name ${JSON.stringify(name)} holds NUL or half of a character.`, {
    where: { setting: 'name' },
    hint: 'Send a name of whole characters.',
  })
