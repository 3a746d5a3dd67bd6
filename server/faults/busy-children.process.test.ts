import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'

let folder: string
let server: ServerProcess
/** Children of the server that execute native code. */
let busy: Child[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-busy-'))
  await copyReadyDatabase(join(folder, 'data', 'database'))
  // No view of a file takes minutes in one statement, so other native code does, in a thread of the process.
  const preload = join(folder, 'occupy-reader.mjs')
  await writeFile(
    preload,
    `import { pbkdf2 } from 'node:crypto'
    if (process.argv[1]?.includes('reader-child')) pbkdf2('', '', 2 ** 31 - 1, 64, 'sha512', () => undefined)`,
  )
  server = createServerProcess('server', {
    AW_DATA: join(folder, 'data'),
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(preload)}`,
  })
  await server.start()
}, 300_000)
afterEach(async () => {
  await server.kill()
  // They would occupy the computer for minutes.
  for (const { pid } of await findRemaining()) process.kill(pid, 'SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Child {
  pid: number
  parent: number
  /** The script that it executes. */
  script: string
  /** Used processor time in seconds. */
  seconds: number
}

/** Lists the processes that execute runs or read tables, and have not ended. */
async function listChildren(): Promise<Child[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,time=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, state, time = ''] = line.trim().split(/\s+/)
    const script = /\b(run|reader)-child\b/.exec(line)?.[0]
    if (script === undefined || state!.startsWith('Z')) return []
    const seconds = time.split(/[-:]/).reduce((sum, part) => sum * 60 + Number(part), 0)
    return [{ pid: Number(pid), parent: Number(parent), script, seconds }]
  })
}

const findRemaining = async (): Promise<Child[]> => {
  const pids = new Set(busy.map(({ pid }) => pid))
  return (await listChildren()).filter(({ pid }) => pids.has(pid))
}

/** Waits until a child of the server has used further processor time: it executes native code from then on. */
async function waitUntilBusy(script: string): Promise<void> {
  const find = async (): Promise<Child[]> =>
    (await listChildren()).filter((child) => child.parent === server.pid && child.script === script)
  const before = await find()
  const isBusy = ({ pid, seconds }: Child): boolean =>
    before.some((earlier) => earlier.pid === pid && seconds >= earlier.seconds + 3)
  await expect.poll(async () => (await find()).some(isBusy), { interval: 500 }).toBe(true)
  busy.push(...(await find()).filter(isBusy))
}

const send = async (path: string, body: FormData | object): Promise<{ id: string }> => {
  const isForm = body instanceof FormData
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method: 'POST',
    ...(isForm ? { body } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return (await response.json()) as { id: string }
}

/** A statement that takes minutes, in rows within which DuckDB cannot be interrupted. */
const statement = `SELECT sum(list_sum(list_transform(range(1000), lambda x:
  levenshtein(repeat('ab', 240) || x || i, repeat('ba', 240))))) AS n FROM range(2000) AS rows(i)`

/** Ends the server while a run and a view of a file execute native code, and waits for the end of both processes. */
async function endWhileBusy(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  busy = []
  const workflow = await send('workflows', {
    name: 'Busy',
    nodes: [{ id: 'sql', type: 'sql', data: { label: 'SQL', config: { statement, inputs: '', timeLimit: 600 } } }],
    edges: [],
  })
  const run = await send(`workflows/${workflow.id}/execute`, {})
  const readRun = async (): Promise<unknown> => (await fetch(`${server.url}/api/v1/runs/${run.id}`)).json()
  await expect.poll(readRun).toMatchObject({ steps: [{ status: 'running' }] })
  await waitUntilBusy('run-child')

  const form = new FormData()
  form.set('file', new File(['id\n1\n'], 'ids.csv'))
  const dataset = await send('data/upload', form)
  expect((await fetch(`${server.url}/api/v1/data/${dataset.id}/sample`)).status).toBe(200)
  await waitUntilBusy('reader-child')

  expect(await findRemaining()).toHaveLength(2)
  await server.kill(signal)
  await expect.poll(findRemaining, { timeout: 50_000 }).toEqual([])
}

test('children that execute native code end with a server that is killed', { timeout: 300_000 }, () =>
  endWhileBusy('SIGKILL'),
)

test('children that execute native code end with a server that stops', { timeout: 300_000 }, () =>
  endWhileBusy('SIGTERM'),
)
