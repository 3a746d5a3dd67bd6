import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { TablesError, type OpenedText, type SourceFile } from '@aw-flow/engine'
import { afterAll, describe, expect, it } from 'vitest'
import { openNodeFile } from '../node/node-file.ts'
import { openFormats } from '../node/open-duckdb.ts'
import { documents } from './test-documents.ts'

const formats = openFormats()
afterAll(() => formats.close())
const folder = fileURLToPath(new URL('../../../test/fixtures/documents/', import.meta.url))
const fixture = (name: string): Promise<SourceFile> => openNodeFile(folder + name, 'dataset')

async function open(file: SourceFile, part?: string): Promise<OpenedText> {
  const opened = await formats.open(file, { ...(await formats.inspect(file)), part })
  if (opened.kind !== 'text') throw new Error('Text was expected.')
  return opened
}

const textOf = async ({ file }: OpenedText): Promise<string> => new TextDecoder().decode(await file.read(0, file.size))

const inMemory = (name: string, bytes: Uint8Array | string): SourceFile => {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return { dataset: name, name, size: content.length, read: async (start, end) => content.slice(start, end) }
}

const getProblem = async (work: Promise<unknown>) => {
  const cause: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(cause instanceof TablesError)) throw new Error(`A TablesError was expected, not ${String(cause)}.`)
  return cause.problem
}

describe('documents of other programs', () => {
  it.each(documents)('reads $expected from $file, part $part', async ({ file, part, expected }) => {
    const opened = await open(await fixture(file), part)
    expect(await textOf(opened)).toBe(await readFile(`${folder}expected/${expected}`, 'utf8'))
    expect(opened.syntax).toBe(expected.endsWith('.json') ? 'json' : 'cells')
    if (part !== undefined) expect(opened.part).toBe(part)
  })

  it.each(['survey.openpyxl.xlsx', 'survey.xlsx', 'survey.xls', 'survey.ods'])(
    'offers every sheet of %s and marks hidden ones',
    async (name) => {
      const { parts } = await formats.inspect(await fixture(name))
      expect(parts.map(({ name: sheet, hidden }) => (hidden ? `${sheet} (hidden)` : sheet))).toEqual([
        'Read me',
        'Data',
        'Formulas',
        'Secret (hidden)',
        'Grouped',
      ])
      expect(parts[2]).toMatchObject({ rows: 6, columns: 5 })
    },
  )

  it('finds the header rows from merged cells or markup', async () => {
    expect((await open(await fixture('survey.xls'))).header).toEqual({ line: 4, rows: 2 })
    expect((await open(await fixture('cities.htm'))).header).toEqual({ line: 1, rows: 2 })
    expect((await open(await fixture('survey.xls'), 'Grouped')).header).toBeUndefined()
  })

  it('reports percentages, currencies, errors, hidden rows and formulas without a result', async () => {
    const codes = async (name: string, part?: string) =>
      (await open(await fixture(name), part)).problems.map(({ code }) => code)
    for (const name of ['survey.openpyxl.xlsx', 'survey.xlsx', 'survey.xls', 'survey.ods'])
      expect(await codes(name)).toEqual(['load.currency', 'load.percent'])
    expect(await codes('survey.openpyxl.xlsx', 'Formulas')).toEqual(['load.formulas'])
    for (const name of ['days.xlsxwriter.xlsx', 'days.xls', 'days.ods'])
      expect(await codes(name, 'Errors')).toContain('load.error-cells')
    expect(await codes('days.xlsxwriter.xlsx', 'Errors')).toContain('load.hidden-rows')
    const { problems } = await open(await fixture('days.xls'))
    expect(problems[0]?.params).toMatchObject({ currency: '$' })
  })

  it('reads an empty sheet as an empty text', async () => {
    expect(await textOf(await open(await fixture('days.xlsxwriter.xlsx'), 'Empty'))).toBe('')
  })

  it('lists the parts if the requested one is missing', async () => {
    const problem = await getProblem(open(await fixture('survey.xlsx'), 'Dada'))
    expect(problem).toMatchObject({ code: 'load.no-part', where: { file: 'survey.xlsx' } })
    expect(problem.params?.['parts']).toContain('Data')
  })

  it('offers the data tables of a page by caption or heading', async () => {
    const { format, parts } = await formats.inspect(await fixture('cities.htm'))
    expect(format).toBe('html')
    expect(parts.map(({ name }) => name)).toEqual(['Cities & people [1]', 'Small'])
  })

  it('offers the record elements of XML, best first', async () => {
    const { format, parts } = await formats.inspect(await fixture('books.latin1.xml'))
    expect(format).toBe('xml')
    expect(parts.map(({ name, rows }) => [name, rows])).toEqual([
      ['catalog/book', 3],
      ['catalog/book/review', 2],
    ])
    const reviews = await textOf(await open(await fixture('books.latin1.xml'), 'catalog/book/review'))
    expect(JSON.parse(reviews)).toEqual([
      { 'book.id': 'bk103', 'book.lang': null, by: 'A', stars: '5' },
      { 'book.id': 'bk103', 'book.lang': null, by: 'B', stars: '3' },
    ])
  })
})

