import { dictionary, int8, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette'
import { gzipSync, strToU8, zipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import initSqlJs from 'sql.js'

const fixtures = new URL('../fixtures/small/', import.meta.url)

const repeat = (bytes: number, line: string): Uint8Array => Buffer.alloc(bytes, line)

const textCell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`

const createWorkbook = (sheet: string, texts = '<sst/>', merges = '', level: 0 | 6 = 6): Uint8Array =>
  zipSync(
    {
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="One" r:id="a"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></Relationships>',
      ),
      'xl/s.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData>${merges}</worksheet>`),
      'xl/t.xml': strToU8(texts),
    },
    { level },
  )

const createSpreadsheet = (rows: string, padding = new Uint8Array()): Uint8Array =>
  zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    padding: [padding, { level: 0 }],
    'content.xml': strToU8(
      `<?xml version="1.0"?><o:document-content xmlns:o="urn:o" xmlns:table="urn:t" xmlns:text="urn:x"><o:body><o:spreadsheet><table:table table:name="One">${rows}</table:table></o:spreadsheet></o:body></o:document-content>`,
    ),
  })

const listNames = (count: number, write: (name: string) => string): string =>
  Array.from({ length: count }, (_, index) => write(`a${index}`)).join('')

async function createDatabase(...statements: string[]): Promise<Uint8Array> {
  const { Database } = await initSqlJs()
  const database = new Database()
  for (const statement of statements) database.run(statement)
  const bytes = database.export()
  database.close()
  return bytes
}

/** A workbook of Excel 2 with cells of one record each. */
function createExcel2(rows: number, columns: number): Uint8Array {
  const records = [Buffer.from([9, 0, 4, 0, 2, 0, 0x10, 0])]
  const add = (row: number, column: number): void => {
    const record = Buffer.from([2, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
    record.writeUInt16LE(row, 4)
    record.writeUInt16LE(column, 6)
    records.push(record)
  }
  for (let column = 0; column < columns; column++) add(0, column)
  for (let row = 1; row < rows; row++) add(row, 0)
  return Buffer.concat([...records, Buffer.from([10, 0, 0, 0])])
}

/** An archive whose entries share their compressed bytes. */
function createOverlappingZip(): Uint8Array {
  const archive = Buffer.from(zipSync({ 'a.csv': repeat(40_000_000, '1,2,3\n') }))
  const central = archive.lastIndexOf('PK\u0001\u0002')
  const end = archive.lastIndexOf('PK\u0005\u0006')
  const entry = archive.subarray(central, end)
  const entries = Array.from({ length: 1000 }, (_, index) => {
    const copy = Buffer.from(entry)
    copy.write(String.fromCharCode(97 + (index % 26)), 46)
    return copy
  })
  const tail = Buffer.from(archive.subarray(end))
  tail.writeUInt16LE(entries.length, 8)
  tail.writeUInt16LE(entries.length, 10)
  tail.writeUInt32LE(entries.length * entry.length, 12)
  return Buffer.concat([archive.subarray(0, central), ...entries, tail])
}

/** A Zstandard frame with blocks of 128 KB that repeat one byte. `window` is the byte that declares the window. */
const createZstd = (window: number, blocks: number): Uint8Array => {
  const frames = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, window])]
  for (let block = 1; block <= blocks; block++) {
    const header = Buffer.alloc(4)
    header.writeUIntLE((Number(block === blocks) | (1 << 1) | ((2 ** 17) << 3)) >>> 0, 0, 3)
    header[3] = 0x61
    frames.push(header)
  }
  return Buffer.concat(frames)
}

/** A tar archive with one file, without the two empty blocks at its end. */
const createTar = (name: string, content: Uint8Array): Uint8Array => {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write('0000644\0', 100)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
}

