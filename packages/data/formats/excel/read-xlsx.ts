import type { OpenedText, SourceFile } from '@aw-flow/engine'
import type { Part } from '@aw-flow/schema'
import type { ReadOptions, ReadPartOptions } from '../format-reader.ts'
import { choosePart, type SizedPart } from '../grid/choose-part.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { openGrid } from '../grid/read-sheets.ts'
import { withinLimits } from '../unpack-limits.ts'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { SharedStrings } from './shared-strings.ts'
import { sheetProblems } from './sheet-problems.ts'
import { parseRange, SheetScanner } from './sheet-scanner.ts'
import type { XmlBytes } from './xml-bytes.ts'
import { readStyles, readWorkbook, tableRange, type XlsxSheet } from './xlsx-workbook.ts'

/** Of a workbook with more sheets, sizes are not looked up. */
const mostMeasured = 200
/** A cell takes about so many bytes of XML, or more. */
const bytesOfCell = 16

/** The sheets of an xlsx workbook. */
export async function xlsxParts(
  file: SourceFile,
  archive: ZipArchive,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<Part[]> {
  const { sheets } = await readWorkbook(file, archive, signal)
  return (await measured(sheets, signal)).map(({ name, rows, columns, hidden }) => ({
    name,
    ...(rows === undefined ? {} : { rows }),
    ...(columns === undefined ? {} : { columns }),
    ...(hidden ? { hidden } : {}),
  }))
}

async function measured(sheets: readonly XlsxSheet[], signal: AbortSignal | undefined) {
  const parts: (SizedPart & { sheet: XlsxSheet })[] = []
  for (const sheet of sheets) {
    const size = sheets.length <= mostMeasured ? await statedSize(sheet.entry, signal) : undefined
    const most = sheet.entry.size / bytesOfCell
    const amount = size ? Math.min(most, size.rows * size.columns) : most
    parts.push({ name: sheet.name, hidden: sheet.hidden, ...size, amount, sheet })
  }
  return parts
}

/** Reads a sheet of an xlsx workbook. */
export async function openXlsx(file: SourceFile, archive: ZipArchive, options: ReadPartOptions): Promise<OpenedText> {
  const { signal } = options
  const workbook = await readWorkbook(file, archive, signal)
  const { sheet } = choosePart(file, await measured(workbook.sheets, signal), options.part, 'sheet')
  const formats = await readStyles(file, workbook.styles, signal)
  const strings = workbook.strings ? new SharedStrings(file.name) : undefined
  const read = (entry: ZipEntry, scanner: XmlBytes): Promise<void> => readInto(file, entry, scanner, options)
  if (workbook.strings && strings) await read(workbook.strings, strings)
  const grid = new GridWriter(file.name)
  const scanner = new SheetScanner({ file: file.name, grid, strings, formats, is1904: workbook.is1904 })
  await read(sheet.entry, scanner)
  const table = parseRange((await tableRange(file, archive, sheet, signal)) ?? '')
  if (table) grid.suggestNames(table.top)
  const made = grid.finish()
  const problems = sheetProblems(sheet.name, scanner.findings, grid.outside)
  return openGrid(file, { name: sheet.name, grid: made, problems }, options)
}

async function readInto(
  file: SourceFile,
  entry: ZipEntry,
  scanner: XmlBytes,
  { place, signal }: ReadPartOptions,
): Promise<void> {
  const limits = { name: file.name, most: place.mostUnpacked, read: () => entry.packedSize }
  for await (const piece of withinLimits(entry.pieces({ signal }), limits)) {
    signal?.throwIfAborted()
    scanner.read(piece)
  }
}

/** Rows and columns as the sheet itself states them, which some writers do not, or wrongly as one cell. */
async function statedSize(
  entry: ZipEntry,
  signal: AbortSignal | undefined,
): Promise<{ rows: number; columns: number } | undefined> {
  let head = ''
  const decoder = new TextDecoder()
  for await (const piece of entry.pieces({ signal })) {
    head += decoder.decode(piece.subarray(0, 4096), { stream: true })
    if (head.length >= 4096 || head.includes('<sheetData')) break
  }
  const range = /<(?:\w+:)?dimension\s[^>]*ref=["']([^"']+)["']/.exec(head)?.[1]
  const size = range === undefined ? undefined : parseRange(range)
  return size && { rows: size.bottom - size.top + 1, columns: size.right - size.left + 1 }
}
