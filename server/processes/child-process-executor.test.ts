import { noAccess, type GrantedAccess } from '@aw-flow/engine'
import type { RunProgress } from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { chain } from '../testing/test-machine.ts'
import type { MessageToChild } from './child-messages.ts'
import type { ParentCapabilities } from './parent-contract.ts'
import { createChildProcessExecutor } from './child-process-executor.ts'
import type { ChildSettings } from './child-settings.ts'
import type { RunTask } from '../runs/perform-run.ts'
import type { ChildListener, KillReason, RunChild } from './run-child-process.ts'
import type { AttemptOutcome, ExecutorHost, RunExecutor } from '../runs/run-executor.ts'

/** A process that does only what a test tells it to. */
interface FakeChild extends RunChild {
  bytes: number
  killReason: KillReason | undefined
  readyAt: number | undefined
  msSinceHeartbeat: number
  listener: ChildListener
  sent: MessageToChild[]
  kills: KillReason[]
}

const settings: ChildSettings = {
  maxRuns: 4,
  maxTableRuns: 1,
  maxRunsPerWorkflow: 0,
  sharedProcesses: 1,
  maxTotalRuns: 0,
  runMs: 0,
  resultBytes: 0,
  recordBytes: 0,
  memoryBytes: 1_000,
  nodes: [],
  allowHosts: [],
  temporaryFolder: '/nonexistent',
  memoryLimit: '500MiB',
}

let children: FakeChild[]
let executor: RunExecutor
/** Datasets, secrets and grants that were read, as `workspace name`. */
let reads: string[]
/** Access granted to the imported workflows of runs. `undefined` if all workflows are owned by the user. */
let granted: GrantedAccess | undefined

function startFakeChild(listener: ChildListener): FakeChild {
  const child: FakeChild = {
    bytes: 0,
    killReason: undefined,
    readyAt: performance.now(),
    msSinceHeartbeat: 0,
    listener,
    sent: [],
    kills: [],
    getMsSinceHeartbeat: () => child.msSinceHeartbeat,
    send: (message) => void child.sent.push(message),
    control: async () => undefined,
    async kill(reason) {
      child.kills.push(reason)
      child.killReason ??= reason
      if (child.kills.length === 1) child.listener.onExited(reason === 'done' ? undefined : reason)
    },
  }
  return child
}

/** The parts of the store that a process may read. */
const store = {
  forWorkspace: (workspace: string) => ({
    datasets: {
      find: async (id: string) => (reads.push(`${workspace} ${id}`), { name: id }),
      findPath: async (id: string) => `/${id}`,
    },
    secrets: { find: async (name: string) => (reads.push(`${workspace} ${name}`), { name, value: 'v', hosts: [] }) },
    workflows: { access: { findForRun: async (ids: string[]) => (reads.push(`${workspace} ${ids.join()}`), granted) } },
    agents: {},
    agentMemory: { getAgentMemory: () => ({}) },
    modelUsage: {},
  }),
} as unknown as Store

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  children = []
  reads = []
  granted = undefined
  executor = createChildProcessExecutor({
    store,
    settings,
    environment: {},
    heartbeatTimeoutMs: 4_000,
    cancelTimeoutMs: 5_000,
    idleTimeoutMs: 60_000,
    connectMcp: () => Promise.reject(new Error('These runs call no MCP servers.')),
    withEgress: () => Promise.reject(new Error('These runs call no web tools.')),
    providerQueue: undefined as never,
    startProcess: (_, listener) => {
      const child = startFakeChild(listener)
      children.push(child)
      return child
    },
    onError: () => undefined,
  })
})
afterEach(async () => {
  await executor.close()
  vi.useRealTimers()
})

interface Attempt {
  child: FakeChild
  outcomes: AttemptOutcome[]
  progress: RunProgress[]
  faults: unknown[]
  cancel(): void
  release(): void
}

