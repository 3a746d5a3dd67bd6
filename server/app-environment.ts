import type { HttpBindings } from '@hono/node-server'
import type { TraceContext } from './operation/trace-context.ts'
import type { Caller } from './security/caller.ts'

/** Hono environment: bindings and variables of a request's context. */
export interface AppEnvironment {
  /** Node's request and response. Absent if the request did not arrive over a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** ID from the `X-Correlation-ID` header, or a generated one. Included in the response and in every log line. */
    correlationId: string
    /** Trace context from the `traceparent` header, or a new one. */
    trace: TraceContext
    /** ID of the run that the request started. */
    startedRunId: string | undefined
    /** The run to include in the request's log line: the one that the request started or refers to. */
    loggedRun: { id: string; workflowId: string } | undefined
    /** The caller, including its workspace and permissions. */
    caller: Caller
    /** Whether the caller has the permission of the route. Absent for routes that do not require one. */
    hasPermission: boolean | undefined
    /** Paths of the secret fields in the response of the route. Absent: it has none. */
    secretPaths: readonly (readonly string[])[] | undefined
    /** IP address of the client. Empty if the request did not arrive over a socket. */
    clientIp: string
    /** Address used for rate limits: the client's IPv4 address, or its IPv6 network. */
    clientAddress: string
    /** Values before and after the change that a request makes, for the audit log. */
    change: { before: Readonly<Record<string, unknown>>; after: Readonly<Record<string, unknown>> } | undefined
    /** Path under which a proxy publishes the server, such as `/tools/aw`. Absent if the server has a host of its own. */
    basePath: string | undefined
    /** Maximum nesting depth of JSON bodies. 0 means unlimited. */
    maxBodyDepth: number
  }
}
