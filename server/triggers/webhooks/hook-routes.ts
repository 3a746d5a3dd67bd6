import { error, type Json } from '@aw-flow/schema'
import type { Context } from 'hono'
import { toQueueOptions } from '../../api/queue-options.ts'
import { unlimitedUploads } from '../../api/upload-allowance.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import { recordStart } from '../../audit/record-start.ts'
import { StartRejectedError } from '../../quotas/quotas.ts'
import { openWorkspace, type WorkspaceBackend } from '../../backend.ts'
import { Rejection } from '../../http/rejection.ts'
import { createRateLimiter, requireRate, type RateLimiter } from '../../security/rate-limit.ts'
import type { RunRequest } from '../../store/runs/run-request.ts'
import type { UnparsedWorkflow } from '../published-workflow.ts'
import { createResponseWaiter, sendHookOutcome } from './hook-response.ts'
import {
  allowHookOrigin,
  answerHookQuestion,
  findReplayKey,
  isAllowedAddress,
  readHookBody,
  readHookHeaders,
  readHookQuery,
  verifyHookSignature,
  type HookBody,
} from './hook-request.ts'
import { createPreparedWorkflows, type PreparedWorkflow } from '../prepared-workflows.ts'
import { isTriggerNode } from '../trigger-rows.ts'
import type { NewDelivery } from './webhook-deliveries.ts'
import { storeWebhookFiles } from './webhook-files.ts'
import type { SignatureResult } from './webhook-signature.ts'
import { findWebhookByPath, findWebhookByToken } from './webhooks.ts'
import type { Webhook } from './webhook.ts'

/** Maximum number of requests to unknown URLs per client per minute. */
const maxUnknownRequestsPerMinute = 120
const minuteMs = 60_000

/** Services that the requests to webhooks share. */
type HookServices = RouteDependencies & {
  preparedWorkflows: ReturnType<typeof createPreparedWorkflows>
  waitForResponse: ReturnType<typeof createResponseWaiter>
}

/** A request to an enabled webhook from an allowed origin. */
interface HookRequest {
  context: Context<AppEnvironment>
  webhook: Webhook
  workspace: WorkspaceBackend
  delivery: NewDelivery
  bytes: Uint8Array<ArrayBuffer>
}

/** A workflow and its node that a request starts. */
interface HookTarget {
  unparsedWorkflow: UnparsedWorkflow
  preparedWorkflow: PreparedWorkflow
  node: PreparedWorkflow['workflow']['workflow']['nodes'][number]
}

/**
 * Adds the routes `/hooks/{token}` and `/hooks/{workspace}/{path}`, which start workflows. Callers do not need a server
 * token: the URL and the request's signature authorize them.
 */
export function addHookRoutes(dependencies: RouteDependencies): void {
  const { app, backend } = dependencies
  const services: HookServices = {
    ...dependencies,
    preparedWorkflows: createPreparedWorkflows(dependencies),
    waitForResponse: createResponseWaiter(),
  }
  const rateLimiters = new Map<number, RateLimiter>()
  const unknownUrlLimiter = createRateLimiter(maxUnknownRequestsPerMinute, Date.now, minuteMs)

  const handleRequest = async (context: Context<AppEnvironment>, webhook: Webhook | undefined): Promise<Response> => {
    if (!webhook?.enabled) {
      requireRate(unknownUrlLimiter, context.get('clientAddress'))
      throw new Rejection(404, error('hook.not-found', {}))
    }
    const { requestsPerMinute } = webhook
    const rateLimiter = rateLimiters.get(requestsPerMinute) ?? createRateLimiter(requestsPerMinute, Date.now, minuteMs)
    rateLimiters.set(requestsPerMinute, rateLimiter)
    requireRate(rateLimiter, webhook.id)
    allowHookOrigin(context, dependencies.hostRules, webhook)
    const answer = answerHookQuestion(context)
    if (answer) return answer

    const workspace = openWorkspace(await backend(), webhook.workspace)
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    const delivery = { id: dependencies.newId(), method: context.req.method, bytes: bytes.length }
    try {
      return await receiveRequest({ context, webhook, workspace, delivery, bytes }, services)
    } catch (cause) {
      if (cause instanceof Rejection) {
        await workspace.store.webhooks.reject(webhook.id, delivery, cause.status, cause.problem)
      }
      throw cause
    }
  }

  app.all('/hooks/:token', async (context) => {
    const { store } = await backend()
    const token = context.req.param('token')
    return handleRequest(context, await findWebhookByToken(store.openedDatabase.database, token, Date.now()))
  })
  app.all('/hooks/:workspace/:path', async (context) => {
    const { store } = await backend()
    const { workspace, path } = context.req.param()
    return handleRequest(context, await findWebhookByPath(store.openedDatabase.database, workspace, path))
  })
}

