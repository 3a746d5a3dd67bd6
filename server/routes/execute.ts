import { describeWorkflow, giveData, giveFiles } from '@aw-flow/engine'
import { error, hasErrors, type Dataset, type Json, type Problem, type Value } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { namedWorkflows } from '../named-workflows.ts'
import { readJsonBody } from '../read-json-body.ts'
import { idParamsSchema } from '../wire/id.ts'
import { runToWire, runWireSchema } from '../wire/run.ts'
import { noWorkflow } from './workflows.ts'

const bodySchema = z
  .strictObject({
    input_data_id: z.string().optional().openapi({ description: 'A dataset, for every node that reads a file.' }),
    inputs: z.record(z.string(), z.string()).optional().openapi({
      description: 'Datasets by node id; within sub-workflows by the ids on the way, with "/" between them.',
    }),
    trigger_data: z.unknown().optional().openapi({
      type: 'object',
      description: 'What the start brings, for every trigger; any JSON. Without it each has its sample.',
    }),
    seed: z.number().int().min(0).max(0xffffffff).optional().openapi({ description: 'Of everything random.' }),
  })
  .openapi('Execute', {
    example: { input_data_id: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' },
  })

const execute = createRoute({
  method: 'post',
  path: '/api/v1/workflows/{id}/execute',
  tags: ['workflows', 'runs'],
  summary: 'Start a run of a workflow',
  request: {
    params: idParamsSchema('5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11'),
    body: { required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Execute' } } } },
  },
  responses: {
    202: jsonAnswer('The run; see GET /api/v1/runs/{id}.', runWireSchema),
    ...errorAnswers({
      400: 'Not JSON.',
      404: 'No such workflow.',
      409: 'The workflow is archived.',
      415: 'Not said to be JSON.',
      422: 'It cannot run; see details.',
    }),
  },
})

/** `POST /api/v1/workflows/{id}/execute`: a workflow that cannot run is refused with every reason, before any run. */
export function addExecuteRoute(app: OpenAPIHono<AppEnvironment>, dependencies: AppDependencies): void {
  const { backend, catalogue, newId, newSeed } = dependencies
  app.openAPIRegistry.register('Execute', bodySchema)
  app.openapi(execute, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const stored = await store.workflows.find(id)
    if (!stored) return refuse(context, 404, noWorkflow(id))
    const { workflow } = stored
    if (workflow.status === 'archived') {
      const hint = 'Make it a draft again, or duplicate it.'
      return refuse(
        context,
        409,
        error('workflow.archived', `"${workflow.name}" is archived and does not run.`, { hint }),
      )
    }
    const empty = (await context.req.text()).trim() === ''
    const { json, refused } = empty ? { json: {} } : await readJsonBody(context)
    if (refused) return refuse(context, refused.status, refused.problem)
    const body = bodySchema.safeParse(json)
    if (!body.success) return refuse(context, 422, senseless(body.error))

    const problems: Problem[] = []
    const fileOf = async (dataset: string): Promise<FileValue | undefined> => {
      const found = await store.datasets.find(dataset)
      if (!found) problems.push(noDataset(dataset))
      return found && toFile(found)
    }
    const { input_data_id: every, inputs: byNode = {}, seed = newSeed() } = body.data
    const everyFile = every === undefined ? undefined : await fileOf(every)
    const files: Record<string, FileValue> = {}
    for (const [node, dataset] of Object.entries(byNode)) {
      const file = await fileOf(dataset)
      if (file) files[node] = file
    }
    const workflows = await namedWorkflows(store, workflow, catalogue)
    const chosen = { ...(everyFile ? { every: everyFile } : {}), byNode: files }
    const given = giveFiles(workflow, catalogue, chosen, workflows)
    const description = describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows })
    const { trigger_data: data } = body.data
    const brought = data === undefined ? undefined : giveData(workflow, catalogue, data as Json)
    problems.push(...given.problems, ...(brought?.problems ?? []), ...description.problems)
    if (hasErrors(problems)) {
      const errors = problems.filter(({ severity }) => severity === 'error')
      return refuse(context, 422, errors[0]!, errors)
    }
    const request = {
      workflow,
      inputs: { ...given.inputs, ...brought?.inputs },
      seed,
      ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    }
    // A version where the document differs from the last: what a run ran is found again.
    const workflowVersion = stored.version ?? (await store.workflows.versions.make(id, { madeBy: 'run' }))
    const run = await runs.start(newId(), id, request, { workflowVersion })
    return context.json(runToWire(run), 202)
  })
}

type FileValue = Extract<Value, { kind: 'file' }>

const toFile = ({ id, name }: Dataset): FileValue => ({ kind: 'file', dataset: id, name })

const noDataset = (id: string): Problem =>
  error('dataset.not-found', `There is no dataset ${JSON.stringify(id)}.`, {
    hint: 'Upload it first: POST /api/v1/data/upload.',
  })

const senseless = ({ issues }: z.ZodError): Problem =>
  error(
    'body.invalid',
    `${issues.map(({ path, message }) => `${path.join('.') || 'The body'}: ${message}`).join('; ')}.`,
    {
      hint: 'Send {"input_data_id": "…"} or {"inputs": {"node id": "dataset id"}}.',
    },
  )
