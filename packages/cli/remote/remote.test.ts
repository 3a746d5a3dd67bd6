import { createAdaptorServer } from '@hono/node-server'
import { builtInNodes } from '@aw-flow/nodes'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer } from '../../../server/testing/open-test-server.ts'
import { runCommandLine } from '../run-command-line.ts'
import { aw, awWithInput } from '../test-command-line.ts'
import { createTestFolder } from '../test-folder.ts'

const { folder } = createTestFolder()
const token = 'remote-token-'.repeat(4)
const path = (name: string): string => join(folder, name)
let serverFolder: string
let server: TestServer
let http: Server
let address: string
let workflowId: string
const post = async (body: object): Promise<string> => {
  const answer = await server.ask('/api/v1/workflows', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return ((await answer.json()) as { id: string }).id
}
beforeAll(async () => {
  serverFolder = await mkdtemp(join(tmpdir(), 'aw-remote-'))
  server = await openTestServer(serverFolder, { nodes: builtInNodes, token })
  http = createAdaptorServer({
    async fetch(request) {
      const { host: _host, ...headers } = Object.fromEntries(request.headers)
      const body = request.body ? { body: await request.arrayBuffer() } : {}
      return server.ask(request.url.slice(new URL(request.url).origin.length), {
        method: request.method,
        headers,
        ...body,
      })
    },
  }) as Server
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  address = `http://localhost:${(http.address() as AddressInfo).port}`
  workflowId = await post({
    name: 'Orders',
    steps: [
      { id: 'load', type: 'loading', config: {} },
      { id: 'clean', type: 'preparing', config: { target: 'generic' } },
    ],
  })
})
afterAll(async () => {
  // The processes that later files of this worker start would require the token.
  vi.unstubAllEnvs()
  http.closeAllConnections()
  await new Promise((resolve) => http.close(resolve))
  await server.close()
  await rm(serverFolder, { recursive: true, force: true })
})
beforeEach(() => {
  vi.stubEnv('XDG_CONFIG_HOME', folder)
  vi.stubEnv('AW_TOKEN', token)
})
const waitForEnd = async (run: string): Promise<unknown> => {
  const read = async (): Promise<{ status: string }> =>
    (await server.json(`/api/v1/runs/${run}`, { headers: { authorization: `Bearer ${token}` } })) as { status: string }
  await expect
    .poll(async () => ['completed', 'failed', 'cancelled'].includes((await read()).status), { timeout: 10_000 })
    .toBe(true)
  return read()
}
const findRunId = (stderr: string): string => /^Run (\S+) on/m.exec(stderr)![1]!

test('runs a workflow on a server like on this computer, and lists, follows and downloads it', async () => {
  await writeFile(path('orders.csv'), 'id,price\n1,2.5\n2,3.5\n')
  const words = ['--input', path('orders.csv'), '--out', path('result.parquet')]
  const { exit, out, stderr } = await aw('run', 'Orders', '--server', address, ...words)
  expect([exit, out]).toEqual([0, expect.stringMatching(/loading +loading +completed +2[^]+Completed\.\n$/)])
  expect((await readFile(path('result.parquet'))).subarray(0, 4).toString()).toBe('PAR1')
  const run = findRunId(stderr)

  const list = await aw('runs', '--server', address, '--workflow', 'Orders', '--status', 'completed')
  expect([list.exit, list.out]).toEqual([0, expect.stringMatching(new RegExp(`${run} +Orders +completed `))])
  expect(JSON.parse((await aw('runs', '--server', address, '--json')).out)).toMatchObject({ items: [{ id: run }] })

  const log = await aw('logs', run, '--server', address)
  expect([log.exit, log.out]).toEqual([
    0,
    expect.stringMatching(/info +The run started\.\n[^]+info +The run completed\.\n$/),
  ])
  expect((await aw('logs', run, '--server', address, '--follow')).out).toBe(log.out)
  expect((await aw('logs', run, '--server', address, '--level', 'error')).out).toBe('')

  expect((await aw('results', run, '--server', address)).out).toMatch(/ 2 +2\n/)
  for (const [name, start] of [
    ['a.csv', 'id,price\n'],
    ['a.arrow', 'ARROW1'],
    ['a.parquet', 'PAR1'],
    ['a.json', '['],
  ] as const) {
    const result = await aw('results', run, '--server', address, '--out', path(name))
    expect([result.exit, result.stderr]).toEqual([0, ''])
    expect((await readFile(path(name), 'latin1')).slice(0, start.length)).toBe(start)
  }
  const other = await aw('results', run, '--server', address, '--node', 'none', '--out', path('b.csv'))
  expect([other.exit, other.stderr]).toEqual([1, expect.stringMatching(/none/)])
  await expect(stat(path('b.csv'))).rejects.toThrow()
})

test('takes data and an ID, ends at once with --detach, and follows the log of a run to its end', async () => {
  const id = await post({ name: 'Wait', steps: [{ id: 'wait', type: 'delay', config: { seconds: 1 } }] })
  const { exit, out } = await aw('run', id, '--server', address, '--data', '{"order": 7}', '--detach')
  expect(exit).toBe(0)
  const log = await aw('logs', out.trim(), '--server', address, '-f', '--json')
  const lines = log.out.trim().split('\n')
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: 'info', message: 'The run completed.' })
  const run = await aw('run', id, '--server', address, '--json')
  expect(JSON.parse(run.out)).toMatchObject({ status: 'completed', table: null, problems: [] })
})

