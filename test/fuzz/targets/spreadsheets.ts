import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged } from './damage-bytes.ts'
import { elements, markupTexts, writeElement } from './markup-text.ts'
import { hostileNames, values } from './texts.ts'
import { zipFiles } from './write-zip.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const references = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('A', 'B', 'C', 'Z', 'AA', 'XFD', 'XFE', 'ZZZZ'),
      fc.constantFrom(1, 2, 3, 4, 1_048_576, 1_048_577),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('', '1', 'A', 'A0', 'a1', '$A$1', 'A1:B2', 'A1:XFD1048576', 'B2:A1', 'A-1', 'Á1'),
)
const counts = fc.constantFrom('0', '1', '2', '3', '16', '164', '1000', '1048576', '4294967296', '-1', '1.5', 'x', '')
const attributes = {
  r: fc.oneof(references, counts),
  t: fc.constantFrom('s', 's', 'n', 'str', 'inlineStr', 'e', 'b', 'd', 'zz'),
  s: counts,
  ref: references,
  count: counts,
  uniqueCount: counts,
  numFmtId: counts,
  formatCode: fc.oneof(
    fc.constantFrom(
      '0.00',
      'yyyy-mm-dd',
      '[h]:mm:ss',
      '[$€-407] #,##0',
      '@',
      'General',
      '"a"0;[Red]-0;;@',
      '\\',
      '[',
      '0'.repeat(5_000),
    ),
    values,
  ),
  hidden: fc.constantFrom('0', '1', 'true'),
  'xml:space': fc.constant('preserve'),
}

const cell = elements(['c', 'c', 'c', 'v', 'v', 'is', 't', 'r', 'f'], attributes, 3)
const row = fc
  .tuple(fc.option(references), fc.array(cell, { maxLength: 5 }))
  .map(
    ([reference, cells]) =>
      `<row${reference === null ? '' : ` r="${reference}"`}>${cells.map(writeElement).join('')}</row>`,
  )
const sheetXml = fc
  .record({
    dimension: fc.option(references),
    rows: fc.array(row, { maxLength: 8 }),
    repeats: fc.constantFrom(1, 1, 1, 100),
    merges: fc.array(references, { maxLength: 3 }),
    rest: fc.array(elements(['cols', 'col', 'hyperlink', 'autoFilter', 'mergeCells', 'mergeCell'], attributes), {
      maxLength: 2,
    }),
  })
  .map(({ dimension, rows, repeats, merges, rest }) => {
    const dimensionXml = dimension === null ? '' : `<dimension ref="${dimension}"/>`
    const mergeXml = merges.map((reference) => `<mergeCell ref="${reference}"/>`).join('')
    return `${declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${dimensionXml}<sheetData>${rows.join('').repeat(repeats)}</sheetData><mergeCells>${mergeXml}</mergeCells>${rest.map(writeElement).join('')}</worksheet>`
  })

const sharedStrings = fc
  .array(
    fc.oneof(
      markupTexts.map((text) => `<si><t>${text}</t></si>`),
      elements(['si', 't', 'r', 'rPh', 'phoneticPr'], attributes).map(writeElement),
    ),
    { maxLength: 6 },
  )
  .map(
    (items) =>
      `${declaration}<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${items.join('')}</sst>`,
  )

