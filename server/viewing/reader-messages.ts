import type { View, ViewedFile, ViewResult } from './table-reader.ts'

/** Settings of a process that reads tables. */
export interface ReaderSettings {
  /** Folder of this process for unpacked files. */
  temporaryFolder: string
  /** Memory limit on the data engine, in DuckDB's format. */
  memoryLimit: string
}

export interface MessageToReader {
  request: number
  file: ViewedFile
  view: View
}

export type MessageFromReader =
  /** A heartbeat with the memory usage. */
  | { type: 'alive'; bytes: number }
  /** A DuckDB statement ignores interrupts; only killing the process stops it. */
  | { type: 'unresponsive' }
  | { type: 'response'; request: number; result?: ViewResult; error?: string }
