import { defined } from '@aw-flow/schema'
import type { TraceContext } from './trace-context.ts'

/** Reference to another span. */
export type SpanLink = Pick<TraceContext, 'traceId' | 'spanId'>

/** Span of a completed request, run, node or database statement. Times are in ms since the Unix epoch. */
export interface Span extends TraceContext {
  name: string
  /** `server`: a request from a client. `internal`: work within this process. `client`: a request to another system. */
  kind: 'server' | 'internal' | 'client'
  /** Span of work that was started by this span but continues in a separate trace. */
  link?: SpanLink | undefined
  start: number
  end: number
  isError: boolean
  attributes: Readonly<Record<string, string | number>>
}

/** Exports spans to a collector. */
export type Tracing = ReturnType<typeof openTracing>

export interface TracingOptions {
  /** Collector URL, from OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string
  service: string
  /** Called if spans could not be sent. The spans are dropped. */
  onError(cause: unknown): void
}

/** Maximum number of spans per request. */
const maxBatchSize = 512
/** Maximum number of buffered spans. If more are added, the oldest ones are dropped. */
const maxBufferedSpans = 4096
const flushIntervalMs = 2_000

/**
 * Sends spans to an OpenTelemetry collector, using OTLP 1.x over HTTP with JSON encoding. The SDK of OpenTelemetry is
 * not used, because it requires Node 22.
 */
export function openTracing({ endpoint, service, onError }: TracingOptions) {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  let buffer: Span[] = []
  let pendingSend: Promise<void> = Promise.resolve()
  const send = (): void => {
    const spans = buffer.splice(0, maxBatchSize)
    if (spans.length === 0) return
    pendingSend = transmit(pendingSend, spans)
  }
  const transmit = async (previous: Promise<void>, spans: readonly Span[]): Promise<void> => {
    await previous
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(createExportRequest(spans, service)),
        signal: AbortSignal.timeout(10_000),
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`The collector returned status ${response.status}.`)
    } catch (cause) {
      onError(cause)
    }
  }
  const timer = setInterval(send, flushIntervalMs)
  timer.unref()
  return {
    exportSpan(span: Span): void {
      if (!span.sampled) return
      buffer.push(span)
      if (buffer.length >= maxBatchSize) send()
      if (buffer.length > maxBufferedSpans) buffer = buffer.slice(-maxBufferedSpans)
    },
    /** Sends all buffered spans. */
    async close(): Promise<void> {
      clearInterval(timer)
      while (buffer.length > 0) send()
      await pendingSend
    },
  }
}

/**
 * Builds an `ExportTraceServiceRequest` in JSON encoding. IDs are in hexadecimal; times are in nanoseconds, as strings.
 */
function createExportRequest(spans: readonly Span[], service: string): unknown {
  const errorStatus = 2
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ 'service.name': service }) },
        scopeSpans: [
          {
            scope: { name: '@aw-flow/server' },
            spans: spans.map(({ traceId, spanId, parentId, name, kind, start, end, isError, attributes, link }) => ({
              traceId,
              spanId,
              ...defined({ parentSpanId: parentId }),
              name,
              kind: spanKinds[kind],
              startTimeUnixNano: toNanoseconds(start),
              endTimeUnixNano: toNanoseconds(end),
              attributes: toAttributes(attributes),
              ...(link ? { links: [{ traceId: link.traceId, spanId: link.spanId }] } : {}),
              ...(isError ? { status: { code: errorStatus } } : {}),
            })),
          },
        ],
      },
    ],
  }
}

/** Numeric values of OTLP's `SpanKind`. */
const spanKinds = { internal: 1, server: 2, client: 3 } as const

const toNanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n)

const toAttributes = (attributes: Readonly<Record<string, string | number>>): unknown[] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
  }))
