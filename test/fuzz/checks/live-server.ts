import { mkdtemp } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { unwrap } from '@aw-flow/schema'
import { readEnvironment } from '../../../server/environment/read-environment.ts'
import { startServer } from '../../../server/start-server.ts'
import { copyReadyDatabase } from '../../../server/testing/copy-fresh-database.ts'

/** The server with all its routes and sockets, in this process. */
export interface LiveServer {
  port: number
  /** Ids of the content that exists at the start, by name. */
  ids: Readonly<Record<string, string>>
  /** Unexpected errors since the last call. */
  takeFaults(): string[]
  /** Sends bytes on a new connection, and returns what the server sends until it is silent or closes. */
  exchange(bytes: Uint8Array): Promise<string>
  /** Whether another client gets a response. */
  isResponsive(): Promise<boolean>
}

/** Time without output after which an exchange ends, in milliseconds. */
const silenceMs = 300
/** The longest output that is kept. */
const maxCharacters = 200_000

const workflow = {
  version: 1,
  name: 'Delay',
  nodes: [{ id: 'a', type: 'delay', position: { x: 0, y: 0 }, data: { label: 'A', config: { seconds: 3_600 } } }],
  edges: [],
}

let opened: Promise<LiveServer> | undefined

/** Starts the server once per process. */
export const openLiveServer = (): Promise<LiveServer> => (opened ??= start())

async function start(): Promise<LiveServer> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-fuzz-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await copyReadyDatabase(join(folder, 'database'))
  const environment = {
    PORT: '0',
    AW_DATA: folder,
    AW_ALLOW_HOSTS: '',
    AW_RUNS_WITH_DATA: '1',
    AW_UPLOAD_LIMIT: '10000000',
  }
  const settings = unwrap(readEnvironment(environment, folder))
  const faults: string[] = []
  const onError = (cause: unknown): void =>
    void faults.push(cause instanceof Error ? String(cause.stack) : String(cause))
  const server = unwrap(await startServer({ ...settings, logLevel: 'silent', environment: {}, onError }))
  await server.ready
  const { port } = server
  const ids = await createContent(server.url)
  return {
    port,
    ids,
    takeFaults: () => faults.splice(0),
    exchange: (bytes) => exchange(port, bytes),
    async isResponsive() {
      const response = await fetch(`${server.url}/api/v1/workflows?limit=1`, { signal: AbortSignal.timeout(30_000) })
      return response.ok && ((await response.json()) as { total: number }).total >= 0
    },
  }
}

async function createContent(url: string): Promise<Record<string, string>> {
  const post = async (path: string, body: unknown): Promise<string> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return readId(await fetch(url + path, init))
  }
  const form = new FormData()
  form.append('file', new File(['id,name\n1,a\n2,b\n'], 'names.csv'))
  const upload = await fetch(`${url}/api/v1/data/upload`, { method: 'POST', body: form })
  const id = await post('/api/v1/workflows', workflow)
  return {
    workflow: id,
    run: await post('/api/v1/runs', { workflow_id: id }),
    dataset: await readId(upload),
    upload: 'none',
  }
}

async function readId(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
  return ((await response.json()) as { id: string }).id
}

function exchange(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let output = ''
    const socket = connect({ port, host: '127.0.0.1' })
    const end = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(output)
    }
    let timer = setTimeout(end, 10 * silenceMs)
    socket.on('data', (data) => {
      if (output.length < maxCharacters) output += data.toString('latin1')
      clearTimeout(timer)
      timer = setTimeout(end, silenceMs)
    })
    socket.on('close', end)
    socket.on('error', end)
    socket.write(bytes)
  })
}
