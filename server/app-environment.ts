import type { HttpBindings } from '@hono/node-server'
import type { TraceContext } from './operation/trace-context.ts'
import type { Caller } from './security/caller.ts'

/** Context of a request. */
export interface AppEnvironment {
  /** Request and response of Node; absent without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** The id from `X-Correlation-ID`, or a generated one. Every response and log line contains it. */
    correlationId: string
    /** The trace from `traceparent`, or a new one. */
    trace: TraceContext
    /** The run that this request started. */
    startedRun: string | undefined
    /** The run that this request has started or refers to, for its log line. */
    loggedRun: { id: string; workflowId: string } | undefined
    /** The caller, its workspace and its permissions. */
    caller: Caller
    /** The IP address of the client; empty without a socket. */
    clientIp: string
    /** The address of the client that limits count: for IPv6 its network. */
    clientAddress: string
    /** Maximum nesting depth of JSON bodies. 0 means unlimited. */
    bodyDepth: number
  }
}
