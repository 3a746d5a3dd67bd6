import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { splitEnclosed } from '@aw-flow/schema/internal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { detectEnclosedLines } from './detect-enclosed-lines.ts'
import { loadFile } from '../run/load-file.ts'

describe('enclosed lines', () => {
  let tables: Tables
  beforeAll(async () => {
    tables = await openDuckDb({ threads: 1 })
  })
  afterAll(() => tables.close())
  const load = (text: string) =>
    loadFile(createMemoryFile('lines.csv', text), { tables, id: 'enclosed_lines', maxRetries: 3 })

  it('are read without the enclosing quotes', async () => {
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

  it('are read without the enclosing pipes, and ruled lines are not rows', async () => {
    const rule = '-'.repeat(40)
    const text = `List  1\n${rule}\n|No  |Day       |  Amount|\n${rule}\n|1001|01.02.2019|1.234,56|\n|1002|02.02.2019|  234,50|\n${rule}\n|1003|03.02.2019|   10,00|\n${rule}\n`
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

  it('are detected with a specified delimiter and quote', async () => {
    const { report } = await loadFile(createMemoryFile('lines.csv', '|a|b|\n|1|2|\n|3|4|\n|5|6|\n'), {
      tables,
      id: 'enclosed_lines',
      maxRetries: 3,
      overrides: { delimiter: '|', quote: '"' },
    })
    expect(report.plan.columns.map(({ name }) => name)).toEqual(['a', 'b'])
  })
})

describe('lines that are not enclosed', () => {
  it.each([
    ['one column of names', '"Lund, Berta"\n"Vogt, Dieter"\n"Holm, Greta"\n'],
    ['one column of sentences', '"First, a word"\n"Then, another one"\n"Last, the end, of all"\n'],
    ['one column of numbers with thousands separators', '"1,204"\n"2,310"\n"9,911"\n'],
    ['all cells in quotes', '"a","b"\n"1","2"\n"3","4"\n'],
    ['pipes at both ends of some lines only', '|a|\nb|c\n|d|e\nf|g\n'],
  ])('%s', (_, text) => expect(detectEnclosedLines(text, {})).toBeUndefined())
})

it('splits an enclosed line like the reader', () => {
  expect(splitEnclosed('"1,""a, b"",""say """"x"""""""', 'quotes', ',')).toEqual(['1', 'a, b', 'say "x"'])
  expect(splitEnclosed('"1,""a"', 'quotes', ',')).toEqual(['1', '"a'])
  expect(splitEnclosed('1,a', 'quotes', ',')).toEqual(['1', 'a'])
  expect(splitEnclosed('| a |  | b|', 'delimiters', '|')).toEqual(['a', '', 'b'])
  expect(splitEnclosed('|---|---|', 'delimiters', '|')).toEqual([''])
  expect(splitEnclosed('Page 1', 'delimiters', '|')).toEqual(['Page 1'])
})
