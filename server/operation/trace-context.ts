import { randomBytes } from 'node:crypto'

/** Trace context of a request (W3C Trace Context). */
export interface TraceContext {
  traceId: string
  spanId: string
  /** The caller's span, if the caller sent one. */
  parentId?: string
  sampled: boolean
}

/** Continues the trace in a `traceparent` header. If the header is missing or invalid, starts a new trace. */
export function parseTraceContext(header: string | undefined): TraceContext {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? '')
  const [, traceId, parentId, flags = '01'] = match ?? []
  const isValid = traceId !== undefined && parentId !== undefined && !/^0+$/.test(traceId) && !/^0+$/.test(parentId)
  const newIds = generateIds()
  if (!isValid) return { ...newIds, sampled: true }
  return { traceId, parentId, spanId: newIds.spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

// Random bytes are generated for many IDs at once, because each call has a high overhead.
let pool = Buffer.alloc(0)
let usedBytes = 0
/** Generates a trace ID and a span ID, in hexadecimal. */
export function generateIds(): { traceId: string; spanId: string } {
  if (usedBytes + 24 > pool.length) {
    pool = randomBytes(24 * 256)
    usedBytes = 0
  }
  const ids = {
    traceId: pool.toString('hex', usedBytes, usedBytes + 16),
    spanId: pool.toString('hex', usedBytes + 16, usedBytes + 24),
  }
  usedBytes += 24
  return ids
}
