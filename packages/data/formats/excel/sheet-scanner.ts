import type { GridWriter } from '../grid/grid-writer.ts'
import type { NumberFormat } from './number-format.ts'
import type { SharedStrings } from './shared-strings.ts'
import { createFindings, recordNumberFormat, normalizeNumber, writeError, writeNumber } from './sheet-cells.ts'
import { XmlScanner } from './xml-scanner.ts'
import { unescapeExcel, decodeXmlText } from './xml-text.ts'

const encodeName = (text: string): Uint8Array => new TextEncoder().encode(text)
const [rowName, formulaName, inlineName, phoneticName, mergeName, filterName, hiddenName, refName] = [
  encodeName('row'),
  encodeName('f'),
  encodeName('is'),
  encodeName('rPh'),
  encodeName('mergeCell'),
  encodeName('autoFilter'),
  encodeName('hidden'),
  encodeName('ref'),
]
const [letterC, letterV, letterT, letterR, letterS] = [0x63, 0x76, 0x74, 0x72, 0x73]

/** Kinds of cell values, as declared by a cell's `t` attribute. */
const [numberCell, sharedStringCell, textCell, errorCell, booleanCell, dateCell] = [0, 1, 2, 3, 4, 5]

export interface SheetOptions {
  file: string
  grid: GridWriter
  strings: SharedStrings | undefined
  /** Number formats, indexed by the value of a cell's `s` attribute. */
  formats: readonly NumberFormat[]
  is1904: boolean
}

/**
 * Reads a sheet of an xlsx workbook into a grid. Cells contain the stored values (for formulas, the last result), with
 * dates as ISO text, booleans as `true` and `false`, and errors as their text.
 */
export class SheetScanner extends XmlScanner {
  readonly findings = createFindings()
  private readonly options: SheetOptions
  private row = -1
  private column = -1
  private isRowHidden = false
  private isInCell = false
  private kind = numberCell
  private style = 0
  private isInValue = false
  private isInInlineString = false
  private phoneticDepth = 0
  private hasFormula = false
  private hasValue = false
  /** Bytes of a number. Content that does not fit is appended to `text`. */
  private readonly digits = new Uint8Array(64)
  private digitCount = 0
  private text = ''

  constructor(options: SheetOptions) {
    super(options.file)
    this.options = options
  }

  protected override onOpenTag(end: number): void {
    const { nameStart, nameEnd, bytes } = this
    if (nameEnd - nameStart === 1) {
      const letter = bytes[nameStart]
      if (letter === letterC) this.openCell(end)
      else if (letter === letterV) this.isInValue = this.isInCell
      else if (letter === letterT) this.isInValue = this.isInInlineString && this.phoneticDepth === 0
      else if (this.hasName(formulaName)) this.hasFormula = true
    } else if (this.hasName(rowName)) this.openRow(end)
    else if (this.hasName(inlineName)) this.isInInlineString = this.isInCell
    else if (this.hasName(phoneticName)) this.phoneticDepth++
    else if (this.hasName(mergeName)) this.openMerge(end)
    else if (this.hasName(filterName)) this.openFilter(end)
  }

  protected override onCloseTag(): void {
    const { nameStart, nameEnd, bytes } = this
    if (nameEnd - nameStart === 1) {
      const letter = bytes[nameStart]
      if (letter === letterC) this.closeCell()
      else if (letter === letterV || letter === letterT) this.isInValue = false
    } else if (this.hasName(inlineName)) this.isInInlineString = false
    else if (this.hasName(phoneticName)) this.phoneticDepth--
  }

  protected override onText(from: number, to: number, isRaw: boolean): void {
    if (!this.isInValue) return
    this.hasValue = true
    if (this.kind !== textCell && this.kind !== errorCell && this.digitCount + to - from <= 64) {
      for (let position = from; position < to; position++)
        this.digits[this.digitCount++] = this.bytes[position] as number
    } else this.text += decodeXmlText(this.bytes, from, to, isRaw)
  }

  private openRow(end: number): void {
    let row = this.row + 1
    this.isRowHidden = false
    for (
      let position = this.findNextAttribute(this.nameEnd, end);
      position >= 0;
      position = this.findNextAttribute(position, end)
    ) {
      if (this.nameEnd - this.nameStart === 1 && this.bytes[this.nameStart] === letterR)
        row = this.parseIntegerValue() - 1
      else if (this.hasName(hiddenName)) this.isRowHidden = this.isTrueValue()
    }
    this.row = Number.isNaN(row) ? this.row + 1 : row
    this.column = -1
    this.options.grid.startRow(this.row)
  }

  /** Returns whether an attribute's value is `1` or `true`. */
  private isTrueValue(): boolean {
    const first = this.bytes[this.valueStart]
    return first === 0x31 || first === 0x74
  }

  private openCell(end: number): void {
    let column = this.column + 1
    this.kind = numberCell
    this.style = 0
    for (
      let position = this.findNextAttribute(this.nameEnd, end);
      position >= 0;
      position = this.findNextAttribute(position, end)
    ) {
      if (this.nameEnd - this.nameStart !== 1) continue
      const letter = this.bytes[this.nameStart]
      if (letter === letterR) column = this.parseColumn(this.valueStart, this.valueEnd) ?? column
      else if (letter === letterS) this.style = this.parseIntegerValue()
      else if (letter === letterT) this.kind = this.parseKind()
    }
    this.column = column
    this.isInCell = true
    this.hasFormula = false
    this.hasValue = false
    this.digitCount = 0
    this.text = ''
  }

