import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { cutEnclosed } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryFile } from '../../test-file.ts'
import { enclosedLines } from './enclosed-lines.ts'
import { loadFile } from '../run/load-file.ts'

describe('lines that stand between marks as wholes', () => {
  let tables: Tables
  beforeAll(async () => {
    tables = await openDuckDb()
  })
  afterAll(() => tables.close())
  const load = (text: string) =>
    loadFile(memoryFile('lines.csv', text), { tables, id: 'enclosed_lines', maxRetries: 3 })

  it('are read without their quotes', async () => {
    const text = '"id,""name"",value"\n"1,""Oslo, upper"",2.5"\n"2,Rome,3.5"\n"3,""Bonn"",4.5"\n'
    const { table, report } = await load(text)
    expect(table.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id BIGINT',
      'name VARCHAR',
      'value DOUBLE',
    ])
    expect(report.sample).toEqual([
      ['1', 'Oslo, upper', '2.5'],
      ['2', 'Rome', '3.5'],
      ['3', 'Bonn', '4.5'],
    ])
    expect(report.plan.dialect).toMatchObject({ delimiter: ',', enclosed: 'quotes' })
  })

  it('are read without the pipes at their ends, and no line that is drawn is a row', async () => {
    const drawn = '-'.repeat(40)
    const text = `List  1\n${drawn}\n|No  |Day       |  Amount|\n${drawn}\n|1001|01.02.2019|1.234,56|\n|1002|02.02.2019|  234,50|\n${drawn}\n|1003|03.02.2019|   10,00|\n${drawn}\n`
    const { table, report } = await load(text)
    expect(table.rows).toBe(3)
    expect(report.sample).toEqual([
      ['1001', '2019-02-01', '1234.56'],
      ['1002', '2019-02-02', '234.5'],
      ['1003', '2019-02-03', '10.0'],
    ])
    expect(report.regions?.list.map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual([
      'preamble 1-2',
      'header 3-4',
      'record 5-6',
      'blank 7-7',
      'record 8-8',
      'note 9-9',
    ])
  })

  it('are told of where a person says how they are', async () => {
    const { report } = await loadFile(memoryFile('lines.csv', '|a|b|\n|1|2|\n|3|4|\n|5|6|\n'), {
      tables,
      id: 'enclosed_lines',
      maxRetries: 3,
      overrides: { delimiter: '|', quote: '"' },
    })
    expect(report.plan.columns.map(({ name }) => name)).toEqual(['a', 'b'])
  })
})

describe('lines that only seem to', () => {
  it.each([
    ['one column of names', '"Lund, Berta"\n"Vogt, Dieter"\n"Holm, Greta"\n'],
    ['one column of sentences', '"First, a word"\n"Then, another one"\n"Last, the end, of all"\n'],
    ['one column of numbers with thousands', '"1,204"\n"2,310"\n"9,911"\n'],
    ['all cells in quotes', '"a","b"\n"1","2"\n"3","4"\n'],
    ['an empty first and last column between pipes in some lines', '|a|\nb|c\n|d|e\nf|g\n'],
  ])('%s', (_, text) => expect(enclosedLines(text, {})).toBeUndefined())
})

it('cuts a line that stands between marks as the reader does', () => {
  expect(cutEnclosed('"1,""a, b"",""say """"x"""""""', 'quotes', ',')).toEqual(['1', 'a, b', 'say "x"'])
  expect(cutEnclosed('"1,""a"', 'quotes', ',')).toEqual(['1', '"a'])
  expect(cutEnclosed('1,a', 'quotes', ',')).toEqual(['1', 'a'])
  expect(cutEnclosed('| a |  | b|', 'delimiters', '|')).toEqual(['a', '', 'b'])
  expect(cutEnclosed('|---|---|', 'delimiters', '|')).toEqual([''])
  expect(cutEnclosed('Page 1', 'delimiters', '|')).toEqual(['Page 1'])
})
