import type { Catalog } from '@aw-flow/engine'
import { error, type Workflow } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceRunServices } from '../backend.ts'
import { sealForCaller } from '../privacy/seal-for-caller.ts'
import type { Caller } from '../security/caller.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { RunOrigin, RunSummary } from '../store/runs/runs.ts'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { buildRunRequest as buildFromSources, type BuiltRunRequest } from './build-run-request.ts'
import { readConfiguration, type Configuration } from './configuration.ts'
import type { RawStartBody } from './read-start-body.ts'
import type { StartBody } from './start-body.ts'
import { Rejection } from '../http/rejection.ts'
import { toRejection } from '../http/read-json-body.ts'
import { createMissingWorkflowProblem } from './require-workflow.ts'

/** Dependencies for building a run request. */
export interface RunRequestOptions {
  backend: Pick<WorkspaceRunServices, 'store'>
  catalog: Catalog
  documents: DocumentChecks
  newSeed(): number
}

/** Builds the run request for a document. If the run cannot start, returns the problems instead. */
export async function buildRunRequest(
  document: Workflow,
  body: StartBody,
  { backend: { store }, catalog, documents, newSeed }: RunRequestOptions,
): Promise<BuiltRunRequest> {
  const { retry } = await readConfiguration(store.state)
  const findProblems: DocumentChecks['findProblems'] = (...args) => documents.findProblems(...args)
  return buildFromSources(document, body, { store, catalog, findProblems, retry, seed: newSeed() })
}

/** Stored data needed to start a run. */
export interface StartData {
  /** `undefined` if the workflow does not exist, or if its ID is only in the request body. */
  workflow: SerializedWorkflow | undefined
  configuration: Configuration
}

/** Reads the data needed to start a run. The queries run concurrently to reduce latency. */
export async function readStartData(
  { workflows, state }: Pick<WorkspaceStore, 'workflows' | 'state'>,
  workflowId: string | undefined,
): Promise<StartData> {
  const [workflow, configuration] = await Promise.all([
    workflowId === undefined ? undefined : workflows.findSerialized(workflowId),
    readConfiguration(state),
  ])
  return { workflow, configuration }
}

export interface StartRunOptions {
  /** ID of the workflow. If absent, the request body contains it. */
  workflowId?: string | undefined
  /** Data for `workflowId`, if the caller has already read it. */
  data?: StartData | undefined
  /** ID of the user or trigger that starts the run. Default: the caller. */
  startedBy?: string | undefined
}

/**
 * Starts a run of a stored workflow. A large request or workflow is processed in another thread.
 *
 * @throws {Rejection} if no run was started. If the workflow cannot run, it lists all its problems.
 */
export async function startRun(
  context: Context<AppEnvironment>,
  { store, runs, accounts }: WorkspaceRunServices,
  rawBody: RawStartBody,
  { documents, newId, newSeed }: { documents: DocumentChecks; newId(): string; newSeed(): number },
  { workflowId, data, startedBy }: StartRunOptions = {},
): Promise<RunSummary> {
  const { workflow, configuration } = data ?? (await readStartData(store, workflowId))
  const request = { rawBody, workflowId, retry: configuration.retry, seed: newSeed() }
  const start = await documents.prepareStart(request, store, workflow)
  if (start.rejection) throw toRejection(start.rejection)
  const { id, prepared, problems } = start
  const storedWorkflow = start.stored ?? (await store.workflows.findSerialized(id))
  if (!storedWorkflow) throw new Rejection(404, createMissingWorkflowProblem(id))
  if (storedWorkflow.status === 'archived')
    throw new Rejection(409, error('workflow.archived', { name: storedWorkflow.name }))
  if (!prepared) throw new Rejection(422, problems[0]!, problems)
  // The quota is claimed when the run is stored. It is also checked here, so that a rejected start does not create a
  // version.
  const quotaProblem = storedWorkflow.version === undefined ? await store.quotas.findStartProblem() : undefined
  if (quotaProblem) throw new Rejection(429, quotaProblem)
  // If the document differs from the latest version, a new version is created, so that the executed document can be
  // found later.
  const caller = context.get('caller')
  const author = startedBy ?? caller?.id
  const workflowVersion =
    storedWorkflow.version ?? (await store.workflows.versions.create(id, { cause: 'run', author }))
  const { serialized, origin, ...options } = prepared
  const startOptions = {
    workflowVersion,
    startedBy: author,
    ...options,
    origin: await sealOrigin(accounts, caller, origin),
  }
  return runs.start(newId(), id, serialized, startOptions)
}

/** Encrypts the name in a start request, so that it becomes unreadable once the caller's account is deleted. */
async function sealOrigin(
  accounts: WorkspaceRunServices['accounts'],
  caller: Caller | undefined,
  origin: RunOrigin | undefined,
): Promise<RunOrigin | undefined> {
  if (!caller || origin?.triggeredBy === undefined) return origin
  return { ...origin, triggeredBy: await sealForCaller(accounts, caller, origin.triggeredBy) }
}
