import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createTestFolder } from '../../server/testing/test-resources.ts'

/** Memory in addition to that of a table of two columns, in MB. The program itself takes 120 MB when built. */
const maxMegabytes = 280

const folder = createTestFolder()

/** Cells of several types, in rows that make a file of less than 1 MB. */
const createCell = (column: number, row: number): string =>
  [
    String((row * 7919 + column) % 10_000),
    ((row * 31 + column) / 7).toFixed(2),
    ['red', 'green', 'blue', 'gray'][(row + column) % 4]!,
    `2024-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (column % 28)).padStart(2, '0')}`,
    `x${(row * column) % 1000}`,
  ][column % 5]!

async function writeTable(columnCount: number): Promise<string> {
  const columns = Array.from({ length: columnCount }, (_, column) => column)
  const lines = Array.from({ length: Math.floor(150_000 / columnCount) }, (_, row) =>
    columns.map((column) => createCell(column, row)).join(','),
  )
  const text = `${columns.map((column) => `c${column}`).join(',')}\n${lines.slice(0, 2_000).join('\n')}\n`
  expect(text.length).toBeLessThan(2 ** 20)
  const name = `${columnCount}.csv`
  await writeFile(join(folder, name), text)
  return name
}

/** Takes steps with a small table and then with a wide one, in one process. */
async function measureSteps(
  columnCount: number,
  steps: readonly string[],
): Promise<{ step: string; columns: number; megabytes: number }[]> {
  const [small, wide] = [await writeTable(5), await writeTable(columnCount)]
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    ...(process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']),
    fileURLToPath(new URL('process-wide-table.ts', import.meta.url)),
    folder,
    ...[small, wide].flatMap((name) => steps.map((step) => `${step}|${name}`)),
  ])
  const measured = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { step: string; columns: number; peak: number })
  const smallPeak = measured[steps.length - 1]!.peak
  return measured.slice(steps.length).map(({ peak, ...step }) => ({ ...step, megabytes: peak - smallPeak }))
}

// Each process takes one more step after the first, whose memory it has mostly returned.
it.each([
  [2_000, ['load', 'cosmo-ready']],
  [1_000, ['ml-ready', 'check']],
])(
  'a file below 1 MB with %i columns takes little memory in the steps %j',
  async (columnCount, steps) => {
    const measured = await measureSteps(columnCount, steps)
    expect(measured.map(({ step, columns }) => [step, columns])).toEqual(steps.map((step) => [step, columnCount]))
    expect(measured.filter(({ megabytes }) => megabytes > maxMegabytes)).toEqual([])
  },
  300_000,
)
