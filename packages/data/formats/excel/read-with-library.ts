import { message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import { CFB, read, set_cptable, type CellObject, type WorkBook } from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { createExpansionLimit } from '../expansion-limit.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import type { ParsedSheet } from '../grid/read-sheets.ts'
import { parseNumberFormat } from './number-format.ts'
import { createProtectedWorkbookError } from './protected-workbook-error.ts'
import { createReadError } from '../read-error.ts'
import { createDamagedWorkbookError } from './read-entry.ts'
import { createFindings, writeError, writeNumber, type SheetFindings } from './sheet-cells.ts'
import { finishSheet } from './sheet-problems.ts'
import { parseRange } from './sheet-scanner.ts'

set_cptable(codePages)

/** Maximum size of a workbook, in bytes. The library needs many times as much memory. */
export const maxLibraryBytes = 256 << 20

/** Reads all sheets of an xls or xlsb workbook from memory. */
export function readWithLibrary(file: SourceFile, bytes: Uint8Array): ParsedSheet[] {
  const workbook = parse(file, bytes)
  const { Sheets: sheetInfos = [], WBProps: properties } = workbook.Workbook ?? {}
  const limit = createExpansionLimit(file)
  return workbook.SheetNames.flatMap((name, index): ParsedSheet[] => {
    const sheet = workbook.Sheets[name]
    const rows = sheet?.['!data']
    if (!sheet || !rows) return []
    const grid = new GridWriter(file.name, limit)
    const findings = createFindings()
    rows.forEach((row, rowIndex) => {
      grid.startRow(rowIndex)
      row?.forEach((cell, column) => cell && writeCell(grid, findings, column, cell, properties?.date1904 === true))
    })
    for (const { s: start, e: end } of sheet['!merges'] ?? [])
      grid.addMerge({ top: start.r, left: start.c, bottom: end.r, right: end.c })
    const filter = parseRange(sheet['!autofilter']?.ref ?? '')
    if (filter) grid.suggestHeader(filter.top)
    const isHidden = sheetInfos[index]?.Hidden !== undefined && sheetInfos[index].Hidden !== 0
    return [finishSheet({ name, isHidden, grid, findings })]
  })
}

function parse(file: SourceFile, bytes: Uint8Array): WorkBook {
  const readWorkbook = (content: Uint8Array): WorkBook =>
    read(content, {
      type: 'array',
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellDates: false,
    })
  try {
    return readWorkbook(bytes)
  } catch (cause) {
    const correctedBytes = ignoreStringCount(bytes)
    try {
      if (correctedBytes) return readWorkbook(correctedBytes)
    } catch {
      // The first error describes the original file.
    }
    const reason = cause instanceof Error ? cause.message : String(cause)
    if (/password|encrypt/i.test(reason)) throw createProtectedWorkbookError(file, cause)
    throw createReadError(
      file,
      'Excel',
      cause,
      () => createDamagedWorkbookError(file, message('file.error.unreadable', { reason })).problem,
    )
  }
}

const sharedStringsRecord = 0x00fc

/**
 * Corrects the number of shared strings in an xls workbook, on which the library relies and Excel does not: the strings
 * end with their record. Returns `undefined` if there are no shared strings.
 */
function ignoreStringCount(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const container = CFB.read(bytes, { type: 'array' })
    const content = CFB.find(container, '/Workbook')?.content
    if (!content) return undefined
    const stream = Uint8Array.from(content)
    const view = new DataView(stream.buffer)
    for (let offset = 0; offset + 12 <= stream.length; offset += 4 + view.getUint16(offset + 2, true)) {
      if (view.getUint16(offset, true) !== sharedStringsRecord) continue
      view.setUint32(offset + 8, 0xffffffff, true)
      CFB.utils.cfb_add(container, '/Workbook', stream)
      return new Uint8Array(CFB.write(container, { type: 'array' }) as ArrayBuffer)
    }
  } catch {
    // The container is damaged as well.
  }
  return undefined
}

/** Error values, keyed by the library's code (MS-XLS 2.5.10). */
const errors: Record<number, string> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
  0x2b: '#GETTING_DATA',
}

function writeCell(
  grid: GridWriter,
  findings: SheetFindings,
  column: number,
  { t: type, v: value, z: format, f: formula }: CellObject,
  is1904: boolean,
): void {
  if (type === 'n' && typeof value === 'number')
    writeNumber(grid, findings, column, value, parseNumberFormat(0, String(format ?? 'General')), is1904)
  else if (type === 's') grid.writeText(column, String(value ?? ''))
  else if (type === 'b') grid.writeText(column, value === true ? 'true' : 'false')
  else if (type === 'e') writeError(grid, findings, column, errors[Number(value)] ?? '#ERROR!')
  else if (formula !== undefined && value === undefined) findings.unresolvedFormulaCount++
}
