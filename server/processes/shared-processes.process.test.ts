import { builtInNodes } from '@aw-flow/nodes'
import type { Workflow } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { chain, openTestMachine, type TestMachine } from '../testing/test-machine.ts'
import { createProviderQueue } from '../web-tools/providers/provider-queue.ts'
import { createChildProcessExecutor } from './child-process-executor.ts'
import { forkChild } from './fork-child.ts'
import { startChild } from './run-child-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let machine: TestMachine
let sharedProcesses = 1
/** Process of each attempt, in order, by run. */
const processes = new Map<string, number[]>()

beforeAll(async () => {
  await copyReadyDatabase(join(folder, 'database'))
  const temporaryFolder = join(folder, 'temporary')
  await mkdir(temporaryFolder)
  machine = await openTestMachine({
    folder,
    nodes: builtInNodes,
    maxRuns: 8,
    executor: (store) =>
      createChildProcessExecutor({
        store,
        environment: {},
        connectMcp: () => Promise.reject(new Error('These runs call no MCP servers.')),
        withEgress: () => Promise.reject(new Error('These runs call no web tools.')),
        providerQueue: createProviderQueue(Date.now),
        startProcess(settings, listener) {
          let pid = 0
          const child = startChild(settings, listener, (...args) => {
            const forked = forkChild(...args)
            pid = forked.pid!
            return forked
          })
          const { send } = child
          child.send = (message) => {
            if (message.type === 'perform')
              processes.set(message.task.id, [...(processes.get(message.task.id) ?? []), pid])
            send(message)
          }
          return child
        },
        settings: {
          maxRuns: 8,
          maxTableRuns: 1,
          get sharedProcesses() {
            return sharedProcesses
          },
          maxRunsPerWorkflow: 0,
          maxTotalRuns: 0,
          runMs: 0,
          resultBytes: 0,
          recordBytes: 0,
          memoryBytes: 700 * 2 ** 20,
          nodes: [],
          allowHosts: ['*'],
          temporaryFolder,
          memoryLimit: '500MiB',
        },
        // These tests end processes.
        onError: () => undefined,
      }),
  })
})
afterAll(() => machine.close())

const start = (workspace: string, workflow: Workflow, json: unknown = null): Promise<string> =>
  machine.startRun(workflow, { workspace, inputs: { start: { data: { kind: 'json', json: json as never } } } })
const execute = async (workspace: string, workflow: Workflow, json?: unknown) => {
  const run = await start(workspace, workflow, json)
  return { run, record: await machine.waitForEnd(run), pids: processes.get(run)! }
}
const reading = chain(
  ['start', 'trigger'],
  ['check', 'condition', { expression: 'input.value.isAdmin = true or secret = "lab"' }],
  ['answer', 'webhook_response', { body: '{{start.name}}' }],
)