const toTask = (id: string, workspace: string, parts: readonly string[], request: string): RunTask => ({
  id,
  workspace,
  workflowId: id,
  request,
  workflowIds: [id, ...parts],
  record: [],
  isCanceled: false,
  isFirstAttempt: true,
  shouldMigrate: false,
})
/** Starts an attempt of a run, and finds the process that executes it. */
function perform(
  id: string,
  { workspace = 'default', isIsolated = false, parts = [] as string[], request = '{}' } = {},
): Attempt {
  const [outcomes, progress, faults]: [AttemptOutcome[], RunProgress[], unknown[]] = [[], [], []]
  const host = {
    append: async () => undefined,
    storeTables: async () => undefined,
    onProgress: (event: RunProgress) => void progress.push(event),
    onError: (cause: unknown) => void faults.push(cause),
  } as unknown as ExecutorHost
  const attempt = executor.perform(toTask(id, workspace, parts, request), host, { isIsolated })
  void attempt.outcome.then((outcome) => outcomes.push(outcome))
  const child = children.findLast(({ sent }) =>
    sent.some((message) => message.type === 'perform' && message.task.id === id),
  )!
  return { child, outcomes, progress, faults, cancel: () => attempt.cancel(), release: () => attempt.release() }
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
/** Capabilities of a run in the parent process, provided that the process executes it. */
const open = ({ listener }: FakeChild, run: string, name = 'access.read') =>
  listener.findCapabilities(run, name) as ParentCapabilities

/** Ends a process from outside. */
const exit = ({ listener }: FakeChild) => listener.onExited('SIGKILL')
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false
  promise.then(
    () => (settled = true),
    () => (settled = true),
  )
  await pass(0)
  return settled
}

describe('a canceled run', () => {
  test('whose process does not follow ends for its host, and the process is killed later', async () => {
    const run = perform('run')
    run.cancel()
    await pass(499)
    expect(run.outcomes).toEqual([])
    await pass(1)
    expect(run.outcomes).toEqual([{ kind: 'died' }])
    expect(run.child.sent.map(({ type }) => type)).toEqual(['perform', 'cancel', 'release'])
    await pass(4_900)
    expect(run.child.kills).toEqual([])
    await pass(1_000)
    expect(run.child.kills).toEqual(['cancelled'])
    await pass(20_000)
    expect(run.child.kills).toEqual(['cancelled'])
  })

  test('that its process reports as ended does not end the process', async () => {
    const run = perform('run')
    run.cancel()
    await pass(1_000)
    run.child.listener.onEnded('run', { kind: 'ended' })
    await pass(20_000)
    expect(run.child.kills).toEqual([])
  })

  test('whose process has exited does not end another process', async () => {
    const run = perform('run')
    run.cancel()
    await pass(1_000)
    exit(run.child)
    await pass(20_000)
    expect(children.flatMap(({ kills }) => kills)).toEqual([])
  })

  test('that has ended does not cancel its next attempt', async () => {
    const first = perform('run')
    first.cancel()
    await pass(100)
    first.child.listener.onEnded('run', { kind: 'ended' })
    const second = perform('run')
    await pass(10_000)
    expect([first.outcomes, second.outcomes]).toEqual([[{ kind: 'ended' }], []])
  })
})

describe('a process', () => {
  test('is killed when it is silent, and not while it sends heartbeats', async () => {
    const run = perform('run')
    run.child.msSinceHeartbeat = 3_900
    await pass(10_000)
    expect(run.child.kills).toEqual([])
    run.child.msSinceHeartbeat = 4_001
    await pass(500)
    expect(run.child.kills).toEqual(['silence'])
    expect(run.outcomes).toEqual([{ kind: 'died' }])
  })

  test('with too much memory is killed, and the problem is that of a run which is alone in it', async () => {
    const [run, alone] = [perform('run'), perform('alone', { isIsolated: true })]
    for (const { child } of [run, alone]) child.bytes = 1_000
    await pass(1_000)
    expect([run.outcomes, alone.outcomes]).toEqual([[], []])
    for (const { child } of [run, alone]) child.bytes = 1_001
    await pass(500)
    expect([run.child.kills[0], alone.child.kills[0]]).toEqual(['memory', 'memory'])
    expect(run.outcomes).toEqual([{ kind: 'died' }])
    expect(alone.outcomes).toMatchObject([{ kind: 'died', problem: { code: 'run.too-much-memory' } }])
  })

  test('that was replaced cannot end, fail or report the run of its successor', async () => {
    const first = perform('run')
    exit(first.child)
    expect(first.outcomes).toEqual([])
    await pass(0)
    expect(first.outcomes).toEqual([{ kind: 'died' }])
    const second = perform('run')
    expect(second.child).not.toBe(first.child)
    const { listener } = first.child
    listener.onEnded('run', { kind: 'ended' })
    listener.onProgress({ run: 'run', node: 'n', done: 1, unit: 'rows' })
    listener.onError('run', 'late')
    listener.onExited('SIGKILL')
    expect(() => open(first.child, 'run')).toThrow('not executed by this process')
    await pass(0)
    expect([second.outcomes, second.progress, second.faults]).toEqual([[], [], []])
    second.child.listener.onProgress({ run: 'run', node: 'n', done: 1, unit: 'rows' })
    second.child.listener.onError('run', 'now')
    expect([second.progress.length, second.faults.length]).toEqual([1, 1])
    second.child.listener.onEnded('run', { kind: 'ended' })
    await pass(0)
    expect(second.outcomes).toEqual([{ kind: 'ended' }])
  })

  test('uses what all workflows of its run have been granted, including sub-workflows', async () => {
    const { child } = perform('own', { parts: ['imported'] })
    granted = { ...noAccess, secrets: ['key'] }
    expect(await open(child, 'own').access.read()).toEqual(granted)
    expect(reads).toEqual(['default own,imported'])
  })

  test('reads files and secrets for its own runs only, from their workspace', async () => {
    const own = perform('own', { workspace: 'sales' })
    const other = perform('other', { workspace: 'lab' })
    expect(own.child).not.toBe(other.child)
    for (const run of ['other', 'none']) expect(() => open(own.child, run)).toThrow('not executed by this process')
    expect(reads).toEqual([])
    expect(await open(own.child, 'own').files.open('a')).toEqual({ path: '/a', name: 'a' })
    expect(reads).toEqual(['sales a'])
    own.release()
    expect(() => open(own.child, 'own')).toThrow('not executed by this process')
  })

  test('changes the usage of its own effects only', async () => {
    const usage = { requests: 1, toolCalls: 0, inputTokens: 1, outputTokens: 1, cost: 1 }
    const { child } = perform('own')
    const { ledger } = open(child, 'own')
    await expect(ledger.reserve('other/n/1', usage, {})).rejects.toThrow('not an effect of run own')
    await expect(ledger.settle('other/n/1', usage)).rejects.toThrow('not an effect of run own')
    await expect(ledger.settle('owner/n/1', usage)).rejects.toThrow('not an effect of run own')
  })
})

