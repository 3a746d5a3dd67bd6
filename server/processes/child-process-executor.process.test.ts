import { builtInNodes } from '@aw-flow/nodes'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getPriority } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { unwrap } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ConnectMcp } from '../mcp/connect-mcp.ts'
import { hashTools } from '../mcp/mcp-server.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { chain, openTestMachine, type TestMachine } from '../testing/test-machine.ts'
import { createProviderQueue } from '../web-tools/providers/provider-queue.ts'
import { createChildProcessExecutor } from './child-process-executor.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let machine: TestMachine
/** Far above the memory of an idle process, even when it runs from source. */
const memoryBytes = 700 * 2 ** 20
let silenceTimeoutMs = 60_000
let cancelMs = 60_000
let runMs = 0
/** Memory limit of a data engine. Processes that start later have it. */
let memoryLimit = '500MiB'
/** Quota of the datasets of a workspace, in bytes. */
let totalBytes = 0
/** Hosts that the default workspace adds. */
let addedHosts: readonly string[] = []
/** Connects to MCP servers; by default to none. */
let connectMcp: ConnectMcp = () => Promise.reject(new Error('These runs call no MCP servers.'))
const secretVariables = { AW_SECRET_SHARED: 'of the server', AW_SECRET_SHARED_HOSTS: 'example.com' }

beforeAll(async () => {
  Object.assign(process.env, secretVariables)
  await copyReadyDatabase(join(folder, 'database'))
  const temporaryFolder = join(folder, 'temporary')
  await mkdir(temporaryFolder)
  const nodes = [pathToFileURL(join(import.meta.dirname, '../testing/test-bad-nodes.mjs')).href]
  machine = await openTestMachine({
    folder,
    nodes: builtInNodes,
    maxRuns: 4,
    executor: (store) =>
      createChildProcessExecutor({
        store,
        environment: secretVariables,
        connectMcp: (...call) => connectMcp(...call),
        withEgress: () => Promise.reject(new Error('These runs call no web tools.')),
        listAddedHosts: async (workspace) => (workspace === 'default' ? addedHosts : []),
        providerQueue: createProviderQueue(Date.now),
        get uploadLimits() {
          return { fileBytes: 0, totalBytes }
        },
        get heartbeatTimeoutMs() {
          return silenceTimeoutMs
        },
        get cancelTimeoutMs() {
          return cancelMs
        },
        settings: {
          maxRuns: 4,
          maxTableRuns: 1,
          maxRunsPerWorkflow: 0,
          sharedProcesses: 1,
          maxTotalRuns: 0,
          get runMs() {
            return runMs
          },
          resultBytes: 0,
          recordBytes: 0,
          memoryBytes,
          nodes,
          allowHosts: ['*'],
          temporaryFolder,
          get memoryLimit() {
            return memoryLimit
          },
        },
        // These tests end processes.
        onError: () => undefined,
      }),
  })
})
afterAll(async () => {
  await machine.close()
  for (const name of Object.keys(secretVariables)) Reflect.deleteProperty(process.env, name)
})

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean)

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const waitForStart = (file: string) =>
  expect.poll(async () => (await linesOf(file)).length, { timeout: 180_000 }).toBeGreaterThan(0)

/** Starts a run in the shared process that waits until `resume` is called. */
async function waitingRun(
  name: string,
  workspace = 'default',
): Promise<{ run: string; pid: number; resume(): Promise<void> }> {
  const [file, until] = [join(folder, `${name}-at`), join(folder, `${name}-until`)]
  const run = await machine.startRun(chain(['p', 'patient', { file, until }]), { workspace })
  await waitForStart(file)
  return { run, pid: Number((await linesOf(file))[0]), resume: () => writeFile(until, 'now') }
}

