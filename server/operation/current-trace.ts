import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** The parent of a span: the request or run that the work is done for. */
export type TraceParent = Pick<TraceContext, 'traceId' | 'spanId' | 'sampled'>

const storage = new AsyncLocalStorage<TraceParent | undefined>()

/** Returns the request or run that the current work is done for; `undefined` without tracing. */
export const getCurrentTrace = (): TraceParent | undefined => storage.getStore()

/**
 * Runs `work` in the trace of a request or a run; `undefined` for work that outlives them. Has no cost without tracing.
 */
export const runWithTrace = <T>(trace: TraceParent | undefined, work: () => T): T =>
  trace === storage.getStore() ? work() : storage.run(trace, work)