/** Files below 1 MB that were made to fill memory, and how they are refused; `undefined` if they can be loaded. */
export const smallFiles: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  // First, because the memory of a WebAssembly module does not shrink.
  'rows.sqlite': () =>
    createDatabase(
      'CREATE VIEW v AS WITH n(x) AS (VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10)) SELECT a.x AS a, hex(zeroblob(500)) AS b FROM n a, n b, n c, n d, n e',
    ),
  'value.sqlite': () => createDatabase('CREATE VIEW v AS SELECT hex(zeroblob(100000000)) AS x'),
  'default.sqlite': () =>
    createDatabase(
      'CREATE TABLE t(a)',
      'INSERT INTO t WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 30000) SELECT x FROM n',
      `ALTER TABLE t ADD COLUMN b DEFAULT '${'x'.repeat(400_000)}'`,
    ),
  'texts.xlsx': () =>
    createWorkbook(
      `<row>${'<c t="s"><v>0</v></c>'.repeat(2000)}</row>`.repeat(50),
      `<sst><si><t>${'x'.repeat(32_000)}</t></si></sst>`,
    ),
  'merged.xlsx': () =>
    createWorkbook(
      `<row>${textCell('a')}${textCell('b')}</row><row>${textCell('x'.repeat(32_000))}<c><v>1</v></c></row>${'<row><c/><c><v>1</v></c></row>'.repeat(100_000)}`,
      undefined,
      '<mergeCells><mergeCell ref="A2:A100000"/></mergeCells>',
    ),
  'cells.xlsx': () => createWorkbook(`<row>${'<c><v>1</v></c>'.repeat(100)}</row>`.repeat(100_000)),
  'rows.ods': () =>
    createSpreadsheet(
      '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="20"><text:p>x</text:p></table:table-cell></table:table-row>',
    ),
  'blank.ods': () => {
    const row = '<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>'
    const blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    return createSpreadsheet(row + blank + row)
  },
  'spans.html': () =>
    strToU8(`<!doctype html><table>${'<tr><td colspan=1000 rowspan=1000>aaaaaaaaaa</td></tr>'.repeat(18_000)}</table>`),
  'tables.html': () => strToU8(`<!doctype html>${'<table><tr><td>a<td>b<tr><td>1<td>2</table>'.repeat(22_000)}`),
  'short-rows.html': () =>
    strToU8(`<!doctype html><table><tr>${'<th>a'.repeat(1900)}${'<tr><td>1'.repeat(100_000)}</table>`),
  'short-rows.md': () => strToU8(`|${'a|'.repeat(1900)}\n|${'-|'.repeat(1900)}\n${'|1|\n'.repeat(240_000)}`),
  'short-rows.arff': () =>
    strToU8(`@relation r\n${listNames(1900, (name) => `@attribute ${name} numeric\n`)}@data\n${'1\n'.repeat(440_000)}`),
  'short-rows.json': () => strToU8(`[{${listNames(1898, (name) => `"${name}":1,`)}"b":1}${',{}'.repeat(300_000)}]`),
  'short-rows.jsonl': () => strToU8(`{${listNames(1898, (name) => `"${name}":1,`)}"b":1}\n${'{}\n'.repeat(300_000)}`),
  'fields.xml': () => strToU8(`<r>${`<a>${listNames(8000, (name) => `<${name}/>`)}</a>`.repeat(2)}</r>`),
  'full.csv': () => strToU8(`${listNames(2501, (name) => `${name},`)}\n${`${'1,'.repeat(2501)}\n`.repeat(9)}`),
  'wide.md': () => strToU8(`|${'a|'.repeat(20_000)}\n|${'-|'.repeat(20_000)}\n${'|1|\n'.repeat(200_000)}`),
  'keys.json': () => strToU8(`[${Array.from({ length: 70_000 }, (_, index) => `{"a${index}":1}`).join(',')}]`),
  'deep.json': () => strToU8('['.repeat(450_000) + ']'.repeat(450_000)),
  'keys.jsonl': () => strToU8(Array.from({ length: 70_000 }, (_, index) => `{"a${index}":1}`).join('\n')),
  'entities.xml': () =>
    strToU8(
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "${'x'.repeat(100_000)}">]><r>${'<a>&a;</a>'.repeat(80_000)}</r>`,
    ),
  'inherited.xml': () =>
    strToU8(`<?xml version="1.0"?><r>${`<g k="${'k'.repeat(60_000)}">${'<a v="1"/>'.repeat(6000)}</g>`.repeat(7)}</r>`),
  'wide.csv': () => strToU8(`${','.repeat(990_000)}\n`),
  'blank.csv': () => strToU8(`1\n${'\n'.repeat(950_000)}1\n`),
  'empty.csv': () => strToU8(`a,b,c,d,e\n${',,,,\n'.repeat(190_000)}`),
  'aligned.txt': () => strToU8(`a${' '.repeat(3000)}b\n`.repeat(300)),
  'rows.csv.gz': () => gzipSync(repeat(40_000_000, '1,2,3\n')),
  'line.txt.gz': () => gzipSync(repeat(40_000_000, 'a')),
  'line.csv.zst': () => createZstd(0x38, 300),
  'window.csv.zst': () => createZstd(0xff, 1),
  'large-window.csv.zst': () => createZstd(0xa0, 1),
  'rows.tar.gz': () => gzipSync(createTar('a.csv', repeat(40_000_000, '1,2,3\n'))),
  'entries.tar.gz': () =>
    gzipSync(
      Buffer.concat(Array.from({ length: 40_000 }, (_, index) => createTar(`${index}.csv`, strToU8('a,b\n1,2\n')))),
    ),
  // What is packed in a small file has the limits of the small file.
  'cells.xlsx.gz': () =>
    gzipSync(createWorkbook(`<row>${'<c><v>1</v></c>'.repeat(100)}</row>`.repeat(9500), '', '', 0)),
  'rows.ods.gz': () =>
    gzipSync(
      createSpreadsheet(
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="20"><text:p>x</text:p></table:table-cell></table:table-row>',
        new Uint8Array(2 ** 21),
      ),
    ),
  'rows.sqlite.gz': async () => gzipSync(Buffer.concat([await smallFiles['rows.sqlite']!(), Buffer.alloc(2 ** 21)])),
  'nodes.html.gz': () => gzipSync(strToU8(`<!doctype html><table>${'<tr><td>1<td>2'.repeat(1_100_000)}</table>`)),
  'attributes.html': () =>
    strToU8(`<!doctype html><table><tr><td ${listNames(130_000, (name) => `${name} `)}>1</table>`),
  'lines.md.gz': () => gzipSync(strToU8(`|a|b|\n|-|-|\n${'|1|2|\n'.repeat(2_500_000)}`)),
  'lists.json.gz': () => gzipSync(strToU8(`{"a":[${'[[]],'.repeat(3_000_000)}[]]}`)),
  'values.json.gz': () => gzipSync(strToU8(`[${'1,'.repeat(7_900_000)}1]`)),
  'sheet.xlsb': () =>
    zipSync({ 'xl/workbook.bin': new Uint8Array(1), 'xl/worksheets/sheet1.bin': new Uint8Array(40_000_000) }),
  'short-rows.xls': () => createExcel2(65_000, 256),
  'short-rows.tsv': () => strToU8(`${listNames(1900, (name) => `${name}\t`)}b\n${'1\n'.repeat(300_000)}`),
  'overlapping.zip': createOverlappingZip,
  'dictionary.parquet': () => readFile(new URL('dictionary.parquet', fixtures)),
  'runs.parquet': () => readFile(new URL('runs.parquet', fixtures)),
  'lists.parquet': () => readFile(new URL('lists.parquet', fixtures)),
  'dictionary.arrow': () => {
    const texts = Array.from({ length: 200_000 }, () => 'x'.repeat(1000))
    const table = tableFromArrays({ a: texts }, { types: { a: dictionary(utf8(), int8()) } })
    return tableToIPC(table, { format: 'file' }) as Uint8Array
  },
}
