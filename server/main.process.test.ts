import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wasmFlags } from '../test/sizes.ts'
import { copyReadyDatabase } from './testing/copy-fresh-database.ts'

const root = resolve(import.meta.dirname, '..')
let folder: string
/** Folder of modules that import packages of this workspace. */
let modules: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-server-'))
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true })
  modules = await mkdtemp(join(root, 'node_modules/.cache/aw-own-nodes-'))
  // One test lets the server create it.
  for (const name of ['data', 'own', 'other', 'accounts']) await copyReadyDatabase(join(folder, name, 'database'))
})
const children: ChildProcessWithoutNullStreams[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const path of [folder, modules]) await rm(path, { recursive: true, force: true })
})

interface Started {
  child: ChildProcessWithoutNullStreams
  url: string
  port: number
  ended: Promise<number | null>
  output(): string
}

const fromSource = ['--import', 'tsx', '--conditions=aw-source', join(root, 'server/main.ts')]
const program = process.env.AW_TEST_BUILT !== undefined ? [join(root, 'server/dist/main.js')] : fromSource

/** The server as a process, as built. Resolves when it listens or has ended. */
async function start(environment: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [...wasmFlags, ...program], {
    cwd: root,
    env: { ...process.env, PORT: '0', AW_DATA: join(folder, 'data'), ...environment },
  })
  children.push(child)
  let out = ''
  child.stdout.on('data', (piece) => (out += piece))
  child.stderr.on('data', (piece) => (out += piece))
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  while (child.exitCode === null && !/aw is running at http:\/\/localhost:\d+\n/.test(out)) {
    await new Promise((done) => setTimeout(done, 20))
  }
  const port = Number(/localhost:(\d+)\n/.exec(out)?.[1] ?? 0)
  return { child, port, url: `http://localhost:${port}`, ended, output: () => out }
}

/** Sends a request with headers that `fetch` does not allow. */
const status = (
  port: number,
  headers: Record<string, string>,
  { host = '127.0.0.1', path = '/health' } = {},
): Promise<number | undefined> =>
  new Promise((done, fail) => {
    request({ host, port, path, headers }, (answer) => {
      answer.resume()
      done(answer.statusCode)
    })
      .on('error', fail)
      .end()
  })

