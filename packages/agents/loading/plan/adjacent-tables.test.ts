import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('')

function encodeUtf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return new Uint8Array(isBigEndian ? bytes.swap16() : bytes)
}

const places = (count: number): string =>
  `id,name,town,size\n${rows(count, (index) => `${index},place ${index % 977},Höhe ${index % 31},${index / 4}`)}`
const days = (count: number): string =>
  `day,in,out\n${rows(count, (index) => `2024-03-${String(1 + (index % 28)).padStart(2, '0')},${index / 8},${index % 400}`)}`
const kinds = (count: number): string => `code,meaning\n${rows(count, (index) => `c${index},kind ${index}`)}`

const plan = async (content: string | Uint8Array) => {
  const { filePlan } = await planLoad(createMemoryFile('tables.csv', content), { exact: true })
  if (!filePlan) throw new Error('The file was rejected.')
  return filePlan.plan
}

/** Sizes below and above the limit up to which a file is read completely. */
const sizes: [string, number][] = [
  ['600 KB', 8_000],
  ['6 MB', 80_000],
]

describe.each(sizes)('tables directly below each other, %s', (_, count) => {
  const text = places(count) + days(2 * count) + kinds(50)
  const expected = {
    skippedLines: count + 1,
    headerLines: 1,
    trailingLines: 51,
    otherTables: [
      { lines: [1, count + 1], columns: 4, rows: count },
      { lines: [3 * count + 3, 3 * count + 53], columns: 2, rows: 50 },
    ],
  }

  it.each<[string, string | Uint8Array]>([
    ['UTF-8', text],
    ['UTF-16 LE', encodeUtf16(text, false)],
    ['UTF-16 BE', encodeUtf16(text, true)],
  ])('are all listed, and the largest is planned: %s', async (_encoding, content) => {
    const found = await plan(content)
    expect(found).toMatchObject(expected)
    expect(found.columns.map(({ name }) => name)).toEqual(['day', 'in', 'out'])
  })

  it('are found with blank lines between them in UTF-16', async () => {
    const found = await plan(encodeUtf16(`${places(count)}\n${days(2 * count)}\n${kinds(50)}`, false))
    expect(found).toMatchObject({ skippedLines: count + 2, headerLines: 1 })
    expect(found.otherTables).toHaveLength(2)
  })
})

describe('a large table', () => {
  it('with commas in quoted cells is one table', async () => {
    const quoted = `id,note\n${rows(40_000, (index) => `${index},"a, b${', c'.repeat(index % 50 < 25 ? 1 : 2)}"`)}`
    expect(await plan(quoted)).toMatchObject({ skippedLines: 0, headerLines: 1 })
    expect((await plan(quoted)).otherTables).toBeUndefined()
  })
})
