import { foldRun, isFinalRunState, defined, type Json, type Problem } from '@aw-flow/schema'
import { toReadableValue } from '@aw-flow/engine'
import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { waitForRun } from '../agents/wait-for-run.ts'
import { toQueueOptions } from '../api/queue-options.ts'
import { buildRunRequest } from '../api/start-run.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { LiveServices, WorkspaceRunServices } from '../backend.ts'
import { StartRejectedError } from '../quotas/quotas.ts'
import type { Caller } from '../security/caller.ts'
import { renderResponse } from '../wire/render-response.ts'
import { addWorkspaceResources } from './workspace-resources.ts'
import { assignToolNames } from './tool-names.ts'

/** Services of the workspace whose workflows are tools. */
type PublishedServices = WorkspaceRunServices & LiveServices

/** Dependencies of a workspace's tools, for a single request. */
export interface PublishedToolsOptions extends Pick<AppDependencies, 'catalog' | 'documents' | 'newId' | 'newSeed'> {
  services: PublishedServices
  caller: Caller
}

/** Maximum number of workflows published as tools. */
const maxWorkflows = 200
/** Default time that a call waits for its run to end, in seconds. */
const defaultWaitSeconds = 20
/** Maximum time that a call waits for its run to end, in seconds. */
const maxWaitSeconds = 50

const waitSchema = z
  .number()
  .min(0)
  .max(maxWaitSeconds)
  .default(defaultWaitSeconds)
  .describe('Time to wait for the end of the run, in seconds. Poll get_run afterwards.')

/**
 * Adds a workspace's tools and resources to the MCP server for a request: published workflows as tools, datasets and
 * runs as resources. Callers see only what their permissions allow.
 */
export async function addPublishedTools(server: McpServer, options: PublishedToolsOptions): Promise<void> {
  const { services, caller } = options
  server.registerTool(
    'get_run',
    {
      title: 'Get run',
      description: 'Returns the status and the results of a run. Waits until it has ended, up to wait_seconds.',
      inputSchema: z.strictObject({ run_id: z.string(), wait_seconds: waitSchema }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ run_id: id, wait_seconds: waitSeconds }) => {
      const run = await services.store.runs.find(id)
      return run ? toResult(await readOutcome(services, id, waitSeconds)) : toFailure(`The run "${id}" does not exist.`)
    },
  )
  addWorkspaceResources(server, services)
  if (!caller.permissions.has('execute')) return
  const { items } = await services.store.workflows.listSummaries(
    { limit: maxWorkflows, offset: 0 },
    { status: 'published' },
  )
  for (const { id, name, toolName, description } of assignToolNames(items)) {
    server.registerTool(
      toolName,
      {
        title: name,
        description: description || `Runs the workflow "${name}".`,
        inputSchema: z.strictObject({
          data: z.json().optional().describe('The data for the workflow triggers.'),
          input_data_id: z.string().optional().describe('The ID of the dataset for the nodes that read a file.'),
          wait_seconds: waitSchema,
        }),
        annotations: { readOnlyHint: false, openWorldHint: true },
      },
      async ({ data, input_data_id: datasetId, wait_seconds: waitSeconds }) => {
        const body = defined({ trigger_data: data, input_data_id: datasetId })
        const { runId, problems } = await startPublishedWorkflow(id, body, options)
        if (problems) return toFailure(problems.map(describeProblem).join('\n'))
        return toResult(await readOutcome(services, runId, waitSeconds))
      },
    )
  }
}

/** Starts a run of a workflow's published version. */
async function startPublishedWorkflow(
  id: string,
  body: { trigger_data?: Json; input_data_id?: string },
  { services, caller, catalog, documents, newId, newSeed }: PublishedToolsOptions,
): Promise<{ runId: string; problems?: undefined } | { problems: readonly Problem[]; runId?: undefined }> {
  const { store, runs } = services
  const publishedVersion = await store.webhooks.findPublishedVersion(id)
  if (!publishedVersion?.isPublished) throw new Error(`The workflow "${id}" is not published.`)
  const { workflow, version } = await store.webhooks.parsePublishedVersion(publishedVersion)
  const quotaProblem = await store.quotas.findStartProblem()
  if (quotaProblem) return { problems: [quotaProblem] }
  const { request, problems } = await buildRunRequest(workflow, body, {
    backend: services,
    catalog,
    documents,
    newSeed,
  })
  if (!request) return { problems }
  try {
    const run = await runs.start(newId(), id, request, {
      workflowVersion: version,
      startedBy: caller.id,
      origin: { triggerType: 'api', triggeredBy: 'mcp' },
      ...toQueueOptions(publishedVersion.queue, body.trigger_data),
    })
    return { runId: run.id }
  } catch (cause) {
    if (cause instanceof StartRejectedError) return { problems: [cause.problem] }
    throw cause
  }
}

/** Waits for a run and returns its state, including the outputs of nodes without outgoing edges. */
async function readOutcome(
  services: PublishedServices,
  id: string,
  waitSeconds: number,
): Promise<{ [key: string]: Json }> {
  const { store } = services
  const storedRun = await store.runs.find(id)
  if (!storedRun) throw new Error(`The run "${id}" does not exist.`)
  const { status, workflowName } = await waitForRun(services, storedRun, waitSeconds * 1000)
  const { workflow, nodes, problem } = foldRun(await store.runs.readEvents(id))
  const sourceNodeIds = new Set(workflow?.edges.map(({ source }) => source))
  const outputs = (workflow?.nodes ?? []).flatMap(({ id: nodeId, data }) =>
    sourceNodeIds.has(nodeId)
      ? []
      : Object.values(nodes[nodeId]?.outputs ?? {}).map((value) => [data.label || nodeId, value] as const),
  )
  return {
    run_id: id,
    workflow: workflowName,
    status,
    ended: isFinalRunState(status),
    outputs: outputs.map(([node, value]) => ({ node, value: toReadableValue(value) as Json })),
    ...(problem ? { problem: renderResponse(problem) as unknown as Json } : {}),
  }
}

function describeProblem(problem: Problem): string {
  const { message, hint } = renderResponse(problem)
  return [message, hint].filter(Boolean).join(' ')
}

const toResult = (outcome: { [key: string]: Json }) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(outcome) }],
  structuredContent: outcome,
})

const toFailure = (text: string) => ({ content: [{ type: 'text' as const, text }], isError: true })
