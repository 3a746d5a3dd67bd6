import type { Message, MessageCode } from '@aw-flow/messages'
import type { FindingKind } from '@aw-flow/schema'

/** The values that the message of a finding names. */
export type FindingParams = Readonly<Record<string, string | number>>

/** The reason of a finding of this kind, or of a group of them. */
export const findingText = (kind: FindingKind, params: FindingParams): Message => ({
  code: `finding.${kind}` satisfies MessageCode,
  params,
})
