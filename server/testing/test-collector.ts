import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A received span with its attributes by name. */
export interface CollectedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  status?: { code: number }
  links?: { traceId: string; spanId: string }[]
  attributes: Record<string, unknown>
}

/** An OpenTelemetry collector for OTLP over HTTP with JSON. */
export interface TestCollector {
  endpoint: string
  /** Received requests. */
  requests: { path: string | undefined; type: string | undefined; body: unknown }[]
  spans(): CollectedSpan[]
  close(): Promise<void>
}

interface ExportRequest {
  resourceSpans: {
    scopeSpans: { spans: (Omit<CollectedSpan, 'attributes'> & { attributes: { key: string; value: object }[] })[] }[]
  }[]
}

export async function openTestCollector(): Promise<TestCollector> {
  const requests: TestCollector['requests'] = []
  const server = createServer((request, answer) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      requests.push({ path: request.url, type: request.headers['content-type'], body: JSON.parse(text) as unknown })
      answer.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    spans: () =>
      requests
        .flatMap(({ body }) => (body as ExportRequest).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map((span) => ({
          ...span,
          attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
        })),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
