import { TablesError, type OpenedText, type SourceFile } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'
import { createExpansionLimit } from '../expansion-limit.ts'
import type { ReadOptions, ReadPartOptions } from '../format-reader.ts'
import { selectPart, type SizedPart } from '../grid/choose-part.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { openGrid } from '../grid/read-sheets.ts'
import { readFirstBytes } from '../read-first-bytes.ts'
import { unpackEntry } from '../unpack-limits.ts'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { SharedStrings } from './shared-strings.ts'
import { findSheetProblems } from './sheet-problems.ts'
import { parseRange, SheetScanner } from './sheet-scanner.ts'
import type { XmlScanner } from './xml-scanner.ts'
import { readStyles, readWorkbook, readTableRange, type XlsxSheet } from './xlsx-workbook.ts'

/**
 * Maximum number of sheets that are measured. In workbooks with more sheets, the file size of each
 * sheet is used instead.
 */
const maxMeasuredSheets = 200
/** Number of bytes at the start of a sheet from which the number of its values is estimated. */
const measuredBytes = 64 * 1024

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
    const size = sheets.length <= maxMeasuredSheets ? await measureSheet(sheet.entry, signal) : undefined
    parts.push({ name: sheet.name, hidden: sheet.isHidden, amount: sheet.entry.size, ...size, sheet })
  }
  return parts
}

/** Opens a sheet of an xlsx workbook. */
export async function openXlsx(file: SourceFile, archive: ZipArchive, options: ReadPartOptions): Promise<OpenedText> {
  const { signal } = options
  const workbook = await readWorkbook(file, archive, signal)
  const { sheet } = selectPart(file, await measureSheets(workbook.sheets, signal), options.part, 'sheet')
  const formats = await readStyles(file, workbook.styles, signal)
  const limit = createExpansionLimit(file)
  const strings = workbook.strings ? new SharedStrings(file.name, limit) : undefined
  const read = (entry: ZipEntry, scanner: XmlScanner): Promise<void> => scanEntry(file, entry, scanner, options)
  if (workbook.strings && strings) await read(workbook.strings, strings)
  const grid = new GridWriter(file.name, limit)
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

/**
 * Estimates the number of values in a sheet, and reads its declared number of rows and columns. Some writers declare a
 * single cell or nothing. Empty sheets declare a cell that they do not have, and formatted cells may be empty. Returns
 * `undefined` if the sheet is damaged, which must not prevent reading the others.
 */
async function measureSheet(
  entry: ZipEntry,
  signal: AbortSignal | undefined,
): Promise<{ amount: number; rows?: number; columns?: number } | undefined> {
  const bytes = await readFirstBytes(entry.readChunks({ signal }), measuredBytes).catch((cause: unknown) => {
    if (!(cause instanceof TablesError)) throw cause
  })
  if (!bytes) return undefined
  const head = new TextDecoder().decode(bytes)
  const values = head.slice(Math.max(0, head.indexOf('<sheetData'))).match(/<(?:\w+:)?(?:v|is)[\s>]/g)?.length ?? 0
  if (values === 0 && entry.size <= measuredBytes) return { amount: 0, rows: 0, columns: 0 }
  const amount = values * Math.max(1, entry.size / measuredBytes)
  const range = /<(?:\w+:)?dimension\s[^>]*ref=["']([^"']+)["']/.exec(head)?.[1]
  const size = range === undefined ? undefined : parseRange(range)
  return size ? { amount, rows: size.bottom - size.top + 1, columns: size.right - size.left + 1 } : { amount }
}
