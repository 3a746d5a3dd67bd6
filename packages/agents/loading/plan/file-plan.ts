import type { Message } from '@aw-flow/messages'
import type { LoadPlan, Problem } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'

export type { LoadOverrides } from '@aw-flow/schema/internal'

/** A load plan derived from samples of a file, with warnings and alternatives. @internal */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** Whether the encoding or the JSON keys were inferred from samples only, so that the load must verify them. */
  isSampled?: boolean
  /** See `LocatedTable`. */
  hasNamedHeader?: boolean
  /** Number of the table's records in the sample of delimited text. */
  rowsInHead?: number
  /** Plans to try if this one fails or rejects too many records, best first. */
  alternatives: AlternativePlan[]
  /** Archive entries that can be loaded, including the planned one. Absent if there is only one. */
  entries?: FilePart[]
  /** Sheets or tables that can be loaded, including the planned one. Absent if there is only one. */
  parts?: FilePart[]
}

/** An alternative plan for the same file. */
export interface AlternativePlan {
  reason: Message
  /** Creates the plan. Called only if the alternative is tried. */
  createPlan: () => FilePlan
}
