import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { wasmFlags } from '../../sizes.ts'
import { openCachedFolder, listReadyDatabaseDependencies, readTexts } from '../../../server/testing/cached-folder.ts'

const root = resolve(import.meta.dirname, '../../..')

export interface RealServer {
  readonly url: URL
  readonly data: string
  /** Returns the server's output so far. */
  output(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/**
 * Starts the built server in its own process, on a port that the system chooses, with its data in the folder `data`. Defaults to a copy of a new server's folder; `start.spec.ts` lets a server create it.
 *
 * @param variables Additional environment variables.
 */
export async function startRealServer(data?: string, variables: Record<string, string> = {}): Promise<RealServer> {
  const folder = data ?? (await copyNewServerData())
  const env = { ...process.env, PORT: '0', AW_DATA: folder, ...variables }
  const child = spawn(process.execPath, [...wasmFlags, join(root, 'server/dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const url = await readAddress(child, () => output)
  return {
    url,
    data: folder,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = new Promise((done) => child.once('exit', done))
        child.kill(signal)
        await exited
      }
      if (data === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Deletes all data of a server: workflows, datasets and runs. Active runs are canceled first. */
export async function emptyServer(url: URL): Promise<void> {
  for (const resource of ['runs', 'workflows', 'data']) {
    for (let attempt = 0; ; attempt++) {
      const collection = new URL(`/api/v1/${resource}`, url)
      const { items } = (await (await fetch(`${collection}?limit=1000`)).json()) as { items: { id: string }[] }
      if (items.length === 0) break
      if (attempt === 300) throw new Error(`The server still has ${items.length} ${resource}.`)
      if (attempt > 0) await new Promise((done) => setTimeout(done, 100))
      for (const { id } of items) {
        if (resource === 'runs') await fetch(`${collection}/${encodeURIComponent(id)}/cancel`, { method: 'POST' })
        await fetch(`${collection}/${encodeURIComponent(id)}`, { method: 'DELETE', headers: { 'If-Match': '*' } })
      }
    }
  }
}

/** Copies a database and its encryption key that a server has created once, because creating them takes seconds. */
async function copyNewServerData(): Promise<string> {
  const sealing = await readTexts(new URL('../../../server/secrets/', import.meta.url))
  const untouched = await openCachedFolder(
    'served',
    [...(await listReadyDatabaseDependencies()), ...sealing],
    async (path) => {
      const server = await startRealServer(path)
      await waitUntilReady(server).finally(() => server.stop())
    },
  )
  const folder = await mkdtemp(join(tmpdir(), 'aw-e2e-'))
  await cp(untouched, folder, { recursive: true })
  return folder
}

async function waitUntilReady({ url }: RealServer): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt++) {
    if ((await fetch(new URL('/health/ready', url))).ok) return
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('The server was not ready within 300 s.')
}

/** Waits until the server prints its address, which it does when it listens. */
export async function readAddress(child: ChildProcess, getOutput: () => string): Promise<URL> {
  for (let attempt = 0; attempt < 6_000; attempt++) {
    const address = /aw is running at (http:\/\/\S+)\n/.exec(getOutput())?.[1]
    if (address !== undefined) return new URL(new URL(address).origin)
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${getOutput()}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  child.kill()
  throw new Error(`The server did not listen within 120 s:\n${getOutput()}`)
}
