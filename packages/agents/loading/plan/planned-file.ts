import type { Message } from '@aw-flow/messages'
import type { Formats, OpenedText } from '@aw-flow/engine'
import type { FilePlan, LoadOverrides } from './file-plan.ts'

/** A file that no reader can read: what it seems to be, what shows that, what to do, and why each reader failed. */
export interface RefusedFile {
  kind: Message
  seen: Message
  next: Message
  readers: { action: Message; reason: Message }[]
  line?: number
}

export type PlannedFile = { filePlan: FilePlan; refused?: undefined } | { filePlan?: undefined; refused: RefusedFile }

export interface PlanOptions {
  overrides?: LoadOverrides
  /**
   * True: whatever a sample cannot tell for sure is looked up in the whole file (that all of it is UTF-8, the keys of
   * all JSON records). False: samples only, for a preview.
   */
  exact?: boolean
  /**
   * False: that all of it is UTF-8, and that its records have no other keys, is left to whoever reads it by the plan
   * (`isSampled`). Default: as `exact`.
   */
  prove?: boolean
  /** Takes off archives and reads what is no plain text; without, such files are refused. */
  formats?: Formats
  /** What the text is where that is known: see `OpenedText`. */
  as?: OpenedText['as']
  /** True where the file goes on behind its end. */
  cut?: boolean
  /** Told of the bytes of a packed file that have been read to unpack it. */
  onRead?: (end: number) => void
  /** Which rows of a grid name the columns, where the source says so. */
  header?: OpenedText['header']
  signal?: AbortSignal
}
