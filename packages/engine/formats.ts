import type { Column, FileFormat, Layer, Part, Problem } from '@aw-flow/schema'
import type { SourceFile } from './files.ts'

/** Options of `Formats.inspect`. @internal */
export interface InspectOptions {
  /** The entry of an archive to read. Default: the one most likely to be a table. */
  entry?: string | undefined
  /** Aborts the inspection. */
  signal?: AbortSignal | undefined
}

/** The structure of a file, detected from its content. @internal */
export interface Inspection {
  /** Archive and compression layers, outermost first, with the chosen entry. */
  unpack: Layer[]
  /** The format of the content. `text`: delimited or JSON, distinguished by the reader; `undefined`: unknown. */
  format: Exclude<FileFormat, 'csv' | 'json' | 'jsonl' | 'empty'> | 'text' | undefined
  /** Loadable entries of the innermost archive, in archive order; empty without an archive. */
  entries: Part[]
  /**
   * Present if the archive has files that are not in `entries`: the number of all files, and of those that were read.
   */
  moreEntries?: { count: number; read: number }
  /** Sheets or tables, in file order; empty if the format has none. */
  parts: Part[]
}

/** Options of `Formats.open`. @internal */
export interface OpenOptions {
  /** The layers to unpack, outermost first. Default: none. */
  unpack?: readonly Layer[] | undefined
  /** The format of the content, after the layers are unpacked. */
  format: Inspection['format']
  /** The name of a sheet or table. Default: the largest one that is not hidden. */
  part?: string | undefined
  /**
   * For previews: the approximate maximum number of bytes to unpack. If the file is longer, `isTruncated` is true in
   * the result.
   */
  maxBytes?: number | undefined
  /** Aborts the reading. */
  signal?: AbortSignal | undefined
  /** Called with the number of bytes that have been read from the packed file. */
  onRead?: ((end: number) => void) | undefined
}

/** The header rows of a grid: the physical line (from 1) of the first, and the number of records. @internal */
export interface SourceHeader {
  /** The physical line of the first header row, from 1. */
  line: number
  /** The number of header rows. */
  rows: number
}

/** Text that is parsed as a table. @internal */
export interface OpenedText {
  /** Distinguishes text from tables. */
  kind: 'text'
  /** The text as a file. */
  file: SourceFile
  /**
   * `any`: unknown dialect and encoding. `cells`: a grid as UTF-8 CSV with commas, double quotes and LF, one record per
   * row; header, notes and types are not detected yet. `json`: a UTF-8 JSON document.
   */
  syntax: 'any' | 'cells' | 'json'
  /** The name of the sheet or table that was read. */
  part?: string | undefined
  /** The header, if the source itself declares it. */
  header?: SourceHeader | undefined
  /** Whether the text ends before the end of the file, because of `maxBytes`. */
  isTruncated: boolean
  /** Warnings, such as values that could not be converted or formulas without a result. */
  problems: Problem[]
}

/** A table from a format that stores types. @internal */
export interface OpenedTable {
  /** Distinguishes tables from text. */
  kind: 'table'
  /** Columns with DuckDB types, in file order; names as in the file, possibly empty or duplicate. */
  columns: Column[]
  /** The number of rows, if the file declares it. */
  rows?: number | undefined
  /**
   * The rows in order, in batches: each is a complete Arrow IPC stream (schema, batches, end) with `columns` by
   * position. There is at least one stream, even without rows. Values that Arrow cannot represent exactly are text that
   * casts to the column type.
   */
  batches(signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** The same rows as a Parquet file, if there is one. */
  parquet?: SourceFile | undefined
  /** The name of the sheet or table that was read. */
  part?: string | undefined
  /** Warnings, such as values that could not be converted. */
  problems: Problem[]
}

/** The opened content of a file. @internal */
export type OpenedSource = OpenedText | OpenedTable

/**
 * Detects the format of files and reads them as text or typed rows. The content determines the format; file names
 * are only hints. Both methods reject with a `TablesError` if the file is damaged, encrypted, or unpacks to more than
 * allowed, and with the signal's reason when aborted. Unpacked content is cached for as long as the file object exists.
 *
 * @internal
 */
export interface Formats {
  /** Detects layers, format and parts of a file. */
  inspect(file: SourceFile, options?: InspectOptions): Promise<Inspection>
  /** Opens the content of a file. */
  open(file: SourceFile, options: OpenOptions): Promise<OpenedSource>
}