describe('a process that executes simple runs of several workspaces', { timeout: 600_000 }, () => {
  test('is used for all workspaces, and not for runs that could reach it', async () => {
    const [lab, sales] = [
      await execute('lab', reading, { name: 'Ann' }),
      await execute('sales', reading, { name: 'Bo' }),
    ]
    expect(lab.pids).toEqual(sales.pids)
    const mapping = chain(['start', 'trigger'], ['code', 'transform', { expression: '$map([1], $string)' }])
    const separate = [await execute('lab', mapping), await execute('sales', mapping)]
    expect(separate.map(({ record }) => record.at(-1)!.type)).toEqual(['run-completed', 'run-completed'])
    expect(new Set([lab, ...separate].flatMap(({ pids }) => pids)).size).toBe(3)
    sharedProcesses = 0
    const own = [await execute('lab', reading), await execute('sales', reading)]
    sharedProcesses = 1
    expect(own.map(({ pids }) => pids)).toEqual(separate.map(({ pids }) => pids))
  })

  test('gives equal workflows of two workspaces their own data only, also while both are executed', async () => {
    const names = Array.from({ length: 20 }, (_, index) => ({
      workspace: index % 2 ? 'lab' : 'sales',
      name: `name ${index}`,
    }))
    const ended = await Promise.all(names.map(({ workspace, name }) => execute(workspace, reading, { name })))
    expect(new Set(ended.flatMap(({ pids }) => pids)).size).toBe(1)
    for (const [index, { record }] of ended.entries()) {
      const text = JSON.stringify(record)
      expect(names.filter(({ name }) => text.includes(`"${name}"`)).map(({ name }) => name)).toEqual([
        names[index]!.name,
      ])
    }
  })

  test('is not changed by hostile data, settings or names', async () => {
    const before = await execute('sales', reading, { name: 'Bo' })
    const polluted = JSON.parse(
      '{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}, "name": "Eve", "toString": null}',
    ) as unknown
    for (const config of [
      { name: '__proto__', expression: 'input.value' },
      { name: 'constructor', expression: 'input.value.constructor.prototype' },
      { name: 'secret', expression: '"lab"' },
      { name: 'start', expression: 'input.value.__proto__' },
    ]) {
      const attack = chain(['start', 'trigger'], ['attack', 'variable', config], ['last', 'condition'])
      expect((await execute('lab', attack, polluted)).pids).toEqual(before.pids)
    }
    const after = await execute('sales', reading, { name: 'Bo' })
    expect(after.pids).toEqual(before.pids)
    const withoutTimes = ({ record }: typeof after): string =>
      JSON.stringify(record).replaceAll(/"(time|ms|at|startedAt)":[\d.]+|"run":"[^"]*"|"key":"[^"]*"/g, '')
    expect(withoutTimes(after)).toBe(withoutTimes(before))
  })

  test('publishes events in the workspace of the run only', async () => {
    const publish = (subject: string) =>
      chain(['start', 'trigger'], ['publish', 'publish_event', { name: 'shared.news', subject }])
    const [lab, sales] = await Promise.all([execute('lab', publish('of lab')), execute('sales', publish('of sales'))])
    expect(lab.pids).toEqual(sales.pids)
    for (const workspace of ['lab', 'sales']) {
      const { items } = await machine.store.forWorkspace(workspace).events.list({ limit: 10, offset: 0 })
      expect(items.map(({ subject }) => subject)).toEqual([`of ${workspace}`])
    }
  })

  test('that is killed leaves no run behind: each continues in a process of its own', async () => {
    const loopOnly = chain(['start', 'trigger'], ['loop', 'while', { condition: 'index < 40', maxTurns: 1_000 }])
    const [trigger, loop] = loopOnly.nodes as [Workflow['nodes'][number], Workflow['nodes'][number]]
    const inner = { ...trigger, id: 'inner', type: 'variable', data: { label: 'inner', config: { name: 'inner' } } }
    const slow: Workflow = {
      ...loopOnly,
      nodes: [trigger, loop, inner],
      edges: [
        ...loopOnly.edges,
        { id: 'in', source: 'loop', sourceHandle: 'item', target: 'inner', targetHandle: 'value' },
        { id: 'back', source: 'inner', sourceHandle: 'value', target: 'loop', targetHandle: 'result' },
      ],
    }
    const runs = await Promise.all(['lab', 'sales'].map((workspace) => start(workspace, slow)))
    const first = await expect
      .poll(
        async () => {
          const counts = await Promise.all(
            ['lab', 'sales'].map(
              async (workspace, index) =>
                (await machine.store.forWorkspace(workspace).runs.readEvents(runs[index]!)).length,
            ),
          )
          return Math.min(...counts)
        },
        { timeout: 60_000, interval: 5 },
      )
      .toBeGreaterThan(5)
      .then(() => processes.get(runs[0]!)![0]!)
    process.kill(first, 'SIGKILL')
    const records = await Promise.all(runs.map((run) => machine.waitForEnd(run)))
    expect(records.map((record) => record.at(-1)!.type)).toEqual(['run-completed', 'run-completed'])
    const own = runs.map((run) => processes.get(run)!.at(-1))
    expect(new Set([first, ...own]).size).toBe(3)
    const next = await execute('lab', reading, { name: randomUUID() })
    expect(next.pids).toHaveLength(1)
    expect(next.pids).not.toContain(first)
  })
})