  private parseKind(): number {
    const { bytes, valueStart, valueEnd } = this
    const length = valueEnd - valueStart
    const first = bytes[valueStart]
    if (length !== 1) return textCell
    if (first === 0x73) return sharedStringCell
    if (first === 0x62) return booleanCell
    if (first === 0x65) return errorCell
    return first === 0x64 ? dateCell : numberCell
  }

  /** Returns the column of a reference such as `AB12`, counted from 0. */
  private parseColumn(from: number, to: number): number | undefined {
    let column = 0
    for (let position = from; position < to; position++) {
      const letter = (this.bytes[position] as number) & 0xdf
      if (letter < 0x41 || letter > 0x5a) break
      column = column * 26 + letter - 0x40
    }
    return column === 0 || column > 1 << 20 ? undefined : column - 1
  }

  private closeCell(): void {
    this.isInCell = false
    const { grid, strings, formats, is1904 } = this.options
    const { column, digits, digitCount, findings } = this
    if (!this.hasValue) {
      if (this.hasFormula && this.kind !== textCell) findings.unresolvedFormulaCount++
      return
    }
    if (this.isRowHidden) {
      findings.hiddenRowCount++
      this.isRowHidden = false
    }
    switch (this.kind) {
      case sharedStringCell: {
        const index = this.parseDigits()
        if (strings && index < strings.count)
          grid.writeEncoded(column, strings.data, strings.getStart(index), strings.ends[index] as number)
        return
      }
      case textCell:
        grid.writeText(column, unescapeExcel(this.text))
        return
      case errorCell:
        writeError(grid, findings, column, this.text)
        return
      case booleanCell:
        grid.writeText(column, digitCount === 1 && digits[0] === 0x31 ? 'true' : 'false')
        return
      case dateCell:
        grid.writeText(
          column,
          this.getNumberText()
            .replace(/T00:00:00(?:\.0+)?Z?$/, '')
            .replace('T', ' '),
        )
        return
    }
    this.writeNumberCell(column, formats[this.style], is1904)
  }

  private writeNumberCell(column: number, format: NumberFormat | undefined, is1904: boolean): void {
    const { grid } = this.options
    const { digits, digitCount, findings } = this
    const isFormatted = format !== undefined && format.kind !== 'number' && format.kind !== 'text'
    if (!isFormatted || format.kind === 'percent' || format.kind === 'currency') {
      if (isFormatted) recordNumberFormat(findings, column, format)
      if (this.isShortestForm()) grid.writeEncoded(column, digits, 0, digitCount)
      else this.writeLongNumber(column)
    } else writeNumber(grid, findings, column, Number(this.getNumberText()), format, is1904)
  }

  private writeLongNumber(column: number): void {
    this.options.grid.writeText(column, normalizeNumber(this.findings, this.getNumberText()))
  }

  /** Returns whether the digits are the shortest representation of their number. */
  private isShortestForm(): boolean {
    const { digits, digitCount } = this
    if (digitCount > 15) return false
    let pointCount = 0
    const start = digits[0] === 0x2d ? 1 : 0
    for (let position = start; position < digitCount; position++) {
      const byte = digits[position] as number
      if (byte === 0x2e) pointCount++
      else if (byte < 0x30 || byte > 0x39) return false
    }
    const last = digits[digitCount - 1] as number
    // Some programs write 4 as 4.0.
    if (pointCount > 1 || digitCount === start || (pointCount === 1 && (last === 0x30 || last === 0x2e))) return false
    return digits[start] !== 0x30 || digitCount === start + 1 || digits[start + 1] === 0x2e
  }

  private parseDigits(): number {
    let number = 0
    for (let position = 0; position < this.digitCount; position++)
      number = number * 10 + (this.digits[position] as number) - 0x30
    return number >= 0 ? number : Number.MAX_SAFE_INTEGER
  }

  private getNumberText(): string {
    let text = ''
    for (let position = 0; position < this.digitCount; position++)
      text += String.fromCharCode(this.digits[position] as number)
    return text + this.text
  }

  private openMerge(end: number): void {
    const merge = this.readRange(end)
    if (merge) this.options.grid.addMerge(merge)
  }

  /** Suggests the first row of a filtered range as the header. */
  private openFilter(end: number): void {
    const range = this.readRange(end)
    if (range) this.options.grid.suggestHeader(range.top)
  }

  private readRange(end: number): ReturnType<typeof parseRange> {
    for (
      let position = this.findNextAttribute(this.nameEnd, end);
      position >= 0;
      position = this.findNextAttribute(position, end)
    )
      if (this.hasName(refName)) return parseRange(decodeXmlText(this.bytes, this.valueStart, this.valueEnd))
    return undefined
  }
}

/** Parses a range such as `B2:D5` into rows and columns, counted from 0. */
export function parseRange(range: string): { top: number; left: number; bottom: number; right: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(range.trim().toUpperCase())
  if (!match) return undefined
  const [, left = '', top = '', right = '', bottom = ''] = match
  return {
    top: Number(top) - 1,
    left: parseColumnLetters(left),
    bottom: Number(bottom) - 1,
    right: parseColumnLetters(right),
  }
}

const parseColumnLetters = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** Returns the letters of a column counted from 0: 0 is A and 27 is AB. */
export function formatColumnLetters(column: number): string {
  let letters = ''
  for (let remaining = column + 1; remaining > 0; remaining = Math.floor((remaining - 1) / 26))
    letters = String.fromCharCode(65 + ((remaining - 1) % 26)) + letters
  return letters
}
