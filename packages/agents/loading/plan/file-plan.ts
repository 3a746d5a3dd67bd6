import type { Message } from '@aw-flow/messages'
import type { LoadPlan, Part, Problem } from '@aw-flow/schema'

export type { LoadOverrides } from '@aw-flow/schema'

/** A load plan derived from samples, with its warnings. @internal */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** Whether encoding or keys are known from samples only, so that the load must verify them. */
  isSampled?: boolean
  /** Plans to try if this one has a bad outcome, best first. */
  alternatives: AlternativePlan[]
  /** Entries of an archive that can be loaded, including the planned one; absent if there is only one. */
  entries?: Part[]
  /** Sheets or tables that can be loaded, including the planned one; absent if there is only one. */
  parts?: Part[]
}

/** Another way to read the file. */
export interface AlternativePlan {
  reason: Message
  /** Creates the plan; called only when it is tried. */
  make: () => FilePlan
}
