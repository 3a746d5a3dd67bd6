import { describeWorkflow, assignData, assignFiles, type Catalogue } from '@aw-flow/engine'
import { error, hasErrors, type Dataset, type Json, type Problem, type Value, type Workflow } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Backend } from '../backend.ts'
import { namedWorkflows } from '../named-workflows.ts'
import type { RunRequest, RunSummary } from '../store/runs.ts'
import type { StoredWorkflow } from '../store/workflows.ts'
import { readConfiguration, type Configuration } from './configuration.ts'

/** What a start brings. It says nothing of the workflow: that is the stored one. */
export const startShape = {
  input_data_id: z.string().optional().openapi({ description: 'A dataset, for every node that reads a file.' }),
  inputs: z.record(z.string(), z.string()).optional().openapi({
    description: 'Datasets by node id; within sub-workflows by the ids on the way, with "/" between them.',
  }),
  trigger_data: z
    .unknown()
    .optional()
    .openapi({
      type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
      description: 'What the start brings, for every trigger; any JSON. Without it each has its sample.',
    }),
  seed: z.number().int().min(0).max(0xffffffff).optional().openapi({ description: 'Of everything random.' }),
  priority: z.number().int().min(-10).max(10).optional().openapi({ description: 'Higher ones are taken up first.' }),
}

const startSchema = z.strictObject(startShape)
export type StartBody = z.infer<typeof startSchema>

export type StartedRun = { run: RunSummary; problems?: undefined } | { problems: Problem[]; run?: undefined }

export interface StartRunOptions {
  backend: Backend
  catalogue: Catalogue
  newId(): string
  newSeed(): number
  /** What is set for the whole server, where the caller has read it already. */
  configuration?: Configuration
}

/** Starts a run of a stored workflow; one that cannot run is refused with every reason, before any run. */
export async function startRun(stored: StoredWorkflow, body: StartBody, options: StartRunOptions): Promise<StartedRun> {
  const { backend, newId } = options
  const { request, problems } = await runRequest(stored.workflow, body, options)
  if (!request) return { problems }
  // A version where the document differs from the last: what a run ran is found again.
  const { versions } = backend.store.workflows
  const workflowVersion = stored.version ?? (await versions.make(stored.id, { madeBy: 'run' }))
  const { priority } = body
  return { run: await backend.runs.start(newId(), stored.id, request, { workflowVersion, priority }) }
}

/** What a run of a document is asked for, or why it cannot be. */
export async function runRequest(
  document: Workflow,
  { input_data_id: every, inputs: byNode = {}, trigger_data: data, seed }: StartBody,
  { backend: { store }, catalogue, newSeed, configuration }: StartRunOptions,
): Promise<{ request: RunRequest; problems?: undefined } | { problems: Problem[]; request?: undefined }> {
  const { retry } = configuration ?? (await readConfiguration(store.facts))
  const workflow =
    retry && !document.settings.retry ? { ...document, settings: { ...document.settings, retry } } : document
  const problems: Problem[] = []
  const fileOf = async (dataset: string): Promise<FileValue | undefined> => {
    const found = await store.datasets.find(dataset)
    if (!found) problems.push(noDataset(dataset))
    return found && toFile(found)
  }
  const everyFile = every === undefined ? undefined : await fileOf(every)
  const files: Record<string, FileValue> = Object.create(null)
  for (const [node, dataset] of Object.entries(byNode)) {
    const file = await fileOf(dataset)
    if (file) files[node] = file
  }
  const workflows = await namedWorkflows(store, workflow, catalogue)
  const chosen = { ...(everyFile ? { every: everyFile } : {}), byNode: files }
  const given = assignFiles(workflow, catalogue, chosen, workflows)
  const description = describeWorkflow(workflow, { catalogue, context: { preview: () => undefined }, workflows })
  const brought = data === undefined ? undefined : assignData(workflow, catalogue, data as Json)
  problems.push(...given.problems, ...(brought?.problems ?? []), ...description.problems)
  if (hasErrors(problems)) return { problems: problems.filter(({ severity }) => severity === 'error') }
  return {
    request: {
      workflow,
      inputs: { ...given.inputs, ...brought?.inputs },
      seed: seed ?? newSeed(),
      ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    },
  }
}

type FileValue = Extract<Value, { kind: 'file' }>

const toFile = ({ id, name }: Dataset): FileValue => ({ kind: 'file', dataset: id, name })

const noDataset = (id: string): Problem => error('dataset.not-found', { id })

/** Why a workflow does not run whatever it is given. */
export const archived = ({ workflow }: StoredWorkflow): Problem | undefined =>
  workflow.status === 'archived' ? error('workflow.archived', { name: workflow.name }) : undefined
