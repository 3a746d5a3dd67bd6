import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** The span context of a request or run, which is the parent of further spans. */
export type TraceParent = Pick<TraceContext, 'traceId' | 'spanId' | 'sampled'>

const storage = new AsyncLocalStorage<TraceParent | undefined>()

/** Returns the span context of the current request or run; `undefined` outside both. */
export const getCurrentTrace = (): TraceParent | undefined => storage.getStore()

/**
 * Runs `work` in the trace of a request or run, or outside any trace if it is `undefined`, for work that outlives
 * both. Adds no overhead if tracing is off.
 */
export const runWithTrace = <T>(trace: TraceParent | undefined, work: () => T): T =>
  trace === storage.getStore() ? work() : storage.run(trace, work)
