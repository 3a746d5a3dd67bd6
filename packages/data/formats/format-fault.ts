import type { Message, Text } from '@aw-flow/messages'

/** Why a file cannot be read, found by a reader of this package. Readers add the file and turn it into a problem. */
export class FormatFault extends Error {
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.code)
    this.name = 'FormatFault'
    this.reason = reason
  }
}

/** Why a file cannot be read: the reason of a `FormatFault`, or the text of a library without its full stop. */
export const faultReason = (cause: unknown): Text =>
  cause instanceof FormatFault
    ? cause.reason
    : (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
