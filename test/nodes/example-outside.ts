import type { Databases, Egress, Folder, Mail, Outside } from '@aw-flow/engine'

const encoder = new TextEncoder()

async function* streamText(text: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(text)
}

/** Returns the text of a file of the studio's sample service. */
export type Samples = (name: string) => Promise<string>

/**
 * Returns the request as JSON; `/items?page=` returns pages of two items, `/table.csv` a small table, and `/samples/` the
 * studio's samples.
 */
const createService = (samples: Samples | undefined): Egress => ({
  async fetch({ url, method = 'GET', headers = {}, body }) {
    const { pathname, searchParams } = new URL(url)
    const page = Number(searchParams.get('page') ?? 1)
    const sent = body instanceof Uint8Array ? new TextDecoder().decode(body) : body ? `${body.size} bytes` : undefined
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
    isCut: false,
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

/** External services with equal responses in a page and in Node, isolated per run. */
export const exampleOutside = (samples?: Samples): Outside => ({
  egress: createService(samples),
  databases,
  mail,
  folder: folder(),
  notices: { show: async () => undefined },
})
