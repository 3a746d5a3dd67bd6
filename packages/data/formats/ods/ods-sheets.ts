import { TablesError } from '@aw-flow/engine'
import { error, defined } from '@aw-flow/schema'
import { createFindings, recordNumberFormat, normalizeNumber, writeError } from '../excel/sheet-cells.ts'
import { finishSheet, type OpenSheet } from '../excel/sheet-problems.ts'
import { createExpansionLimit, type ExpansionLimit, type PackedFile } from '../expansion-limit.ts'
import { GridWriter, maxGridColumns } from '../grid/grid-writer.ts'
import type { ParsedSheet } from '../grid/read-sheets.ts'
import type { SaxElement, SaxHandler } from '../markup/sax-document.ts'

/** Maximum number of rows in a sheet. Further repetitions are ignored. */
const maxRows = 1 << 20

/** Maximum number of cells that repetition may create. */
const maxRepeatedCells = 20_000_000

interface OpenTable extends OpenSheet {
  row: number
}

interface OdsCell {
  column: number
  text: string
  currency: string | undefined
  attributes: SaxElement['attributes']
}

/**
 * Builds the sheets of an OpenDocument spreadsheet (ODF 1.3 part 3, chapter 9). Cells contain the stored values, with
 * dates and times as ISO text, booleans as `true` and `false`, and errors as their text. Repeated cells and rows are
 * expanded.
 */
export class OdsSheets implements SaxHandler {
  private readonly file: string
  private readonly limit: ExpansionLimit
  private readonly sheets: ParsedSheet[] = []
  private readonly hiddenStyles = new Set<string>()
  private style = ''
  private sheet: OpenTable | undefined
  /** Nesting depth of tables. Nested tables are not sheets. */
  private tableDepth = 0
  private cells: OdsCell[] = []
  private column = 0
  private repeatedCellCount = 0
  private rowRepeatCount = 1
  private isRowHidden = false
  private cellAttributes: SaxElement['attributes'] | undefined
  private isCovered = false
  private displayedText = ''
  private paragraphCount = 0
  private isInParagraph = false
  /** Nesting depth inside content that is not part of a cell's text, such as notes and drawings. */
  private ignoredDepth = 0

  constructor(file: PackedFile) {
    this.file = file.name
    this.limit = createExpansionLimit(file)
  }

  finish(): ParsedSheet[] {
    return this.sheets
  }

  open({ name, attributes }: SaxElement): void {
    if (this.ignoredDepth > 0) {
      this.ignoredDepth++
      return
    }
    switch (name) {
      case 'style':
        this.style = attributes['name'] ?? ''
        return
      case 'table-properties':
        if (attributes['display'] === 'false') this.hiddenStyles.add(this.style)
        return
      case 'table':
        if (this.tableDepth++ === 0) this.openTable(attributes)
        return
      case 'annotation':
      case 'shapes':
      case 'frame':
      case 'tracked-changes':
        this.ignoredDepth = 1
        return
    }
    if (this.tableDepth !== 1) return
    if (name === 'table-row') this.openRow(attributes)
    else if (name === 'table-cell' || name === 'covered-table-cell') this.openCell(name, attributes)
    else if (this.cellAttributes) this.openTextElement(name, attributes)
  }

  close(name: string): void {
    if (this.ignoredDepth > 0) {
      this.ignoredDepth--
      return
    }
    if (name === 'table' && --this.tableDepth === 0) this.closeTable()
    else if (this.tableDepth !== 1) return
    else if (name === 'table-cell' || name === 'covered-table-cell') this.closeCell()
    else if (name === 'table-row') this.closeRow()
    // Rows that are repeated on every printed page are header rows.
    else if (name === 'table-header-rows') this.sheet?.grid.suggestHeader(this.sheet.row - 1)
    else if (name === 'p' || name === 'h') this.isInParagraph = false
  }

  addText(text: string): void {
    // In ODF, consecutive whitespace counts as one space; additional spaces are represented by `text:s` elements.
    if (this.ignoredDepth === 0 && this.cellAttributes && this.isInParagraph)
      this.displayedText += text.replace(/[ \t\r\n]+/g, ' ')
  }

  private openTable(attributes: SaxElement['attributes']): void {
    this.sheet = {
      name: attributes['name'] ?? `Sheet ${this.sheets.length + 1}`,
      isHidden: this.hiddenStyles.has(attributes['style-name'] ?? ''),
      grid: new GridWriter(this.file, this.limit),
      findings: createFindings(),
      row: 0,
    }
  }

  private closeTable(): void {
    const { sheet } = this
    this.sheet = undefined
    if (sheet) this.sheets.push(finishSheet(sheet))
  }

  private openRow(attributes: SaxElement['attributes']): void {
    this.cells = []
    this.column = 0
    this.rowRepeatCount = parseRepeatCount(attributes['number-rows-repeated'])
    this.isRowHidden = attributes['visibility'] === 'collapse' || attributes['visibility'] === 'filter'
  }

  private openCell(name: string, attributes: SaxElement['attributes']): void {
    this.cellAttributes = attributes
    this.isCovered = name === 'covered-table-cell'
    this.displayedText = ''
    this.paragraphCount = 0
  }

