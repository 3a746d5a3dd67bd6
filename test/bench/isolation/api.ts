import { Agent, request } from 'node:http'

type NodeEntry = readonly [id: string, type: string, config: object]

/** Creates a workflow whose nodes are not connected. */
export const createDocument = (name: string, ...nodes: readonly NodeEntry[]): object => ({
  version: 1,
  name,
  settings: { retry: { count: 0, delaysMs: [1] } },
  nodes: nodes.map(([id, type, config], index) => ({
    id,
    type,
    position: { x: index, y: 0 },
    data: { label: id, config },
  })),
  edges: [],
})

/** Sends one workspace's requests over its own connections. */
export interface Api {
  /** Resolves with the status once the response has been read. */
  send(method: string, path: string, body?: object): Promise<number>
  /** Resolves with the response body. Rejects if the status does not indicate success. */
  read<T>(method: string, path: string, body?: object): Promise<T>
  /** Creates an item and returns its id. */
  create(path: string, body: object): Promise<string>
  /** Uploads a file and returns the id of its dataset. */
  upload(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string>
}

export function createApi(url: string, token: string): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const headers = { authorization: `Bearer ${token}` }
  const exchange = (method: string, path: string, body?: object): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const type = text === undefined ? {} : { 'content-type': 'application/json' }
      const options = { method, agent, headers: { ...headers, ...type } }
      const outgoing = request(`${url}/api/v1${path}`, options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        )
        response.on('error', reject)
      })
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  const read = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const { status, text } = await exchange(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`)
    return JSON.parse(text) as T
  }
  return {
    send: async (method, path, body) => (await exchange(method, path, body)).status,
    read,
    create: async (path, body) => (await read<{ id: string }>('POST', path, body)).id,
    async upload(name, bytes) {
      const form = new FormData()
      form.set('file', new File([bytes], name))
      const response = await fetch(`${url}/api/v1/data/upload`, { method: 'POST', body: form, headers })
      const text = await response.text()
      if (!response.ok) throw new Error(`Upload of ${name}: ${response.status} ${text.slice(0, 500)}`)
      return (JSON.parse(text) as { id: string }).id
    },
  }
}
