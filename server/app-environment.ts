import type { HttpBindings } from '@hono/node-server'
import type { TraceContext } from './operation/trace-context.ts'
import type { Caller } from './security/caller.ts'

/** What is known of a request while it is answered. */
export interface AppEnvironment {
  /** Node's own request and answer; absent where the app is asked without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: {
    /** Given by the caller in `X-Correlation-ID`, or made here; stands in every answer and log line. */
    correlationId: string
    /** The trace that `traceparent` names, or one of its own. */
    trace: TraceContext
    /** The run that this request has begun. */
    startedRun: string | undefined
    /** Who asks, and what they may do. */
    caller: Caller
    /** How deeply JSON of a body may be nested; 0: no limit. */
    bodyDepth: number
  }
}
