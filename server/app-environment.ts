import type { HttpBindings } from '@hono/node-server'
import type { TraceContext } from './operation/trace-context.ts'
import type { Caller } from './security/caller.ts'

/** Context of a request. */
export interface AppEnvironment {
  /** Request and response of Node; absent without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** From `X-Correlation-ID`, or generated. Part of every response and log line. */
    correlationId: string
    /** The trace from `traceparent`, or a new one. */
    trace: TraceContext
    /** The run that this request started. */
    startedRun: string | undefined
    /** The caller and its permissions. */
    caller: Caller
    /** Maximum nesting depth of JSON bodies; 0: no limit. */
    bodyDepth: number
  }
}
