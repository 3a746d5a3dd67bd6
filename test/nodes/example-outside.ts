import type {
  Databases,
  Egress,
  Folder,
  Mail,
  McpTools,
  Models,
  ExternalServices,
  RemoteAgents,
  WebTools,
} from '@aw-flow/engine'

const encoder = new TextEncoder()

async function* streamText(text: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(text)
}

/** Returns the text of a file from the studio's sample service. */
export type Samples = (name: string) => Promise<string>

interface ChatRequest {
  messages: { role: string; content: string }[]
  tools?: { function: { name: string } }[]
  response_format?: {
    json_schema?: { schema: { properties: { items: { items: { properties: Record<string, { enum?: string[] }> } } } } }
  }
}

/**
 * Answers as a chat completions service: calls the first tool once with a query; with a schema, answers each value with
 * its first label, its length or the value itself.
 */
function completeChat({ messages, tools, response_format: format }: ChatRequest): object {
  const usage = { prompt_tokens: 100, completion_tokens: 10 }
  const complete = (message: object, reason: string): object => ({
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: reason }],
    usage,
  })
  const last = messages.at(-1)!
  if (tools && last.role !== 'tool') {
    const call = { name: tools[0]!.function.name, arguments: '{"statement": "SELECT count(*) AS n FROM input"}' }
    return complete({ content: '', tool_calls: [{ id: 'call-1', type: 'function', function: call }] }, 'tool_calls')
  }
  const schema = format?.json_schema?.schema.properties.items?.items.properties
  if (!schema) return complete({ content: `The tool said: ${last.content}` }, 'stop')
  const values = JSON.parse(last.content) as { id: number; value: string }[]
  const items = values.map(({ id, value }) => ({
    id,
    ...Object.fromEntries(
      Object.entries(schema)
        .filter(([name]) => name !== 'id')
        .map(([name, { enum: labels }]) => [
          name,
          labels
            ? labels[value.length % labels.length]
            : name === 'urgent'
              ? value.includes('broken')
              : `${name} of ${value}`,
        ]),
    ),
  }))
  return complete({ content: JSON.stringify({ items }) }, 'stop')
}

const toJsonResponse = (url: string, json: object): Awaited<ReturnType<Egress['fetch']>> => ({
  status: 200,
  url,
  headers: { 'content-type': 'application/json' },
  body: streamText(JSON.stringify(json)),
  redact: (text) => text,
  rejectSecrets: async () => undefined,
  close: async () => undefined,
})

/** A language model of the service. */
const models: Models = {
  read: async () => ({
    models: [
      {
        id: 'example',
        protocol: 'openai',
        address: 'https://models.example/v1',
        model: 'example',
        prices: { input: 1, output: 2 },
      },
    ],
    defaultModel: 'example',
  }),
}

/**
 * Returns the request as JSON; `/items?page=` returns pages of two items, `/table.csv` a small table, and `/samples/` the
 * studio's samples.
 */
const createService = (samples: Samples | undefined): Egress => ({
  async fetch({ url, method = 'GET', headers = {}, body }) {
    const { pathname, searchParams } = new URL(url)
    const page = Number(searchParams.get('page') ?? 1)
    const sent = body instanceof Uint8Array ? new TextDecoder().decode(body) : body ? `${body.size} bytes` : undefined
    if (pathname.endsWith('/chat/completions'))
      return toJsonResponse(url, completeChat(JSON.parse(sent!) as ChatRequest))
    const items =
      page > 2
        ? []
        : [
            { id: page * 2 - 1, name: 'Ann' },
            { id: page * 2, name: 'Bob' },
          ]
    const isTable = pathname.endsWith('.csv')
    const sample = /^\/samples\/([\w.-]+)$/.exec(pathname)?.[1]
    const content = isTable
      ? 'id,name\n1,Ann\n2,Bob\n'
      : sample !== undefined && samples
        ? await samples(sample)
        : JSON.stringify(
            pathname.endsWith('/items')
              ? items
              : { method, path: pathname, accept: headers.accept ?? null, sent: sent ?? null },
          )
    return {
      status: 200,
      url,
      headers: { 'content-type': isTable ? 'text/csv' : 'application/json' },
      body: streamText(content),
      redact: (text) => text,
      rejectSecrets: async () => undefined,
      close: async () => undefined,
    }
  },
})

/** Returns a table of two orders for every query. */
const databases: Databases = {
  query: async () => ({
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'amount', type: 'DECIMAL(9,2)' },
    ],
    rows: [
      ['1', '12.50'],
      ['2', null],
    ],
    isTruncated: false,
    command: 'SELECT',
    count: 2,
  }),
}

const mail: Mail = { send: async ({ to, cc, bcc }) => ({ accepted: [...to, ...cc, ...bcc], rejected: [] }) }

/** A folder in memory that contains `orders.csv`. */
function folder(): Folder {
  const files = new Map([['orders.csv', encoder.encode('id,amount\n1,12.5\n2,7\n')]])
  return {
    async read(path) {
      const bytes = files.get(path)
      if (!bytes) throw new Error(`Missing file: ${path}`)
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes
      }
      return { name: path.split('/').at(-1)!, size: bytes.length, chunks: pieces() }
    },
    async write(path, pieces) {
      const parts: Uint8Array[] = []
      for await (const chunk of pieces) parts.push(chunk.slice())
      const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
      files.set(path, bytes)
      return bytes.length
    },
  }
}

/** An agent of the service. */
const agents: RemoteAgents = {
  find: async (name) => ({
    id: name,
    name,
    url: 'https://agents.example/score',
    secrets: [],
    timeoutMs: 1_000,
  }),
  report: async () => undefined,
}

/** An MCP server whose tools return the tickets of a customer. */
const mcp: McpTools = {
  find: async (server, name) => ({ server, name, description: 'Searches tickets.', parameters: { type: 'object' } }),
  call: async (_server, _tool, { customer = 'Ada' }) => ({
    content: [],
    structured: {
      tickets: [
        { id: 1, customer, title: 'Late' },
        { id: 2, customer, title: 'Broken' },
      ],
    },
    isError: false,
  }),
}

/** A provider of web tools that finds one page. Its images have no bytes. */
const web: WebTools = {
  async call(request) {
    const answered = { provider: 'example', model: '', cost: 0.01 }
    switch (request.tool) {
      case 'web_search':
        return {
          ...answered,
          output: { results: [{ title: request.query, url: 'https://example.com/', description: 'A page' }] },
        }
      case 'web_read':
        return {
          ...answered,
          output: { url: request.url, title: 'Example', content: '# Example\n\nA page.', isTruncated: false },
        }
      case 'image':
        return { ...answered, output: { dataset: 'a'.repeat(64), name: 'image.png', mediaType: 'image/png' } }
    }
  },
}

/** External services with equal responses in a page and in Node, isolated per run. */
export const exampleOutside = (samples?: Samples): ExternalServices => ({
  egress: createService(samples),
  databases,
  mail,
  folder: folder(),
  notifications: { show: async () => undefined },
  models,
  agents,
  events: { publish: async () => undefined },
  mcp,
  web,
})