describe('a process that executes simple runs of several workspaces', () => {
  const request = JSON.stringify({ workflow: chain(['start', 'trigger']), inputs: {}, seed: 1 })
  const performSimple = (id: string, workspace: string, isIsolated = false): Attempt =>
    perform(id, { workspace, isIsolated, request })

  test('gives no run a secret, file, table, model, tool or agent; a run that asks for one gets its own process', async () => {
    const names =
      'secrets.find files.open files.store engines.acquire models.read ledger.reserve memory.read mcp.call web.call agents.list'
    for (const name of names.split(' ')) {
      const [run, neighbor] = [performSimple(name, 'sales'), performSimple(`beside ${name}`, 'lab')]
      expect(run.child).toBe(neighbor.child)
      expect(() => open(run.child, name, name)).toThrow('must not use')
      expect(reads).toEqual([])
      await pass(0)
      expect([run.outcomes, neighbor.outcomes]).toEqual([[{ kind: 'died' }], []])
      expect(() => open(run.child, name)).toThrow('not executed by this process')
      const next = performSimple(name, 'sales', true)
      expect(next.child).not.toBe(run.child)
      expect(await open(next.child, name, 'files.open').files.open('a')).toEqual({ path: '/a', name: 'a' })
      next.child.listener.onEnded(name, { kind: 'ended' })
      neighbor.child.listener.onEnded(`beside ${name}`, { kind: 'ended' })
      run.child.listener.onEnded(name, { kind: 'broken' })
      reads = []
    }
  })

  test('with too much memory is killed, its runs continue in their own processes, and the cause no longer shares', async () => {
    const [cause, neighbor] = [performSimple('cause', 'sales'), performSimple('neighbor', 'lab')]
    cause.child.bytes = 1_001
    await pass(500)
    expect([cause.child.kills[0], cause.outcomes, neighbor.outcomes]).toEqual([
      'memory',
      [{ kind: 'died' }],
      [{ kind: 'died' }],
    ])
    const [again, beside] = [performSimple('cause', 'sales', true), performSimple('neighbor', 'lab', true)]
    expect(again.child).not.toBe(beside.child)
    again.child.bytes = 1_001
    await pass(500)
    expect([again.child.kills[0], beside.child.kills]).toEqual(['memory', []])
    beside.child.listener.onEnded('neighbor', { kind: 'ended' })
    const [later, other] = [performSimple('later', 'sales'), performSimple('other', 'lab')]
    expect(later.child).not.toBe(other.child)
    expect(performSimple('third', 'shop').child).toBe(other.child)
  })

  test('executes no run whose input, record or workflow could need more', () => {
    const workflow = chain(['start', 'trigger'])
    const file = { start: { data: { kind: 'file', dataset: '0'.repeat(64), name: 'a.csv' } } }
    const shared = performSimple('simple', 'sales')
    const requests = {
      file: { workflow, inputs: file, seed: 1 },
      code: { workflow: chain(['start', 'trigger'], ['code', 'code']), inputs: {}, seed: 1 },
      part: { workflow, workflows: { part: chain(['s', 'sql']) }, inputs: {}, seed: 1 },
      expression: { workflow: chain(['c', 'condition', { expression: '$map([1], $string)' }]), inputs: {}, seed: 1 },
      unknown: { workflow: chain(['n', 'no_such_type']), inputs: {}, seed: 1 },
      large: { workflow, inputs: { start: { data: { kind: 'text', text: 'x'.repeat(100_000) } } }, seed: 1 },
      invalid: { workflow: { nodes: [] } },
    }
    for (const [id, other] of Object.entries(requests))
      expect(perform(id, { workspace: 'sales', request: JSON.stringify(other) }).child, id).not.toBe(shared.child)
  })
})

