import { builtInNodes } from '@aw-flow/nodes'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { chain, openTestMachine, type TestMachine } from '../testing/test-machine.ts'
import { openRunChildren } from './run-children.ts'

let folder: string
let machine: TestMachine
/** Far above the memory of an idle process, even when it runs from source. */
const memoryBytes = 1_000 * 2 ** 20
let silenceMs = 60_000
let cancelMs = 60_000
let runMs = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-children-'))
  await copyReadyDatabase(join(folder, 'database'))
  const temporary = join(folder, 'temporary')
  await mkdir(temporary)
  const nodes = [pathToFileURL(join(import.meta.dirname, '../testing/test-bad-nodes.ts')).href]
  machine = await openTestMachine({
    folder,
    nodes: builtInNodes,
    maxRuns: 4,
    executor: (store) =>
      openRunChildren({
        store,
        environment: {},
        get silenceTimeoutMs() {
          return silenceMs
        },
        get cancelTimeoutMs() {
          return cancelMs
        },
        settings: {
          maxRuns: 4,
          maxTableRuns: 1,
          maxRunsPerWorkflow: 0,
          maxTotalRuns: 0,
          get runMs() {
            return runMs
          },
          resultBytes: 0,
          recordBytes: 0,
          memoryBytes,
          nodes,
          allowHosts: [],
          temporary,
          memoryLimit: '500MiB',
        },
        onFault: () => undefined,
      }),
  })
}, 120_000)
afterAll(async () => {
  await machine.close()
  await rm(folder, { recursive: true, force: true })
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
  expect.poll(async () => (await linesOf(file)).length, { timeout: 100_000 }).toBeGreaterThan(0)

/** Starts a run in the shared process that waits until `resume` is called. */
async function waitingRun(name: string): Promise<{ run: string; pid: number; resume(): Promise<void> }> {
  const [file, until] = [join(folder, `${name}-at`), join(folder, `${name}-until`)]
  const run = await machine.startRun(chain(['p', 'patient', { file, until }]))
  await waitForStart(file)
  return { run, pid: Number((await linesOf(file))[0]), resume: () => writeFile(until, 'now') }
}

describe('the child processes of runs', { timeout: 200_000 }, () => {
  test('runs of a killed process continue in another one', async () => {
    const { run, pid, resume } = await waitingRun('killed')
    expect(pid).not.toBe(process.pid)
    process.kill(pid, 'SIGKILL')
    await resume()
    const record = await machine.waitForEnd(run)
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run with too much memory fails with a problem, and the other runs continue', async () => {
    const otherRun = await waitingRun('memory')
    const run = await machine.startRun(chain(['h', 'hog']))
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({
      type: 'run-failed',
      problem: { code: 'run.too-much-memory' },
    })
    await otherRun.resume()
    expect((await machine.waitForEnd(otherRun.run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run whose step stops responding moves to another process', async () => {
    const file = join(folder, 'hung-at')
    silenceMs = 4_000
    const record = await machine.waitForEnd(await machine.startRun(chain(['d', 'deaf', { file, once: true }])))
    silenceMs = 60_000
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
    expect(new Set(await linesOf(file)).size).toBeGreaterThan(1)
  })

  test('a run that ignores its cancellation is cancelled, and its process is ended later', async () => {
    const file = join(folder, 'deaf-at')
    const run = await machine.startRun(chain(['d', 'deaf', { file }]))
    await waitForStart(file)
    expect(await machine.runs.cancel(run)).toBe(true)
    expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-cancelled' })
    const [pid] = (await linesOf(file)).map(Number)
    expect(process.kill(pid!, 0)).toBe(true)
    cancelMs = 0
    await expect.poll(() => isAlive(pid!), { timeout: 100_000 }).toBe(false)
    const after = await waitingRun('after')
    await after.resume()
    expect((await machine.waitForEnd(after.run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run that ignores messages ends at its time limit, also in a new process', async () => {
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
})
