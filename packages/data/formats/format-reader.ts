import type { Inspection, Opened, SourceFile } from '@aw-flow/engine'
import type { Part } from '@aw-flow/schema'
import type { FormatsPlace } from './formats-place.ts'

/** A format that is no plain text and no mere archive. */
export type ReadableFormat = Exclude<Inspection['format'], 'text' | undefined>

export interface ReadOptions {
  place: FormatsPlace
  signal?: AbortSignal | undefined
}

export interface ReadPartOptions extends ReadOptions {
  /** By its name; `undefined`: the largest one that is not hidden. A `TablesError` where there is none of that name. */
  part?: string | undefined
  /** For a look at the beginning: see `OpenOptions`. */
  first?: number | undefined
}

/**
 * Reads one format. The file is unpacked: its `name` is that of the innermost entry. What is wrong with a file is a
 * `TablesError` that names it and the next step.
 */
export interface FormatReader {
  /** What can be chosen; empty where a file of this format is always one table. */
  parts(file: SourceFile, options: ReadOptions): Promise<Part[]>
  open(file: SourceFile, options: ReadPartOptions): Promise<Opened>
}

/** The readers by format; each, with its library, is loaded when the first such file comes. */
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
