import { TablesError, type SourceFile } from '@aw-flow/engine'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { openFormats } from '../node/open-duckdb.ts'

const formats = openFormats()
afterAll(() => formats.close())

const inMemory = (name: string, bytes: Uint8Array | string): SourceFile => {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return { dataset: name, name, size: content.length, read: async (start, end) => content.slice(start, end) }
}

/** Returns the number of lines read, or the code of the problem. */
async function outcome(file: SourceFile): Promise<string | number> {
  try {
    const opened = await formats.open(file, await formats.inspect(file))
    if (opened.kind !== 'text') throw new Error('Text was expected.')
    const text = new TextDecoder().decode(await opened.file.read(0, opened.file.size))
    return text.split('\n').length - 1
  } catch (cause) {
    if (cause instanceof TablesError) return cause.problem.code
    throw cause
  }
}

const sheetOf = (sheet: string): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="One" r:id="a"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
    ),
    'xl/s.xml': strToU8(`<worksheet>${sheet}</worksheet>`),
  })

const odsOf = (rows: string): Uint8Array =>
  zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    'content.xml': strToU8(
      `<?xml version="1.0"?><o:document-content xmlns:o="urn:o" xmlns:table="urn:t" xmlns:text="urn:x"><o:body><o:spreadsheet><table:table table:name="One">${rows}</table:table></o:spreadsheet></o:body></o:document-content>`,
    ),
  })

describe('small documents whose cells take much memory', () => {
  const ratio = 'load.decompressed-too-large.ratio'

  it.each([
    [
      'a row',
      '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="20"><text:p>x</text:p></table:table-cell></table:table-row>',
    ],
    [
      'a long cell',
      `<table:table-row table:number-rows-repeated="1000"><table:table-cell><text:p>${'x'.repeat(60_000)}</text:p></table:table-cell></table:table-row>`,
    ],
    [
      'spaces',
      `<table:table-row table:number-rows-repeated="1000"><table:table-cell><text:p>x${'<text:s text:c="1000"/>'.repeat(100)}y</text:p></table:table-cell></table:table-row>`,
    ],
  ])('are refused if %s is repeated', async (_, rows) => {
    expect(await outcome(inMemory('repeated.ods', odsOf(rows)))).toBe(ratio)
  })

  it('are refused if many sheets each repeat a row', async () => {
    const row = `<table:table-row table:number-rows-repeated="200000"><table:table-cell><text:p>${'x'.repeat(50)}</text:p></table:table-cell></table:table-row>`
    const sheets = `${row}</table:table>${`<table:table table:name="More">${row}</table:table>`.repeat(5)}<table:table table:name="Last">`
    expect(await outcome(inMemory('sheets.ods', odsOf(sheets)))).toBe(ratio)
  })

  it('are refused if cells share a long text', async () => {
    const text = 'x'.repeat(32_000)
    const cells = `<row>${'<c t="s"><v>0</v></c>'.repeat(2_000)}</row>`
    const bytes = zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="One" r:id="a"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></Relationships>',
      ),
      'xl/s.xml': strToU8(`<worksheet><sheetData>${cells}</sheetData></worksheet>`),
      'xl/t.xml': strToU8(`<sst><si><t>${text}</t></si></sst>`),
    })
    expect(bytes.length).toBeLessThan(10_000)
    expect(await outcome(inMemory('shared.xlsx', bytes))).toBe(ratio)
  })
})

describe('documents designed to be slow', () => {
  it('rejects pages with deeply nested tables of many cells', async () => {
    const cells = '<td><b>x</b><i> </i></td>'.repeat(500)
    const html = `<!doctype html>${`<table><tr>${cells}</tr><tr><td>`.repeat(90)}`
    expect(await outcome(inMemory('nested.html', html))).toBe('load.no-part.page')
  })

  it('rejects pages whose first cells span all columns and rows', async () => {
    const row = '<td colspan=1000 rowspan=65534>a'.repeat(1000)
    const html = `<!doctype html><table><tr>${row}</tr>${'<tr><td>b</tr>'.repeat(5000)}</table>`
    expect(await outcome(inMemory('spans.html', html))).toBe('load.no-part.page')
  })

  it('reads pages with a cell of many blanks and line endings', async () => {
    const html = `<table><tr><td>a${'<i> </i><br>'.repeat(50_000)}${'<i> </i>'.repeat(50_000)}b<td>c<tr><td>d<td>e</table>`
    expect(await outcome(inMemory('blanks.html', html))).toBeTypeOf('number')
  })

  it('reads sheets in which every row is merged several times', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="str"><v>x</v></c><c r="C${row + 1}"><v>1</v></c></row>`,
    )
    const merges = rows.map(
      (_, row) => `<mergeCell ref="A${row + 1}:B${row + 1}"/><mergeCell ref="A${row + 1}:A20000"/>`,
    )
    const sheet = `<sheetData>${rows.join('')}</sheetData><mergeCells>${merges.join('')}</mergeCells>`
    expect(await outcome(inMemory('merged.xlsx', sheetOf(sheet)))).toBe(20_000)
  })

  it('reads sheets whose cells are in reverse order', async () => {
    const row = Array.from({ length: 16_384 }, () => '<c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c>').join('')
    expect(await outcome(inMemory('backward.xlsx', sheetOf(`<sheetData><row>${row}</row></sheetData>`)))).toBe(1)
  })

  it('limits repeated cells and rows', async () => {
    const cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    const row = (times: number): string =>
      `<table:table-row table:number-rows-repeated="${times}">${cell}${cell}</table:table-row>`
    expect(await outcome(inMemory('wide.ods', odsOf(row(1))))).toBe(1)
    expect(await outcome(inMemory('repeated.ods', odsOf(row(999_999_999))))).toBe(
      'load.decompressed-too-large.repeated',
    )
    const blank =
      '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    const one = '<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>'
    expect(await outcome(inMemory('blank.ods', odsOf(one + blank)))).toBe(1)
  })

  it('reads XML with one large text, and refuses many kinds of elements or many attributes', async () => {
    const kinds = Array.from({ length: 10_000 }, (_, at) => `<e${at}/>`).join('')
    expect(await outcome(inMemory('kinds.xml', `<?xml version="1.0"?><r><a>${kinds}</a><a/></r>`))).toBe(
      'load.too-many-columns',
    )
    const more = Array.from({ length: 30_000 }, (_, at) => `<e${at}/>`).join('')
    expect(await outcome(inMemory('more.xml', `<?xml version="1.0"?><r>${more}</r>`))).toBe(
      'load.too-many-xml-elements',
    )
    const attributes = Array.from({ length: 20_000 }, (_, at) => `a${at}="1"`).join(' ')
    expect(await outcome(inMemory('attributes.xml', `<?xml version="1.0"?><r><a ${attributes}/><a/></r>`))).toBe(
      'load.too-many-columns',
    )
    const text = 'x '.repeat(5_000_000)
    expect(await outcome(inMemory('text.xml', `<?xml version="1.0"?><r><a>${text}</a><a>b</a></r>`))).toBeTypeOf(
      'number',
    )
  })
})
