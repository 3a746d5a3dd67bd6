import type { Column, FileFormat, Layer, Part, Problem } from '@aw-flow/schema'
import type { SourceFile } from './files.ts'

export interface InspectOptions {
  /** The entry to read of an archive. Default: the one that looks most like a table. */
  entry?: string | undefined
  signal?: AbortSignal | undefined
}

/** What a file holds, by its content. */
export interface Inspection {
  /** What has to be taken off, outermost first; the entry that was asked for or that fits best is chosen in it. */
  unpack: Layer[]
  /** Of what is inside. `text`: delimited or JSON, told apart by who reads it; `undefined`: no format that is known. */
  format: Exclude<FileFormat, 'csv' | 'json' | 'jsonl' | 'empty'> | 'text' | undefined
  /** The entries of the innermost archive that can be loaded, in its order; empty where there is no archive. */
  entries: Part[]
  /** Sheets or tables, in the file's order; empty where the format has none. */
  parts: Part[]
}

export interface OpenOptions {
  unpack?: readonly Layer[] | undefined
  format: Inspection['format']
  /** A sheet or table by its name. Default: the largest one that is not hidden. */
  part?: string | undefined
  /**
   * For a look at the beginning: no more than about so many bytes are unpacked. What was cut off is missing in the file,
   * whose `cut` is then true.
   */
  first?: number | undefined
  signal?: AbortSignal | undefined
  /** Told of the bytes of the packed file that have been read. */
  onRead?: ((end: number) => void) | undefined
}

/** Rows of a grid that name its columns: the physical line (from 1) of the first, and how many records they are. */
export interface SourceHeader {
  line: number
  rows: number
}

/** Text to be read as a table. */
export interface OpenedText {
  kind: 'text'
  file: SourceFile
  /**
   * `any`: of unknown form and encoding. `cells`: a grid as UTF-8 with comma, double quotes (doubled inside), LF and a
   * record a row of the grid; header, notes and types are still to be found. `json`: a UTF-8 JSON document.
   */
  as: 'any' | 'cells' | 'json'
  part?: string | undefined
  /** Where the source itself says which rows name the columns: the line of the first, and how many they are. */
  header?: SourceHeader | undefined
  cut: boolean
  /** What was found that a person should know: values that could not be carried, formulas without a result. */
  problems: Problem[]
}

/** A table with types of its own. */
export interface OpenedTable {
  kind: 'table'
  /** DuckDB's types, in the file's order; names as in the file, perhaps empty or double. */
  columns: Column[]
  /** As the file says. */
  rows?: number | undefined
  /**
   * The rows in order, some at a time: each piece is a whole Arrow IPC stream (schema, batches, end), whose columns are
   * `columns` by position; one at least, also of no rows. What Arrow's type does not say exactly is text that casts to
   * the column's type.
   */
  batches(signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** The same rows as a Parquet file, where there is one. */
  parquet?: SourceFile | undefined
  part?: string | undefined
  problems: Problem[]
}

export type Opened = OpenedText | OpenedTable

/**
 * Port: what files hold that are no plain text, and their content as text or as typed rows. Content decides, names only
 * hint. Both methods reject with a `TablesError` when the file is damaged, encrypted, or unpacks to more than is allowed,
 * and with the signal's reason when it is aborted. What was unpacked for a file is kept while the file object is.
 */
export interface Formats {
  inspect(file: SourceFile, options?: InspectOptions): Promise<Inspection>
  open(file: SourceFile, options: OpenOptions): Promise<Opened>
}
