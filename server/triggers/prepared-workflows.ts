import type { Problem } from '@aw-flow/schema'
import { buildRunRequest, type RunRequestOptions } from '../api/start-run.ts'
import type { WorkspaceRunServices } from '../backend.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import type { TriggeredWorkflow, UnparsedWorkflow } from './published-workflow.ts'
import type { WebhookFile } from './webhooks/webhook-body.ts'
import { assignWebhookFiles } from './webhooks/webhook-files.ts'

/** How long a prepared run request is reused if the published version has not changed, in ms. */
const preparedRequestLifetimeMs = 5_000
const maxPreparedRequests = 200

/** A run request, or the problem that prevents such runs. */
export type PreparedRequest = { request: RunRequest; problem?: undefined } | { request?: undefined; problem: Problem }

/** A published version, with the run request for calls without files. */
export type PreparedWorkflow = PreparedRequest & { workflow: TriggeredWorkflow }

/** Prepares the runs of workflows that are called in quick succession. */
export function createPreparedWorkflows(options: Omit<RunRequestOptions, 'backend'>) {
  const entries = new Map<
    string,
    { document: string; expiresAt: number; preparedWorkflow: Promise<PreparedWorkflow> }
  >()
  const build = async (
    backend: WorkspaceRunServices,
    { workflow }: TriggeredWorkflow,
    body: Parameters<typeof buildRunRequest>[1],
  ): Promise<PreparedRequest> => {
    const { request, problems } = await buildRunRequest(workflow, body, { ...options, backend })
    return request ? { request } : { problem: problems[0]! }
  }
  const prepareNow = async (backend: WorkspaceRunServices, unparsed: UnparsedWorkflow): Promise<PreparedWorkflow> => {
    const workflow = await backend.store.webhooks.parsePublishedVersion(unparsed)
    return { workflow, ...(await build(backend, workflow, {})) }
  }
  return {
    prepare(backend: WorkspaceRunServices, unparsedWorkflow: UnparsedWorkflow): Promise<PreparedWorkflow> {
      const { document } = unparsedWorkflow
      const key = `${unparsedWorkflow.workspace}/${unparsedWorkflow.id}`
      const entry = entries.get(key)
      if (entry && entry.document === document && entry.expiresAt > performance.now()) return entry.preparedWorkflow
      const preparedWorkflow = prepareNow(backend, unparsedWorkflow)
      entries.delete(key)
      entries.set(key, { document, expiresAt: performance.now() + preparedRequestLifetimeMs, preparedWorkflow })
      if (entries.size > maxPreparedRequests) entries.delete(entries.keys().next().value!)
      // A failed preparation is not cached.
      preparedWorkflow.catch(() => entries.delete(key))
      return preparedWorkflow
    },
    /**
     * Builds a run request that includes files. If the workflow cannot use the files, falls back to the request without
     * them.
     */
    async prepareWithFiles(
      backend: WorkspaceRunServices,
      preparedWorkflow: PreparedWorkflow,
      files: readonly WebhookFile[],
    ): Promise<PreparedRequest> {
      const { workflow } = preparedWorkflow
      const body = assignWebhookFiles(workflow.workflow, options.catalog, files)
      const preparedRequest = await build(backend, workflow, body)
      return preparedRequest.request || !preparedWorkflow.request ? preparedRequest : preparedWorkflow
    },
  }
}