describe('the slots of data engines', () => {
  /** Two runs in one process: the first holds the only slot, the second waits for it. */
  async function openQueue() {
    const [first, second] = [perform('first'), perform('second')]
    expect(first.child).toBe(second.child)
    await open(first.child, 'first').engines.acquire()
    const waiting = open(first.child, 'second').engines.acquire()
    waiting.catch(() => undefined)
    expect(await isSettled(waiting)).toBe(false)
    return { first, second, waiting }
  }

  test('advance when a run gives its slot back, and not when another process does', async () => {
    const { first, waiting } = await openQueue()
    const other = perform('other', { workspace: 'lab' })
    other.child.listener.onEngineClosed('first')
    expect(await isSettled(waiting)).toBe(false)
    first.child.listener.onEngineClosed('first')
    expect(await isSettled(waiting)).toBe(true)
    await expect(waiting).resolves.toBeUndefined()
  })

  test('advance when the run with a slot has ended without giving it back', async () => {
    const { first, waiting } = await openQueue()
    first.child.listener.onEnded('first', { kind: 'ended' })
    expect(await isSettled(waiting)).toBe(true)
    await expect(waiting).resolves.toBeUndefined()
  })

  test('are given back when their process has exited', async () => {
    const { first, waiting } = await openQueue()
    exit(first.child)
    expect(await isSettled(waiting)).toBe(true)
    await expect(waiting).rejects.toThrow('stopped waiting for a data engine')
    const next = perform('next')
    expect(next.child).not.toBe(first.child)
    const acquired = open(next.child, 'next').engines.acquire()
    expect(await isSettled(acquired)).toBe(true)
    await expect(acquired).resolves.toBeUndefined()
  })

  test('are not given back by a process that was replaced', async () => {
    const first = perform('run')
    exit(first.child)
    const second = perform('run')
    await open(second.child, 'run').engines.acquire()
    const waiting = open(perform('waiting').child, 'waiting').engines.acquire()
    waiting.catch(() => undefined)
    first.child.listener.onEnded('run', { kind: 'ended' })
    first.child.listener.onEngineClosed('run')
    expect(await isSettled(waiting)).toBe(false)
  })
})

describe('when the executor is closed', () => {
  test('all processes end: shared, idle, separate and spare ones', async () => {
    perform('shared')
    perform('alone', { isIsolated: true })
    const idle = perform('idle', { workspace: 'lab' })
    idle.child.listener.onEnded('idle', { kind: 'ended' })
    const abandoned = perform('abandoned', { workspace: 'sales' })
    abandoned.cancel()
    await pass(1_000)
    exit(perform('other', { workspace: 'other' }).child)
    const before = children.filter(({ kills, listener }) => kills.length === 0 && listener !== undefined)
    expect(before.length).toBeGreaterThanOrEqual(5)
    await executor.close()
    const exited = children.filter(({ kills }) => kills.length === 0)
    // The one that has exited on its own.
    expect(exited).toHaveLength(1)
    expect(children.flatMap(({ kills }) => kills).every((reason) => reason === 'done')).toBe(true)
  })

  test('a process that no run has used ends', async () => {
    const [spare] = children
    await executor.close()
    expect(spare!.kills).toEqual(['done'])
  })

  test('no timer remains, and no process is started or checked', async () => {
    const run = perform('run')
    run.cancel()
    await executor.close()
    expect(vi.getTimerCount()).toBe(0)
    const { length } = children
    run.child.msSinceHeartbeat = 100_000
    await pass(10_000)
    expect(children).toHaveLength(length)
  })
})
