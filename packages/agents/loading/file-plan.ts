import type { LoadPlan, Problem } from '@aw-flow/schema'

/** What a person has settled beforehand; it wins over every detection. */
export interface LoadOverrides {
  /** A WHATWG label. */
  encoding?: string
  delimiter?: string
  quote?: string
  escape?: string
  header?: 'yes' | 'no'
  /** Which table of a text that holds several, by their order in it from 1. */
  table?: number
  /** For JSON: the keys that lead to the records. */
  recordsPath?: readonly string[]
}

/** A plan made of samples, with what should be said about it. */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** Plans to try when this one turns out badly, best first, each with its reason. */
  others: OtherPlan[]
}

export interface OtherPlan {
  reason: string
  /** Made only when it is tried. */
  make: () => FilePlan
}
