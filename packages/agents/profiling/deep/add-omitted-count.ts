import { message } from '@aw-flow/messages'
import type { DeepFinding } from '@aw-flow/schema/internal'

/** Adds the number of omitted weaker findings to the last reported finding. */
export const addOmittedCount = <F extends DeepFinding>(findings: readonly F[], omittedCount: number): F[] =>
  findings.map((finding, index) =>
    omittedCount > 0 && index === findings.length - 1
      ? {
          ...finding,
          leftOut: omittedCount,
          message: message('profile.left-out', { finding: finding.message, left: omittedCount }),
        }
      : finding,
  )
