import type { Message, Text } from '@aw-flow/messages'

/**
 * The reason that a reader of this package cannot read a file. The reader adds the file name and converts it into a
 * problem.
 */
export class FormatError extends Error {
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.code)
    this.name = 'FormatError'
    this.reason = reason
  }
}

/** Returns the reason of a `FormatError`, or the message of a library error without its trailing period. */
export const describeFormatError = (cause: unknown): Text =>
  cause instanceof FormatError
    ? cause.reason
    : (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
