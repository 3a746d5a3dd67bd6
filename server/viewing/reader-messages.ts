import type { Result } from '@aw-flow/schema'
import { z } from 'zod'
import type { View, ViewedFile, TableView } from './table-reader.ts'

/** Settings of a table reader process. */
export interface ReaderSettings {
  /** The process's own folder for unpacked files. */
  temporaryFolder: string
  /** Memory limit of the data engine, in DuckDB's format. */
  memoryLimit: string
}

export interface MessageToReader {
  requestId: number
  file: ViewedFile
  view: View
}

export type MessageFromReader =
  /** A heartbeat that reports the memory usage in bytes. */
  | { type: 'alive'; bytes: number }
  /** A DuckDB statement does not respond to interrupts, so the process must be killed to stop it. */
  | { type: 'unresponsive' }
  | { type: 'response'; requestId: number; result?: Result<TableView>; error?: string }

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alive'), bytes: z.number() }),
  z.object({ type: z.literal('unresponsive') }),
  z.object({
    type: z.literal('response'),
    requestId: z.number(),
    // The result contains bytes and user data. It is passed on without validation.
    result: z.record(z.string(), z.unknown()).optional(),
    error: z.string().optional(),
  }),
])

/**
 * Validates a message from a table reader process. The message is untrusted, because a malicious file may have taken
 * over the process.
 *
 * @throws If the message is not valid.
 */
export const parseMessage = (value: unknown): MessageFromReader => messageSchema.parse(value) as MessageFromReader
