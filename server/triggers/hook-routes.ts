import { error, type Json, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { createHash } from 'node:crypto'
import { toQueueOptions } from '../api/queue-options.ts'
import { buildRunRequest } from '../api/start-run.ts'
import { unlimitedUploads } from '../api/upload-allowance.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { recordStart } from '../audit/record-start.ts'
import { StartRejectedError } from '../quotas/quotas.ts'
import { openWorkspace, type WorkspaceRunServices } from '../backend.ts'
import { sendProblem, type ErrorStatus } from '../http/error-response.ts'
import { createRateLimiter, type RateLimiter } from '../security/rate-limit.ts'
import type { RunRequest } from '../store/runs/run-request.ts'
import type { UnparsedWorkflow, TriggeredWorkflow } from './published-workflow.ts'
import { createResponseWaiter, sendHookOutcome } from './hook-response.ts'
import {
  allowHookOrigin,
  hookMethods,
  isHookQuestion,
  readHookHeaders,
  readHookQuery,
  verifyHookSignature,
} from './hook-request.ts'
import { parseWebhookBody, type WebhookFile } from './webhook-body.ts'
import { assignWebhookFiles, storeWebhookFiles } from './webhook-files.ts'
import type { SignatureResult } from './webhook-signature.ts'
import { findWebhookByPath, findWebhookByToken, isWebhookNode, type NewDelivery } from './webhooks.ts'
import type { Webhook } from './webhook.ts'

/** How long a prepared run request is reused if the published version has not changed, in ms. */
const preparedRequestLifetimeMs = 5_000
const maxPreparedRequests = 200
/** Maximum number of requests to unknown URLs per client per minute. */
const maxUnknownRequestsPerMinute = 120
const minuteMs = 60_000

interface Rejection {
  status: ErrorStatus
  problem: Problem
}

/** A published version, with the run request for calls without files, or the problem that prevents such runs. */
interface PreparedWorkflow {
  workflow: TriggeredWorkflow
  request?: RunRequest
  problem?: Problem
}

/**
 * Adds the routes `/hooks/{token}` and `/hooks/{workspace}/{path}`, which start workflows. Callers do not need a server
 * token: the URL and the request's signature authorize them.
 */
export function addHookRoutes(dependencies: RouteDependencies): void {
  const { app, backend, catalog, documents, hostRules, newId, newSeed, onError } = dependencies
  const { uploadLimits = unlimitedUploads } = dependencies
  const rateLimiters = new Map<number, RateLimiter>()
  const unknownUrlLimiter = createRateLimiter(maxUnknownRequestsPerMinute, Date.now, minuteMs)
  const waitForResponse = createResponseWaiter()
  const cachedPreparations = new Map<
    string,
    { document: string; expiresAt: number; preparation: Promise<PreparedWorkflow> }
  >()

  const prepare = (workspace: WorkspaceRunServices, unparsedWorkflow: UnparsedWorkflow): Promise<PreparedWorkflow> => {
    const key = `${unparsedWorkflow.workspace}/${unparsedWorkflow.id}`
    const cachedEntry = cachedPreparations.get(key)
    if (cachedEntry && cachedEntry.document === unparsedWorkflow.document && cachedEntry.expiresAt > Date.now())
      return cachedEntry.preparation
    const preparation = (async (): Promise<PreparedWorkflow> => {
      const workflow = await workspace.store.webhooks.parsePublishedVersion(unparsedWorkflow)
      const { request, problems } = await buildRunRequest(
        workflow.workflow,
        {},
        { backend: workspace, catalog, documents, newSeed },
      )
      return request ? { workflow, request } : { workflow, problem: problems[0]! }
    })()
    cachedPreparations.delete(key)
    cachedPreparations.set(key, {
      document: unparsedWorkflow.document,
      expiresAt: Date.now() + preparedRequestLifetimeMs,
      preparation,
    })
    if (cachedPreparations.size > maxPreparedRequests)
      cachedPreparations.delete(cachedPreparations.keys().next().value!)
    // A failed preparation is not cached.
    preparation.catch(() => cachedPreparations.delete(key))
    return preparation
  }

  /**
   * Builds a run request that includes files. If the workflow cannot use the files, falls back to the request without
   * them.
   */
  const prepareWithFiles = async (
    workspace: WorkspaceRunServices,
    preparedWorkflow: PreparedWorkflow,
    files: readonly WebhookFile[],
  ): Promise<Pick<PreparedWorkflow, 'request' | 'problem'>> => {
    const { workflow } = preparedWorkflow.workflow
    const { request, problems } = await buildRunRequest(workflow, assignWebhookFiles(workflow, catalog, files), {
      backend: workspace,
      catalog,
      documents,
      newSeed,
    })
    if (request) return { request }
    return preparedWorkflow.request ? preparedWorkflow : { problem: problems[0]! }
  }

  const handleRequest = async (context: Context<AppEnvironment>, webhook: Webhook | undefined): Promise<Response> => {
    if (!webhook?.enabled) {
      const exceededLimit = unknownUrlLimiter.count(context.get('clientAddress'))
      if (exceededLimit) return sendRateLimit(context, exceededLimit.retryAfter)
      return sendProblem(context, 404, error('hook.not-found', {}))
    }
    const { requestsPerMinute } = webhook
    const rateLimiter = rateLimiters.get(requestsPerMinute) ?? createRateLimiter(requestsPerMinute, Date.now, minuteMs)
    rateLimiters.set(requestsPerMinute, rateLimiter)
    const exceededLimit = rateLimiter.count(webhook.id)
    if (exceededLimit) return sendRateLimit(context, exceededLimit.retryAfter)

    const originProblem = allowHookOrigin(context, hostRules, webhook)
    if (originProblem) return sendProblem(context, 403, originProblem)
    if (isHookQuestion(context)) return context.body(null, 204, { Allow: hookMethods.join(', ') })

    const workspace = openWorkspace(await backend(), webhook.workspace)
    const { webhooks } = workspace.store
    const body = new Uint8Array(await context.req.arrayBuffer())
    const delivery: NewDelivery = { id: newId(), method: context.req.method, bytes: body.length }
    const reject = async ({ status, problem }: Rejection): Promise<Response> => {
      await webhooks.reject(webhook.id, delivery, status, problem)
      return sendProblem(context, status, problem)
    }
    const address = context.get('clientIp')
    if (!isAllowedAddress(webhook.allowedAddresses, address)) {
      return reject({ status: 403, problem: error('hook.address', { address }) })
    }
    const readHeader = (name: string): string | undefined => context.req.header(name)
    const signature = await verifyHookSignature(webhook, { readHeader, body }, webhooks)
    if (!signature.isValid) {
      return reject({ status: 401, problem: error('hook.signature', { reason: signature.reason }) })
    }
    const unparsedWorkflow = await webhooks.findPublishedVersion(webhook.workflowId)
    const preparedWorkflow = unparsedWorkflow?.isPublished ? await prepare(workspace, unparsedWorkflow) : undefined
    if (!unparsedWorkflow || !preparedWorkflow) {
      return reject({ status: 409, problem: error('hook.not-published', { workflow: webhook.workflowName }) })
    }
    const { workflow } = preparedWorkflow.workflow
    const node = workflow.nodes.find((candidate) => candidate.id === webhook.nodeId && isWebhookNode(candidate))
    if (!node) {
      return reject({ status: 409, problem: error('hook.not-published', { workflow: webhook.workflowName }) })
    }
    const { method = 'POST', answer: responseMode = 'at-once' } = node.data.config
    if (method !== 'any' && method !== context.req.method) {
      context.header('Allow', String(method))
      return reject({ status: 405, problem: error('hook.method', { method: String(method) }) })
    }
    const query = readHookQuery(context)
    const contentHeaders = { type: readHeader('content-type') ?? '', disposition: readHeader('content-disposition') }
    const parsedBody = await parseWebhookBody(contentHeaders, body, context.get('maxBodyDepth'))
    if (parsedBody.problem) return reject(parsedBody)
    const { files } = parsedBody
    if (files.length > 0) {
      // The quota is claimed only when the run is stored. Checking it here as well avoids storing files for a request
      // that will be rejected.
      const quotaProblem = await workspace.store.quotas.findStartProblem()
      if (quotaProblem) return reject({ status: 429, problem: quotaProblem })
      const problem = await storeWebhookFiles(workspace.store, files, uploadLimits)
      if (problem) return reject({ status: 413, problem })
    }
    const buildResult =
      files.length === 0 ? preparedWorkflow : await prepareWithFiles(workspace, preparedWorkflow, files)
    if (!buildResult.request) {
      const reason = buildResult.problem?.message ?? buildResult.problem?.code ?? ''
      return reject({ status: 409, problem: error('hook.cannot-run', { reason }) })
    }

    const runId = newId()
    const data: Json = parsedBody.data === undefined ? query : parsedBody.data
    const inputs = {
      [node.id]: {
        data: { kind: 'json' as const, json: data },
        request: {
          kind: 'json' as const,
          json: { method: context.req.method, headers: readHookHeaders(context), query },
        },
      },
    }
    const request: RunRequest = {
      ...buildResult.request,
      inputs: { ...buildResult.request.inputs, ...inputs },
      seed: newSeed(),
    }
    const acceptResult = await webhooks
      .accept(
        webhook.id,
        { ...delivery, replayKey: findReplayKey(webhook, signature, readHeader) },
        {
          id: runId,
          workflowId: webhook.workflowId,
          workflowVersion: preparedWorkflow.workflow.version,
          request,
          origin: { triggerType: 'webhook' },
          ...toQueueOptions(unparsedWorkflow.queue, data),
        },
      )
      .catch((cause: unknown) => {
        if (cause instanceof StartRejectedError) return cause
        throw cause
      })
    if (acceptResult instanceof StartRejectedError) return reject({ status: 429, problem: acceptResult.problem })
    workspace.runs.notifyWorkers()
    if (acceptResult.isRepeated) context.header('Idempotency-Replayed', 'true')
    else {
      const { workflowId, id: triggerId, name } = webhook
      const startRecord = {
        workspace: webhook.workspace,
        workflow: workflowId,
        run: runId,
        triggerType: 'webhook' as const,
        trigger: triggerId,
        name,
      }
      // The run has already started, so the request must not fail now.
      await recordStart(workspace.audit, startRecord).catch((cause: unknown) =>
        onError(cause, { correlationId: context.get('correlationId'), path: '/hooks' }),
      )
    }
    const responseNodeIds = workflow.nodes.filter(({ type }) => type === 'webhook_response').map(({ id }) => id)
    if (responseMode === 'by-workflow') {
      const outcome = await waitForResponse(workspace, acceptResult.run, {
        nodeIds: new Set(responseNodeIds),
        signal: context.req.raw.signal,
      })
      if (outcome) return sendHookOutcome(context, acceptResult.run, outcome)
    }
    return context.json(
      {
        run_id: acceptResult.run,
        status_url: `${context.get('basePath') ?? ''}/api/v1/runs/${acceptResult.run}`,
        ...(acceptResult.isRepeated ? { repeated: true } : {}),
      },
      acceptResult.isRepeated ? 200 : 202,
    )
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

function sendRateLimit(context: Context<AppEnvironment>, seconds: number): Response {
  context.header('Retry-After', String(seconds))
  return sendProblem(context, 429, error('rate.limit', { seconds }))
}

/** Headers in which senders repeat the ID of a message, most general first. */
const deliveryIdHeaders = ['idempotency-key', 'webhook-id', 'svix-id', 'x-github-delivery', 'x-shopify-webhook-id']
/** Maximum length of a key in the index of the database. */
const maxReplayKeyLength = 500

/**
 * Returns the key that identifies a message: what its signature covers. Only for an unsigned message, or if the webhook
 * allows repeats, it is the delivery ID of an unsigned header.
 */
function findReplayKey(
  { allowRepeats }: Webhook,
  signature: SignatureResult,
  readHeader: (name: string) => string | undefined,
): string | undefined {
  const signedKey = signature.isValid ? signature.replayKey : undefined
  const deliveryId = deliveryIdHeaders.map((name) => readHeader(name)).find((id) => id)
  const usesDeliveryId = signedKey === undefined || (allowRepeats && signedKey.startsWith('signature:'))
  const key = [signedKey, usesDeliveryId && deliveryId && `key:${deliveryId}`].filter(Boolean).join(' ')
  if (key.length <= maxReplayKeyLength) return key || undefined
  return `hash:${createHash('sha256').update(key).digest('hex')}`
}

/** Returns whether a list of addresses and networks includes an IP address. An empty list allows all addresses. */
export function isAllowedAddress(allowedEntries: readonly string[], address: string): boolean {
  if (allowedEntries.length === 0) return true
  if (!ipaddr.isValid(address)) return false
  // Converts IPv4-mapped addresses such as `::ffff:192.0.2.1` to IPv4.
  const callerAddress = ipaddr.process(address)
  return allowedEntries.some((entry) => {
    const [network, prefixLength] = ipaddr.parseCIDR(toNetwork(entry))
    return network.kind() === callerAddress.kind() && callerAddress.match(network, prefixLength)
  })
}

/** Converts a single address to a network that contains only this address. */
const toNetwork = (entry: string): string =>
  entry.includes('/') ? entry : `${entry}/${ipaddr.parse(entry).kind() === 'ipv6' ? 128 : 32}`
