import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import initSqlJs from 'sql.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stage } from '../../.ci/pack.mjs'
import { wasmFlags } from '../sizes.ts'
import { createTestFolder } from '../../server/testing/test-resources.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

const project = createTestFolder()
let server: ReturnType<typeof spawn> | undefined

/**
 * An empty folder with both packages, and only the packages that their manifests name as dependencies: those are links to
 * the ones of this workspace, which need no network.
 */
beforeAll(async () => {
  const staged = stage(join(project, 'staged'), ['packages/cli', 'server'])
  for (const { manifest, stagedFolder } of staged) {
    const { name, dependencies = {} } = manifest as { name: string; dependencies?: Record<string, string> }
    await cp(stagedFolder, join(project, 'node_modules', name), { recursive: true })
    for (const dependency of Object.keys(dependencies)) {
      const link = join(project, 'node_modules', dependency)
      if (existsSync(link)) continue
      await mkdir(dirname(link), { recursive: true })
      await symlink(join(root, 'node_modules', dependency), link)
    }
  }
  await writeFile(join(project, 'sales.csv'), 'city,amount\nBerlin,1\nParis,2\n')
  const database = new (await initSqlJs()).Database()
  database.run("create table sales (city text, amount int); insert into sales values ('Berlin', 1), ('Paris', 2)")
  await writeFile(join(project, 'sales.sqlite'), database.export())
  database.close()
})
afterAll(() => server?.kill('SIGKILL'))

test('the packed command line loads a file and runs a workflow', async () => {
  const aw = join(project, 'node_modules/@aw-flow/cli/aw.mjs')
  const { stdout } = await run(process.execPath, [aw, 'load', 'sales.csv', '--out', 'sales.parquet'], { cwd: project })
  expect(stdout).toContain('2 rows')
  expect((await readFile(join(project, 'sales.parquet'))).subarray(0, 4).toString()).toBe('PAR1')
  // Readers that find their WebAssembly files beside the program.
  for (const file of ['sales.parquet', 'sales.sqlite'])
    expect((await run(process.execPath, [aw, 'load', file], { cwd: project })).stdout).toContain('2 rows')
  const workflow = join(root, 'examples/workflows/cosmo-ready.json')
  const input = join(root, 'test/fixtures/sample.csv')
  await run(process.execPath, [aw, 'run', workflow, '--input', input, '--out', 'points.csv'], { cwd: project })
  expect((await readFile(join(project, 'points.csv'), 'utf8')).split('\n')).toHaveLength(7)
})

test('the packed server starts, stores a workflow and executes it', async () => {
  const started = spawn(process.execPath, [...wasmFlags, join(project, 'node_modules/@aw-flow/server/dist/main.js')], {
    cwd: project,
    env: { ...process.env, PORT: '0', AW_DATA: join(project, 'data') },
  })
  server = started
  let output = ''
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output += chunk))
  await expect.poll(() => output, { timeout: 180_000 }).toMatch(/aw is running at http:\S+\n/)
  const api = `${/http:\S+/.exec(output)![0]}/api/v1`
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.ok, await response.clone().text()).toBe(true)
    return (await response.json()) as { id: string }
  }
  // DuckDB in a run process, and code in a thread.
  const config = { expression: '[1..40].{"n": $}', result: 'table' }
  const code = { over: 'rows', code: 'return { ...row, twice: row.n * 2 }' }
  const nodes = [
    { id: 'rows', type: 'transform', position: { x: 0, y: 0 }, data: { label: 'Rows', config } },
    { id: 'code', type: 'code', position: { x: 320, y: 0 }, data: { label: 'Code', config: code } },
  ]
  const edges = [{ id: 'edge', source: 'rows', sourceHandle: 'table', target: 'code', targetHandle: 'input' }]
  const workflow = await post('/workflows', { name: 'Packed', nodes, edges })
  const { id } = await post(`/workflows/${workflow.id}/execute`, {})
  const readRun = async (): Promise<{ status?: unknown }> =>
    (await (await fetch(`${api}/runs/${id}`)).json()) as { status?: unknown }
  await expect
    .poll(async () => (await readRun()).status, { timeout: 180_000, interval: 100 })
    .toMatch(/^(completed|failed)$/)
  expect(await readRun()).toMatchObject({ status: 'completed' })
})
