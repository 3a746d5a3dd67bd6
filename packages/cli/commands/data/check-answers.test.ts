import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aw } from '../../test-command-line.ts'

const folder = await mkdtemp(join(tmpdir(), 'aw-answers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const path = (name: string): string => join(folder, name)

/** Days in two formats, of which the more frequent one is wrong. */
const rows = Array.from({ length: 200 }, (_, row) => {
  const [month, day] = [String(1 + (row % 12)).padStart(2, '0'), String(1 + ((row * 7) % 28)).padStart(2, '0')]
  return { key: `K${1000 + row}`, right: `${day}.${month}.2019`, wrong: `2019-${month}-${day}`, isRight: row % 3 === 0 }
})
const clean = ['key,day,site', ...rows.map(({ key, right }) => `${key},${right},north`)].join('\n')
const dirty = [
  'key,day,site',
  ...rows.map(({ key, right, wrong, isRight }) => `${key},${isRight ? right : wrong},north`),
].join('\n')
const wrongRows = rows.flatMap(({ isRight }, row) => (isRight ? [] : [row + 1]))
await writeFile(path('clean.csv'), clean)
await writeFile(path('dirty.csv'), dirty)

async function repairsOf(errors: string): Promise<[row: number, column: string, repair: string][]> {
  const [, ...lines] = (await readFile(errors, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => {
    const [row = '', column = '', , repair = ''] = line.split(',')
    return [Number(row), column, repair]
  })
}

const expected = wrongRows.map((row) => [row, 'day', rows[row - 1]?.right])

test('learns from a clean copy', async () => {
  const ran = await aw('check', path('dirty.csv'), '--teach', path('clean.csv'), '--answers', '8', '--errors', path('a.csv')) // oxfmt-ignore
  expect(ran.exit).toBe(0)
  expect(await repairsOf(path('a.csv'))).toEqual(expected)
})

test('proposes rows as labels, and learns from the corrected labels', async () => {
  const labels = path('labels.csv')
  expect((await aw('check', path('dirty.csv'), '--propose', labels, '--answers', '10')).exit).toBe(0)
  const [head, ...lines] = (await readFile(labels, 'utf8')).trimEnd().split('\n')
  expect(head).toBe('row,column,verdict,correct,value')
  expect(lines).toHaveLength(30)
  const corrected = lines.map((line) => {
    const [row = '', column = '', , , value = ''] = line.split(',')
    const known = rows[Number(row) - 1]
    return column === 'day' && value === known?.wrong
      ? [row, column, 'wrong', known.right, value].join(',')
      : [row, column, 'right', '', value].join(',')
  })
  await writeFile(labels, [head, ...corrected].join('\n'))
  const ran = await aw('check', path('dirty.csv'), '--labels', labels, '--errors', path('b.csv'), '--json')
  expect(await repairsOf(path('b.csv'))).toEqual(expected)
  expect(JSON.parse(ran.out)).toMatchObject({ learning: { answers: 10, matched: 10 } })
})

test('labels without values use those of the file, and * is all other columns', async () => {
  const labels = path('short.csv')
  const lines = rows
    .slice(0, 8)
    .flatMap(({ right, isRight }, row) => [
      ...(isRight ? [] : [`${row + 1},day,wrong,${right}`]),
      `${row + 1},*,right,`,
    ])
  await writeFile(labels, ['row,column,verdict,correct', ...lines].join('\n'))
  await aw('check', path('dirty.csv'), '--labels', labels, '--errors', path('c.csv'))
  expect(await repairsOf(path('c.csv'))).toEqual(expected)
})

test.each([
  ['row,column,verdict\n1,day,right\n2,day,right\n', 'no column "correct"'],
  ['row,column,verdict,correct\n1,day,right,\n900,day,right,\n', 'Line 3: "900" is not a row number'],
  ['row,column,verdict,correct\n1,day,right,\n2,dya,right,\n', 'Line 3: the checked file has no column "dya"'],
  ['row,column,verdict,correct\n1,day,right,\n2,day,bad,\n', 'Line 3: "bad" is not a valid verdict'],
  ['row,column,verdict,correct\n2,day,right,\n2,day,wrong,x\n', 'Line 3: row 2 has two labels for `day`'],
])('refuses labels that are not valid: %j', async (text, reason) => {
  await writeFile(path('wrong.csv'), text)
  const ran = await aw('check', path('dirty.csv'), '--labels', path('wrong.csv'))
  expect(ran.exit).toBe(2)
  expect(ran.stderr).toContain(reason)
})

test('refuses a clean copy of another size', async () => {
  await writeFile(path('other.csv'), clean.split('\n').slice(0, 100).join('\n'))
  const ran = await aw('check', path('dirty.csv'), '--teach', path('other.csv'))
  expect(ran.exit).toBe(2)
  expect(ran.stderr).toContain('99 rows and 3 columns')
})
