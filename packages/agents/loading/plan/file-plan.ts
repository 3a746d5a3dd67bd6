import type { Message } from '@aw-flow/messages'
import type { LoadPlan, Part, Problem } from '@aw-flow/schema'

export type { LoadOverrides } from '@aw-flow/schema'

/** A load plan derived from samples, with its warnings. @internal */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** Whether the encoding or keys are known only from samples; the load must then verify them. */
  isSampled?: boolean
  /** Whether the samples have one table and the rest of a large text may have others; see `hasSeveralParts`. */
  assumesOneTable?: boolean
  /** Plans to try if this one fails or rejects too many records, best first. */
  alternatives: AlternativePlan[]
  /** Entries of an archive that can be loaded, including the planned one; absent if there is only one. */
  entries?: Part[]
  /** Sheets or tables that can be loaded, including the planned one; absent if there is only one. */
  parts?: Part[]
}

/** An alternative way to read the file. */
export interface AlternativePlan {
  reason: Message
  /** Creates the plan; called only if the alternative is tried. */
  createPlan: () => FilePlan
}
