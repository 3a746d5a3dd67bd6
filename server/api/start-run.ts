import { assignData, assignFiles, type Catalog } from '@aw-flow/engine'
import { error, hasErrors, type Dataset, type Json, type Problem, type Value, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { applyAgentRetries, findAgentProblems, findNamedAgents } from '../agents/apply-agents.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { explainAmbiguousProblems, findNamedWorkflows } from '../find-named-workflows.ts'
import { renderConcurrencyKey } from '../runs/concurrency-key.ts'
import { runPriorities, runPriorityNames } from '../runs/run-priority.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import { triggerTypes, type RunConcurrency, type RunSummary } from '../store/runs/runs.ts'
import { defaultQueueSettings, type QueueSettings } from '../store/workflows/queue-settings.ts'
import type { StoredWorkflow } from '../store/workflows/workflows.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { readConfiguration, type Configuration } from './configuration.ts'

type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
const anyJson: { type: JsonType[] } = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }

/**
 * Body of a start request, with the fields of all source APIs. It does not contain the workflow, which is stored.
 */
export const startShape = {
  input_data_id: z.string().optional().openapi({ description: 'Dataset for every node that reads a file.' }),
  inputs: z.record(z.string(), z.string()).optional().openapi({
    description: 'Datasets by node id; inside sub-workflows, by the path of ids separated by "/".',
  }),
  trigger_data: z
    .unknown()
    .optional()
    .openapi({
      ...anyJson,
      description: 'Data for every trigger, any JSON. Without it, and for `{}`, triggers use their samples.',
    }),
  input_data: z
    .unknown()
    .optional()
    .openapi({ ...anyJson, description: 'Another name of `trigger_data`.' }),
  trigger_type: z.enum(triggerTypes).optional().openapi({ description: 'The trigger of the run. Default: `api`.' }),
  triggered_by: z.string().max(200).optional().openapi({ description: 'The person or program that starts the run.' }),
  parameters: z.strictObject({ require_approval: z.boolean().optional() }).optional().openapi({
    description: '`require_approval: true` refuses a workflow without an Approval node. Approval nodes always wait.',
  }),
  seed: z.number().int().min(0).max(0xffffffff).optional().openapi({ description: 'Seed of all random values.' }),
  priority: z
    .union([z.enum(runPriorityNames), z.number().int().min(-10).max(10)])
    .optional()
    .openapi({
      description:
        'Higher priorities start first: high is 5, default 0, low -5. Default: the priority of the workflow.',
    }),
}

const startSchema = z.strictObject(startShape)
export type StartBody = z.infer<typeof startSchema>

export type StartedRun = { run: RunSummary; problems?: undefined } | { problems: Problem[]; run?: undefined }

export interface StartRunOptions {
  backend: Pick<WorkspaceBackend, 'store' | 'runs'>
  catalog: Catalog
  documents: DocumentChecks
  newId(): string
  newSeed(): number
  /** The configuration of the workspace, if the caller has read it already. */
  configuration?: Configuration
}

/** Sources of a run request. */
export type RunRequestOptions = Omit<StartRunOptions, 'backend' | 'newId'> & {
  backend: Pick<WorkspaceBackend, 'store'>
}

/** Starts a run of a stored workflow. A workflow that cannot run is rejected with all its problems. */
export async function startRun(stored: StoredWorkflow, body: StartBody, sources: StartRunOptions): Promise<StartedRun> {
  const { backend, newId } = sources
  const { request, problems } = await buildRunRequest(stored.workflow, body, sources)
  if (!request) return { problems }
  // A version is created if the document differs from the last one, so that the executed document can be found later.
  const { versions } = backend.store.workflows
  const workflowVersion = stored.version ?? (await versions.create(stored.id, { madeBy: 'run' }))
  const { trigger_type: triggerType = 'api', triggered_by: triggeredBy, trigger_data, input_data } = body
  const settings = (await backend.store.queueSettings.find(stored.id)) ?? defaultQueueSettings
  const data = (trigger_data ?? input_data) as Json | undefined
  const options = {
    workflowVersion,
    origin: { triggerType, triggeredBy },
    ...toQueueOptions(settings, data),
    ...(body.priority === undefined ? {} : { priority: toPriority(body.priority) }),
  }
  return { run: await backend.runs.start(newId(), stored.id, request, options) }
}

