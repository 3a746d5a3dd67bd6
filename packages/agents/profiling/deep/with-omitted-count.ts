import { message } from '@aw-flow/messages'
import type { DeepFinding } from '@aw-flow/schema'

/** Adds the number of omitted weaker findings to the last reported finding. */
export const withOmittedCount = <F extends DeepFinding>(findings: readonly F[], omitted: number): F[] =>
  findings.map((finding, index) =>
    omitted > 0 && index === findings.length - 1
      ? {
          ...finding,
          leftOut: omitted,
          message: message('profile.left-out', { finding: finding.message, left: omitted }),
        }
      : finding,
  )