/** Starts the workflow of a webhook, and responds when the webhook says so. */
async function receiveRequest(hookRequest: HookRequest, services: HookServices): Promise<Response> {
  const { context, webhook, workspace } = hookRequest
  const signature = await verifyCaller(hookRequest)
  const target = await findTarget(hookRequest, services)
  const body = await readHookBody(context, hookRequest.bytes, services.bodyLimit)
  const request = await buildRequest(hookRequest, target, body, services)
  const { run, isRepeated } = await startRun(hookRequest, target, { request, body, signature }, services)
  if (target.node.data.config.answer === 'by-workflow') {
    const { nodes } = target.preparedWorkflow.workflow.workflow
    const nodeIds = new Set(nodes.filter(({ type }) => type === 'webhook_response').map(({ id }) => id))
    const outcome = await services.waitForResponse(workspace, run, { nodeIds, signal: context.req.raw.signal })
    if (outcome) return sendHookOutcome(context, workspace.store, run, outcome)
  }
  return context.json(
    {
      run_id: run,
      status_url: `${context.get('basePath') ?? ''}/api/v1/runs/${run}`,
      ...(isRepeated && { repeated: true }),
    },
    isRepeated ? 200 : 202,
  )

  async function verifyCaller({ bytes: body }: HookRequest): Promise<SignatureResult & { isValid: true }> {
    const address = context.get('clientIp')
    if (!isAllowedAddress(webhook.allowedAddresses, address)) {
      throw new Rejection(403, error('hook.address', { address }))
    }
    const result = await verifyHookSignature(context, webhook, body, {
      webhooks: workspace.store.webhooks,
      publicUrl: services.publicUrl,
    })
    if (!result.isValid) throw new Rejection(401, error('hook.signature', { reason: result.reason }))
    return result
  }
}

/** Finds the published workflow with the node of a webhook, which must accept the method of the request. */
async function findTarget(
  { context, webhook, workspace }: HookRequest,
  { preparedWorkflows }: HookServices,
): Promise<HookTarget> {
  const unparsedWorkflow = await workspace.store.webhooks.findPublishedVersion(webhook.workflowId)
  const preparedWorkflow = unparsedWorkflow?.isPublished
    ? await preparedWorkflows.prepare(workspace, unparsedWorkflow)
    : undefined
  const node = preparedWorkflow?.workflow.workflow.nodes.find(
    (candidate) => candidate.id === webhook.nodeId && isTriggerNode(candidate, 'webhook'),
  )
  if (!unparsedWorkflow || !preparedWorkflow || !node) {
    throw new Rejection(409, error('hook.not-published', { workflow: webhook.workflowName }))
  }
  const method = String(node.data.config.method ?? 'POST')
  if (method !== 'any' && method !== context.req.method) {
    context.header('Allow', method)
    throw new Rejection(405, error('hook.method', { method }))
  }
  return { unparsedWorkflow, preparedWorkflow, node }
}

/** Builds the run request of a call, after storing its files. */
async function buildRequest(
  { context, webhook, workspace }: HookRequest,
  { preparedWorkflow, node }: HookTarget,
  { data, files }: HookBody,
  { preparedWorkflows, newSeed, uploadLimits = unlimitedUploads }: HookServices,
): Promise<RunRequest> {
  if (files.length > 0) {
    // The quota is claimed only when the run is stored. Checking it here as well avoids storing files for a request
    // that will be rejected.
    const quotaProblem = await workspace.store.quotas.findStartProblem()
    if (quotaProblem) throw new Rejection(429, quotaProblem)
    const problem = await storeWebhookFiles(workspace.store, files, uploadLimits)
    if (problem) throw new Rejection(413, problem)
  }
  const { request, problem } =
    files.length === 0 ? preparedWorkflow : await preparedWorkflows.prepareWithFiles(workspace, preparedWorkflow, files)
  if (!request) throw new Rejection(409, error('hook.cannot-run', { reason: problem.message ?? problem.code }))
  const call: Json = {
    method: context.req.method,
    headers: readHookHeaders(context, webhook),
    query: readHookQuery(context),
  }
  const inputs = {
    [node.id]: { data: { kind: 'json' as const, json: data }, request: { kind: 'json' as const, json: call } },
  }
  return { ...request, inputs: { ...request.inputs, ...inputs }, seed: newSeed() }
}

/** Stores the run of a call. If the call is a repetition, resolves with the earlier run. */
async function startRun(
  { context, webhook, workspace, delivery }: HookRequest,
  { unparsedWorkflow, preparedWorkflow }: HookTarget,
  { request, body, signature }: { request: RunRequest; body: HookBody; signature: SignatureResult },
  { newId, onError }: HookServices,
): Promise<{ run: string; isRepeated: boolean }> {
  const { id: trigger, workflowId, name } = webhook
  const newRun = {
    id: newId(),
    workflowId,
    workflowVersion: preparedWorkflow.workflow.version,
    request,
    origin: { triggerType: 'webhook' as const },
    ...toQueueOptions(unparsedWorkflow.queue, body.data),
  }
  const replayKey = findReplayKey(context, webhook, signature)
  const result = await workspace.store.webhooks
    .accept(trigger, { ...delivery, replayKey }, newRun)
    .catch((cause: unknown) => {
      throw cause instanceof StartRejectedError ? new Rejection(429, cause.problem) : cause
    })
  workspace.runs.notifyWorkers()
  if (result.isRepeated) context.header('Idempotency-Replayed', 'true')
  else {
    const start = { workspace: webhook.workspace, workflow: workflowId, run: result.run, trigger, name }
    // The run has already started, so the request must not fail now.
    await recordStart(workspace.audit, { ...start, triggerType: 'webhook' }).catch((cause: unknown) =>
      onError(cause, { correlationId: context.get('correlationId'), path: '/hooks' }),
    )
  }
  return result
}