const toPriority = (priority: NonNullable<StartBody['priority']>): number =>
  typeof priority === 'number' ? priority : runPriorities[priority]

/** Returns priority and concurrency key of a run with this trigger data. */
export const toQueueOptions = (
  { priority, concurrency }: QueueSettings,
  data: Json | undefined,
): { priority: number; concurrency?: RunConcurrency } => ({
  priority,
  ...(concurrency
    ? { concurrency: { key: renderConcurrencyKey(concurrency.key, data), limit: concurrency.limit } }
    : {}),
})

/** Builds the run request of a document, or returns the problems that prevent the run. */
export async function buildRunRequest(
  document: Workflow,
  { input_data_id: datasetForAll, inputs: byNode = {}, trigger_data, input_data, parameters, seed }: StartBody,
  { backend: { store }, catalog, documents, newSeed, configuration }: RunRequestOptions,
): Promise<{ request: RunRequest; problems?: undefined } | { problems: Problem[]; request?: undefined }> {
  const { retry } = configuration ?? (await readConfiguration(store.state))
  const ownWorkflow =
    retry && !document.settings.retry ? { ...document, settings: { ...document.settings, retry } } : document
  const agents = await findNamedAgents(store, [document])
  const workflow = applyAgentRetries(ownWorkflow, agents)
  const problems: Problem[] = []
  const findFile = async (dataset: string): Promise<FileValue | undefined> => {
    const storedDataset = await store.datasets.find(dataset)
    if (!storedDataset) problems.push(createMissingDatasetProblem(dataset))
    return storedDataset && toFile(storedDataset)
  }
  const fileForAll = datasetForAll === undefined ? undefined : await findFile(datasetForAll)
  const files: Record<string, FileValue> = Object.create(null)
  for (const [node, dataset] of Object.entries(byNode)) {
    const file = await findFile(dataset)
    if (file) files[node] = file
  }
  const named = await findNamedWorkflows(store, workflow, catalog)
  const { workflows } = named
  const chosenFiles = { ...(fileForAll ? { every: fileForAll } : {}), byNode: files }
  const assignment = assignFiles(workflow, catalog, chosenFiles, workflows)
  const ownProblems = explainAmbiguousProblems(await documents.findProblems(workflow, workflows), named)
  const data = trigger_data ?? input_data
  const triggerData = isNoData(data) ? undefined : assignData(workflow, catalog, data as Json)
  if (parameters?.require_approval && !workflow.nodes.some(({ type }) => type === 'approval'))
    problems.push(error('run.no-approval', { workflow: workflow.name }))
  problems.push(
    ...assignment.problems,
    ...(triggerData?.problems ?? []),
    ...ownProblems,
    ...findAgentProblems(workflow, agents),
  )
  if (hasErrors(problems)) return { problems: problems.filter(({ severity }) => severity === 'error') }
  return {
    request: {
      workflow,
      inputs: { ...assignment.inputs, ...triggerData?.inputs },
      seed: seed ?? newSeed(),
      ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    },
  }
}

/** Whether a request has no trigger data. Clients send an empty object for none. */
const isNoData = (data: unknown): boolean =>
  data === undefined ||
  (typeof data === 'object' && data !== null && Object.keys(data).length === 0 && !Array.isArray(data))

type FileValue = Extract<Value, { kind: 'file' }>

const toFile = ({ id, name }: Dataset): FileValue => ({ kind: 'file', dataset: id, name })

const createMissingDatasetProblem = (id: string): Problem => error('dataset.not-found', { id })

/** Returns a problem if the workflow is archived and therefore cannot be run. */
export const findArchivedProblem = ({ workflow }: StoredWorkflow): Problem | undefined =>
  workflow.status === 'archived' ? error('workflow.archived', { name: workflow.name }) : undefined