  private openTextElement(name: string, attributes: SaxElement['attributes']): void {
    if (name === 'p' || name === 'h') {
      if (this.paragraphCount++ > 0) this.displayedText += '\n'
      this.isInParagraph = true
    } else if (name === 's') this.displayedText += ' '.repeat(Math.min(parseRepeatCount(attributes['c']), 1000))
    else if (name === 'tab') this.displayedText += '\t'
    else if (name === 'line-break') this.displayedText += '\n'
  }

  private closeCell(): void {
    const { cellAttributes: attributes, sheet } = this
    this.cellAttributes = undefined
    if (!attributes || !sheet) return
    const repeatCount = parseRepeatCount(attributes['number-columns-repeated'])
    const columnSpan = parseRepeatCount(attributes['number-columns-spanned'])
    const rowSpan = parseRepeatCount(attributes['number-rows-spanned'])
    if (columnSpan > 1 || rowSpan > 1)
      sheet.grid.addMerge({
        top: sheet.row,
        left: this.column,
        bottom: sheet.row + rowSpan - 1,
        right: this.column + columnSpan - 1,
      })
    const text = this.isCovered ? '' : this.readValue(attributes, sheet)
    // Cells beyond the last column are ignored, because they may be repeated many times.
    if (text !== '' && this.column < maxGridColumns) {
      const currency = attributes['currency'] ?? /\p{Sc}/u.exec(this.displayedText)?.[0]
      for (let index = 0; index < Math.min(repeatCount, maxGridColumns - this.column); index++)
        this.cells.push({ column: this.column + index, text, currency, attributes })
    }
    this.column += repeatCount
  }

  private closeRow(): void {
    const { sheet, cells } = this
    if (!sheet) return
    if (cells.length > 0) {
      if (this.isRowHidden) sheet.findings.hiddenRowCount += this.rowRepeatCount
      const repeatCount = Math.min(this.rowRepeatCount, maxRows - sheet.row)
      this.repeatedCellCount += (repeatCount - 1) * cells.length
      if (this.repeatedCellCount > maxRepeatedCells) throw createTooManyRepeatedCellsError(this.file)
      for (let index = 0; index < repeatCount; index++) {
        sheet.grid.startRow(sheet.row + index)
        for (const cell of cells) writeCell(sheet, cell)
      }
    }
    sheet.row += this.rowRepeatCount
  }

  private readValue(attributes: SaxElement['attributes'], sheet: OpenSheet): string {
    const { value } = attributes
    switch (attributes['value-type']) {
      case 'float':
      case 'percentage':
      case 'currency':
        if (isError(this.displayedText, attributes)) return this.displayedText
        return /^(TRUE|FALSE)$/.test(this.displayedText)
          ? this.displayedText.toLowerCase()
          : normalizeNumber(sheet.findings, value ?? '')
      case 'date':
        return (attributes['date-value'] ?? '').replace(/T00:00:00(?:\.0+)?$/, '').replace('T', ' ')
      case 'time':
        return formatClock(attributes['time-value'] ?? '') ?? this.displayedText
      case 'boolean':
        return attributes['boolean-value'] ?? ''
      case undefined:
        if (attributes['formula'] !== undefined && this.displayedText === '') sheet.findings.unresolvedFormulaCount++
        return this.displayedText
      default:
        return this.displayedText === '' ? (attributes['string-value'] ?? '') : this.displayedText
    }
  }
}

function writeCell({ grid, findings }: OpenSheet, { column, text, currency, attributes }: OdsCell): void {
  const type = attributes['value-type']
  if (isError(text, attributes)) {
    writeError(grid, findings, column, text)
    return
  }
  if (type === 'percentage') recordNumberFormat(findings, column, { kind: 'percent' })
  else if (type === 'currency') recordNumberFormat(findings, column, defined({ kind: 'currency', currency }))
  grid.writeText(column, text)
}

const createTooManyRepeatedCellsError = (file: string): TablesError =>
  new TablesError(error('load.decompressed-too-large.repeated', { file, max: maxRepeatedCells }, { where: { file } }))

const parseRepeatCount = (count: string | undefined): number => Math.max(1, Math.trunc(Number(count ?? 1)) || 1)

/**
 * Returns whether a cell contains an error. LibreOffice marks errors; other programs store them as the text of a
 * formula.
 */
const isError = (text: string, { 'value-type': type, formula }: SaxElement['attributes']): boolean =>
  /^(#(N\/A|REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3})$/.test(text) &&
  (type === 'error' || formula !== undefined)

/** Converts a duration such as `PT26H30M00.5S` to clock notation: `26:30:00.5`. */
function formatClock(duration: string): string | undefined {
  const match = /^(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?$/.exec(duration)
  if (!match) return undefined
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fractionDigits = ''] = match
  const fraction = fractionDigits.slice(0, 3).replace(/0+$/, '')
  const clock = [Number(days) * 24 + Number(hours), minutes, seconds].map((part) => String(part).padStart(2, '0'))
  return sign + clock.join(':') + (fraction === '' ? '' : `.${fraction}`)
}
