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
/** Far above what a process takes that does nothing, from its source too. */
const memoryBytes = 1_000 * 2 ** 20
let silence = 60_000
let deafness = 60_000
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
    atOnce: 4,
    places: (store) =>
      openRunChildren({
        store,
        environment: {},
        get silence() {
          return silence
        },
        get deafness() {
          return deafness
        },
        settings: {
          atOnce: 4,
          tablesAtOnce: 1,
          perWorkflow: 0,
          inAll: 0,
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

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const begun = (file: string) =>
  expect.poll(async () => (await linesOf(file)).length, { timeout: 100_000 }).toBeGreaterThan(0)

/** A run that is at work in the process that all share, and the process. */
async function patientRun(name: string): Promise<{ run: string; pid: number; goOn(): Promise<void> }> {
  const [file, until] = [join(folder, `${name}-at`), join(folder, `${name}-until`)]
  const run = await machine.begin(chain(['p', 'patient', { file, until }]))
  await begun(file)
  return { run, pid: Number((await linesOf(file))[0]), goOn: () => writeFile(until, 'now') }
}

describe('the processes of runs', { timeout: 200_000 }, () => {
  test('one that is killed takes nothing with it: its runs go on in another', async () => {
    const { run, pid, goOn } = await patientRun('killed')
    expect(pid).not.toBe(process.pid)
    process.kill(pid, 'SIGKILL')
    await goOn()
    const record = await machine.ended(run)
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run that takes too much memory is ended and says so, and those beside it go on', async () => {
    const beside = await patientRun('memory')
    const run = await machine.begin(chain(['h', 'hog']))
    expect((await machine.ended(run)).at(-1)).toMatchObject({
      type: 'run-failed',
      problem: { code: 'run.too-much-memory' },
    })
    await beside.goOn()
    expect((await machine.ended(beside.run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run whose step gives no sign of life any more is taken from its process, and goes on in another', async () => {
    const file = join(folder, 'hung-at')
    silence = 4_000
    const record = await machine.ended(await machine.begin(chain(['d', 'deaf', { file, once: true }])))
    silence = 60_000
    expect(record.map(({ type }) => type)).toContain('run-resumed')
    expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
    expect(new Set(await linesOf(file)).size).toBeGreaterThan(1)
  })

  test('a run that heeds no cancellation is cancelled while its process goes on, which is ended later', async () => {
    const file = join(folder, 'deaf-at')
    const run = await machine.begin(chain(['d', 'deaf', { file }]))
    await begun(file)
    expect(await machine.runs.cancel(run)).toBe(true)
    expect((await machine.ended(run)).at(-1)).toMatchObject({ type: 'run-cancelled' })
    const [pid] = (await linesOf(file)).map(Number)
    expect(process.kill(pid!, 0)).toBe(true)
    deafness = 0
    await expect.poll(() => isThere(pid!), { timeout: 100_000 }).toBe(false)
    const after = await patientRun('after')
    await after.goOn()
    expect((await machine.ended(after.run)).at(-1)).toMatchObject({ type: 'run-completed' })
  })

  test('a run that hears nothing is ended when its time is over, in a process that was just begun, too', async () => {
    const file = join(folder, 'late-at')
    const before = await patientRun('before')
    await before.goOn()
    await machine.ended(before.run)
    process.kill(before.pid, 'SIGKILL')
    const run = await machine.begin(chain(['d', 'deaf', { file }]))
    await begun(file)
    runMs = 1
    expect((await machine.ended(run)).at(-1)).toMatchObject({ type: 'run-failed', problem: { code: 'run.too-long' } })
    runMs = 0
  })
})
