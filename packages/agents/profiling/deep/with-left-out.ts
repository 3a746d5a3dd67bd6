import type { DeepFinding } from '@aw-flow/schema'

/** Findings whose last says how many more there are that are not told. */
export const withLeftOut = <F extends DeepFinding>(told: readonly F[], left: number): F[] =>
  told.map((finding, at) =>
    left > 0 && at === told.length - 1
      ? { ...finding, leftOut: left, message: `${finding.message} There are ${left} more, weaker ones.` }
      : finding,
  )
