import { defined } from '@aw-flow/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnvironment } from '../app-environment.ts'
import { runWithTrace } from '../operation/current-trace.ts'
import { maskPersonalData } from '../operation/mask-personal-data.ts'
import type { Log } from '../operation/log.ts'
import type { Metrics } from '../operation/metrics.ts'
import { parseTraceContext } from '../operation/trace-context.ts'
import { toRunSpan } from '../operation/run-spans.ts'
import type { Tracing } from '../operation/tracing.ts'
import { inertContentPolicy } from '../security/content-security-policy.ts'
import type { Caller } from '../security/caller.ts'
import { isLoopbackHost } from '../security/host-rules.ts'
import { discardBody } from './discard-body.ts'

export interface RequestMiddlewareOptions {
  newId(): string
  log: Log
  metrics: Metrics
  tracing?: Tracing | undefined
}

/**
 * Default headers for every response. The content security policy blocks scripts and all resource loading; a response
 * can override it.
 */
const defaultHeaders = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '1; mode=block',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': inertContentPolicy,
})

/**
 * Sets a header of the response, before the request is handled. If the handler sets the same header, its value is used.
 * The header is set directly on Node's response if available: `Headers` validates, copies and sorts them, which took a
 * third of the time needed for a short response.
 */
export function setDefaultHeader(context: Context<AppEnvironment>, name: string, value: string): void {
  const outgoing = context.env?.outgoing
  if (outgoing) outgoing.setHeader(name, value)
  else context.header(name, value)
}

/**
 * Creates the middleware that wraps every request. It sets the correlation ID, trace ID and default headers, and
 * counts, logs and traces the request. Headers are set before the request is handled, because changing a finished
 * response is slow.
 */
export function createRequestMiddleware({
  newId,
  log,
  metrics,
  tracing,
}: RequestMiddlewareOptions): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const requestedId = req.header('x-correlation-id')
    const correlationId = requestedId !== undefined && /^[\w.:-]{1,128}$/.test(requestedId) ? requestedId : newId()
    const trace = parseTraceContext(req.header('traceparent'))
    context.set('correlationId', correlationId)
    context.set('trace', trace)
    const setHeader = (name: string, value: string): void => setDefaultHeader(context, name, value)
    setHeader('X-Correlation-ID', correlationId)
    for (const [name, value] of defaultHeaders) setHeader(name, value)
    // Browsers honor this header only over TLS, which is never used for loopback addresses.
    if (!isLoopbackHost(req.header('host'))) {
      setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    }
    const start = performance.now()
    await (tracing ? runWithTrace(trace, next) : next())
    const seconds = (performance.now() - start) / 1000
    const { status } = context.res
    const incoming = context.env?.incoming
    // If the client is still sending the body, the connection must not be reused.
    if (status >= 400 && incoming?.complete === false && !(await discardBody(incoming)))
      context.header('Connection', 'close')
    const { method } = req
    const route = toRoutePattern(routePath(context, -1))
    const length = req.header('content-length')
    metrics.observeRequest(method, route, status, seconds, length === undefined ? undefined : Number(length))
    // 503 is not logged as an error because it is temporary, for example the readiness response of a starting server.
    const level = status >= 500 && status !== 503 ? 'error' : 'info'
    if (log.isEnabled(level)) {
      const caller: Caller | undefined = context.get('caller')
      const run = context.get('loggedRun')
      log.write(level, 'request', {
        logger: 'http',
        context: {
          user_id: caller?.id,
          workflow_id: run?.workflowId ?? readWorkflowId(route, req.path),
          execution_id: run?.id,
          ip_address: context.get('clientAddress') || undefined,
        },
        correlation_id: correlationId,
        trace_id: trace.traceId,
        span_id: trace.spanId,
        method,
        path: req.path,
        route,
        status,
        ms: Math.round(seconds * 1e5) / 100,
      })
    }
    if (tracing) {
      const end = Date.now()
      const startedRunId = context.get('startedRunId')
      tracing.exportSpan({
        ...trace,
        name: `${method} ${route}`,
        kind: 'server',
        link: startedRunId === undefined ? undefined : toRunSpan(startedRunId),
        start: end - seconds * 1000,
        end,
        isError: status >= 500,
        attributes: defined({
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': status,
          'url.path': maskPersonalData(req.path),
          'aw.correlation_id': correlationId,
          'aw.run_id': startedRunId,
        }),
      })
    }
  }
}

/** Converts a route to the pattern used in the API description. Returns `none` for paths that do not match a route. */
const toRoutePattern = (path: string): string =>
  path.includes('*') ? 'none' : path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')

/** Extracts the workflow ID from a path, if the route contains one. */
const readWorkflowId = (route: string, path: string): string | undefined =>
  /^\/api\/v1\/(analytics\/)?workflows\/\{id\}/.test(route) ? /\/workflows\/([^/]+)/.exec(path)?.[1] : undefined
