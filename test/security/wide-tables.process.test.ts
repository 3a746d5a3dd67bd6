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

async function measureStep(columnCount: number, step: string): Promise<{ columns: number; peak: number }> {
  const path = join(folder, `${columnCount}-${step}.csv`)
  const columns = Array.from({ length: columnCount }, (_, column) => column)
  const lines = Array.from({ length: Math.floor(150_000 / columnCount) }, (_, row) =>
    columns.map((column) => createCell(column, row)).join(','),
  )
  const text = `${columns.map((column) => `c${column}`).join(',')}\n${lines.slice(0, 2_000).join('\n')}\n`
  expect(text.length).toBeLessThan(2 ** 20)
  await writeFile(path, text)
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
    ...(process.env.AW_TEST_BUILT ? [] : ['--conditions=aw-source']),
    fileURLToPath(new URL('process-wide-table.ts', import.meta.url)),
    path,
    step,
  ])
  return JSON.parse(stdout) as { columns: number; peak: number }
}

it.each([
  ['load', 2_000],
  ['cosmo-ready', 2_000],
  ['ml-ready', 1_000],
  ['check', 1_000],
] as const)(
  '`%s` takes little memory for a file below 1 MB with %i columns',
  async (step, columnCount) => {
    const small = await measureStep(5, step)
    const wide = await measureStep(columnCount, step)
    expect(wide.columns).toBe(columnCount)
    expect(wide.peak - small.peak).toBeLessThan(maxMegabytes)
  },
  300_000,
)
