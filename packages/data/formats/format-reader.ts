import type { Inspection, OpenedSource, SourceFile } from '@aw-flow/engine'
import type { FilePart } from '@aw-flow/schema/internal'
import type { FormatsPlatform } from './formats-platform.ts'

/** A format other than plain text and archives. */
export type ReadableFormat = Exclude<Inspection['format'], 'text' | undefined>

export interface ReadOptions {
  platform: FormatsPlatform
  signal?: AbortSignal | undefined
}

export interface ReadPartOptions extends ReadOptions {
  /** Name of the part to read. If `undefined`, the reader selects one. */
  part?: string | undefined
  /** Limits how much data is read for a preview; see `OpenOptions`. */
  maxBytes?: number | undefined
}

/**
 * Reads one format. The file is already unpacked; its `name` is that of the innermost entry. If the file is damaged,
 * the methods throw a `TablesError` that names the file and suggests what to do.
 */
export interface FormatReader {
  /** Lists the parts that users can select. Empty if a file in this format always consists of a single table. */
  listParts(file: SourceFile, options: ReadOptions): Promise<FilePart[]>
  open(file: SourceFile, options: ReadPartOptions): Promise<OpenedSource>
}

/** Readers keyed by format. A reader and its library are loaded when the first file of its format is read. */
export const readers: Partial<Record<ReadableFormat, () => Promise<FormatReader>>> = {
  arrow: async () => (await import('./arrow/arrow-reader.ts')).arrowReader,
  parquet: async () => (await import('./parquet/parquet-reader.ts')).parquetReader,
  sqlite: async () => (await import('./sqlite/sqlite-reader.ts')).sqliteReader,
  excel: async () => (await import('./excel/excel-reader.ts')).excelReader,
  ods: async () => (await import('./ods/read-ods.ts')).odsReader,
  html: async () => (await import('./markup/read-html.ts')).htmlReader,
  xml: async () => (await import('./markup/read-xml.ts')).xmlReader,
  markdown: async () => (await import('./markdown/read-markdown.ts')).markdownReader,
}
