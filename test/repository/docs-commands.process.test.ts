import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startRealServer } from '../e2e/support/real-server.ts'

/** Runs commands of the documentation as a reader does. Needs bash, and for the HTTP API curl and jq. */
const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

const workflow = {
  version: 1,
  name: 'Expensive orders',
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } },
    {
      id: 'filter',
      type: 'filter',
      position: { x: 320, y: 0 },
      data: { label: 'Filter', config: { conditions: [{ column: 'price', is: 'more', value: '10' }] } },
    },
  ],
  edges: [{ id: 'a', source: 'load', sourceHandle: 'table', target: 'filter', targetHandle: 'table' }],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aw-docs-'))
  const rows = Array.from(
    { length: 40 },
    (_, index) => `${index + 1},2026-01-${String((index % 28) + 1).padStart(2, '0')},${index}.50,Berlin`,
  )
  writeFileSync(join(folder, 'orders.csv'), `id,date,price,city\n${rows.join('\n')}\n`)
  symlinkSync(join(root, 'packages/cli/aw.mjs'), join(folder, 'aw'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The shell samples of a page. */
const shellIn = (page: string): readonly string[] =>
  [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code = '']) => code)

const shell = (script: string): Promise<{ stdout: string }> =>
  run('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, AW_DATA: join(folder, '.aw') },
  })

it('runs the commands of "Install"', async () => {
  writeFileSync(join(folder, 'workflow.json'), JSON.stringify(workflow))
  const [code] = shellIn('start/install.md').filter((text) => text.includes('aw load'))
  await shell(code!.replace(/^npm install .*\n/, ''))
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['orders.parquet', 'result.csv']))
  expect(readFileSync(join(folder, 'result.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 30)
})

it('runs the commands of "Checking and validating"', async () => {
  await shell(shellIn('guide/validating.md').join('\n'))
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['findings.csv', 'repairs.json', 'clean.csv']))
})

it('runs a file by the requests of "HTTP API"', async () => {
  const server = await startRealServer()
  try {
    const [code] = shellIn('http-api/index.md')
    const { stdout } = await shell(code!.replace('http://localhost:3000', server.url.origin))
    const { id } = JSON.parse(stdout) as { id: string }
    await expect
      .poll(async () => (await (await fetch(new URL(`/api/v1/runs/${id}`, server.url))).json()) as { status: string }, {
        timeout: 180_000,
      })
      .toMatchObject({ status: 'completed' })
  } finally {
    await server.stop()
  }
})
