import type { Inspection, OpenedSource, SourceFile } from '@aw-flow/engine'
import type { Part } from '@aw-flow/schema'
import type { FormatsPlatform } from './formats-platform.ts'

/** A format other than plain text and archives. */
export type ReadableFormat = Exclude<Inspection['format'], 'text' | undefined>

export interface ReadOptions {
  platform: FormatsPlatform
  signal?: AbortSignal | undefined
}

export interface ReadPartOptions extends ReadOptions {
  /** The name of the part; `undefined` for the largest visible part. */
  part?: string | undefined
  /** Limits the data to read for a preview; see `OpenOptions`. */
  maxBytes?: number | undefined
}

/**
 * Reads one format. The file is already unpacked: `name` is the name of the innermost entry. For a damaged file, the
 * methods throw a `TablesError` that names the file and the next step.
 */
export interface FormatReader {
  /** Lists the parts that can be chosen; empty if a file of this format is always one table. */
  listParts(file: SourceFile, options: ReadOptions): Promise<Part[]>
  open(file: SourceFile, options: ReadPartOptions): Promise<OpenedSource>
}

/** Readers by format. A reader and its library are loaded with the first file of their format. */
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
