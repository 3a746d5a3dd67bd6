import { error } from '@aw-flow/schema'
import { OpenAPIHono } from '@hono/zod-openapi'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { getPath } from 'hono/utils/url'
import type { Context } from 'hono'
import type { HostRules } from './security/host-rules.ts'
import type { AppDependencies, RouteDependencies } from './app-dependencies.ts'
import type { AppEnvironment } from './app-environment.ts'
import { createBasePathMiddleware } from './http/base-path.ts'
import { sendProblem } from './http/error-response.ts'
import { Rejection } from './http/rejection.ts'
import { registerDocumentSchemas } from './http/openapi-components.ts'
import { formatIssuePath, formatIssueReason } from './http/read-json-body.ts'
import { AccessError, createAccess } from './api/access.ts'
import { createAdmission, isHookPath } from './api/admission.ts'
import { createWorkflowDescriber } from './api/describe-workflows.ts'
import { createRequestMiddleware } from './api/request-middleware.ts'
import { createIdempotencyMiddleware } from './api/idempotent.ts'
import { decodeRequestBody } from './api/decode-request-body.ts'
import { limitBody } from './api/limit-body.ts'
import { isForm } from './api/read-start-body.ts'
import { collectRoutePermissions } from './api/route-permissions.ts'
import { createRouteGroups } from './api/routes.ts'
import { addAccountRoutes } from './accounts/account-routes.ts'
import { addApiKeyRoutes } from './accounts/api-key-routes.ts'
import { addInvitationRoutes } from './accounts/workspaces/invitation-routes.ts'
import { addProviderSignInRoutes } from './accounts/sign-in/provider-sign-in-routes.ts'
import { addPasskeyRoutes } from './passkeys/passkey-routes.ts'
import { addSignInRoutes } from './accounts/sign-in/sign-in-routes.ts'
import { addWorkspaceRoutes } from './accounts/workspaces/workspace-routes.ts'
import { addAnalyticsRoutes } from './analytics/analytics-routes.ts'
import { addPrivacyRoutes } from './privacy/privacy-routes.ts'
import { addCommentRoutes } from './comments/comment-routes.ts'
import { addGalleryRoutes } from './gallery/gallery-routes.ts'
import { addAuditRoutes } from './audit/audit-routes.ts'
import { createAuditMiddleware } from './audit/record-changes.ts'
import { addAgentRoutes } from './agents/agent-routes.ts'
import { addAgentChatRoutes } from './agents/agent-chat-routes.ts'
import { addAgentVersionRoutes } from './agents/agent-version-routes.ts'
import { addEvaluationRoutes } from './evaluations/evaluation-routes.ts'
import { addAgentStepRoutes } from './agents/agent-step-routes.ts'
import { addAssistantRoutes } from './assistant/assistant-routes.ts'
import { addOperatorQuotaRoutes } from './quotas/operator-quota-routes.ts'
import { addQuotaRoutes } from './quotas/quota-routes.ts'
import { StartRejectedError } from './quotas/quotas.ts'
import { addResourceRoutes } from './resources/resource-routes.ts'
import { storedResources } from './resources/resources.ts'
import { addRetentionRoutes } from './retention/retention-routes.ts'
import { addConfigurationRoutes } from './routes/configuration.ts'
import { addDataRoutes } from './data/data-routes.ts'
import { addDocsRoutes } from './routes/docs.ts'
import { addExecuteRoutes } from './runs/routes/execute-routes.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addMetricsRoute } from './routes/metrics.ts'
import { addNodeRoutes } from './workflows/node-routes.ts'
import { addRunRoutes } from './runs/routes/run-routes.ts'
import { addRunDecisionRoutes } from './runs/routes/run-decision-routes.ts'
import { addRunRecordRoutes } from './runs/routes/run-record-routes.ts'
import { addSecretRoutes } from './secrets/secret-routes.ts'
import { addTemplateRoutes } from './workflows/template-routes.ts'
import { addWorkflowAccessRoutes } from './workflows/workflow-access-routes.ts'
import { addSharedLinkRoutes } from './workflows/shared-link-routes.ts'
import { addWorkflowExchangeRoutes } from './workflows/workflow-exchange-routes.ts'
import { addWorkflowQueueRoutes } from './workflows/workflow-queue-routes.ts'
import { addWorkflowVersionRoutes } from './workflows/workflow-version-routes.ts'
import { runRouteGroups } from './wire/run-route-group.ts'
import { addEndpointRoutes } from './outgoing/endpoint-routes.ts'
import { addEventRoutes } from './events/event-routes.ts'
import { addNotificationRoutes } from './notifications/notification-routes.ts'
import { addPushRoutes } from './notifications/push-routes.ts'
import { addMcpAuthorizationRoutes } from './mcp/authorization/authorization-routes.ts'
import { addMcpEndpoint } from './mcp/mcp-endpoint.ts'
import { addMcpRoutes } from './mcp/mcp-routes.ts'
import { addToolRoutes } from './web-tools/tool-routes.ts'
import { addWatchRoutes } from './watches/watch-routes.ts'
import { addHookRoutes } from './triggers/webhooks/hook-routes.ts'
import { addScheduleRoutes } from './triggers/schedules/schedule-routes.ts'
import { addWebhookTestRoutes } from './triggers/webhooks/webhook-test-routes.ts'
import { addWebhookRoutes } from './triggers/webhooks/webhook-routes.ts'
import { addUploadRoutes } from './data/upload-routes.ts'
import { addWorkflowRoutes } from './workflows/workflow-routes.ts'
import { contentSecurityPolicy } from './security/content-security-policy.ts'
import { serveManual } from './static/manual.ts'
import { serveStudio } from './static/studio.ts'
import { toDataProblem, toUnavailableProblem } from './http/unavailable.ts'

