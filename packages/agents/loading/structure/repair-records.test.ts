import { describe, expect, it } from 'vitest'
import { createOwnTables } from '../../../../test/bench/pollock/own-tables.ts'
import { polluteTable } from '../../../../test/bench/pollock/pollute-table.ts'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from '../plan/plan-load.ts'
import { repairHeader } from './repair-header.ts'
import { repairRecords } from './repair-records.ts'
import { readRecords } from '../records/read-records.ts'

const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' } as const
const words = ['red', 'blue', 'dark green', 'white', 'grey']
const whole = Array.from(
  { length: 60 },
  (_, index) => `${1000 + index * 7},${words[index % 5]},"${index}.50 m, about",2021-0${(index % 9) + 1}-11`,
)

/** Returns the repaired cells by line of a table with damaged lines inserted after the tenth record. */
function repairs(...damaged: string[]): Record<number, string[]> {
  const text = [...whole.slice(0, 10), ...damaged, ...whole.slice(10), ''].join('\n')
  const repaired = repairRecords(readRecords(text, dialect, { width: 4 }), 4, dialect, text)
  return Object.fromEntries(repaired.map(({ line, cells }) => [line, cells]))
}

describe('repairRecords', () => {
  it.each<[string, string, string[]]>([
    ['a surplus delimiter', '1070,,blue,"3.50 m, about",2021-03-11', ['1070', 'blue', '3.50 m, about', '2021-03-11']],
    [
      'a missing delimiter next to a quote',
      '1070,"blue""3.50 m, about",2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    [
      'a missing delimiter between values of different kinds',
      '1070blue,"3.50 m, about",2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    ['a stray quote', '"1070,blue,"3.50 m, about",2021-03-11', ['"1070', 'blue', '3.50 m, about', '2021-03-11']],
    [
      'missing quotes around a delimiter',
      '1070,blue,3.50 m, about,2021-03-11',
      ['1070', 'blue', '3.50 m, about', '2021-03-11'],
    ],
    ['another delimiter', '1070;blue;"3.50 m, about";2021-03-11', ['1070', 'blue', '3.50 m, about', '2021-03-11']],
  ])('repairs %s', (_, line, cells) => {
    expect(repairs(line)).toEqual({ 11: cells })
  })

  it.each([
    ['a line of text', 'this was written by somebody, and says nothing about any of it'],
    ['a record that was cut off', '1070,bl'],
    ['a record with cells of other kinds', 'a,b,c,d,e,f,g'],
  ])('does not change %s', (_, line) => {
    expect(repairs(line)).toEqual({})
  })

  it('repairs nothing if many records have a different number of cells', () => {
    expect(repairs(...Array.from({ length: 8 }, () => '1070,,blue,"3.50 m, about",2021-03-11'))).toEqual({})
  })
})

describe('repairHeader', () => {
  const names = (line: string): string[] | undefined => {
    const text = [line, ...whole, ''].join('\n')
    const [first, ...below] = readRecords(text, dialect, { width: 4 })
    return first && repairHeader(first, below, 4, dialect, text)?.names
  }

  it('repairs names with a surplus quote or delimiter, or a different delimiter', () => {
    expect(names('"id,colour,"size",day')).toEqual(['"id', 'colour', 'size', 'day'])
    expect(names('id,,colour,size,day')).toEqual(['id', 'colour', 'size', 'day'])
    expect(names('id;colour;size;day')).toEqual(['id', 'colour', 'size', 'day'])
    expect(names('id,"colour""size",day')).toEqual(['id', 'colour', 'size', 'day'])
  })

  it('does not split names, and rejects titles and records', () => {
    expect(names('idcolour,size,day')).toBeUndefined()
    expect(names('A table of colours')).toBeUndefined()
    expect(names('1070,,blue,"3.50 m, about",2021-03-11')).toBeUndefined()
    expect(names('id,colour,size,day')).toBeUndefined()
  })
})

const tables = createOwnTables().map((table) => ({ table }))

it.each(tables)('a first record without its first delimiter is not in the header', async ({ table }) => {
  const damaged = polluteTable(table, 'table').find(({ name }) => name.includes('_row_less_sep_row1_col1.'))
  const { filePlan } = await planLoad(createMemoryFile('table.csv', damaged!.text), { exact: true })
  expect(filePlan?.plan.headerLines).toBe(1)
})
