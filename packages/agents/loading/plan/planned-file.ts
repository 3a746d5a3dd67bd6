import type { Message } from '@aw-flow/messages'
import type { Formats, OpenedText } from '@aw-flow/engine'
import type { FilePlan, LoadOverrides } from './file-plan.ts'

/**
 * A file that no reader can read: its apparent kind, the evidence, the next step, and the reason for each reader.
 *
 * @internal
 */
export interface UnreadableFile {
  kind: Message
  evidence: Message
  next: Message
  readers: { action: Message; reason: Message }[]
  line?: number
}

/** @internal */
export type PlannedFile =
  | { filePlan: FilePlan; unreadable?: undefined }
  | { filePlan?: undefined; unreadable: UnreadableFile }

/** @internal */
export interface PlanOptions {
  overrides?: LoadOverrides
  /**
   * Whether to read the entire file for decisions that samples leave open: whether all of it is UTF-8, and the keys
   * of all JSON records. Without it, only samples are read, as for a preview.
   */
  exact?: boolean
  /**
   * Whether to verify that the entire file is UTF-8, that its records have no other keys, and that a large text has
   * one table. If false, this is verified during the load (`FilePlan.isSampled` and `assumesOneTable`). Default: `exact`.
   */
  verify?: boolean
  /** Reads archives and binary formats; without it, they are rejected. */
  formats?: Formats
  /** Kind of text, if known: see `OpenedText`. */
  syntax?: OpenedText['syntax']
  /** Whether the file is only the start of a longer one. */
  isTruncated?: boolean
  /** Called with the number of bytes that have been read from a compressed file. */
  onRead?: (end: number) => void
  /** Header rows of a grid, if the source specifies them. */
  header?: OpenedText['header']
  signal?: AbortSignal
}
