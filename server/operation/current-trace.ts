import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** Span context of a request or run, used as the parent of further spans. */
export type TraceParent = Pick<TraceContext, 'traceId' | 'spanId' | 'sampled'>

const storage = new AsyncLocalStorage<TraceParent | undefined>()

/** Returns the span context of the current request or run. Returns `undefined` if there is neither. */
export const getCurrentTrace = (): TraceParent | undefined => storage.getStore()

/**
 * Calls `work` in the trace of a request or run. If `trace` is `undefined`, `work` is not part of any trace, because it
 * outlives the request or run. Adds no overhead if tracing is disabled.
 */
export const runWithTrace = <T>(trace: TraceParent | undefined, work: () => T): T =>
  trace === storage.getStore() ? work() : storage.run(trace, work)
