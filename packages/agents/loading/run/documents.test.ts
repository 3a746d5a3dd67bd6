import { hashFile, openNodeFile } from '@aw-flow/data/node'
import { quoteIdentifier, NodeError, sql, tableName } from '@aw-flow/engine'
import { loadReportSchema } from '@aw-flow/schema/internal'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import type { LoadOverrides } from '../plan/file-plan.ts'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

async function load(fixture: string, overrides: LoadOverrides = {}) {
  const path = fileURLToPath(new URL(`../../../../test/fixtures/documents/${fixture}`, import.meta.url))
  const file = await openNodeFile(path, await hashFile(path))
  const { table, report } = await loadFile(file, { tables, id: 'document', maxRetries: 3, overrides })
  expect(loadReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)))
  const rows = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  const types = Object.fromEntries(table.columns.map((column) => [column.name, column.type]))
  return { rows, types, report }
}

describe('a workbook without overrides', () => {
  it.each(['survey.openpyxl.xlsx', 'survey.xlsx', 'survey.xls', 'survey.ods'])(
    '%s is loaded without its title, with a header of two rows and the types of its cells',
    async (fixture) => {
      const { rows, types, report } = await load(fixture)
      expect(types).toMatchObject({
        Region: 'VARCHAR',
        Code: 'VARCHAR',
        'Sales Amount': 'DOUBLE',
        'Sales Share': 'DOUBLE',
        'Visit Day': 'DATE',
        'Visit At': 'TIMESTAMP',
        Done: 'BOOLEAN',
      })
      expect(rows).toHaveLength(6)
      expect(rows[1]).toMatchObject({
        Region: 'Süd',
        Code: '001',
        'Sales Amount': 0.1,
        'Sales Share': 0.07,
        'Visit Day': '2024-02-29',
        Done: false,
      })
      expect(rows[5]?.['Region']).toBe('two\nlines')
      expect(report).toMatchObject({ rejects: 0, headerLines: 2 })
      expect(report.plan.part).toBe('Data')
      expect(report.parts?.map(({ name: part }) => part)).toEqual(['Read me', 'Data', 'Formulas', 'Secret', 'Grouped'])
      const decision = report.plan.evidence.find(({ decision: name }) => name === 'part')
      expect(decision?.runnersUp.map(({ value }) => value)).toEqual(['Read me', 'Formulas', 'Secret', 'Grouped'])
    },
  )

  it.each(['survey.xlsx', 'survey.xls', 'survey.ods'])('%s provides any requested sheet', async (fixture) => {
    expect((await load(fixture, { part: 'Secret' })).rows).toHaveLength(40)
    const { rows, types } = await load(fixture, { part: 'Formulas' })
    expect(types).toMatchObject({ count: 'BIGINT', total: 'DOUBLE' })
    expect(rows[1]).toMatchObject({ item: 'item 2', total: 4.5 })
    const grouped = (await load(fixture, { part: 'Grouped' })).rows
    expect(grouped.map(({ Country }) => Country)).toEqual(['France', 'France', 'France', 'Italy', 'Italy'])
  })

  it('has null for error cells in a column of numbers', async () => {
    for (const fixture of ['days.xlsxwriter.xlsx', 'days.xls', 'days.ods']) {
      const { rows, types, report } = await load(fixture, { part: 'Errors' })
      expect(types).toEqual({ name: 'VARCHAR', value: 'DOUBLE' })
      expect(rows.map(({ value }) => value)).toEqual([null, null, 1.5, 2.5, 3.5, 4.5])
      expect(report.warnings.map(({ code }) => code)).toContain('load.error-cells')
    }
  })

  it('with the 1904 date system has the displayed dates', async () => {
    for (const fixture of ['days.xlsxwriter.xlsx', 'days.xls', 'days.ods']) {
      const { rows, types } = await load(fixture)
      expect(types).toMatchObject({ day: 'DATE', clock: 'TIME', long: 'DATE', price: 'DOUBLE', code: 'VARCHAR' })
      expect(rows[0]).toMatchObject({ day: '1904-01-02', clock: '07:30:00', price: 1000.5, code: '0017' })
    }
  })
})

describe('HTML and XML without overrides', () => {
  it('HTML is loaded as its table', async () => {
    const { rows, types } = await load('cities.htm')
    expect(Object.keys(types)).toHaveLength(5)
    expect(types).toMatchObject({ Country: 'VARCHAR', 'Population 2010': 'BIGINT', 'Population 2020': 'BIGINT' })
    expect(rows.map(({ Country, City }) => `${Country} ${City}`)).toEqual([
      'France Paris',
      'France Lyon',
      'Italy Roma',
      'Spain Madrid',
    ])
  })

  it('XML is loaded as its records', async () => {
    const { rows, types, report } = await load('books.latin1.xml')
    expect(types).toMatchObject({ price: 'DOUBLE', 'price.currency': 'VARCHAR', publish_date: 'DATE' })
    expect(rows[1]).toMatchObject({ id: 'bk102', 'address.city': 'München', 'address.zip': '01234' })
    expect(report.plan).toMatchObject({ format: 'xml', part: 'catalog/book' })
    expect((await load('books.latin1.xml', { part: 'catalog/book/review' })).rows).toHaveLength(2)
  })

  it('documents without a table, and invalid XML, are rejected', async () => {
    const failing = async (file: string, content: string) => {
      const cause: unknown = await loadFile(createMemoryFile(file, content), {
        tables,
        id: 'none',
        maxRetries: 2,
      }).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (!(cause instanceof NodeError)) throw new Error(`The load did not fail as expected: ${String(cause)}.`)
      return cause.problem
    }
    expect(await failing('a.html', '<!doctype html><p>x')).toMatchObject({ code: 'load.no-part.page' })
    expect(await failing('a.xml', '<?xml version="1.0"?><a><b>&nbsp;</b></a>')).toMatchObject({ code: 'load.xml' })
  })
})

describe('pasted text', () => {
  const paste = async (content: string) => {
    const { table } = await loadFile(createMemoryFile('pasted', content), { tables, id: 'pasted', maxRetries: 2 })
    return tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid`)
  }
  const expected = [
    { city: 'A', people: 1200 },
    { city: 'B, the other', people: 34 },
    { city: 'C', people: 5 },
  ]

  it.each([
    ['a spreadsheet', 'city\tpeople\nA\t1200\nB, the other\t34\nC\t5\n'],
    ['a spreadsheet on Windows', 'city\tpeople\r\nA\t1200\r\nB, the other\t34\r\nC\t5\r\n'],
    ['Markdown', '| city | people |\n|---|---:|\n| A | 1200 |\n| B, the other | 34 |\n| C | 5 |'],
    [
      'HTML',
      '<meta charset="utf-8"><table><tbody><tr><td>city</td><td>people</td></tr><tr><td>A</td><td>1200</td></tr><tr><td>B, the other</td><td>34</td></tr><tr><td>C</td><td>5</td></tr></tbody></table>',
    ],
    [
      'a database',
      ' city         | people \n--------------+--------\n A            |   1200\n B, the other |     34\n C            |      5\n(3 rows)\n',
    ],
  ])('from %s becomes the same table', async (_, content) => {
    expect(await paste(content)).toEqual(expected)
  })
})
