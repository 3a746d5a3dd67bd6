import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createExpansionLimit } from '../expansion-limit.ts'
import type { ReadOptions } from '../format-reader.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { createSheetsReader, makeNamesUnique, type ParsedSheet } from '../grid/read-sheets.ts'
import { isUtf8, detectMarkupEncoding } from '../markup/detect-markup-encoding.ts'
import { findTextTables } from './find-tables.ts'

/** Maximum file size, in bytes. Text tables are small, because they are written for people to read. */
const maxFileBytes = 64 << 20

/** Bytes that describe a line while tables are searched. */
const bytesPerLine = 32

/** Reads tables in Markdown and in the text output of database clients. */
export const markdownReader = createSheetsReader('table', readMarkdown, 1)

async function readMarkdown(file: SourceFile, { signal }: ReadOptions): Promise<ParsedSheet[]> {
  if (file.size > maxFileBytes) throw createTooLargeError(file)
  const bytes = await file.read(0, file.size)
  signal?.throwIfAborted()
  const declaredEncoding = detectMarkupEncoding(bytes.subarray(0, 64 * 1024))
  const text = new TextDecoder(
    declaredEncoding === 'utf-8' && !isUtf8(bytes) ? 'windows-1252' : declaredEncoding,
  ).decode(bytes)
  const limit = createExpansionLimit(file)
  limit.count(bytesPerLine * text.split('\n').length)
  const sheets = findTextTables(text).map(({ heading, header, rows }, index): ParsedSheet => {
    const grid = new GridWriter(file.name, limit)
    for (const row of [header, ...rows]) {
      grid.startRow()
      row.forEach((cell, column) => grid.writeText(column, cell))
    }
    if (rows.length > 0) grid.setHeader(0, 1)
    return { name: heading || `Table ${index + 1}`, grid: grid.finish(), problems: [] }
  })
  return makeNamesUnique(sheets)
}

const createTooLargeError = ({ name, size }: SourceFile): TablesError =>
  new TablesError(error('load.too-large', { file: name, size, max: maxFileBytes }, { where: { file: name } }))
