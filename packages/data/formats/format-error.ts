import type { Message, Text } from '@aw-flow/messages'

/**
 * The reason why one of this package's readers cannot read a file. The reader adds the file name and converts the error
 * to a problem.
 */
export class FormatError extends Error {
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.code)
    this.name = 'FormatError'
    this.reason = reason
  }
}

/** Returns the reason for a `FormatError`, or the message of any other error without its trailing period. */
export const describeFormatError = (cause: unknown): Text =>
  cause instanceof FormatError
    ? cause.reason
    : (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
