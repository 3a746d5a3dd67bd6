import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** Reads generated JSON in a process whose heap is limited. */
async function readInSmallHeap(kind: string, rows: number, heapMegabytes: number): Promise<unknown> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const script = fileURLToPath(new URL('test-json-memory.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${heapMegabytes}`,
    '--import',
    loader,
    ...(process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']),
    script,
    kind,
    String(rows),
  ])
  return JSON.parse(stdout)
}

it('reads columns that are lists, whose positions do not fit in memory', async () => {
  expect(await readInSmallHeap('lists', 1_000_000, 96)).toEqual({ rows: 1_000_000 })
}, 180_000)

it('reads columns that are objects of numbered rows, whose positions do not fit in memory', async () => {
  expect(await readInSmallHeap('numbered', 1_000_000, 96)).toEqual({ rows: 1_000_000 })
}, 180_000)

it('reports columns with too many rows that are not numbered in order', async () => {
  expect(await readInSmallHeap('unordered', 2_000_001, 256)).toEqual({
    problem: { code: 'load.too-large.json-rows', params: { file: 'data.json', max: 2_000_000 } },
  })
}, 180_000)
