import { assignFiles, assignStartData, type Catalog } from '@aw-flow/engine'
import { error, defined, type Json, type Problem, type Value, type Workflow } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import { applyAgentRetries, findAgentProblems, findNamedAgents, type AgentStore } from '../agents/apply-agents.ts'
import { applyModelAgents, withModelAgents, type ModelAgentStore } from '../agents/apply-model-agents.ts'
import { toAmbiguousNameProblems, findNamedWorkflows } from '../find-named-workflows.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import { requireApproval } from './require-approval.ts'
import type { WorkflowStore } from './resolve-references.ts'
import type { StartBody } from './start-body.ts'

/** The workspace data required to build a run request. */
export interface RunRequestStore extends WorkflowStore, AgentStore, ModelAgentStore {
  datasets: { find(id: string): Promise<{ id: string; name: string } | undefined> }
}

export interface RunRequestSources {
  store: RunRequestStore
  catalog: Catalog
  /** Returns the problems that a description of the workflow would contain. */
  findProblems(workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): Promise<readonly Problem[]>
  /** The workspace's retry policy, for workflows that do not define their own. */
  retry: Workflow['settings']['retry'] | null
  /** Seed to use if the request does not specify one. */
  seed: number
}

export type BuiltRunRequest =
  | { request: RunRequest; problems?: undefined }
  | { problems: Problem[]; request?: undefined }

/** Builds the run request for a document. If the run cannot start, returns the problems instead. */
export async function buildRunRequest(
  document: Workflow,
  body: StartBody,
  { store, catalog, findProblems, retry, seed }: RunRequestSources,
): Promise<BuiltRunRequest> {
  const { input_data_id: defaultDatasetId, inputs: datasetIdsByNode = {}, trigger_data, input_data, parameters } = body
  const workflowWithRetry =
    retry && !document.settings.retry ? { ...document, settings: { ...document.settings, retry } } : document
  const appliedAgents = await applyModelAgents(workflowWithRetry, store)
  const agents = await findNamedAgents(store, [appliedAgents.workflow])
  const workflow = applyAgentRetries(appliedAgents.workflow, agents)
  const problems: Problem[] = []
  const findFile = async (datasetId: string): Promise<FileValue | undefined> => {
    const storedDataset = await store.datasets.find(datasetId)
    if (!storedDataset) problems.push(createMissingDatasetProblem(datasetId))
    return storedDataset && toFile(storedDataset)
  }
  const defaultFile = defaultDatasetId === undefined ? undefined : await findFile(defaultDatasetId)
  const files: Record<string, FileValue> = Object.create(null)
  for (const [nodeId, datasetId] of Object.entries(datasetIdsByNode)) {
    const file = await findFile(datasetId)
    if (file) files[nodeId] = file
  }
  const namedWorkflows = await findNamedWorkflows(withModelAgents(store), workflow, catalog)
  const { workflows } = namedWorkflows
  const fileSelection = defined({ defaultFile, byNode: files })
  const assignment = assignFiles(workflow, catalog, fileSelection, workflows)
  const workflowProblems = toAmbiguousNameProblems(await findProblems(workflow, workflows), namedWorkflows)
  const data = trigger_data ?? input_data
  const startData = isEmptyTriggerData(data) ? undefined : assignStartData(workflow, catalog, data as Json)
  if (parameters?.require_approval && !catalog.get('approval'))
    problems.push(error('run.no-approval', { workflow: workflow.name }))
  const startedWorkflow = startData?.workflow ?? workflow
  problems.push(
    ...assignment.problems,
    ...(startData?.problems ?? []),
    ...workflowProblems,
    ...appliedAgents.problems,
    ...findAgentProblems(workflow, agents),
  )
  if (hasErrors(problems)) return { problems: problems.filter(({ severity }) => severity === 'error') }
  return {
    request: {
      workflow: parameters?.require_approval ? requireApproval(startedWorkflow, catalog) : startedWorkflow,
      inputs: { ...assignment.inputs, ...startData?.inputs },
      seed: body.seed ?? seed,
      ...(Object.keys(workflows).length > 0 ? { workflows } : {}),
    },
  }
}

/** Returns whether a request has no trigger data. Some clients send an empty object instead of omitting it. */
const isEmptyTriggerData = (data: unknown): boolean =>
  data === undefined ||
  (typeof data === 'object' && data !== null && Object.keys(data).length === 0 && !Array.isArray(data))

type FileValue = Extract<Value, { kind: 'file' }>

const toFile = ({ id, name }: { id: string; name: string }): FileValue => ({ kind: 'file', dataset: id, name })

const createMissingDatasetProblem = (id: string): Problem => error('dataset.not-found', { id })
