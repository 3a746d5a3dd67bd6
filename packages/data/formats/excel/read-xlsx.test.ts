import { englishFormatter } from '@aw-flow/messages/catalogs'
import { TablesError, type OpenedText, type SourceFile } from '@aw-flow/engine'
import { CFB, utils, write, type CellObject, type WorkBook } from '@e965/xlsx'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { seed, selectVariants, sizes } from '../../../../test/sizes.ts'
import { openFormats } from '../../node/open-duckdb.ts'
import { parseRow } from '../grid/grid-row.ts'
import { createFindings, normalizeNumber } from './sheet-cells.ts'

const formats = openFormats()
afterAll(() => formats.close())

const inMemory = (bytes: Uint8Array, name = 'book.xlsx'): SourceFile => ({
  dataset: name,
  name,
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

async function open(bytes: Uint8Array, part?: string): Promise<OpenedText> {
  const file = inMemory(bytes)
  const opened = await formats.open(file, { ...(await formats.inspect(file)), part })
  if (opened.kind !== 'text') throw new Error('Text was expected.')
  return opened
}

const textOf = async ({ file }: OpenedText): Promise<string> => new TextDecoder().decode(await file.read(0, file.size))

const getProblem = async (work: Promise<unknown>) => {
  const cause: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(cause instanceof TablesError)) throw new Error(`It did not end with a problem, but with ${String(cause)}.`)
  return cause.problem
}

interface Written {
  sheet?: string
  strings?: string
  workbook?: string
  styles?: string
  more?: Record<string, string>
}

/** Creates a workbook of handwritten XML. */
function workbook({ sheet = '', strings = '', workbook: list, styles = '', more = {} }: Written): Uint8Array {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`
  const relations = (all: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all}</Relationships>`
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml':
      list ?? '<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
        relation('rId2', 'sharedStrings', '/xl/sharedStrings.xml') +
        relation('rId3', 'styles', 'styles.xml'),
    ),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    ...more,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

/** Creates a workbook with several sheets, from the XML inside each. */
function workbookOfSheets(sheets: Record<string, string>): Uint8Array {
  const names = Object.keys(sheets)
  const elements = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
  const relations = names.map(
    (_, index) => `<Relationship Id="rId${index + 1}" Type="x/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  const contents = names.map((name, index) => [
    `xl/worksheets/sheet${index + 1}.xml`,
    `<worksheet>${sheets[name]}</worksheet>`,
  ])
  return workbook({
    workbook: `<workbook xmlns:r="r"><sheets>${elements.join('')}</sheets></workbook>`,
    more: {
      'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
      ...Object.fromEntries(contents),
    },
  })
}

describe('an xlsx workbook of handwritten XML', () => {
  it('is read with any prefixes, quotes, comments and order of attributes', async () => {
    const sheet = `
      <x:row r='2'><!-- a <c r="A1"> in a comment --><x:c r="B2" t='inlineStr'><x:is><x:r><x:t>ri</x:t></x:r><x:r><x:t xml:space="preserve">ch &amp; </x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c><x:c t="str"><x:f>A1&gt;"x"</x:f><x:v><![CDATA[a<b]]></x:v></x:c></x:row>
      <row><c><v>1</v></c><c r="D3"><v>4.0</v></c><c r="C3"><v>3.50</v></c></row>
      <row r="5"><c r="A5" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>99</v></c></row>`
    const strings =
      '<si><t>one,two</t></si><si><r><t>say </t></r><r><t>"hi"</t></r></si><si><t>a_x000D_\nb_x005F_x0041_&#x263A;</t></si>'
    expect(await textOf(await open(workbook({ sheet, strings })))).toBe(
      '\n,rich & ,a<b,\n1,,3.5,4\n\n"one,two","say ""hi""","a\nb_x0041_☺",\n',
    )
  })

  it('writes numbers as the shortest text that round-trips, without inventing digits', async () => {
    const values = [
      '0.1',
      '0.10000000000000001',
      '1E-3',
      '123456789012345',
      '12345678901234567890',
      '-0.5',
      '1.7976931348623157E+308',
    ]
    const sheet = `<row>${values.map((value) => `<c><v>${value}</v></c>`).join('')}</row>`
    expect(await textOf(await open(workbook({ sheet })))).toBe(
      '0.1,0.1,0.001,123456789012345,12345678901234567890,-0.5,1.7976931348623157e+308\n',
    )
  })

  it('warns about integers with more digits than are stored', async () => {
    const cells = ['1234567890123456789', '9007199254740991', '-9223372036854775808', '6.02E+20', '6.02E+23', '1.5']
    const sheet = cells.map((value) => `<row><c><v>${value}</v></c></row>`).join('')
    const { problems } = await open(workbook({ sheet }))
    expect(problems).toMatchObject([{ code: 'load.inexact-numbers', severity: 'warning' }])
    expect(problems[0]?.params).toMatchObject({ cells: 2 })
  })

  it('keeps the digits of long IDs that a program wrote with an exponent', async () => {
    const sheet =
      '<row><c><v>3.1010119560823098E+17</v></c></row><row><c t="inlineStr"><is><t>B22</t></is></c></row><row><c><v>6.02E+20</v></c></row>'
    const opened = await open(workbook({ sheet }))
    expect(await textOf(opened)).toBe('310101195608230980\nB22\n6.02e+20\n')
    expect(opened.problems).toMatchObject([{ code: 'load.inexact-numbers', params: { cells: 1 } }])
  })

  it('chooses the sheet with the most values, not an empty one that declares cells', async () => {
    const sheets = {
      One: '<dimension ref="A1:B1"/><sheetData><row><c><v>7</v></c><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
      Declared:
        '<dimension ref="A1:Z900"/><sheetData><row r="900"><c r="A900" s="1"/><c r="Z900"><v/></c></row></sheetData>',
      Empty: '<dimension ref="A1"/><sheetData/>',
    }
    const bytes = workbookOfSheets(sheets)
    expect((await open(bytes)).part).toBe('One')
    expect((await formats.inspect(inMemory(bytes))).parts).toEqual([
      { name: 'One', rows: 1, columns: 2 },
      { name: 'Declared', rows: 0, columns: 0 },
      { name: 'Empty', rows: 0, columns: 0 },
    ])
  })

  it.each([
    ['<workbookPr date1904="1"/>', '2024-02-29'],
    ['<workbookPr/>', '2020-02-28'],
    ['<workbookPr date1904="false"/>', '2020-02-28'],
  ])('reads the date system from %s, even if an extension follows', async (properties, expected) => {
    const list = `<workbook xmlns:r="r" xmlns:x14="x">${properties}<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets><extLst><ext><x14:workbookPr defaultImageDpi="3"/></ext></extLst></workbook>`
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const opened = await open(workbook({ workbook: list, styles, sheet: '<row><c s="1"><v>43889</v></c></row>' }))
    expect(await textOf(opened)).toBe(`${expected}\n`)
  })

  it.each(['book/parts/main.xml', 'workbook2.xml'])('finds the workbook at %s', async (path) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const types = (main: string): string =>
      `<Types><Override PartName="/${path}" ContentType="application/vnd.${main}"/></Types>`
    const relations = (all: string): string => `<Relationships>${all}</Relationships>`
    const files = (main: string) => ({
      '[Content_Types].xml': types(main),
      '_rels/.rels': relations(`<Relationship Id="r" Type="x/officeDocument" Target="${path}"/>`),
      [path]: '<workbook xmlns:r="r"><sheets><sheet name="One" r:id="s"/></sheets></workbook>',
      [`${folder}_rels/${path.slice(folder.length)}.rels`]: relations(
        '<Relationship Id="s" Type="x/worksheet" Target="/data/s.xml"/>',
      ),
      'data/s.xml': '<worksheet><sheetData><row><c><v>5</v></c></row></sheetData></worksheet>',
    })
    const pack = (main: string) =>
      zipSync(Object.fromEntries(Object.entries(files(main)).map(([name, text]) => [name, strToU8(text)])))
    const workbookBytes = pack('openxmlformats-officedocument.spreadsheetml.sheet.main+xml')
    expect(await textOf(await open(workbookBytes, 'One'))).toBe('5\n')
    const documentBytes = pack('openxmlformats-officedocument.wordprocessingml.document.main+xml')
    expect((await formats.inspect(inMemory(documentBytes))).format).toBeUndefined()
  })

  it('reads booleans, errors, ISO dates, and formulas by their last result', async () => {
    const sheet =
      '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2024-05-01T00:00:00</v></c><c t="d"><v>2024-05-01T10:30:00Z</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c></row>'
    const opened = await open(workbook({ sheet }))
    expect(await textOf(opened)).toBe('true,false,#REF!,2024-05-01,2024-05-01 10:30:00Z,2\n')
    expect(opened.problems.map(({ code }) => code)).toEqual(['load.formulas', 'load.error-cells'])
  })

  it('does not repeat titles over the full width and merged numbers', async () => {
    const cell = (ref: string, text: string): string =>
      /^\d+$/.test(text)
        ? `<c r="${ref}"><v>${text}</v></c>`
        : `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
    const sheet = `<row r="1">${cell('A1', 'Title')}</row><row r="2">${cell('A2', 'a')}${cell('B2', 'b')}${cell('C2', 'c')}</row>
      <row r="3">${cell('A3', 'x')}${cell('B3', '5')}${cell('C3', '1')}</row><row r="4">${cell('C4', '2')}</row>`
    const bytes = workbook({
      more: {
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/></mergeCells></worksheet>`,
      },
    })
    const opened = await open(bytes)
    expect(await textOf(opened)).toBe('Title,,\na,b,c\nx,5,1\nx,,2\n')
    expect(opened.header).toBeUndefined()
  })
})

describe('the header row', () => {
  const text = (...cells: string[]): string =>
    `<row>${cells.map((cell) => (cell === '' ? '<c/>' : `<c t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`
  const above = text('Export', 'of') + text('run at', '2024') + text()
  const body = text('x', 'y') + text('z', 'w')
  const sheetOf = (rows: string, filter: string): Written => ({
    more: { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData>${filter}</worksheet>` },
  })

  it('is the first row of a filtered range if the row above is empty', async () => {
    const filter = '<autoFilter ref="A4:B6"><filterColumn colId="0"/></autoFilter>'
    expect((await open(workbook(sheetOf(above + text('a', 'b') + body, filter)))).header).toEqual({ line: 4, rows: 1 })
    const grouped = text('Sales', 'of') + text('a', 'b') + body
    expect((await open(workbook(sheetOf(grouped, '<autoFilter ref="A2:B4"/>')))).header).toBeUndefined()
  })

  it('is the first row of the only Excel table of a sheet if it has names', async () => {
    const tables = (attributes: string): Record<string, string> => ({
      'xl/worksheets/_rels/sheet1.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="http://x/table" Target="../tables/table1.xml"/></Relationships>',
      'xl/tables/table1.xml': `<table xmlns="m" id="1" name="T" ref="A4:B6"${attributes}><autoFilter ref="A4:B6"/></table>`,
    })
    const sheet = above + text('a', 'b') + body
    expect((await open(workbook({ sheet, more: tables('') }))).header).toEqual({ line: 4, rows: 1 })
    expect((await open(workbook({ sheet, more: tables(' headerRowCount="0"') }))).header).toBeUndefined()
  })
})

describe('a hostile or damaged xlsx workbook', () => {
  it.each([
    ['a document type', { sheet: '<!DOCTYPE x [<!ENTITY a "b">]><row/>' }, 'load.damaged'],
    [
      'a document type in its list of sheets',
      { workbook: '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' },
      'load.damaged',
    ],
    ['XML that breaks', { workbook: '<workbook><sheets>' }, 'load.damaged'],
    ['no sheet', { workbook: '<workbook><sheets/></workbook>' }, 'load.no-part.none'],
  ])('with %s is refused by name', async (_, written, code) => {
    expect(await getProblem(open(workbook(written)))).toMatchObject({ code, where: { file: 'book.xlsx' } })
  })

  it('is rejected by name if it is truncated', async () => {
    const whole = workbook({ sheet: '<row><c><v>1</v></c></row>' })
    for (const length of [30, 200, whole.length - 40])
      expect((await getProblem(open(whole.subarray(0, length)))).where?.file).toContain('book.xlsx')
  })

  it('needs no more memory than its values if a value is in the last row and column', async () => {
    const sheet = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
    const text = await textOf(await open(workbook({ sheet })))
    expect(text.length).toBeLessThan(1_200_000)
    expect(text.replace(/^\n+/, '')).toBe(`${','.repeat(16_383)}1\n2${','.repeat(16_383)}\n`)
  })

  it('reports the number of cells beyond the last possible column', async () => {
    const opened = await open(workbook({ sheet: '<row><c r="A1"><v>1</v></c><c r="ZZZ1"><v>2</v></c></row>' }))
    expect(await textOf(opened)).toBe('1\n')
    expect(opened.problems[0]).toMatchObject({ code: 'load.cells-out-of-range' })
  })

  it('is rejected early if a text or a tag has no end', async () => {
    for (const begun of selectVariants(['<row><c t="str"><v>', '<row a="', '<!-- '])) {
      const problem = await getProblem(open(workbook({ sheet: begun + ' '.repeat(9 << 20) })))
      expect(problem).toMatchObject({ code: 'load.damaged', where: { file: 'book.xlsx' } })
    }
  })

  it('is rejected by name with a hint if it is protected with a password', async () => {
    const container = CFB.utils.cfb_new()
    CFB.utils.cfb_add(container, '/EncryptionInfo', new Uint8Array(200))
    CFB.utils.cfb_add(container, '/EncryptedPackage', new Uint8Array(5000))
    const bytes = new Uint8Array(CFB.write(container, { type: 'array' }) as ArrayBuffer)
    const problem = await getProblem(open(bytes))
    expect(problem).toMatchObject({ code: 'load.password', where: { file: 'book.xlsx' } })
    expect(englishFormatter.renderProblem(problem).hint).toContain('without the password')
  })

  it('is rejected by name if it is a text document', async () => {
    const container = CFB.utils.cfb_new()
    CFB.utils.cfb_add(container, '/WordDocument', new Uint8Array(5000))
    const bytes = new Uint8Array(CFB.write(container, { type: 'array' }) as ArrayBuffer)
    expect(await getProblem(open(bytes))).toMatchObject({ code: 'load.no-reader.document' })
  })
})

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    '"',
    ',',
    '\n',
    'a\nb',
    '007',
    ' x ',
    '_x000D_',
    '&amp;',
    '<v>',
    '😀',
    '\u2028',
    '\ufeff',
    "'",
    '=1+1',
  ),
)
const cells = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 4, arbitrary: nasty.filter((text) => !/[\0-\u0008\u000b-\u001f\ufffe\uffff]|_x[0-9a-f]{4}_/i.test(text)) },
  // Outside this range, the library that writes the files rounds exponents of binary records incorrectly.
  fc.double({ noNaN: true, min: -1e200, max: 1e200 }).map((value) => (Math.abs(value) < 1e-200 ? 0 : value)),
  fc.integer(),
  fc.boolean(),
)
const grids = fc.array(fc.array(cells, { maxLength: 6 }), { minLength: 1, maxLength: 8 })

type Cell = string | number | boolean | undefined

function bookOf(rows: readonly (readonly Cell[])[]): WorkBook {
  const sheet = utils.aoa_to_sheet([])
  rows.forEach((row, r) =>
    row.forEach((value, c) => {
      if (value === undefined) return
      const t = typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'b'
      sheet[utils.encode_cell({ r, c })] = { t, v: value } satisfies CellObject
    }),
  )
  const width = Math.max(1, ...rows.map((row) => row.length))
  sheet['!ref'] = utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length - 1, c: width - 1 } })
  return { SheetNames: ['Sheet'], Sheets: { Sheet: sheet } }
}

/** Parses rows of CSV into cells; a cell may contain line endings. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted
    if (text[at] !== '\n' || isQuoted) continue
    rows.push(parseRow(new TextEncoder().encode(text.slice(from, at))))
    from = at + 1
  }
  return rows
}

/** Returns the grid without blank rows at its end and blank columns at its sides. */
function trimmed(rows: readonly (readonly Cell[])[]): string[][] {
  const texts = rows.map((row) =>
    row.map((value) => {
      if (value === undefined) return ''
      if (typeof value !== 'number') return String(value).replace(/\r\n?/g, '\n')
      return normalizeNumber(createFindings(), String(Object.is(value, -0) ? 0 : value))
    }),
  )
  const used = texts.flatMap((row) => row.flatMap((text, column) => (text === '' ? [] : [column])))
  const [left, right] = [Math.min(...used), Math.max(...used)]
  const last = texts.findLastIndex((row) => row.some((text) => text !== ''))
  return texts
    .slice(0, last + 1)
    .map((row) =>
      row.every((text) => text === '')
        ? ['']
        : Array.from({ length: right - left + 1 }, (_, column) => row[left + column] ?? ''),
    )
}

describe('an xls workbook', () => {
  it('is read if it declares no shared strings, as Excel reads it', async () => {
    const cells = [
      ['name', 'count'],
      ['x', 1],
    ].map((row) => row.map((value): CellObject => ({ t: typeof value === 'number' ? 'n' : 's', v: value })))
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet(cells), 'One')
    const container = CFB.read(
      new Uint8Array(write(book, { type: 'array', bookType: 'biff8', bookSST: true }) as ArrayBuffer),
      { type: 'array' },
    )
    const stream = Uint8Array.from(CFB.find(container, '/Workbook')?.content ?? [])
    const view = new DataView(stream.buffer)
    let offset = 0
    while (view.getUint16(offset, true) !== 0xfc) offset += 4 + view.getUint16(offset + 2, true)
    view.setUint32(offset + 8, 0, true)
    CFB.utils.cfb_add(container, '/Workbook', stream)
    const bytes = new Uint8Array(CFB.write(container, { type: 'array' }) as ArrayBuffer)
    expect(await textOf(await open(bytes))).toBe('name,count\nx,1\n')
  })
})

describe('a random table', () => {
  it.each(['xlsx', 'xlsb', 'biff8'] as const)('is the same after a library writes it as %s', async (bookType) => {
    await fc.assert(
      fc.asyncProperty(grids, async (rows) => {
        if (rows.every((row) => row.every((value) => value === undefined))) return
        const bytes = new Uint8Array(
          write(bookOf(rows), { type: 'array', bookType, bookSST: rows.length % 2 === 0 }) as ArrayBuffer,
        )
        expect(parse(await textOf(await open(bytes)))).toEqual(trimmed(rows))
      }),
      { seed, numRuns: Math.ceil(sizes.propertyRuns / 5) },
    )
  })
})
