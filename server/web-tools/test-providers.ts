import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a fake service received. */
export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

interface FakeResponse {
  status?: number
  headers?: Record<string, string>
  body: string | object | Uint8Array
}

/** Fake provider services on a loopback port. The first path segment selects the service. */
export interface TestProviders {
  host: string
  address: string
  receivedRequests: ReceivedRequest[]
  /** Responses to send instead of a service's default ones, in order, keyed by service. */
  queuedResponses: Map<string, FakeResponse[]>
  close(): Promise<void>
}

/** A one-pixel PNG image. */
export const testImage = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const page = `<!doctype html><html><head><title>Light  houses</title><style>p { color: red }</style></head>
  <body><nav><a href="/">Home</a></nav><h1>Lighthouses</h1><p>A <a href="/tall">tall</a> tower, <b>lit</b>.
  <a href="javascript:alert(1)">Run</a></p><script>steal()</script><img src="https://evil.example/pixel" alt="A tower">
  <ul><li>One</li><li>Two</li></ul></body></html>`

/** Returns the default response of a service: Jina, SearXNG, OpenAI, Stability AI, the Gemini API or a website. */
function createDefaultResponse(service: string, { path, body }: ReceivedRequest): FakeResponse {
  const image = testImage.toString('base64')
  const hit = { title: 'Lighthouse', url: 'https://example.com/lighthouse' }
  switch (service) {
    case 'jina-search': {
      const count = Number(new URL(path, 'http://x').searchParams.get('num'))
      const data = Array.from({ length: count }, (_, index) => ({ ...hit, description: `Result ${index + 1}` }))
      return { body: { code: 200, status: 20_000, data } }
    }
    case 'searxng':
      return { body: { query: 'q', results: [{ ...hit, content: 'From SearXNG' }, { title: 'No address' }] } }
    case 'jina-reader': {
      const { url } = JSON.parse(body) as { url: string }
      return { body: { code: 200, status: 20_000, data: { title: 'Example', url, content: '# Example' } } }
    }
    case 'openai':
      return { body: { created: 1, data: [{ b64_json: image }] } }
    case 'stability':
      return { body: { image, finish_reason: 'SUCCESS', seed: 1 } }
    case 'gemini':
      return path.endsWith(':predict')
        ? { body: { predictions: [{ mimeType: 'image/png', bytesBase64Encoded: image }] } }
        : { body: { candidates: [{ content: { parts: [{ text: 'Here' }, { inlineData: { data: image } }] } }] } }
    default:
      return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }
  }
}

export async function openTestProviders(): Promise<TestProviders> {
  const receivedRequests: ReceivedRequest[] = []
  const queuedResponses: TestProviders['queuedResponses'] = new Map()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const body = Buffer.concat(chunks).toString('utf8')
      const receivedRequest = { method, path, headers, body }
      receivedRequests.push(receivedRequest)
      const [, service = ''] = /^\/([\w-]*)/.exec(path) ?? []
      const {
        status = 200,
        headers: customHeaders = {},
        body: responseBody,
      } = queuedResponses.get(service)?.shift() ?? createDefaultResponse(service, receivedRequest)
      const isRaw = typeof responseBody === 'string' || responseBody instanceof Uint8Array
      response.writeHead(status, { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...customHeaders })
      response.end(isRaw ? responseBody : JSON.stringify(responseBody))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    address: `http://${host}`,
    receivedRequests,
    queuedResponses,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
