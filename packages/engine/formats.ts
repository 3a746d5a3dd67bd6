import type { Column, Problem } from '@aw-flow/schema'
import type { FileFormat, Layer, FilePart } from '@aw-flow/schema/internal'
import type { SourceFile } from './files.ts'

/** Options of `Formats.inspect`. @internal */
export interface InspectOptions {
  /** The archive entry to read. Defaults to the entry that is most likely a table. */
  entry?: string | undefined
  /** Aborts the inspection. */
  signal?: AbortSignal | undefined
}

/** The structure of a file, as detected from its content. @internal */
export interface Inspection {
  /** The archive and compression layers, outermost first, with the selected archive entry. */
  unpack: Layer[]
  /**
   * The format of the content. `text` is delimited text or JSON, which the reader distinguishes. `undefined` if the
   * format is unknown.
   */
  format: Exclude<FileFormat, 'csv' | 'json' | 'jsonl' | 'empty'> | 'text' | undefined
  /** The loadable entries of the innermost archive, in archive order. Empty if there is no archive. */
  entries: FilePart[]
  /**
   * Present if `entries` omits files of the archive: the total number of files, and the number that were inspected.
   */
  moreEntries?: { count: number; read: number }
  /** The sheets or tables, in file order. Empty if the format has neither. */
  parts: FilePart[]
}

/** Options of `Formats.checkContents`. @internal */
export interface CheckContentsOptions {
  /** The file name. */
  name: string
  /** Reads the content, and throws if it is not allowed. */
  check(content: AsyncIterable<Uint8Array>): Promise<void>
  /** Aborts the check. */
  signal: AbortSignal
}

/** Options of `Formats.open`. @internal */
export interface OpenOptions {
  /** The layers to unpack, outermost first. Defaults to none. */
  unpack?: readonly Layer[] | undefined
  /** The format of the content after all layers are unpacked. */
  format: Inspection['format']
  /** The name of the sheet or table to read. Defaults to the largest visible sheet or table. */
  part?: string | undefined
  /**
   * For previews: the approximate number of bytes after which unpacking stops. If the content is longer, the result's
   * `isTruncated` is true.
   */
  maxBytes?: number | undefined
  /** Aborts reading. */
  signal?: AbortSignal | undefined
  /** Called with the number of bytes read so far from the packed file. */
  onRead?: ((end: number) => void) | undefined
}

/** The header of a grid. @internal */
export interface SourceHeader {
  /** The physical line of the first header row, starting at 1. */
  line: number
  /** The number of header rows. */
  rows: number
}

/** Content that is opened as text and still has to be parsed as a table. @internal */
export interface OpenedText {
  /** Distinguishes text from a table. */
  kind: 'text'
  /** The text as a file. */
  file: SourceFile
  /**
   * `any`: text of unknown dialect and encoding. `cells`: a grid as UTF-8 CSV with commas, double quotes and LF line
   * endings, one record per row; header, notes and types are not detected yet. `json`: a UTF-8 JSON document.
   */
  syntax: 'any' | 'cells' | 'json'
  /** The name of the sheet or table that was read. */
  part?: string | undefined
  /** The header, if the source declares one. */
  header?: SourceHeader | undefined
  /** Whether the text was truncated at `maxBytes`, before the end of the file. */
  isTruncated: boolean
  /** Warnings, for example about values that could not be converted or formulas without a result. */
  problems: Problem[]
}

/** A table from a format that stores column types. @internal */
export interface OpenedTable {
  /** Distinguishes a table from text. */
  kind: 'table'
  /** The columns with DuckDB types, in file order. Names are as in the file and may be empty or duplicated. */
  columns: Column[]
  /** The number of rows, if the file declares it. */
  rows?: number | undefined
  /**
   * Returns the rows in order, in batches. Each batch is a complete Arrow IPC stream (schema, batches, end) whose
   * fields match `columns` by position. There is at least one stream, even for an empty table. Values that Arrow cannot
   * represent exactly are text that can be cast to the column type.
   */
  batches(signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** The same rows as a Parquet file, if available. */
  parquet?: SourceFile | undefined
  /** The name of the sheet or table that was read. */
  part?: string | undefined
  /** Warnings, for example about values that could not be converted. */
  problems: Problem[]
}

/** The opened content of a file. @internal */
export type OpenedSource = OpenedText | OpenedTable

/**
 * Detects file formats and reads files as text or typed rows. The content determines the format; file names are only
 * hints. Both methods reject with a `TablesError` if the file is damaged, encrypted or unpacks to more bytes than
 * allowed, and with the signal's reason if aborted. Unpacked content is cached for as long as the file object exists.
 *
 * @internal
 */
export interface Formats {
  /** Detects the layers, the format and the parts of a file. */
  inspect(file: SourceFile, options?: InspectOptions): Promise<Inspection>
  /** Opens the content of a file. */
  open(file: SourceFile, options: OpenOptions): Promise<OpenedSource>
  /**
   * Passes a file's chunks through after `check` has received everything that is packed in the file: the content of
   * compressed files, each entry of an archive, and the cells of workbooks and of formats with types. Content that
   * cannot be unpacked is skipped, because it cannot be loaded either.
   */
  checkContents(chunks: AsyncIterable<Uint8Array>, options: CheckContentsOptions): AsyncIterable<Uint8Array>
}
