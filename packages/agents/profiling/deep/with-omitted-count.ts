import { message } from '@aw-flow/messages'
import type { DeepFinding } from '@aw-flow/schema'

/** Adds the number of weaker findings that are not listed to the last finding. */
export const withOmittedCount = <F extends DeepFinding>(findings: readonly F[], left: number): F[] =>
  findings.map((finding, index) =>
    left > 0 && index === findings.length - 1
      ? { ...finding, leftOut: left, message: message('profile.left-out', { finding: finding.message, left }) }
      : finding,
  )
