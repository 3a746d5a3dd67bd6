import type { Message, Text } from '@aw-flow/messages'

/**
 * A reason why a file cannot be read, found by a reader of this package. The reader adds the file name and turns it
 * into a problem.
 */
export class FormatFault extends Error {
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.code)
    this.name = 'FormatFault'
    this.reason = reason
  }
}

/** The reason of a `FormatFault`, or the message of a library's error without its trailing period. */
export const faultReason = (cause: unknown): Text =>
  cause instanceof FormatFault
    ? cause.reason
    : (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
