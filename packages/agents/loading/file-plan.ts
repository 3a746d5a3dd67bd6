import type { LoadPlan, Part, Problem } from '@aw-flow/schema'

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
  /** The entry of an archive that is read, by its name. */
  entry?: string
  /** The sheet or table that is read, by its name. */
  part?: string
}

/** A plan made of samples, with what should be said about it. */
export interface FilePlan {
  plan: LoadPlan
  warnings: Problem[]
  /** Plans to try when this one turns out badly, best first, each with its reason. */
  others: OtherPlan[]
  /** What could be loaded of an archive, with what is; absent where there is no choice. */
  entries?: Part[]
  /** The sheets or tables that could be loaded, with the one that is; absent where there is no choice. */
  parts?: Part[]
}

export interface OtherPlan {
  reason: string
  /** Made only when it is tried. */
  make: () => FilePlan
}
