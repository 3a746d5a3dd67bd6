import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { PreparationPlan } from '@aw-flow/schema'
import type { CheckReport, Operation } from '@aw-flow/schema/internal'
import { afterAll, expect, test } from 'vitest'
import { aw } from '../../test-command-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-check-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const towns = [
  ['Ulm', '089'],
  ['Lindau', '088'],
  ['Kempten', '087'],
] as const
const file = (change: (row: number, cells: string[]) => string[]): string =>
  [
    'town;code;amount',
    ...Array.from({ length: 120 }, (_, row) =>
      change(row, [...(towns[row % 3] as readonly string[]), `${(row * 37) % 101},50`]).join(';'),
    ),
  ].join('\n')

test('writes suspicious cells with their original text as CSV, with row, repair, rule and confidence', async () => {
  const [path, errors, plan] = ['a.csv', 'errors.csv', 'plan.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(
    path,
    file((row, cells) =>
      row === 30 ? ['Ukm', ...cells.slice(1)] : row === 61 ? [cells[0]!, 'n/a', cells[2]!] : cells,
    ),
  )
  const ran = await aw('check', path, '--errors', errors, '--plan', plan)
  expect(ran.exit).toBe(0)
  // Values that other columns determine are not errors in nine of ten real tables.
  expect(ran.out).toContain('No errors in 120 rows and 3 columns.')
  expect(ran.out).toContain('2 cells worth a look:')
  const [head, ...lines] = (await readFile(errors, 'utf8')).trimEnd().split('\n')
  expect(head).toBe('row,column,value,repair,rule,confidence,reason,kind,action')
  expect(lines.map((line) => line.split(',').slice(0, 4))).toEqual([
    ['31', 'town', 'Ukm', 'Ulm'],
    ['62', 'code', 'n/a', '088'],
  ])
  expect(JSON.parse(await readFile(plan, 'utf8'))).toMatchObject({
    target: 'generic',
    operations: [
      { op: 'set-cells', column: 'town', cells: [{ row: 31, from: 'Ukm', to: 'Ulm' }] },
      { op: 'set-cells', column: 'code', cells: [{ row: 62, from: 'n/a', to: '088' }] },
    ],
  })
})

test('lists what a clean table needs instead of “No suspicious cells”', async () => {
  const messy = fileURLToPath(new URL('../../../../test/fixtures/messy-orders.csv', import.meta.url))
  const { exit, out } = await aw('check', messy)
  expect(exit).toBe(0)
  expect(out).not.toContain('No suspicious cells')
  expect(out).toMatch(/changes for a clean table; to make them, use aw prepare --target generic:/)
  expect(out).toContain('Status')
  const report = JSON.parse((await aw('check', messy, '--json')).out) as CheckReport
  expect(report.changes?.map(({ operation }) => operation.op)).toContain('merge-spellings')
})

test('applies repairs to the original cells, and reports values that cannot be set', async () => {
  const [path, plan, typed, out] = ['dirty.csv', 'repairs.json', 'typed.json', 'mended.csv'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string]
  const clean = file((_, cells) => cells)
  await writeFile(
    path,
    file((row, cells) =>
      row === 30 ? ['Ukm', ...cells.slice(1)] : row === 61 ? [cells[0]!, 'n/a', cells[2]!] : cells,
    ),
  )
  expect((await aw('check', path, '--plan', plan)).exit).toBe(0)
  const found = JSON.parse(await readFile(plan, 'utf8')) as PreparationPlan
  const amount: Operation = {
    op: 'set-cells',
    reason: 'somebody knows better',
    column: 'amount',
    cells: [
      { row: 1, from: '0,50', to: '2,50' },
      { row: 2, from: '37,50', to: 'free' },
    ],
  }
  await writeFile(plan, JSON.stringify({ ...found, operations: [...found.operations, amount] }))
  const applied = await aw('prepare', path, '--apply', plan, '--out', out)
  expect([applied.exit, applied.out]).toEqual([0, expect.not.stringContaining('not set')])
  const cells = (text: string, mark: RegExp): string[][] =>
    text
      .trim()
      .split('\n')
      .map((line) => line.match(mark)!.map(String))
  const wanted = cells(clean, /[^;]+/g)
  wanted[1]![2] = '2,50'
  wanted[2]![2] = 'free'
  const mended = cells((await readFile(out, 'utf8')).replaceAll('"', ''), /[^,]+(?:,\d\d$)?/g)
  expect(mended).toEqual(wanted)
  const { asText: _, ...converted } = { ...found, operations: [amount] }
  await writeFile(typed, JSON.stringify(converted))
  const lost = await aw('prepare', path, '--apply', typed)
  expect(lost.out.replaceAll(/\s+/g, ' ')).toContain('2 of 2 cells of `amount` were not set')
})

test('reports that nothing was found, with an empty CSV', async () => {
  const [path, errors] = [join(folder, 'clean.csv'), join(folder, 'none.csv')]
  await writeFile(
    path,
    file((_, cells) => cells),
  )
  const ran = await aw('check', path, '--errors', errors)
  expect(ran.out).toContain('No suspicious cells in 120 rows and 3 columns.')
  expect(await readFile(errors, 'utf8')).toBe('row,column,value,repair,rule,confidence,reason,kind,action\n')
})

test('does not overwrite the input file', async () => {
  const path = join(folder, 'same.csv')
  await writeFile(
    path,
    file((_, cells) => cells),
  )
  expect((await aw('check', path, '--errors', path)).exit).toBe(2)
})

const hospital = (name: string): string => resolve(import.meta.dirname, '../../../../../shared/hospital', name)
const isThere = existsSync(hospital('score.mjs'))
const atLeast = (bound: number): unknown => expect.toSatisfy((value: number) => value >= bound)

test.skipIf(!isThere)(
  `a dirty copy of a published table, scored by the script beside it${isThere ? '' : ' (skipped: ../shared/hospital is not here)'}`,
  async () => {
    const node = promisify(execFile)
    const [clean, dirty, errors] = ['clean.csv', 'copy.csv', 'found.csv'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const lines = (await readFile(hospital('clean.csv'), 'utf8')).split('\n')
    await writeFile(clean, `${lines.slice(0, 151).join('\n')}\n`)
    await writeFile(dirty, (await node(process.execPath, [hospital('dirty.mjs'), clean, '1'])).stdout)
    expect((await aw('check', dirty, '--errors', errors)).exit).toBe(0)
    const { stdout } = await node(process.execPath, [hospital('score.mjs'), dirty, clean, errors])
    const score = JSON.parse(stdout) as Record<'detection' | 'repair', { f1: number }> & { errors: number }
    expect(score).toMatchObject({
      errors: atLeast(30),
      detection: { f1: atLeast(0.8) },
      repair: { f1: atLeast(0.65) },
    })
  },
)
