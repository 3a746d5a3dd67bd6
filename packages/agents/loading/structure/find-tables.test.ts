import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import type { LoadOverrides } from '../plan/file-plan.ts'
import { planLoad } from '../plan/plan-load.ts'
import { deriveOverrides } from '../plan/reuse-plan.ts'

const plan = async (text: string, overrides: LoadOverrides = {}) => {
  const { filePlan } = await planLoad(createMemoryFile('tables.csv', text), { exact: true, overrides })
  if (!filePlan) throw new Error('The file was refused.')
  return filePlan
}
const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('')

const births = `Year,Boys,Girls\n${rows(12, (i) => `${2000 + i},${110 + i * 7},${105 + i * 5}`)}`
const schools = `School,Town,Opened,Pupils\n${rows(8, (i) => `School ${i},Town ${i % 3},${1900 + i * 3},${200 + i * 11}`)}`
const text = `Table 1: births\n\n${births}\nTable 2: schools\n${schools}\nSource: register\n`

describe('a text with several tables', () => {
  it('loads the first large one and lists the others', async () => {
    const { plan: found, warnings } = await plan(text)
    expect(found).toMatchObject({ skippedLines: 2, headerLines: 1, trailingLines: 13 })
    expect(found.otherTables).toEqual([{ lines: [18, 26], columns: 4, rows: 8 }])
    expect(warnings.find(({ code }) => code === 'load.other-table')?.params).toEqual({
      count: 1,
      tables: [{ code: 'loading.other-table', params: { from: 18, to: 26, columns: 4, rows: 8 } }],
    })
  })

  it('plans the requested table', async () => {
    const { plan: found } = await plan(text, { table: 2 })
    expect(found).toMatchObject({ skippedLines: 17, headerLines: 1, trailingLines: 2 })
    expect(found.columns.map(({ name }) => name)).toEqual(['School', 'Town', 'Opened', 'Pupils'])
    expect(found.otherTables).toEqual([{ lines: [3, 15], columns: 3, rows: 12 }])
  })

  it('loads the largest one, wherever it is', async () => {
    const large = `${schools}${rows(9, (i) => `Hall ${i},Town ${i % 4},${1950 + i},${120 + i * 9}`)}`
    const { plan: found, warnings } = await plan(
      `${births}\n${large}\nCode,Kind,Order\n${rows(3, (i) => `c${i},k,${i}`)}`,
    )
    expect(found).toMatchObject({ skippedLines: 14, headerLines: 1 })
    expect(found.columns.map(({ name }) => name)).toEqual(['School', 'Town', 'Opened', 'Pupils'])
    expect(found.otherTables).toMatchObject([
      { lines: [1, 13], columns: 3, rows: 12 },
      { lines: [34, 37], columns: 3, rows: 3 },
    ])
    expect(warnings.filter(({ code }) => code === 'load.other-table')).toHaveLength(1)
  })

  it('lists a narrow table below the last blank line', async () => {
    const { plan: found } = await plan(`${schools}\nCode,Meaning\nA,alpha\nB,beta\nC,gamma\n`)
    expect(found.otherTables).toMatchObject([{ lines: [11, 14], columns: 2, rows: 3 }])
    const { plan: none } = await plan(`${schools}\nSource:,register\nNote:,as of May\nContact:,town hall\n`)
    expect(none.otherTables).toBeUndefined()
  })

  it('warns about a missing table', async () => {
    const { plan: found, warnings } = await plan(text, { table: 3 })
    expect(found.skippedLines).toBe(2)
    expect(warnings[0]).toMatchObject({ code: 'load.no-such-table', where: { setting: 'part' } })
  })

  it('requests the same table of the next file', async () => {
    const { plan: found } = await plan(text, { table: 2 })
    expect(deriveOverrides(found)).toMatchObject({ table: 2 })
    const { plan: none } = await plan(births)
    expect(deriveOverrides(none).table).toBeUndefined()
  })

  it('finds many tables with their lines', async () => {
    const many = [3, 5, 4, 6].map((count, at) => `name,v${at}\n${rows(count, (i) => `n${i},${i * 3}`)}`).join('\n')
    const { plan: found } = await plan(many)
    const tables = [{ lines: [1, 4] }, { lines: [6, 11] }, { lines: [13, 17] }, { lines: [19, 25] }]
    const main = { lines: [found.skippedLines + 1, found.skippedLines + found.headerLines] }
    expect(found.otherTables?.map(({ lines }) => lines)).toEqual(
      tables.map(({ lines }) => lines).filter(([from]) => from !== main.lines[0]),
    )
  })

  it('does not list key-value lines above a table', async () => {
    const { plan: found } = await plan(`Station,North\nOperator,Rivers\nCode,17\n\n${schools}`)
    expect(found.otherTables).toBeUndefined()
    expect(found.skippedLines).toBe(4)
  })

  it('lists a table above the main one', async () => {
    const { plan: found } = await plan(
      `Code,Name,Rank\na,Ann,1\nb,Ben,2\nc,Cid,3\n\n${schools}${rows(20, (i) => `S${i},T,${1950 + i},${i * 9}`)}`,
    )
    expect(found.skippedLines).toBe(5)
    expect(found.otherTables).toMatchObject([{ lines: [1, 4], columns: 3 }])
  })

  it('finds tables in a file that is larger than its samples', async () => {
    const long = `Year,Boys,Girls\n${rows(40_000, (i) => `${1000 + (i % 900)},${110 + (i % 70)},${105 + (i % 50)}`)}`
    const { plan: found } = await plan(`${long}\n${schools}`)
    expect(found).toMatchObject({ skippedLines: 0, headerLines: 1, trailingLines: 10 })
    expect(found.otherTables).toEqual([{ lines: [40_003, 40_011], columns: 4, rows: 8 }])
  })
})