/** Methods of requests that can change data or have a body. Some middleware runs only for these methods. */
const methodsWithBody = ['POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Creates the HTTP app, without listening on a port. `app.fetch` handles requests; tests can use
 * `app.request('/path')`.
 *
 * @internal
 */
export function createApp(dependencies: AppDependencies): OpenAPIHono<AppEnvironment> {
  const { hostRules, newId, onError, studio, metrics, rateLimit, basePath } = dependencies
  const app = new OpenAPIHono<AppEnvironment>({
    getPath: getApiPath,
    defaultHook: (result, context) => {
      if (result.success) return undefined
      const problems = result.error.issues.map((issue) =>
        error('request.invalid', { place: formatIssuePath(issue), reason: formatIssueReason(issue) }),
      )
      return sendProblem(context, 422, problems[0]!, problems)
    },
  })

  app.use(createRequestMiddleware({ newId, log: dependencies.log, metrics, tracing: dependencies.tracing }))
  if (basePath) app.use(createBasePathMiddleware(basePath))
  const { authentication, trustedProxies = [] } = dependencies
  app.use(createAdmission({ hostRules, authentication, rateLimit, metrics, log: dependencies.log, trustedProxies }))
  const handleCors = createCors(hostRules)
  // Webhooks decide themselves which pages can call them.
  app.use((context, next) =>
    context.req.header('origin') === undefined || isHookPath(context.req.path) ? next() : handleCors(context, next),
  )
  const access = createAccess(dependencies.backend)
  app.use(collectRoutePermissions(app, access))
  app.use(
    createAuditMiddleware(dependencies.backend, (cause, context) =>
      onError(cause, { correlationId: context.get('correlationId'), path: context.req.path }),
    ),
  )
  const limitBodySize = limitBody(dependencies.bodyLimit)
  app.on(methodsWithBody, '*', async (context, next) => {
    context.set('maxBodyDepth', dependencies.maxBodyDepth)
    const { path } = context.req
    const isUpload = isUploadPath(path) || (isExecutePath(path) && isForm(context.req.header('content-type')))
    await decodeRequestBody(context)
    return isUpload ? next() : limitBodySize(context, next)
  })
  const routeDependencies: RouteDependencies = {
    ...dependencies,
    ...access,
    ...createRouteGroups(app, dependencies, access),
  }
  app.on('POST', '/api/*', createIdempotencyMiddleware(dependencies.backend))

  registerDocumentSchemas(app)
  const workflowDescriber = createWorkflowDescriber(dependencies)
  addHealthRoutes(routeDependencies)
  addMetricsRoute(routeDependencies)
  addDataRoutes(routeDependencies)
  addUploadRoutes(routeDependencies)
  addWorkflowExchangeRoutes(routeDependencies, workflowDescriber)
  addSharedLinkRoutes(routeDependencies)
  addWorkflowRoutes(routeDependencies, workflowDescriber)
  addWorkflowAccessRoutes(routeDependencies)
  addCommentRoutes(routeDependencies)
  addWorkflowQueueRoutes(routeDependencies)
  addWorkflowVersionRoutes(routeDependencies, workflowDescriber)
  addExecuteRoutes(routeDependencies)
  for (const group of runRouteGroups) {
    addRunRoutes(routeDependencies, group)
    addRunRecordRoutes(routeDependencies, group)
    addRunDecisionRoutes(routeDependencies, group)
  }
  addNodeRoutes(routeDependencies)
  addAgentRoutes(routeDependencies)
  addAgentChatRoutes(routeDependencies)
  addEvaluationRoutes(routeDependencies)
  addAgentVersionRoutes(routeDependencies)
  addAgentStepRoutes(routeDependencies)
  addAssistantRoutes(routeDependencies, workflowDescriber)
  addConfigurationRoutes(routeDependencies)
  addQuotaRoutes(routeDependencies)
  addOperatorQuotaRoutes(routeDependencies)
  addRetentionRoutes(routeDependencies)
  addTemplateRoutes(routeDependencies, workflowDescriber)
  addGalleryRoutes(routeDependencies, workflowDescriber)
  addSecretRoutes(routeDependencies)
  addScheduleRoutes(routeDependencies)
  addWebhookRoutes(routeDependencies)
  addEndpointRoutes(routeDependencies)
  addHookRoutes(routeDependencies)
  addWebhookTestRoutes(routeDependencies)
  addEventRoutes(routeDependencies)
  for (const resource of storedResources) if (!resource.hasFurtherRoutes) addResourceRoutes(routeDependencies, resource)
  addNotificationRoutes(routeDependencies)
  addPushRoutes(routeDependencies)
  addWatchRoutes(routeDependencies)
  addMcpRoutes(routeDependencies)
  addMcpAuthorizationRoutes(routeDependencies)
  addMcpEndpoint(routeDependencies)
  addToolRoutes(routeDependencies)
  addSignInRoutes(routeDependencies)
  addProviderSignInRoutes(routeDependencies)
  addPasskeyRoutes(routeDependencies)
  addAccountRoutes(routeDependencies)
  addPrivacyRoutes(routeDependencies)
  addApiKeyRoutes(routeDependencies)
  addWorkspaceRoutes(routeDependencies)
  addInvitationRoutes(routeDependencies)
  addAuditRoutes(routeDependencies)
  addAnalyticsRoutes(routeDependencies)
  addDocsRoutes(app, dependencies)
  app.all('/manual/*', (context) => serveManual(context, dependencies.manual, basePath))

  app.notFound((context) =>
    /^\/(api|ws|hooks|hooks-test)(\/|$)/.test(context.req.path)
      ? sendProblem(context, 404, error('route.not-found', { method: context.req.method, path: context.req.path }))
      : serveStudio(context, studio, {
          policy: dependencies.contentSecurityPolicy ?? contentSecurityPolicy,
          basePath,
        }),
  )
  app.onError((cause, context) => respondToError(cause, context, dependencies))
  return app
}

const createCors = (hostRules: HostRules) =>
  cors({
    origin: (origin) => (hostRules.isAllowedOrigin(origin) ? origin : null),
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposeHeaders: [
      'X-Correlation-ID',
      'Content-Disposition',
      'ETag',
      'Location',
      'Retry-After',
      'Warning',
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
      'Idempotency-Replayed',
      'Tus-Resumable',
      'Upload-Length',
      'Upload-Offset',
    ],
    maxAge: 600,
  })

/** Responds to what a handler throws: a rejection, or an error. */
function respondToError(
  cause: Error,
  context: Context<AppEnvironment>,
  { metrics, onError }: Pick<AppDependencies, 'metrics' | 'onError'>,
): Response {
  if (cause instanceof AccessError) metrics.countRejection('rights')
  if (cause instanceof Rejection) {
    const { retryAfterSeconds } = cause
    if (retryAfterSeconds !== undefined) context.header('Retry-After', String(retryAfterSeconds))
    return sendProblem(context, cause.status, cause.problem, cause.details)
  }
  if (cause instanceof HTTPException && cause.status < 500) {
    return sendProblem(context, 400, error('request.malformed', { reason: cause.message }))
  }
  if (cause instanceof StartRejectedError) return sendProblem(context, 429, cause.problem)
  const unavailableProblem = toUnavailableProblem(cause)
  if (unavailableProblem) {
    context.header('Retry-After', '2')
    return sendProblem(context, 503, unavailableProblem)
  }
  // If the client aborted the request, the error is expected and nobody receives the response.
  const isAborted = cause.name === 'AbortError' && context.req.raw.signal.aborted
  if (!isAborted) onError(cause, { correlationId: context.get('correlationId'), path: context.req.path })
  const dataProblem = toDataProblem(cause)
  return sendProblem(context, dataProblem ? 503 : 500, dataProblem ?? error('server.internal-error', {}))
}

/**
 * Returns the path used for routing. A trailing slash of API paths and webhooks is ignored, and so is the
 * `collaboration/` segment, which existing clients send in API paths.
 */
function getApiPath(request: Request): string {
  const path = getPath(request).replace(/^\/api\/v1\/collaboration\//, '/api/v1/')
  const canEndWithSlash = path.startsWith('/api/') || path.startsWith('/health/') || isHookPath(path)
  return canEndWithSlash && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Returns whether a path receives files or results. These have their own size limits. */
const isUploadPath = (path: string): boolean =>
  /^\/api\/v1\/(data\/upload|tools\/files\/upload|uploads\/[\w-]+|agent-steps\/[^/]+\/result)$/.test(path)
const isExecutePath = (path: string): boolean => /^\/api\/v1\/workflows\/[^/]+\/execute$/.test(path)