const styles = fc
  .array(elements(['numFmts', 'numFmt', 'cellXfs', 'xf', 'fonts'], attributes), { maxLength: 3 })
  .map(
    (items) =>
      `${declaration}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${items.map(writeElement).join('')}<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
  )

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`
const relations = (items: string): string =>
  `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`

const workbooks = fc
  .record({
    sheets: fc.array(fc.record({ name: fc.oneof(fc.constantFrom('One', 'Two'), hostileNames), xml: sheetXml }), {
      minLength: 1,
      maxLength: 3,
    }),
    target: fc.constantFrom(
      'worksheets/sheet',
      'worksheets/sheet',
      'worksheets/sheet',
      '/xl/worksheets/sheet',
      '../sheet',
      'nowhere',
    ),
    state: fc.constantFrom('', '', ' state="hidden"', ' state="veryHidden"'),
    date1904: fc.constantFrom('', '<workbookPr date1904="1"/>'),
    sharedStrings: fc.option(sharedStrings),
    styles: fc.option(styles),
    omitted: fc.constantFrom(
      '',
      '',
      '',
      '',
      'xl/workbook.xml',
      '_rels/.rels',
      '[Content_Types].xml',
      'xl/_rels/workbook.xml.rels',
    ),
  })
  .map(({ sheets, target, state, date1904, sharedStrings: strings, styles: styleXml, omitted }) => {
    const escapeName = (name: string): string =>
      name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
    const files: Record<string, string> = {
      '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
      '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
      'xl/workbook.xml': `${declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${date1904}<sheets>${sheets.map(({ name }, index) => `<sheet name="${escapeName(name)}" sheetId="${index + 1}"${index === 1 ? state : ''} r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': relations(
        sheets.map((_, index) => relation(`r${index + 1}`, 'worksheet', `${target}${index + 1}.xml`)).join('') +
          relation('r90', 'sharedStrings', 'sharedStrings.xml') +
          relation('r91', 'styles', 'styles.xml'),
      ),
      ...Object.fromEntries(sheets.map(({ xml }, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml])),
      ...(strings === null ? {} : { 'xl/sharedStrings.xml': strings }),
      ...(styleXml === null ? {} : { 'xl/styles.xml': styleXml }),
    }
    delete files[omitted]
    return zipFiles(files)
  })

/** Workbooks of Excel with contradictory references, counts and formats. */
export const xlsxTarget: FuzzTarget = { name: 'xlsx', extension: 'xlsx', check: 'file', inputs: damaged(workbooks) }

const odsAttributes = {
  'table:number-columns-repeated': counts,
  'table:number-rows-repeated': counts,
  'table:number-columns-spanned': counts,
  'table:number-rows-spanned': counts,
  'office:value-type': fc.constantFrom('float', 'string', 'date', 'time', 'boolean', 'percentage', 'currency', 'x'),
  'office:value': values,
  'office:date-value': fc.constantFrom('2024-01-01', '2024-01-01T00:00:00.123456789', '0000-99-99', '-0001-01-01', 'x'),
  'office:time-value': fc.constantFrom('PT1H', 'PT99999999999H', '-PT1S', 'P1Y', 'x', `PT${'9'.repeat(3_000)}S`),
  'office:boolean-value': fc.constantFrom('true', 'false', 'x'),
  'table:name': hostileNames,
  'table:visibility': fc.constantFrom('collapse', 'filter', 'visible'),
  'text:c': counts,
}
const odsElements = elements(
  [
    'table:table-cell',
    'table:table-cell',
    'table:table-cell',
    'table:covered-table-cell',
    'text:p',
    'text:p',
    'text:s',
    'text:tab',
    'text:span',
    'office:annotation',
    'table:table-row',
    'table:table-header-rows',
    'table:table-row-group',
    'table:table-columns',
    'table:table-column',
  ],
  odsAttributes,
  4,
)
const odsDocuments = fc
  .record({
    tables: fc.array(fc.array(odsElements, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    repeats: fc.constantFrom(1, 1, 1, 100),
    manifest: fc.option(
      fc.constantFrom('<manifest:file-entry manifest:full-path="content.xml"/>', '<manifest:encryption-data/>', '<'),
    ),
    mimetype: fc.constantFrom(
      'application/vnd.oasis.opendocument.spreadsheet',
      'application/vnd.oasis.opendocument.text',
      '',
    ),
  })
  .map(({ tables, repeats, manifest, mimetype }) => {
    const body = tables
      .map(
        (rows, index) =>
          `<table:table table:name="T${index}">${rows
            .map((item) => `<table:table-row>${writeElement(item)}</table:table-row>`)
            .join('')
            .repeat(repeats)}</table:table>`,
      )
      .join('')
    return zipFiles({
      mimetype,
      'content.xml': `${declaration}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document-content>`,
      ...(manifest === null
        ? {}
        : {
            'META-INF/manifest.xml': `${declaration}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">${manifest}</manifest:manifest>`,
          }),
    })
  })

/** OpenDocument spreadsheets with repeated and spanned cells. */
export const odsTarget: FuzzTarget = { name: 'ods', extension: 'ods', check: 'file', inputs: damaged(odsDocuments) }