test('cancels the run with Ctrl-C', async () => {
  const id = await post({ name: 'Long', steps: [{ id: 'wait', type: 'delay', config: { seconds: 60 } }] })
  const controller = new AbortController()
  let stderr = ''
  const report = (text: string): void => {
    stderr += text
    controller.abort(new Error('Canceled.'))
  }
  const terminal = { print: report, report, showProgress: () => undefined, input: Readable.from([]), width: 100 }
  const exit = await runCommandLine(['run', id, '--server', address], { ...terminal, signal: controller.signal })
  expect(exit).toBe(130)
  expect(await waitForEnd(findRunId(stderr))).toMatchObject({ status: 'cancelled' })
})

test('ends at a decision, and reports a failed run with its exit code', async () => {
  const asks = await post({ name: 'Asks', steps: [{ id: 'ask', type: 'approval', config: {} }] })
  const asked = await aw('run', asks, '--server', address)
  expect([asked.exit, asked.out]).toEqual([
    1,
    expect.stringMatching(/waiting for a decision[^]+Decide at http[^]+Waiting/),
  ])
  await post({ name: 'Fails', steps: [{ id: 'call', type: 'http_request', config: { url: 'http://127.0.0.1:1/' } }] })
  const failed = await aw('run', 'Fails', '--server', address)
  expect([failed.exit, failed.stderr]).toEqual([1, expect.stringMatching(/error: /)])
  const retried = await aw('runs', '--server', address, '--workflow', 'Fails', '--status', 'failed', '--retry')
  const [retriedId] = retried.out.trim().split('\n')
  expect([retried.exit, await waitForEnd(retriedId!)]).toMatchObject([0, { retry_of: findRunId(failed.stderr) }])
})

test('keeps servers and keys in profiles that only the user can read', async () => {
  vi.stubEnv('AW_TOKEN', '')
  expect((await aw('runs')).stderr).toMatch(/No server was selected/)
  expect((await aw('profiles')).out).toMatch(/No profiles/)
  expect((await awWithInput(`${token}\n`, 'profiles', 'work', '--server', `${address}/`, '--token', '-')).exit).toBe(0)
  await aw('profiles', 'other', '--server', 'http://localhost:1')
  const { out } = await aw('profiles')
  expect(out).toMatch(/work \(default\) +http\S+ +yes/)
  expect(out).not.toContain(token)
  expect((await stat(path('aw/profiles.json'))).mode & 0o077).toBe(0)
  expect((await aw('runs')).exit).toBe(0)
  expect((await aw('runs', '--server', 'work')).exit).toBe(0)
  expect((await aw('runs', '--server', 'other')).stderr).toMatch(/cannot be reached/)
  // The key of a profile is not sent to another server, even if the profile changes.
  expect((await aw('runs', '--server', address)).stderr).toMatch(/requires a valid key[^]+aw profiles/)
  await aw('profiles', 'work', '--server', 'http://localhost:2')
  expect(await readFile(path('aw/profiles.json'), 'utf8')).not.toContain(token)
  await aw('profiles', 'other', '--default')
  await aw('profiles', 'work', '--remove')
  expect((await aw('profiles')).out).toMatch(/other \(default\)/)
  const unknown = await aw('runs', '--server', 'work')
  expect([unknown.exit, unknown.stderr]).toEqual([2, expect.stringMatching(/no profile "work"[^]+other/)])
  await writeFile(path('aw/profiles.json'), '[]')
  expect((await aw('runs')).stderr).toMatch(/not a valid file with profiles/)
})

test('names what does not fit a server', async () => {
  for (const [words, exit, message] of [
    [['run', 'None'], 2, /no workflow with the name or ID "None"/],
    [['run'], 2, /No workflow was specified/],
    [['run', 'Orders', '--set', 'load.header=2'], 2, /'--server <url>' cannot be used with option '--set/],
    [['run', 'Orders', '--input', path('none.csv')], 2, /does not exist/],
    [['run', 'Orders', '--input', folder], 2, /folder/],
    [['run', 'Orders', '--out', 'x.txt'], 2, /\.txt/],
    [['logs', 'none'], 1, /none/],
    [['results', 'none'], 1, /none/],
    [['results', 'none', '--node', 'a'], 2, /Add --out/],
  ] as const) {
    const result = await aw(...words, '--server', address)
    expect([result.exit, result.stderr]).toEqual([exit, expect.stringMatching(message)])
  }
  await post({ name: 'Orders', steps: [] })
  expect((await aw('run', 'Orders', '--server', address)).stderr).toMatch(
    new RegExp(`several workflows[^]+${workflowId}`),
  )
})
