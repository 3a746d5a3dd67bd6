import { quoteIdentifier, NodeError, sql, tableName } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { loadFile } from './load-file.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

/** Loads a file, and returns its columns with their types, its rows as text, and the codes of the warnings. */
async function load(content: string | Uint8Array, name = 'reported.csv') {
  const { table, report } = await loadFile(createMemoryFile(name, content), { tables, id: 'reported', maxRetries: 3 })
  const rows = await tables.rows(sql`SELECT COLUMNS(*)::VARCHAR FROM ${quoteIdentifier(tableName(table.id))}`)
  return {
    columns: table.columns.map((column) => `${column.name} ${column.type}`),
    rows: rows.map((row) => table.columns.map((column) => row[column.name] ?? null)),
    rejects: report.rejects,
    warnings: report.warnings.map(({ code }) => code),
  }
}

/** Files that people reported to other programs because a value was lost or changed, in a smaller form. */
describe('a reported file', () => {
  it('has signs apart from the digits', async () => {
    const { columns, rows } = await load('id,total,net\n018,- $220.00,($336.73)\n019,"+ $1,150.00","$1,936.76"\n')
    expect(columns).toEqual(['id VARCHAR', 'total DOUBLE', 'net DOUBLE'])
    expect(rows).toEqual([
      ['018', '-220.0', '-336.73'],
      ['019', '1150.0', '1936.76'],
    ])
  })

  it.each<[string, string[], (string | null)[]]>([
    [
      'dashes for minus signs',
      ['–12.50', '−4', '‐5', '－6', '-7', '8'],
      ['-12.5', '-4.0', '-5.0', '-6.0', '-7.0', '8.0'],
    ],
    ['a dash for zero', [' $-   ', ' $ 1,200.00 ', ' $(300.00)'], [null, '1200.0', '-300.0']],
    ['a dash for zero without a currency', [' -   ', ' 1,200.00 ', ' (300.00)'], [null, '1200.0', '-300.0']],
    ['a dash for zero before a sign', ['- %', '5.5 %', '(3) %'], [null, '5.5', '-3.0']],
  ])('has amounts with %s', async (_, cells, amounts) => {
    const { columns, rows } = await load(`id,amount\n${cells.map((cell, row) => `${row},"${cell}"\n`).join('')}`)
    expect(columns[1]).toBe('amount DOUBLE')
    expect(rows.map((row) => row[1])).toEqual(amounts)
  })

  it.each([
    ['years with a dash', ['1990–', '1991–', '1992–']],
    ['grades', ['A-', 'B', 'C+']],
  ])('keeps %s', async (_, cells) => {
    expect((await load(`id,text\n${cells.map((cell, row) => `${row},${cell}\n`).join('')}`)).rows).toEqual(
      cells.map((cell, row) => [String(row), cell]),
    )
  })

  it('has codes that would be infinite', async () => {
    const { columns, rows } = await load('code,count\n888E050011,1\n001E010015,2\n')
    expect([columns, rows[0]]).toEqual([
      ['code VARCHAR', 'count BIGINT'],
      ['888E050011', '1'],
    ])
  })

  it('has a NUL in a short text', async () => {
    expect((await load('A,B,C\na,1,2\n\0b,3,4\n')).columns).toEqual(['A VARCHAR', 'B BIGINT', 'C BIGINT'])
  })

  it.each(['a,b\n1,2\n3,4\n\0', `a,b\n1,2\n3,4\n${'\0'.repeat(100)}`, 'a,b\n1,2\n3,4\n5,6\n\u001a'])(
    'is filled at the end (%j)',
    async (text) => {
      const { columns, rows } = await load(text)
      expect(columns).toEqual(['a BIGINT', 'b BIGINT'])
      expect(rows.length).toBeGreaterThanOrEqual(2)
    },
  )

  it('has NUL in many cells, which is not UTF-16', async () => {
    const text = `id,a,b\n${Array.from({ length: 8 }, (_, row) => `${row},longer words,\0\n`).join('')}`
    expect((await load(text)).columns.map((column) => column.split(' ')[0])).toEqual(['id', 'a', 'b'])
  })

  it.each([
    ['at the end', 'id,who,note\n1,a,hello, world\n2,b,fine\n3,c,"one, two", three\n', ['hello, world', 'fine']],
    ['in the middle', 'id,note,age\n1,hello, dear world,9\n2,fine,8\n', ['hello, dear world', 'fine']],
    ['everywhere', 'id,note\n1,hello, world\n2,so, fine\n', ['hello, world', 'so, fine']],
    ['beside quotes', 'id,note,v\n1,a "b,c" d,3\n2,"a, b",4\n3,c,5\n', ['a "b,c" d', 'a, b']],
  ])('has unquoted sentences with the delimiter %s', async (_, text, sentences) => {
    const { columns, rows, rejects, warnings } = await load(text)
    const names = (text.split('\n')[0] as string).split(',')
    expect(columns.map((column) => column.split(' ')[0])).toEqual(names)
    expect(rows.slice(0, 2).map((row) => row[names.indexOf('note')])).toEqual(sentences)
    expect(rejects).toBe(0)
    expect(warnings).toContain('load.repaired-records')
  })

  it.each(['\t', '|', ','])('has cells in apostrophes between %j', async (delimiter) => {
    const text = ['id,name,v', "1,'a b',2", "2,'c''s',3", "3,'d',4"].join('\n').replaceAll(',', delimiter)
    expect((await load(`${text}\n`)).rows.map((row) => row[1])).toEqual(['a b', "c's", 'd'])
    const other = ['id,name,v', "1,'tis,2", "2,O'Neil,3", "3,dogs',4"].join('\n').replaceAll(',', delimiter)
    expect((await load(`${other}\n`)).rows.map((row) => row[1])).toEqual(["'tis", "O'Neil", "dogs'"])
  })

  it('has more cells in some records, so that its names are not those of the last columns', async () => {
    const { columns } = await load('item,year,total\nA,2020,1,5\nB,2021,9\nC,2022,12,25\nD,2023,10\n')
    expect(columns[0]).toBe('item VARCHAR')
  })

  it('has numbers that their thousands separators have split', async () => {
    const text =
      'permit,street,cost\n0,YONGE ST,7\n1,QUEEN ST,5000\n2,"KING ST, E",12,000\n3,BAY ST,1,250,000\n4,ELM ST,900\n'
    const { columns, rows, rejects, warnings } = await load(text)
    expect(columns).toEqual(['permit BIGINT', 'street VARCHAR', 'cost BIGINT'])
    expect(rows.map((row) => row[2])).toEqual(['7', '5000', '12000', '1250000', '900'])
    expect(rejects).toBe(0)
    expect(warnings).toContain('load.repaired-records')
    const inner = await load('cost,name\n12,000,a\n5,b\n')
    expect(inner.rows).toEqual([
      ['12000', 'a'],
      ['5', 'b'],
    ])
  })

  it('keeps columns without a name beside numbers of three digits', async () => {
    expect((await load('a,b\n1,2,300\n3,4,500\n5,6,700\n')).columns).toHaveLength(3)
  })

  it('has three lines of fixed width without names', async () => {
    const text =
      'John Smith          WA        418-Y11-4111\nMary Hartford       CA        319-Z19-4341\nEvan Nolan          IL        219-532-c301\n'
    expect((await load(text, 'reported.txt')).rows).toEqual([
      ['John Smith', 'WA', '418-Y11-4111'],
      ['Mary Hartford', 'CA', '319-Z19-4341'],
      ['Evan Nolan', 'IL', '219-532-c301'],
    ])
  })

  it.each([
    ['a short last line', 'ID   NAME      AMOUNT\n1    Alice        100\n2    Bob          200\n3    Carol\n', 3],
    [
      'gaps within a named column',
      'Date       Code    Name             Amount\n2024-01-01 0001234 First thing        12.50\n2024-01-02 0001235 Second thing -      3.00\n2024-01-03 0000012 Third             -22.10\n2024-01-04 0000013 Fourth thing here  22.10\n2024-01-05 0000014 Fifth               2.10\n2024-01-06 0000015 Sixth of all       92.10\n',
      4,
    ],
  ])('has fixed width with %s', async (_, text, width) => {
    const { columns, rows, rejects } = await load(text, 'reported.txt')
    expect(columns.map((column) => column.split(' ')[0])).toEqual(text.split('\n')[0]?.split(/\s+/))
    expect([columns.length, rows.length, rejects]).toEqual([width, text.split('\n').length - 2, 0])
  })

  it('has its header on every page', async () => {
    const page = (start: number): string =>
      [0, 1, 2].map((row) => `2024-01-0${start + row},${start + row},x\n`).join('')
    const text = `day,n,word\n${page(1)}day,n,word\n${page(4)}\nSouth\nday,n,word\n${page(7)}`
    expect(await load(text)).toMatchObject({
      columns: ['day DATE', 'n BIGINT', 'word VARCHAR'],
      rows: Array.from({ length: 9 }, (_, row) => [`2024-01-0${row + 1}`, String(row + 1), 'x']),
      warnings: ['load.repeated-header'],
    })
    const aligned = text
      .replaceAll(',', '    ')
      .replaceAll('\nday    n', '\nday           n')
      .replace(/^day/, 'day       ')
    expect((await load(aligned, 'reported.txt')).rows).toHaveLength(9)
  })

  it('has a long list above a wide table with more cells', async () => {
    const list = Array.from({ length: 7 }, (_, row) => `${row},${row}\n`).join('')
    const table = Array.from({ length: 5 }, (_, row) => `${row},1.5,2.5,3.5,4.5,x\n`).join('')
    const { columns, warnings } = await load(`id,a,b,c,d,e\n${table}\nk,v\n${list}`)
    expect(columns).toHaveLength(6)
    expect(warnings).toContain('load.other-table')
  })

  it('has filters above a wide table of few records', async () => {
    const text =
      ',,,,\nPrinted:,,2022-09-15,,Page 1\n,,Trips,,\n,,,,\nFilter:,,"Base: ALL, Plant: ALL",,\n,,,,\nday,trip,plant,load,kind\n2022-09-13,5013,P13,52,x\n2022-09-14,5014,P14,56,y\n'
    expect(await load(text)).toMatchObject({
      columns: ['day DATE', 'trip BIGINT', 'plant VARCHAR', 'load BIGINT', 'kind VARCHAR'],
      rows: [
        ['2022-09-13', '5013', 'P13', '52', 'x'],
        ['2022-09-14', '5014', 'P14', '56', 'y'],
      ],
    })
  })

  it('has statistics above several tables of one record', async () => {
    const part = (site: string) =>
      `,,MEAN:,0.02,40.7\n,,DEVIATION:,0.00,0.0\n\n,,SENSOR:,17B,17C\nDate,Time,Site,Sal,pH\n11/18/2017,14:37:41,${site},0.02,7.34\n\n`
    const { columns, rows, warnings } = await load(`EXPORT\n\n${part('A')}${part('B')}${part('C')}`)
    expect(columns).toEqual(['Date DATE', 'Time TIME', 'Site VARCHAR', 'Sal DOUBLE', 'pH DOUBLE'])
    expect(rows).toHaveLength(1)
    expect(warnings).toContain('load.other-table')
  })

  it('has questions and ids of an export below the names', async () => {
    const ids = ['start', 'progress', 'id'].map((id) => `"{""ImportId"":""${id}""}"`).join(',')
    const text = `Start,Progress,Id\nStart date,Progress,"Response\nid"\n${ids}\n2020-08-10 09:00:00,100,R_0\n`
    const { columns, rows } = await load(text)
    expect(columns.map((column) => column.split(' ').at(-1))).toEqual(['TIMESTAMP', 'BIGINT', 'VARCHAR'])
    expect(columns.join()).not.toContain('ImportId')
    expect(rows).toEqual([['2020-08-10 09:00:00', '100', 'R_0']])
  })

  it.each([
    ['JSON Lines', '# made 2024/01/02 by a/b\n{"a": 1, "b": "x/y"}\n{"a": 2, "b": "z"}\n'],
    ['JSON', '/* made\n by a */\n// 2024\n[{"a": 1, "b": "x/y"},\n{"a": 2, "b": "z"}]\n'],
  ])('has comments above %s', async (_, text) => {
    expect(await load(text)).toMatchObject({
      columns: ['a BIGINT', 'b VARCHAR'],
      rows: [
        ['1', 'x/y'],
        ['2', 'z'],
      ],
      rejects: 0,
    })
  })

  it('has dots with gaps for missing values', async () => {
    const { columns, rows } = await load('group,benefit\na,"2,100.10"\nb,. . .\nc,- -\n')
    expect(columns[1]).toBe('benefit DOUBLE')
    expect(rows.map((row) => row[1])).toEqual(['2100.1', null, null])
  })

  it('has ARFF records that are separated by spaces', async () => {
    const text = "@relation x\n@attribute a real\n@attribute b string\n@data\n1 'x y'\n2 z\n"
    expect(await load(text, 'reported.arff')).toMatchObject({
      columns: ['a BIGINT', 'b VARCHAR'],
      rows: [
        ['1', 'x y'],
        ['2', 'z'],
      ],
    })
  })

  it.each([
    ['ofx', 'OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n<STMTTRN>\n<TRNAMT>-5.00\n'],
    ['qif', '!Type:Bank\nD03/03/10\nT-379.00\n^\n'],
    ['mt940', ':20:940S060102\n:25:5082/9700\n:28C:0/1\n:60F:C060102EUR1,00\n'],
    ['mt940', '{1:F01ABNANL2AXXX}{2:I940}{4:\n:20:A\n'],
    ['vcard', 'BEGIN:VCARD\nVERSION:4.0\nFN:A B\nEND:VCARD\n'],
    ['icalendar', 'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n'],
    ['sparse-arff', '% c\n@relation x\n@attribute a real\n@attribute b {X, Y}\n@data\n{1 X}\n{0 2, 1 Y}\n'],
  ])('is not a table: %s', async (kind, text) => {
    const cause: unknown = await load(text).catch((reason: unknown) => reason)
    expect(cause).toBeInstanceOf(NodeError)
    expect((cause as NodeError).problem).toMatchObject({
      code: 'load.no-reader',
      params: { kind: { code: 'file.kind', params: { kind } } },
    })
  })
})