/** Starts a run that waits for a data engine, and then, with the engine, until `resume` is called. */
async function startTableRun(
  name: string,
  workspace = 'default',
): Promise<{ run: string; file: string; resume(): Promise<void> }> {
  const [file, until] = [join(folder, `${name}-at`), join(folder, `${name}-until`)]
  const run = await machine.startRun(chain(['p', 'patient_table', { file, until }]), { workspace })
  return { run, file, resume: () => writeFile(until, 'now') }
}

const statusOf = async (run: string, workspace = 'default') =>
  (await machine.store.forWorkspace(workspace).runs.find(run))?.status

describe('the child processes of runs', { timeout: 600_000 }, () => {
  test('runs of a killed process continue in another one', async () => {
    const { run, pid, resume } = await waitingRun('killed')
    expect(pid).not.toBe(process.pid)
    process.kill(pid, 'SIGKILL')
    await resume()
    const record = await machine.waitForEnd(run)
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
    const separate = Number((await linesOf(join(folder, 'killed-at'))).at(-1))
    expect(separate).not.toBe(pid)
    await expect.poll(() => isAlive(separate)).toBe(false)
  })

  test('a run is not killed when the wall clock of the server is set forward', async () => {
    const { run, pid, resume } = await waitingRun('forward')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
    try {
      // The processes are checked several times while this run waits in the same process.
      const other = await machine.startRun(chain(['rest', 'delay', { seconds: 4 }]))
      expect((await machine.waitForEnd(other)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(isAlive(pid)).toBe(true)
      await resume()
      const types = (await machine.waitForEnd(run)).map(({ type }) => type)
      expect([types.includes('run-resumed'), types.at(-1)]).toEqual([false, 'run-completed'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('a run gets less processor time than the server, in all threads of its process', async () => {
    const { run, pid, resume } = await waitingRun('priority')
    expect(getPriority(pid)).toBeGreaterThan(getPriority())
    if (process.platform === 'linux') {
      const threads = await readdir(`/proc/${pid}/task`)
      const priorities = await Promise.all(
        threads.map(async (thread) => {
          const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')
          return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
        }),
      )
      expect(threads.length).toBeGreaterThan(1)
      expect(new Set(priorities)).toEqual(new Set([getPriority(pid)]))
    }
    await resume()
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run with too much memory fails with a problem, even if it blocks its process, and the other runs continue', async () => {
    const otherRun = await waitingRun('memory')
    // On other systems, a process that is blocked cannot be measured, and is killed later, because it is silent.
    const type = process.platform === 'linux' ? 'blocked_hog' : 'hog'
    const run = await machine.startRun(chain(['h', type]))
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({
      type: 'run-failed',
      problem: { code: 'run.too-much-memory' },
    })
    await otherRun.resume()
    expect((await machine.waitForEnd(otherRun.run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run whose statement fills the memory outside its data engine fails with a problem', async () => {
    const statement = `SELECT strlen(list_transform(range(100000), x -> repeat('a', 1000000))::VARCHAR) AS r`
    const run = await machine.startRun(chain(['s', 'sql', { statement, inputs: '' }]), { workspace: 'large-text' })
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({
      type: 'run-failed',
      problem: { code: 'run.too-much-memory' },
    })
  })

  test('a run whose step stops responding moves to another process', async () => {
    const file = join(folder, 'hung-at')
    silenceTimeoutMs = 4_000
    const record = await machine.waitForEnd(await machine.startRun(chain(['d', 'deaf', { file, once: true }])))
    silenceTimeoutMs = 60_000
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
    expect(new Set(await linesOf(file)).size).toBeGreaterThan(1)
  })

  test('a run is not interrupted because this process was blocked longer than the time limit for silence', async () => {
    const { run, pid, resume } = await waitingRun('patient-parent')
    silenceTimeoutMs = 1_500
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000)
      // The next health check, after which a killed process would have exited.
      await new Promise((resolve) => setTimeout(resolve, 600))
    } finally {
      silenceTimeoutMs = 60_000
    }
    expect(isAlive(pid)).toBe(true)
    await resume()
    expect((await machine.waitForEnd(run)).map(({ type }) => type)).not.toContain('run-resumed')
  })

  test('the data engine of a run has the memory limit of the settings', async () => {
    memoryLimit = '30MB'
    try {
      // The process that is already open has the former limit.
      const { run, pid, resume } = await waitingRun('before-limit', 'limited')
      process.kill(pid, 'SIGKILL')
      await resume()
      await machine.waitForEnd(run)
      const statement = `SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(100000)`
      const failed = await machine.startRun(chain(['s', 'sql', { statement, inputs: '' }]), { workspace: 'limited' })
      const record = await machine.waitForEnd(failed)
      expect(record.find(({ type }) => type === 'node-failed')).toMatchObject({
        error: { problem: { code: expect.stringContaining('memory') } },
      })
    } finally {
      memoryLimit = '500MiB'
    }
  })

  test('a run that ignores messages ends at its time limit, even in a new process', async () => {
    const file = join(folder, 'late-at')
    const before = await waitingRun('before')
    await before.resume()
    await machine.waitForEnd(before.run)
    process.kill(before.pid, 'SIGKILL')
    const run = await machine.startRun(chain(['d', 'deaf', { file }]))
    await waitForStart(file)
    runMs = 1
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({
      type: 'run-failed',
      problem: { code: 'run.too-long' },
    })
    runMs = 0
  })

  test('a run that waits for a data engine is queued, and its cancellation leaves the other runs alone', async () => {
    const first = await startTableRun('engine-1')
    await waitForStart(first.file)
    const [pid] = (await linesOf(first.file)).map(Number)
    const second = await startTableRun('engine-2')
    const third = await startTableRun('engine-3')
    const small = await waitingRun('without-engine')
    await small.resume()
    await machine.waitForEnd(small.run)
    expect([await statusOf(first.run), await statusOf(second.run), await statusOf(third.run)]).toEqual([
      'running',
      'queued',
      'queued',
    ])
    cancelMs = 2_000
    expect(await machine.runs.cancel(second.run)).toBe(true)
    expect((await machine.waitForEnd(second.run)).at(-1)).toMatchObject({ type: 'run-cancelled' })
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    cancelMs = 60_000
    expect(isAlive(pid!)).toBe(true)
    expect(await linesOf(second.file)).toEqual([])
    await first.resume()
    expect((await machine.waitForEnd(first.run)).at(-1)).toMatchObject({ type: 'run-completed' })
    await waitForStart(third.file)
    await third.resume()
    expect((await machine.waitForEnd(third.run)).map(({ type }) => type)).not.toContain('run-resumed')
  })

  test('a run that waits for a data engine does not use up its time limit', async () => {
    const holder = await startTableRun('holder')
    await waitForStart(holder.file)
    const waiting = await startTableRun('behind-holder')
    await waiting.resume()
    // Longer than the time that a run has to fail on its own after its limit.
    await machine.waitForEnd(await machine.startRun(chain(['rest', 'delay', { seconds: 4 }])))
    expect(await statusOf(waiting.run)).toBe('queued')
    runMs = 1
    try {
      expect((await machine.waitForEnd(holder.run)).at(-1)).toMatchObject({
        type: 'run-failed',
        problem: { code: 'run.too-long' },
      })
    } finally {
      runMs = 0
    }
    await holder.resume()
    const types = (await machine.waitForEnd(waiting.run)).map(({ type }) => type)
    expect([types.includes('run-resumed'), types.at(-1)]).toEqual([false, 'run-completed'])
  })

  test('a statement past its limit fails its run, its process is replaced, and other runs continue', async () => {
    const otherRun = await waitingRun('statement')
    // One value, within which DuckDB cannot be interrupted. Its computation has begun long before the time limit.
    const statement = `SELECT list_sum(list_transform(range(100000), lambda x: levenshtein(repeat('ab', 240) || x, repeat('ba', 240)))) AS n`
    const run = await machine.startRun(chain(['s', 'sql', { statement, inputs: '', timeLimit: 5 }]))
    const record = await machine.waitForEnd(run)
    expect(record.find(({ type }) => type === 'node-failed')).toMatchObject({
      error: { problem: { code: 'sql.out-of-time' } },
    })
    expect(record.at(-1)).toMatchObject({ type: 'run-failed' })
    await expect.poll(() => isAlive(otherRun.pid), { timeout: 180_000 }).toBe(false)
    await otherRun.resume()
    const otherRecord = await machine.waitForEnd(otherRun.run)
    expect(otherRecord.map(({ type }) => type)).toContain('run-resumed')
    expect(otherRecord.at(-1)).toMatchObject({ type: 'run-completed' })
  })
})

describe('a run of a workspace', { timeout: 600_000 }, () => {
  test('receives the secrets of the environment in the default workspace only, and not as variables', async () => {
    const calls = [
      ['of-default', 'secrets.find', ['shared']],
      ['of-default', 'secrets.list', []],
    ]
    const dataset = await addDataset('default', 'for secrets')
    expect(await intrude('default', 'of-default', { dataset, calls })).toEqual([
      'default.csv',
      { name: 'shared', value: 'of the server', hosts: ['example.com'] },
      [{ name: 'shared', hosts: ['example.com'] }],
      [],
    ])
  })

  const addDataset = async (workspace: string, text: string): Promise<string> => {
    const { datasets } = machine.store.forWorkspace(workspace)
    const content = (async function* () {
      yield Buffer.from(text)
    })()
    return (await datasets.add(await datasets.receive(content), `${workspace}.csv`)).dataset.id
  }
  const intrude = async (workspace: string, id: string, config: object): Promise<unknown[]> => {
    const file = join(folder, id)
    await machine.waitForEnd(
      await machine.startRun(chain(['i', 'intruder', { file, ...config }]), { id, workspace, workflowId: id }),
    )
    const [line] = await linesOf(file)
    return JSON.parse(line!) as unknown[]
  }

  test('reaches a host of this computer only if its workspace has added the host', async () => {
    const host = createServer((_request, response) => response.end('"reached"'))
    await new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve))
    const address = `127.0.0.1:${(host.address() as AddressInfo).port}`
    const request = async (workspace: string): Promise<string> => {
      const run = await machine.startRun(chain(['r', 'http_request', { url: `http://${address}/` }]), { workspace })
      return JSON.stringify(await machine.waitForEnd(run))
    }
    try {
      expect(await request('default')).toContain('egress.private-address')
      addedHosts = [address]
      expect(await request('default')).not.toContain('egress.')
      expect(await request('other')).toContain('egress.private-address')
    } finally {
      addedHosts = []
      await new Promise((resolve) => void host.close(resolve))
    }
  })

  test('reads files and secrets of the workspace of the run', async () => {
    const equal = await addDataset('sales', 'equal')
    await addDataset('lab', 'equal')
    const foreign = await addDataset('lab', 'only in lab')
    for (const workspace of ['sales', 'lab']) {
      const { secrets } = machine.store.forWorkspace(workspace)
      await secrets.put({ name: 'key', value: `of ${workspace}`, hosts: ['example.com'] })
      await secrets.put({ name: 'mcp-authorization-1', value: '{"tokens":{}}', hosts: ['example.com'] })
    }
    const usage = { requests: 1, inputTokens: 1, outputTokens: 1, cost: 1 }
    const calls = [
      ['own', 'secrets.find', ['key']],
      ['own', 'secrets.find', ['mcp-authorization-1']],
      ['own', 'secrets.find', ['shared']],
      ['own', 'files.open', [foreign]],
      ['own', 'ledger.reserve', ['other/n/1', usage, {}]],
      ['own', 'secrets.constructor', []],
      ['other', 'secrets.find', ['key']],
      ['other', 'files.open', [foreign]],
      ['other', 'secrets.list', []],
      ['other', 'engines.acquire', []],
      ['other', 'models.read', []],
      ['other', 'ledger.readLimits', []],
      ['other', 'ledger.reserve', ['other/n/1', usage, {}]],
      ['other', 'ledger.settle', ['other/n/1', usage]],
      ['other', 'journal.append', [{ bodies: [] }]],
      ['other', 'journal.storeTables', [[]]],
    ]
    // Without a separate process, as long as no run of the other workspace is executed.
    expect(await intrude('sales', 'own', { dataset: equal, calls })).toEqual([
      'sales.csv',
      { name: 'key', value: 'of sales', hosts: ['example.com'] },
      null,
      null,
      null,
      ...Array.from({ length: 12 }, () => 'refused'),
      [],
    ])
    expect(await intrude('lab', 'of-lab', { dataset: foreign, calls: [] })).toEqual(['lab.csv', []])
    expect(await intrude('sales', 'of-sales', { dataset: foreign, calls: [] })).toEqual([null, []])
  })

  test('cannot use other runs while they are executed in another process', async () => {
    const victim = await startTableRun('victim', 'lab')
    await waitForStart(victim.file)
    const waiting = await startTableRun('behind-victim', 'lab')
    await machine.store.forWorkspace('lab').secrets.put({ name: 'key', value: 'of lab', hosts: ['example.com'] })
    const usage = { requests: 1, inputTokens: 1, outputTokens: 1, cost: 1 }
    const calls = [
      [victim.run, 'secrets.find', ['key']],
      [victim.run, 'journal.append', [{ bodies: [] }]],
      [victim.run, 'engines.acquire', []],
      ['attacker', 'ledger.reserve', [`${victim.run}/n/1`, usage, {}]],
      ['attacker', 'ledger.settle', [`${victim.run}/n/1`, usage]],
      [victim.run, 'engine-closed'],
    ]
    const answers = await intrude('sales', 'attacker', { dataset: '0'.repeat(64), calls })
    expect(answers).toEqual([null, 'refused', 'refused', 'refused', 'refused', 'refused', []])
    const small = await waitingRun('lab-beside-victim', 'lab')
    await small.resume()
    await machine.waitForEnd(small.run)
    expect(await linesOf(waiting.file)).toEqual([])
    for (const { run, file, resume } of [victim, waiting]) {
      await waitForStart(file)
      await resume()
      expect((await machine.waitForEnd(run)).map(({ type }) => type)).not.toContain('run-resumed')
    }
  })

  test('stores no file beyond the quota of the workspace', async () => {
    const arriving = join(folder, 'temporary', 'arriving', 'crowded')
    await mkdir(arriving, { recursive: true })
    const path = join(arriving, 'large')
    await writeFile(path, 'x'.repeat(100))
    totalBytes = 50
    const calls = [['large', 'files.store', [{ path, name: 'x.csv' }]]]
    const [, answer] = await intrude('crowded', 'large', { dataset: '0'.repeat(64), calls })
    totalBytes = 0
    expect(answer).toBe('upload.quota')
    expect(await machine.store.forWorkspace('crowded').datasets.countBytes()).toBe(0)
    expect(await readdir(arriving)).toEqual([])
  })

  test('uses what was granted to an imported workflow, whatever its process requests', async () => {
    const { workflows, secrets } = machine.store.forWorkspace('default')
    await secrets.put({ name: 'key', value: 'of default', hosts: ['example.com'] })
    const dataset = await addDataset('default', 'for an imported workflow')
    const calls = [
      ['imported', 'secrets.find', ['key']],
      ['imported', 'secrets.find', ['shared']],
      ['imported', 'secrets.list', []],
      ['imported', 'models.read', []],
    ]
    await workflows.add('imported', serializeDocument(chain(['i', 'intruder', { file: '', dataset, calls }])), {
      access: { trust: 'imported', granted: { secrets: ['shared'], hosts: [], tools: [] } },
    })
    expect(await intrude('default', 'imported', { dataset, calls })).toEqual([
      'default.csv',
      'access.not-granted.secret',
      { name: 'shared', value: 'of the server', hosts: ['example.com'] },
      [{ name: 'shared', hosts: ['example.com'] }],
      { models: [] },
      [],
    ])
  })

  test('stores only what a run has received, under its own hash', async () => {
    const arriving = join(folder, 'temporary', 'arriving')
    await mkdir(join(arriving, 'sales'), { recursive: true })
    await mkdir(join(arriving, 'lab'), { recursive: true })
    const [outside, inside] = [join(folder, 'outside'), join(arriving, 'sales', 'inside')]
    const foreign = join(arriving, 'lab', 'inside')
    await writeFile(foreign, 'received by the lab')
    await writeFile(outside, 'private')
    await writeFile(inside, 'received')
    const victim = await addDataset('lab', 'of the lab')
    const calls = [outside, join(arriving, 'sales', '..', '..', '..', 'outside'), foreign, inside].map((path) => {
      return ['thief', 'files.store', [{ path, name: 'x.csv', dataset: victim }]]
    })
    const answers = await intrude('sales', 'thief', { dataset: victim, calls })
    expect(answers.slice(0, 4)).toEqual([null, 'refused', 'refused', 'refused'])
    expect(answers[4]).toEqual({ path: expect.any(String), datasetId: expect.any(String) })
    expect(answers[4]).not.toMatchObject({ datasetId: victim })
    expect(await readFile(outside, 'utf8')).toBe('private')
    const stream = await machine.store.forWorkspace('lab').datasets.openStream(victim)
    expect(Buffer.concat(await stream!.toArray()).toString()).toBe('of the lab')
  })
})

describe('the call of an MCP tool', { timeout: 600_000 }, () => {
  const tools = [{ name: 'wait', inputSchema: { type: 'object' } }]
  let calls = 0
  let aborted = 0

  beforeAll(async () => {
    const { mcpServers } = machine.store.forWorkspace('default')
    const definition = {
      name: 'Slow',
      type: 'http',
      url: 'http://127.0.0.1:9/mcp',
      command: null,
      secret: null,
    } as const
    const added = unwrap(await mcpServers.add(definition))
    await mcpServers.recordConnection(added.id, { ok: true, value: { tools, capabilities: {} } })
    await mcpServers.approve(added.id, hashTools(tools))
    connectMcp = async (_workspace, _server, signal, use) => {
      const value = await use({
        capabilities: {},
        listTools: async () => tools,
        callTool: () =>
          new Promise((_, reject) => {
            calls++
            signal.addEventListener('abort', () => {
              aborted++
              reject(signal.reason as Error)
            })
          }),
      })
      return { ok: true, value }
    }
  })

  const callTool = (timeoutMs?: number) => {
    const workflow = chain(['call', 'mcp_tool', { server: 'Slow', tool: 'wait', arguments: {} }])
    const retry = { count: 0, delaysMs: [1], ...(timeoutMs === undefined ? {} : { timeoutMs }) }
    return machine.startRun({ ...workflow, settings: { ...workflow.settings, retry } })
  }

  test('is aborted when its run is canceled, and at the time limit of its node', async () => {
    const canceled = await callTool()
    await expect.poll(() => calls, { timeout: 180_000 }).toBe(1)
    expect(aborted).toBe(0)
    await machine.runs.cancel(canceled)
    await machine.waitForEnd(canceled)
    expect(aborted).toBe(1)
    const late = await callTool(1_000)
    await expect.poll(() => aborted, { timeout: 180_000 }).toBe(2)
    expect(calls).toBe(2)
    await machine.runs.cancel(late)
    await machine.waitForEnd(late)
  })
})

test('no process remains when the executor is closed', { timeout: 300_000 }, async () => {
  const { pid } = await waitingRun('closed')
  await machine.close()
  expect(isAlive(pid)).toBe(false)
})
