import { AsyncLocalStorage } from 'node:async_hooks'
import type { TraceContext } from './trace-context.ts'

/** What a span stands under that is told of work done on somebody's behalf. */
export type TraceParent = Pick<TraceContext, 'traceId' | 'spanId' | 'sampled'>

const followed = new AsyncLocalStorage<TraceParent | undefined>()

/** On whose behalf this is done: the request or the run from which it follows; nothing where no spans are sent. */
export const currentTrace = (): TraceParent | undefined => followed.getStore()

/**
 * Does something on behalf of a request or a run; of nobody, where it outlives them. Costs nothing until it is first told of
 * one, which is done where spans are sent and nowhere else.
 */
export const onBehalfOf = <T>(trace: TraceParent | undefined, work: () => T): T =>
  trace === followed.getStore() ? work() : followed.run(trace, work)
