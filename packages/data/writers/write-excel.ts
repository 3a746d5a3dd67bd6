import { TablesError, type Scalar } from '@aw-flow/engine'
import { error, type Column } from '@aw-flow/schema'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { RowPages } from './write-json.ts'

/** Limits of a sheet, including the header row. */
const maxSheetRows = 1_048_576
const maxSheetColumns = 16_384
/** Maximum length of a cell, in characters. */
const maxTextLength = 32_767

/**
 * Writes an Excel workbook with one sheet that contains a header row followed by the table's rows. Numbers, booleans,
 * dates and times keep their type. Values that a sheet cannot represent exactly (integers and decimals with more than
 * 15 digits, times finer than milliseconds, dates before March 1900) become text.
 */
export async function* writeExcel(
  columns: readonly Column[],
  rowCount: number,
  pages: RowPages,
): AsyncGenerator<Uint8Array> {
  if (rowCount + 1 > maxSheetRows || columns.length > maxSheetColumns)
    throw createTooLargeError(rowCount, columns.length)
  const output: Uint8Array[] = []
  let failure: Error | null = null
  const zip = new Zip((cause, chunk) => {
    failure ??= cause
    output.push(chunk)
  })
  const addEntry = (name: string): ZipDeflate => {
    const file = new ZipDeflate(name, { level: 6 })
    // A fixed time makes the output reproducible. ZIP archives cannot represent times before 1980.
    file.mtime = '1980-01-01T00:00:00'
    zip.add(file)
    return file
  }
  for (const [name, text] of fixedParts) addEntry(name).push(strToU8(text), true)
  const sheet = addEntry('xl/worksheets/sheet1.xml')
  const letters = columns.map((_, index) => formatColumnLetters(index))
  const cellWriters = columns.map(({ type }) => chooseCellWriter(type))
  sheet.push(strToU8(sheetStart))
  if (columns.length > 0) {
    const headerCells = columns.map(({ name }, index) => formatTextCell(`${letters[index]}1`, name))
    sheet.push(strToU8(`<row r="1">${headerCells.join('')}</row>`))
  }
  let row = 1
  for await (const page of pages) {
    const lines = page.map((values) => {
      row++
      const cellXml = values.map((value, index) =>
        value === null ? '' : (cellWriters[index] as CellWriter)(`${letters[index]}${row}`, value),
      )
      return `<row r="${row}">${cellXml.join('')}</row>`
    })
    sheet.push(strToU8(lines.join('')))
    yield* output.splice(0)
  }
  sheet.push(strToU8('</sheetData></worksheet>'), true)
  zip.end()
  if (failure) throw failure as Error
  yield* output.splice(0)
}

type CellWriter = (reference: string, value: Exclude<Scalar, null>) => string

/** Indexes of the styles in `styles.xml`. */
const [plainStyle, dateStyle, dateTimeStyle, timeStyle] = [0, 1, 2, 3]

function chooseCellWriter(type: string): CellWriter {
  if (type === 'BOOLEAN') return (reference, value) => `<c r="${reference}" t="b"><v>${value === true ? 1 : 0}</v></c>`
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type)) return formatNumberOrText
  if (type === 'DATE') return (reference, value) => formatSerialOrText(reference, String(value), dateStyle)
  if (type === 'TIMESTAMP') return (reference, value) => formatSerialOrText(reference, String(value), dateTimeStyle)
  if (type === 'TIME') return (reference, value) => formatSerialOrText(reference, String(value), timeStyle)
  return (reference, value) => formatTextCell(reference, String(value))
}

/** Writes a number if a sheet can represent it exactly, that is, with at most 15 digits; otherwise, writes text. */
function formatNumberOrText(reference: string, value: Exclude<Scalar, null>): string {
  const text = String(value)
  const isExact = typeof value === 'number' ? Number.isFinite(value) : countDigits(text) <= 15
  return isExact ? formatNumberCell(reference, text, plainStyle) : formatTextCell(reference, text)
}

const countDigits = (text: string): number => text.replace(/[-.]/g, '').replace(/^0+/, '').length

const formatNumberCell = (reference: string, text: string, style: number): string =>
  `<c r="${reference}"${style === plainStyle ? '' : ` s="${style}"`}><v>${text}</v></c>`

const millisecondsPerDay = 86_400_000
/** Epoch of Excel dates, in ms since the Unix epoch. Spreadsheet programs disagree about dates before 1900-03-01. */
const excelEpochMs = Date.UTC(1899, 11, 30)
const minDateMs = Date.UTC(1900, 2, 1)

function formatSerialOrText(reference: string, text: string, style: number): string {
  const [, day, timeOfDay = '00:00:00', fraction = ''] =
    /^(?:(\d{4}-\d\d-\d\d) ?)?(\d\d:\d\d:\d\d)?(?:\.(\d+))?$/.exec(text) ?? []
  const milliseconds = Date.parse(`${day ?? '1970-01-01'}T${timeOfDay}.${fraction.padEnd(3, '0').slice(0, 3)}Z`)
  const isExact = Number.isFinite(milliseconds) && /^\d{0,3}0*$/.test(fraction)
  if (!isExact || (day !== undefined && milliseconds < minDateMs)) return formatTextCell(reference, text)
  const serial =
    day === undefined ? milliseconds / millisecondsPerDay : (milliseconds - excelEpochMs) / millisecondsPerDay
  return formatNumberCell(reference, String(serial), style)
}

function formatTextCell(reference: string, text: string): string {
  if (text.length > maxTextLength) throw createTooLongError(reference, text.length)
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`
}

/** Escapes XML markup. Characters that XML cannot contain are escaped as Excel does (`_x0001_`). */
const escapeText = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(
      /[\0-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')

function formatColumnLetters(index: number): string {
  let letters = ''
  for (let remaining = index + 1; remaining > 0; remaining = Math.floor((remaining - 1) / 26)) {
    letters = String.fromCharCode(65 + ((remaining - 1) % 26)) + letters
  }
  return letters
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationshipsNamespace = 'http://schemas.openxmlformats.org/package/2006/relationships'
const officeNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetStart = `${declaration}<worksheet xmlns="${mainNamespace}"><sheetData>`
const contentTypePrefix = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const fixedParts: readonly [name: string, text: string][] = [
  [
    '[Content_Types].xml',
    `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentTypePrefix}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentTypePrefix}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentTypePrefix}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${declaration}<Relationships xmlns="${relationshipsNamespace}"><Relationship Id="rId1" Type="${officeNamespace}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${declaration}<workbook xmlns="${mainNamespace}" xmlns:r="${officeNamespace}"><sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${declaration}<Relationships xmlns="${relationshipsNamespace}"><Relationship Id="rId1" Type="${officeNamespace}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${officeNamespace}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `${declaration}<styleSheet xmlns="${mainNamespace}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/><numFmt numFmtId="166" formatCode="hh:mm:ss.000"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
]

const createTooLargeError = (rowCount: number, columnCount: number): TablesError =>
  new TablesError(
    error('out.sheet-too-large', {
      maxRows: maxSheetRows - 1,
      maxColumns: maxSheetColumns,
      rows: rowCount,
      columns: columnCount,
    }),
  )

const createTooLongError = (reference: string, length: number): TablesError =>
  new TablesError(error('out.cell-too-long', { max: maxTextLength, place: reference, length }))
