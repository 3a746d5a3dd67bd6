import type { TraceContext } from './trace-context.ts'

/** A span that another one names. */
export type SpanLink = Pick<TraceContext, 'traceId' | 'spanId'>

/** Something that has ended: a request that was answered, a run, a node of it, a statement of the database. Times in milliseconds since 1970. */
export interface Span extends TraceContext {
  name: string
  /** `server`: an answer to somebody; `internal`: our own work; `client`: what somebody else did for us. */
  kind: 'server' | 'internal' | 'client'
  /** What it has begun that goes on in a trace of its own. */
  link?: SpanLink | undefined
  start: number
  end: number
  isError: boolean
  attributes: Readonly<Record<string, string | number>>
}

/** Where spans go. */
export interface Tracing {
  end(span: Span): void
  /** Sends what is still here. */
  close(): Promise<void>
}

export interface TracingOptions {
  /** Of the collector: OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string
  service: string
  /** Told when spans could not be sent; they are lost then. */
  onFault(cause: unknown): void
}

/** Spans go together, so many at most; more than `mostKept` are not held when the collector does not answer. */
const together = 512
const mostKept = 4096
const everyMs = 2_000

/** Sends spans to an OpenTelemetry collector, as OTLP 1.x over HTTP in its JSON encoding. */
export function openTracing({ endpoint, service, onFault }: TracingOptions): Tracing {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  let kept: Span[] = []
  let sending: Promise<void> = Promise.resolve()
  const send = (): void => {
    const spans = kept.splice(0, together)
    if (spans.length === 0) return
    sending = transmit(sending, spans)
  }
  const transmit = async (before: Promise<void>, spans: readonly Span[]): Promise<void> => {
    await before
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(exportRequest(spans, service)),
        signal: AbortSignal.timeout(10_000),
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`The collector answered ${answer.status}.`)
    } catch (cause) {
      onFault(cause)
    }
  }
  const timer = setInterval(send, everyMs)
  timer.unref()
  return {
    end(span) {
      if (!span.sampled) return
      kept.push(span)
      if (kept.length >= together) send()
      if (kept.length > mostKept) kept = kept.slice(-mostKept)
    },
    async close() {
      clearInterval(timer)
      while (kept.length > 0) send()
      await sending
    },
  }
}

/** `ExportTraceServiceRequest` in the JSON encoding: ids in hexadecimal, times in nanoseconds as text. */
function exportRequest(spans: readonly Span[], service: string): unknown {
  const failed = 2
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': service }) },
        scopeSpans: [
          {
            scope: { name: '@aw-flow/server' },
            spans: spans.map(({ traceId, spanId, parentId, name, kind, start, end, isError, attributes, link }) => ({
              traceId,
              spanId,
              ...(parentId === undefined ? {} : { parentSpanId: parentId }),
              name,
              kind: kinds[kind],
              startTimeUnixNano: nanoseconds(start),
              endTimeUnixNano: nanoseconds(end),
              attributes: attributesOf(attributes),
              ...(link ? { links: [{ traceId: link.traceId, spanId: link.spanId }] } : {}),
              ...(isError ? { status: { code: failed } } : {}),
            })),
          },
        ],
      },
    ],
  }
}

/** Of `SpanKind`. */
const kinds = { internal: 1, server: 2, client: 3 } as const

const nanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n)

const attributesOf = (attributes: Readonly<Record<string, string | number>>): unknown[] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(Math.round(value)) } : { stringValue: value },
  }))
