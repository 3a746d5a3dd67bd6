import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const examples = resolve(import.meta.dirname, '../../examples/13-pull-agents')
const hasPython = spawnSync('python3', ['--version']).status === 0

const folder = createTestFolder()
let server: ServerProcess
const agents: ChildProcess[] = []
beforeAll(async () => {
  server = createServerProcess('server', { AW_DATA: folder })
  await server.start()
})
afterEach(() => {
  for (const agent of agents.splice(0)) agent.kill('SIGKILL')
})
afterAll(() => server.kill())

interface Body {
  [key: string]: unknown
  id: string
  token: string
  status: string
}
const call = async (
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<{ status: number; body: Body }> => {
  const answer = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body }
}
const register = async (name: string, extra: object = {}): Promise<Body> => {
  const { status, body } = await call('POST', 'agents', { name, delivery: 'pull', ...extra })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const start = async (agent: string, text: string): Promise<string> => {
  const nodes = [
    { id: 'go', type: 'trigger', data: { label: 'Go', config: {} } },
    { id: 'count', type: 'remote_agent', data: { label: 'Count', config: { agent, input: { text } } } },
  ]
  const edges = [{ id: 'e', source: 'go', sourceHandle: 'data', target: 'count', targetHandle: 'value' }]
  const { body: stored } = await call('POST', 'workflows', { name: 'Count', nodes, edges })
  const { status, body } = await call('POST', `workflows/${stored.id}/execute`, {})
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body.id
}
const readStatus = async (run: string): Promise<string> => (await call('GET', `runs/${run}`)).body.status
const readEvents = async (run: string): Promise<string> =>
  JSON.stringify((await call('GET', `runs/${run}/events`)).body)
const expectCompleted = (run: string) => expect.poll(() => readStatus(run), { timeout: 180_000 }).toBe('completed')

const startAgent = (command: string, args: readonly string[], token: string, address = server.url): (() => string) => {
  let output = ''
  const agent = spawn(command, args, {
    cwd: examples,
    env: { ...process.env, AW_SERVER: address, AW_AGENT_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [agent.stdout, agent.stderr]) stream.on('data', (chunk) => (output += chunk))
  agents.push(agent)
  return () => output
}

const clients = [
  ['TypeScript', process.execPath, ['--import', 'tsx', 'word-counter.ts'], false],
  ['Python', 'python3', ['word_counter.py'], !hasPython],
] as const

test.each(clients)(
  'the client in %s works on steps, even after the server was killed',
  async (name, command, args, isMissing) => {
    if (isMissing) {
      console.warn('python3 is not installed: its client is not tested.')
      return
    }
    const agent = await register(name)
    const output = startAgent(command, args, agent.token)
    await expectCompleted(await start(name, 'one two three'))
    const earlier = await start(name, 'one two')
    await expectCompleted(earlier)
    expect(await readEvents(earlier)).toContain('"json":{"words":2}')
    await server.kill()
    await server.start()
    const later = await start(name, 'one two three four')
    await expectCompleted(later)
    expect(await readEvents(later), output()).toContain('"json":{"words":4}')
  },
)

test.each(clients)('the client in %s continues after broken responses', async (_name, command, args, isMissing) => {
  if (isMissing) {
    console.warn('python3 is not installed: its client is not tested.')
    return
  }
  const responses = [
    'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id":',
    'no response of HTTP\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>',
  ]
  let requests = 0
  const broken = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(responses[requests++] ?? 'HTTP/1.1 204 No Content\r\n\r\n'))
  })
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
  const output = startAgent(command, args, 'token', `http://127.0.0.1:${(broken.address() as AddressInfo).port}`)
  await expect.poll(() => requests, { timeout: 180_000, message: output() }).toBeGreaterThan(responses.length)
  broken.close()
})

