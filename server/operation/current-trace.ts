import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** The parent of a span: the request or run that the work is done for. */
export type TraceParent = Pick<TraceContext, 'traceId' | 'spanId' | 'sampled'>

const storage = new AsyncLocalStorage<TraceParent | undefined>()

/** The request or run that the current work is done for; `undefined` without tracing. */
export const currentTrace = (): TraceParent | undefined => storage.getStore()

/**
 * Does work on behalf of a request or a run, or of none if it outlives them. Costs nothing until it is first called with a
 * trace, which happens only with tracing enabled.
 */
export const onBehalfOf = <T>(trace: TraceParent | undefined, work: () => T): T =>
  trace === storage.getStore() ? work() : storage.run(trace, work)
