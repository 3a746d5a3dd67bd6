import type { Message } from '@aw-flow/messages'
import type { Formats, OpenedText } from '@aw-flow/engine'
import type { FilePlan, LoadOverrides } from './file-plan.ts'

/**
 * A file that no reader can read. Describes its apparent kind with the evidence for it, the suggested next step, and
 * the reason why each reader fails.
 *
 * @internal
 */
export interface UnreadableFile {
  kind: Message
  evidence: Message
  nextStep: Message
  readers: { action: Message; reason: Message }[]
  line?: number
}

/**
 * The result of planning a file: a plan, or the reasons why it cannot be read.
 *
 * @internal
 */
export type PlannedFile =
  | { filePlan: FilePlan; unreadable?: undefined }
  | { filePlan?: undefined; unreadable: UnreadableFile }

/**
 * Options for planning a file.
 *
 * @internal
 */
export interface PlanOptions {
  overrides?: LoadOverrides
  /**
   * Whether to read the entire file for decisions that samples cannot settle: whether the file is UTF-8 throughout, and
   * which keys its JSON records have. If false, only samples are read, as for a preview. Default: `false`.
   */
  exact?: boolean
  /**
   * Whether to verify while planning that the entire file is UTF-8 and that its records have no further keys. If false,
   * the load verifies this instead; see `FilePlan.isSampled`. Default: `exact`.
   */
  verify?: boolean
  /** Readers of archives and binary formats. If absent, such files are rejected. */
  formats?: Formats
  /** Syntax of the text, if known; see `OpenedText`. */
  syntax?: OpenedText['syntax']
  /** Whether the file is only the start of a longer file. */
  isTruncated?: boolean
  /** Called with the number of bytes read so far from a compressed file. */
  onRead?: (bytesRead: number) => void
  /** Header rows of a grid, if the source specifies them. */
  header?: OpenedText['header']
  signal?: AbortSignal
}