// An output that the server never accepts: it is nested too deeply.
test.each([
  [
    'TypeScript',
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `import { runPullAgent } from './pull-agent.ts'
       const { AW_SERVER: server, AW_AGENT_TOKEN: token } = process.env
       const perform = async () => JSON.parse('['.repeat(300) + ']'.repeat(300))
       await runPullAgent({ server, token, perform, signal: new AbortController().signal })`,
    ],
    false,
  ],
  [
    'Python',
    'python3',
    [
      '-c',
      `import json, os
from pull_agent import run_pull_agent
run_pull_agent(os.environ["AW_SERVER"], os.environ["AW_AGENT_TOKEN"], lambda step, lost: json.loads("[" * 300 + "]" * 300))`,
    ],
    !hasPython,
  ],
])('the client in %s reports a result that the server rejects', async (name, command, args, isMissing) => {
  if (isMissing) {
    console.warn('python3 is not installed: its client is not tested.')
    return
  }
  const agent = await register(`${name}-rejected`)
  const output = startAgent(command, args, agent.token)
  const run = await start(`${name}-rejected`, 'text')
  await expect.poll(() => readStatus(run), { timeout: 180_000 }).toBe('failed')
  expect(await readEvents(run), output()).toContain('body.too-deep')
})

test('a claimed step and its run survive a killed server', async () => {
  const agent = await register('survivor')
  const run = await start('survivor', 'text')
  const { body: step } = await call('POST', 'agent-steps/claim?wait=60', undefined, agent.token)
  expect(step.node).toBe('count')
  await server.kill()
  await server.start()
  expect((await call('POST', `agent-steps/${step.id}/heartbeat`, undefined, step.token)).status).toBe(200)
  expect((await call('POST', `agent-steps/${step.id}/result`, { output: { words: 1 } }, step.token)).status).toBe(200)
  await server.kill()
  await server.start()
  await expectCompleted(run)
  expect(await readEvents(run)).toContain('"json":{"words":1}')
})

test('a server that stops does not wait for claims', async () => {
  const agent = await register('waiting')
  const claimed = call('POST', 'agent-steps/claim?wait=60', undefined, agent.token).catch(() => undefined)
  await expect.poll(async () => (await call('GET', `agents/${agent.id}`)).body.seen_at).not.toBeNull()
  await server.kill('SIGTERM')
  await claimed
  await server.start()
})

test('a result of 1 GB is refused as declared and while it is received', async () => {
  const agent = await register('large')
  const run = await start('large', 'text')
  const { body: step } = await call('POST', 'agent-steps/claim?wait=60', undefined, agent.token)
  /**
   * Sends a part of a body of 1 GB, until the server responds. Returns the status, 0 for a closed connection, and the
   * bytes that were sent.
   */
  const send = (
    headers: Record<string, string>,
    { token = step.token, part = 2 ** 30 } = {},
  ): Promise<{ status: number; bytes: number }> =>
    new Promise((resolve) => {
      let bytes = 0
      let status = 0
      const request = httpRequest(`${server.url}/api/v1/agent-steps/${step.id}/result`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      })
      const settle = (): void => resolve({ status, bytes })
      request.on('response', (response) => {
        status = response.statusCode ?? 0
        response.resume().on('close', settle)
      })
      request.on('error', settle).on('close', settle)
      const chunk = Buffer.alloc(2 ** 20, 0x20)
      const write = (): void => {
        if (status !== 0 || request.destroyed) return
        if (bytes === 2 ** 30) return void request.end()
        if (bytes >= part) return
        bytes += chunk.length
        request.write(chunk, write)
      }
      write()
    })
  const readMemory = async (): Promise<number> =>
    Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))?.[1]) * 1024
  const before = process.platform === 'linux' ? await readMemory() : 0
  for (const headers of [{ 'content-length': String(2 ** 30) }, { 'transfer-encoding': 'chunked' }] as const) {
    // A client that pauses reads the response.
    const paused = await send(headers, { part: 9 * 2 ** 20 })
    expect(paused.status).toBe(413)
    // The connection of one that does not is closed, which may destroy the response on its way.
    const answers = await Promise.all([send(headers), send(headers), send(headers), send(headers)])
    for (const { status, bytes } of answers) {
      expect([413, 0]).toContain(status)
      expect(bytes).toBeLessThan(2 ** 28)
    }
    expect((await call('POST', `agent-steps/${step.id}/heartbeat`, undefined, step.token)).status).toBe(200)
  }
  // A body of an unknown client is not read.
  expect((await send({ 'transfer-encoding': 'chunked' }, { token: agent.token, part: 2 ** 20 })).status).toBe(404)
  if (process.platform === 'linux') expect((await readMemory()) - before).toBeLessThan(2 ** 28)
  const output = 'x'.repeat(8 * 2 ** 20 - 100)
  expect((await call('POST', `agent-steps/${step.id}/result`, { output }, step.token)).status).toBe(200)
  await expectCompleted(run)
})
