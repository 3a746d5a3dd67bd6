import { z } from 'zod'
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

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alive'), bytes: z.number() }),
  z.object({ type: z.literal('unresponsive') }),
  z.object({
    type: z.literal('response'),
    request: z.number(),
    // Its values are bytes and rows of people, which are only passed on.
    result: z.record(z.string(), z.unknown()).optional(),
    error: z.string().optional(),
  }),
])

/**
 * Reads a message that a process has sent. A file that has taken over the process can send anything.
 *
 * @throws If it is not valid.
 */
export const readMessage = (value: unknown): MessageFromReader => messageSchema.parse(value) as MessageFromReader
