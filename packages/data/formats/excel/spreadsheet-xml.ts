import type { SourceFile } from '@aw-flow/engine'
import { readFileChunks } from '../../files/decode-chunks.ts'
import { createExpansionLimit, type ExpansionLimit } from '../expansion-limit.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import type { ParsedSheet } from '../grid/read-sheets.ts'
import { detectMarkupEncoding } from '../markup/detect-markup-encoding.ts'
import { SaxDocument, type SaxElement, type SaxHandler } from '../markup/sax-document.ts'
import { parseNumberFormat, type NumberFormat } from './number-format.ts'
import { createFindings, recordNumberFormat, normalizeNumber, writeError } from './sheet-cells.ts'
import { finishSheet, type OpenSheet } from './sheet-problems.ts'

/** Reads all sheets of a workbook in the XML format of Excel 2002 and 2003, which many programs export as `.xls`. */
export async function readSpreadsheetXml(file: SourceFile, signal?: AbortSignal | undefined): Promise<ParsedSheet[]> {
  const handler = new SpreadsheetXml(file)
  const document = new SaxDocument(file.name, handler)
  const decoder = new TextDecoder(detectMarkupEncoding(await file.read(0, 64 * 1024)))
  for await (const chunk of readFileChunks(file, { signal })) document.write(decoder.decode(chunk, { stream: true }))
  document.write(decoder.decode())
  document.end()
  return handler.sheets
}

/** Number formats that have a name instead of a code, keyed by the name in lowercase. */
const namedFormats: Record<string, NumberFormat> = {
  percent: { kind: 'percent' },
  currency: { kind: 'currency' },
  'euro currency': { kind: 'currency', currency: '€' },
  'general date': { kind: 'datetime' },
  'short date': { kind: 'date' },
  'medium date': { kind: 'date' },
  'long date': { kind: 'date' },
  'short time': { kind: 'time' },
  'medium time': { kind: 'time' },
  'long time': { kind: 'time' },
}

class SpreadsheetXml implements SaxHandler {
  readonly sheets: ParsedSheet[] = []
  private readonly file: string
  private readonly formats = new Map<string, NumberFormat>()
  private style = ''
  private sheet: OpenSheet | undefined
  private row = -1
  private column = -1
  private mergedColumnCount = 0
  private cellAttributes: SaxElement['attributes'] = {}
  private type: string | undefined
  private isInData = false
  private hasData = false
  private isInComment = false
  private isRowHidden = false
  private isInVisibleElement = false
  private readonly limit: ExpansionLimit
  private value = ''

  constructor(file: SourceFile) {
    this.file = file.name
    this.limit = createExpansionLimit(file)
  }

  open({ name, attributes }: SaxElement): void {
    switch (name) {
      case 'Style':
        this.style = attributes['ID'] ?? ''
        return
      case 'NumberFormat': {
        const code = attributes['Format'] ?? 'General'
        this.formats.set(this.style, namedFormats[code.toLowerCase()] ?? parseNumberFormat(0, code))
        return
      }
      case 'Worksheet':
        this.openSheet(attributes['Name'] ?? `Sheet ${this.sheets.length + 1}`)
        return
      case 'Row':
        this.row = readIndex(attributes, this.row + 1)
        this.column = -1
        this.mergedColumnCount = 0
        this.sheet?.grid.startRow(this.row)
        this.isRowHidden = attributes['Hidden'] === '1'
        return
      case 'Cell':
        this.openCell(attributes)
        return
      case 'Comment':
        this.isInComment = true
        return
      case 'Data':
        if (this.isInComment) return
        this.isInData = true
        this.hasData = true
        this.type = attributes['Type']
        return
      case 'Visible':
        this.isInVisibleElement = true
    }
  }

  addText(text: string): void {
    if (this.isInData && !this.isInComment) this.value += text
    else if (this.isInVisibleElement && this.sheet && /hidden/i.test(text)) this.sheet.isHidden = true
  }

  close(name: string): void {
    if (name === 'Comment') this.isInComment = false
    else if (name === 'Data' && !this.isInComment) this.isInData = false
    else if (name === 'Cell') this.closeCell()
    else if (name === 'Visible') this.isInVisibleElement = false
    else if (name === 'Worksheet') this.closeSheet()
  }

  private openSheet(name: string): void {
    this.sheet = { name, isHidden: false, grid: new GridWriter(this.file, this.limit), findings: createFindings() }
    this.row = -1
  }

  private closeSheet(): void {
    const { sheet } = this
    this.sheet = undefined
    if (sheet) this.sheets.push(finishSheet(sheet))
  }

  private openCell(attributes: SaxElement['attributes']): void {
    this.column = readIndex(attributes, this.column + this.mergedColumnCount + 1)
    this.mergedColumnCount = Math.max(0, Math.trunc(Number(attributes['MergeAcross'] ?? 0)) || 0)
    const mergedRowCount = Math.max(0, Math.trunc(Number(attributes['MergeDown'] ?? 0)) || 0)
    const { row, column } = this
    this.sheet?.grid.addMerge({
      top: row,
      left: column,
      bottom: row + mergedRowCount,
      right: column + this.mergedColumnCount,
    })
    this.cellAttributes = attributes
    this.type = undefined
    this.hasData = false
    this.value = ''
  }

  private closeCell(): void {
    const { sheet, column, value, cellAttributes: cell } = this
    if (!sheet) return
    const { grid, findings } = sheet
    if (this.isRowHidden && value !== '') {
      findings.hiddenRowCount++
      this.isRowHidden = false
    }
    const format = this.formats.get(cell['StyleID'] ?? '')
    if (!this.hasData && cell['Formula'] !== undefined) findings.unresolvedFormulaCount++
    else if (this.type === 'Number') {
      if (format?.kind === 'percent' || format?.kind === 'currency') recordNumberFormat(findings, column, format)
      grid.writeText(column, normalizeNumber(findings, value))
    } else if (this.type === 'DateTime') grid.writeText(column, formatDateTime(value, format))
    else if (this.type === 'Boolean') grid.writeText(column, value.trim() === '1' ? 'true' : 'false')
    else if (this.type === 'Error') writeError(grid, findings, column, value)
    else grid.writeText(column, value)
  }
}

/** Returns the explicit index of a cell or row, counted from 0. Without one, returns the next index. */
function readIndex(attributes: SaxElement['attributes'], nextIndex: number): number {
  const index = Number(attributes['Index'])
  return Number.isInteger(index) && index > nextIndex && index < 1 << 24 ? index - 1 : nextIndex
}

/**
 * Formats a value such as `2024-05-01T10:30:00.000` as displayed: without the date if it is day 0, and without the time
 * if it is midnight.
 */
function formatDateTime(value: string, format: NumberFormat | undefined): string {
  const [date = '', time = ''] = value.trim().replace(/\.0+$/, '').split('T')
  if (/^(?:1899-12-31|1900-01-00|1904-01-01)$/.test(date) && format?.kind === 'time') return time
  return time === '' || (time === '00:00:00' && format?.kind !== 'datetime') ? date : `${date} ${time}`
}