describe('the server as a process', () => {
  test('loads the node types of a host, and reports those that cannot be loaded and unknown variables', async () => {
    // Without type annotations, the example is JavaScript as well, which built processes load.
    const text = await readFile(join(root, 'examples/10-custom-node-types/custom-nodes.ts'), 'utf8')
    const [own, example] = [join(modules, 'own.mjs'), join(modules, 'example.mjs')]
    await writeFile(own, text.replaceAll('greeting', 'shout'))
    await writeFile(example, text)
    const server = await start({ AW_NODES: `${own},${example}`, AW_DATA: join(folder, 'own'), AW_TOKN: 'mistyped' })
    const nodes = (await (await fetch(`${server.url}/api/v1/nodes?limit=200`)).json()) as { items: { type: string }[] }
    expect(nodes.items.map(({ type }) => type)).toEqual(expect.arrayContaining(['loading', 'shout', 'greeting']))
    const api = `${server.url}/api/v1`
    const post = async (path: string, body: object): Promise<{ id: string }> => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${api}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json() as never
    }
    const node = { id: 'a', type: 'greeting', position: { x: 0, y: 0 }, data: { label: 'Hello', config: { name: '' } } }
    const workflow = await post('/workflows', { name: 'Greeting', nodes: [node], edges: [] })
    const run = await post(`/workflows/${workflow.id}/execute`, {})
    const answer = async (): Promise<string> => (await fetch(`${api}/runs/${run.id}`)).text()
    await expect.poll(answer, { timeout: 180_000, interval: 50 }).toContain('"failed"')
    // The messages of a host's node are rendered in its answers.
    expect(await answer()).toContain('The name is empty.')
    server.child.kill('SIGTERM')
    await server.ended
    expect(server.output()).toMatch(
      /"level":"warn","logger":"server","message":"Unknown environment variables: .*AW_TOKN/,
    )
    const none = await start({ AW_NODES: join(folder, 'none.mjs'), AW_DATA: join(folder, 'own') })
    expect(await none.ended).toBe(1)
    expect(none.output()).toContain('none.mjs" could not be loaded')
  })

  test('ends the streams of runs that continue when it stops, and cuts off none', async () => {
    const server = await start({ AW_DATA: join(folder, 'data') })
    const post = async (path: string, body: object): Promise<{ id: string }> => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      return (await response.json()) as { id: string }
    }
    const node = { id: 'a', type: 'delay', data: { label: 'Wait', config: { seconds: 3600 } } }
    const workflow = await post('/workflows', { name: 'Long', nodes: [node], edges: [] })
    const run = await post(`/workflows/${workflow.id}/execute`, {})
    const events = `${server.url}/api/v1/runs/${run.id}/events`
    const stream = await fetch(events, { headers: { accept: 'text/event-stream' } })
    const reader = stream.body!.getReader()
    let text = ''
    const readUntil = async (found: () => boolean): Promise<void> => {
      while (!found()) {
        const { done, value } = await reader.read()
        if (done) return
        text += new TextDecoder().decode(value)
      }
    }
    await readUntil(() => text.includes('node-waiting'))
    server.child.kill('SIGTERM')
    // Rejects if the connection is closed before the last chunk.
    await readUntil(() => false)
    expect(text).not.toContain('event: end')
    expect(await server.ended).toBe(0)
  })

  test('with AUTH=required prints a setup link once, whose user owns the existing data', async () => {
    const settings = { AW_DATA: join(folder, 'accounts') }
    const headers = { 'content-type': 'application/json' }
    const before = await start(settings)
    const made = await fetch(`${before.url}/api/v1/workflows`, { method: 'POST', headers, body: '{"name":"Older"}' })
    expect(made.status).toBe(201)
    before.child.kill('SIGTERM')
    await before.ended

    const server = await start({ ...settings, AUTH: 'required' })
    const findToken = () => /\/setup#token=([\w-]+)\n/.exec(server.output())?.[1]
    await expect.poll(findToken, { timeout: 180_000 }).toBeDefined()
    expect((await fetch(`${server.url}/api/v1/workflows`)).status).toBe(401)
    const body = JSON.stringify({ token: findToken(), email: 'owner@example.com' })
    const setUp = await fetch(`${server.url}/api/v1/auth/setup`, { method: 'POST', headers, body })
    const { access_token: token } = (await setUp.json()) as { access_token: string }
    const authorization = { authorization: `Bearer ${token}` }
    const list = await fetch(`${server.url}/api/v1/workflows`, { headers: authorization })
    expect(await list.json()).toMatchObject({ total: 1, items: [{ name: 'Older' }] })
    server.child.kill('SIGTERM')
    await server.ended

    // The keys of the tokens are stored, so that sessions survive a restart.
    const again = await start({ ...settings, AUTH: 'required' })
    const readMe = async (): Promise<number> =>
      (await fetch(`${again.url}/api/v1/auth/me`, { headers: authorization })).status
    expect(await readMe()).toBe(200)
    await expect.poll(async () => (await fetch(`${again.url}/health/ready`)).status, { timeout: 180_000 }).toBe(200)
    expect(again.output()).not.toContain('setup#token')
    again.child.kill('SIGTERM')
    await again.ended
  })

  test('runs the main job and has its result after a kill', async () => {
    const first = await start()
    const api = `${first.url}/api/v1`
    const file = await readFile(join(root, 'test/fixtures/sample.csv'))
    const form = new FormData()
    form.set('file', new File([file], 'sample.csv'))
    const dataset = (await (await fetch(`${api}/data/upload`, { method: 'POST', body: form })).json()) as { id: string }
    const json = { 'content-type': 'application/json' }
    const document = await readFile(join(root, 'examples/workflows/cosmo-ready.json'), 'utf8')
    const made = await fetch(`${api}/workflows`, { method: 'POST', headers: json, body: document })
    const workflow = (await made.json()) as { id: string }
    const asked = await fetch(`${api}/workflows/${workflow.id}/execute`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ input_data_id: dataset.id }),
    })
    expect(asked.status).toBe(202)
    const run = (await asked.json()) as { id: string }
    const look = async (path: string): Promise<unknown> => (await fetch(`${api}${path}`)).json()
    await expect
      .poll(() => look(`/runs/${run.id}`), { timeout: 180_000, interval: 50 })
      .toMatchObject({ status: 'completed' })
    const result = await look(`/runs/${run.id}/result`)
    expect(result).toMatchObject({ valid: true, table: { node: 'table', table: { rows: 5 } } })
    const csv = await (await fetch(`${api}/runs/${run.id}/result?format=csv`)).text()
    expect(csv).toMatch(/^id,index,/)
    const figures = await (await fetch(`${first.url}/metrics`)).text()
    for (const figure of ['workflow_executions_total{status="completed"} 1', 'workflow_queue_length 0']) {
      expect(figures.split('\n')).toContain(figure)
    }
    expect(figures).toMatch(/db_query_duration_seconds_count [1-9]/)
    first.child.kill('SIGKILL')
    await first.ended

    const second = await start()
    const again = `${second.url}/api/v1/runs/${run.id}/result`
    expect(await (await fetch(again)).json()).toEqual(result)
    expect(await (await fetch(`${again}?format=csv`)).text()).toBe(csv)
    expect(await (await fetch(`${second.url}/api/v1/data/${dataset.id}/download`)).text()).toBe(file.toString('utf8'))

    expect(await status(second.port, { host: `localhost:${second.port}` })).toBe(200)
    expect(await status(second.port, { host: `[::1]:${second.port}` }, { host: '::1' })).toBe(200)
    expect(await status(second.port, { host: 'evil.example' })).toBe(403)
    expect(await status(second.port, { host: `localhost:${second.port}`, origin: 'null' })).toBe(403)

    const other = await start()
    expect(await other.ended).toBe(1)
    expect(other.output()).toMatch(/is in use by another server \(process \d+\).* AW_DATA/)
    const same = await start({ PORT: String(second.port), AW_DATA: join(folder, 'elsewhere') })
    expect(await same.ended).toBe(1)
    expect(same.output()).toMatch(/^Port \d+ on 127.0.0.1 is in use\. .*PORT=\d+\.\n$/)

    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(second.output()).toBe(`aw is running at ${second.url}\n`)
  })

  test('opens again after a kill during the creation of its database', async () => {
    const data = join(folder, 'killed')
    for (const pause of [300, 900]) {
      const killed = await start({ AW_DATA: data })
      await new Promise((done) => setTimeout(done, pause))
      killed.child.kill('SIGKILL')
      await killed.ended
    }
    const server = await start({ AW_DATA: data })
    const answer = await fetch(`${server.url}/api/v1/workflows`)
    expect(await answer.json()).toMatchObject({ items: [], total: 0 })
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  test('survives invalid HTTP and requests without a host', async () => {
    const server = await start({ AW_DATA: join(folder, 'other') })
    const send = (bytes: string): Promise<string> =>
      new Promise((done) => {
        let answer = ''
        const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes))
        socket
          .on('data', (piece) => (answer += piece))
          .on('close', () => done(answer))
          .on('error', () => done(answer))
      })
    expect(await send('\0\x01\x02\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
    expect(await send('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 (400|403)/)
    expect(await send('GET / HTTP/1.1\r\nHost: a b\r\n\r\n')).toMatch(/^HTTP\/1\.1 (400|403)/)
    expect(await send('GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
    expect(await status(server.port, { host: `localhost:${server.port}` })).toBe(200)
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(130)
  })

  test('names an invalid setting', async () => {
    const server = await start({ PORT: 'http' })
    expect(await server.ended).toBe(1)
    expect(server.output()).toBe(
      'PORT is "http", which is not a port. Set it to a number from 0 to 65535 (0: any free port).\n',
    )
  })
})
