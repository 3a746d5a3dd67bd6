import { randomBytes } from 'node:crypto'

/** The trace of a request (W3C Trace Context). */
export interface TraceContext {
  traceId: string
  spanId: string
  /** The span of the caller, if it sent one. */
  parentId?: string
  sampled: boolean
}

/** Continues the trace of `traceparent`, or starts one. */
export function traceContextOf(header: string | undefined): TraceContext {
  const found = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? '')
  const [, traceId, parentId, flags = '01'] = found ?? []
  const isNamed = traceId !== undefined && parentId !== undefined && !/^0+$/.test(traceId) && !/^0+$/.test(parentId)
  const made = randomIds()
  if (!isNamed) return { ...made, sampled: true }
  return { traceId, parentId, spanId: made.spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

// Random bytes are generated for many ids at once, because the call costs more than the bytes.
let pool = Buffer.alloc(0)
let used = 0
/** Ids of a trace and a span, in hexadecimal. */
export function randomIds(): { traceId: string; spanId: string } {
  if (used + 24 > pool.length) {
    pool = randomBytes(24 * 256)
    used = 0
  }
  const ids = { traceId: pool.toString('hex', used, used + 16), spanId: pool.toString('hex', used + 16, used + 24) }
  used += 24
  return ids
}
