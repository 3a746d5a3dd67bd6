import type { OpenedText, SourceFile } from '@aw-flow/engine'
import { defined, type FilePart } from '@aw-flow/schema'
import type { ReadOptions, ReadPartOptions } from '../format-reader.ts'
import { selectPart, type SizedPart } from '../grid/choose-part.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { openGrid } from '../grid/read-sheets.ts'
import { unpackEntry } from '../unpack-limits.ts'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { SharedStrings } from './shared-strings.ts'
import { findSheetProblems } from './sheet-problems.ts'
import { parseRange, SheetScanner } from './sheet-scanner.ts'
import type { XmlScanner } from './xml-scanner.ts'
import { readStyles, readWorkbook, readTableRange, type XlsxSheet } from './xlsx-workbook.ts'

/**
 * Maximum number of sheets for which declared sizes are read. In workbooks with more sheets, the file size of each
 * sheet is used instead.
 */
const maxMeasuredSheets = 200
/** Minimum size of a cell in XML, in bytes. */
const minCellBytes = 16

/** Lists the sheets of an xlsx workbook. */
export async function listXlsxParts(
  file: SourceFile,
  archive: ZipArchive,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<FilePart[]> {
  const { sheets } = await readWorkbook(file, archive, signal)
  return (await measureSheets(sheets, signal)).map(({ name, rows, columns, hidden }) => ({
    name,
    ...defined({ rows, columns }),
    ...(hidden ? { hidden } : {}),
  }))
}

async function measureSheets(sheets: readonly XlsxSheet[], signal: AbortSignal | undefined) {
  const parts: (SizedPart & { sheet: XlsxSheet })[] = []
  for (const sheet of sheets) {
    const size = sheets.length <= maxMeasuredSheets ? await readDeclaredSize(sheet.entry, signal) : undefined
    const maxCells = sheet.entry.size / minCellBytes
    const amount = size ? Math.min(maxCells, size.rows * size.columns) : maxCells
    parts.push({ name: sheet.name, hidden: sheet.isHidden, ...size, amount, sheet })
  }
  return parts
}

/** Opens a sheet of an xlsx workbook. */
export async function openXlsx(file: SourceFile, archive: ZipArchive, options: ReadPartOptions): Promise<OpenedText> {
  const { signal } = options
  const workbook = await readWorkbook(file, archive, signal)
  const { sheet } = selectPart(file, await measureSheets(workbook.sheets, signal), options.part, 'sheet')
  const formats = await readStyles(file, workbook.styles, signal)
  const strings = workbook.strings ? new SharedStrings(file.name) : undefined
  const read = (entry: ZipEntry, scanner: XmlScanner): Promise<void> => scanEntry(file, entry, scanner, options)
  if (workbook.strings && strings) await read(workbook.strings, strings)
  const grid = new GridWriter(file.name)
  const scanner = new SheetScanner({ file: file.name, grid, strings, formats, is1904: workbook.is1904 })
  await read(sheet.entry, scanner)
  const table = parseRange((await readTableRange(file, archive, sheet, signal)) ?? '')
  if (table) grid.suggestHeader(table.top)
  const finishedGrid = grid.finish()
  const problems = findSheetProblems(sheet.name, scanner.findings, grid.outOfRangeCellCount)
  return openGrid(file, { name: sheet.name, grid: finishedGrid, problems }, options)
}

async function scanEntry(
  file: SourceFile,
  entry: ZipEntry,
  scanner: XmlScanner,
  { platform, signal }: ReadPartOptions,
): Promise<void> {
  const limits = { name: file.name, maxUnpackedBytes: platform.maxUnpackedBytes }
  for await (const chunk of unpackEntry(entry, limits, { signal })) {
    signal?.throwIfAborted()
    scanner.read(chunk)
  }
}

/** Reads the declared number of rows and columns. Some writers omit it or declare a single cell. */
async function readDeclaredSize(
  entry: ZipEntry,
  signal: AbortSignal | undefined,
): Promise<{ rows: number; columns: number } | undefined> {
  let head = ''
  const decoder = new TextDecoder()
  for await (const chunk of entry.readChunks({ signal })) {
    head += decoder.decode(chunk.subarray(0, 4096), { stream: true })
    if (head.length >= 4096 || head.includes('<sheetData')) break
  }
  const range = /<(?:\w+:)?dimension\s[^>]*ref=["']([^"']+)["']/.exec(head)?.[1]
  const size = range === undefined ? undefined : parseRange(range)
  return size && { rows: size.bottom - size.top + 1, columns: size.right - size.left + 1 }
}
