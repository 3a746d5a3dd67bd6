import type { Message } from '@aw-flow/messages'
import type { LoadPlan, Part, Problem } from '@aw-flow/schema'

export type { LoadOverrides } from '@aw-flow/schema'

/** A plan made of samples, with what should be said about it. */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** True where encoding or keys are told by samples alone: a load by this plan is told so, and proves them. */
  isSampled?: boolean
  /** Plans to try when this one turns out badly, best first, each with its reason. */
  others: OtherPlan[]
  /** What could be loaded of an archive, with what is; absent where there is no choice. */
  entries?: Part[]
  /** The sheets or tables that could be loaded, with the one that is; absent where there is no choice. */
  parts?: Part[]
}

export interface OtherPlan {
  reason: Message
  /** Made only when it is tried. */
  make: () => FilePlan
}