describe('detection by content', () => {
  const page = '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>'
  it.each([
    ['report.xls', `<html><body>${page}</body></html>`, 'html'],
    ['report.xls', `\ufeff  <!-- made by x --><meta charset=utf-8>${page}`, 'html'],
    ['clipboard', `Version:0.9\r\nStartHTML:00000097\r\nEndHTML:00000170\r\n<html><body>${page}</body></html>`, 'html'],
    ['report.xls', '<?xml version="1.0"?><rows><row a="1"/><row a="2"/></rows>', 'xml'],
    ['data.csv', '<rows>\n<row a="1"/>\n<row a="2"/>\n</rows>\n', 'xml'],
    ['data.xls', 'a,b\n1,2\n', 'text'],
    ['data.xml', '<5,10\n<6,11\n', 'text'],
    ['data.html', '<b>x</b>,1\n<b>y</b>,2\n', 'text'],
  ])('detects %s with content %j as %s', async (name, text, format) => {
    expect((await formats.inspect(inMemory(name, text))).format).toBe(format)
  })

  it('reads markup in UTF-16 and in its declared encoding', async () => {
    const text = '<?xml version="1.0"?><rows><row a="é"/><row a="Ж"/></rows>'
    const utf16 = new Uint8Array(2 + text.length * 2)
    utf16.set([0xff, 0xfe])
    ;[...text].forEach((letter, index) =>
      new DataView(utf16.buffer).setUint16(2 + index * 2, letter.charCodeAt(0), true),
    )
    expect(await textOf(await open(inMemory('wide.xml', utf16)))).toContain('"a":"Ж"')
    const declared = '<html><meta charset="windows-1251"><table><tr><td>x<td>1<tr><td>#<td>2</table>'
    const bytes = new TextEncoder().encode(declared)
    bytes[declared.indexOf('#')] = 0xc6
    expect(await textOf(await open(inMemory('named.html', bytes)))).toBe('x,1\nЖ,2\n')
  })
})

describe('hostile or damaged documents', () => {
  it('rejects malformed XML with its line', async () => {
    const problem = await getProblem(
      formats.inspect(inMemory('bad.xml', '<?xml version="1.0"?>\n<a><b>1</b>\n<b>2</c></a>')),
    )
    expect(problem).toMatchObject({ code: 'load.xml', where: { file: 'bad.xml', line: 3 } })
  })

  it('does not expand or fetch entities', async () => {
    const lines = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};&e${at};&e${at};">`)
    const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "bomb">${lines.join('')}<!ENTITY x SYSTEM "file:///etc/hostname">]>`
    for (const entity of ['e20', 'x'])
      expect(await getProblem(formats.inspect(inMemory('bomb.xml', `${bomb}<r><a>&${entity};</a></r>`)))).toMatchObject(
        {
          code: 'load.xml',
        },
      )
  })

  it('rejects excessive nesting', async () => {
    const xml = `<?xml version="1.0"?>${'<a>'.repeat(100_000)}`
    expect(await getProblem(formats.inspect(inMemory('deep.xml', xml)))).toMatchObject({ code: 'load.xml' })
    const html = `<!doctype html><table><tr><td>${'<div><b>'.repeat(100_000)}`
    expect(await getProblem(formats.inspect(inMemory('deep.html', html)))).toMatchObject({ code: 'load.too-deep' })
  })

  it('limits row and column spans', async () => {
    const html = '<table><tr><td colspan=99999999 rowspan=99999999>a<td>b</tr><tr><td>c<td>d</table>'
    const text = await textOf(await open(inMemory('wide.html', html)))
    expect(text.split('\n').length).toBeLessThan(5)
    expect(text.length).toBeLessThan(5000)
  })

  it('names the file when a page contains no table', async () => {
    const problem = await getProblem(open(inMemory('page.html', '<!doctype html><p>Nothing here.')))
    expect(problem).toMatchObject({ code: 'load.no-part.page', where: { file: 'page.html' } })
  })
})
