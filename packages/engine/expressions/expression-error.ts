import type { Text } from '@aw-flow/messages'

/** A position in an expression. @public */
export interface ExpressionLocation {
  /** The zero-based character offset. */
  offset: number
  /** The line number, starting at 1. */
  line: number
  /** The column number, starting at 1. */
  column: number
  /** The token at the position, if known. */
  token?: string
}

/** Thrown when an expression cannot be compiled or evaluated. @internal */
export class ExpressionError extends Error {
  override readonly name: string = 'ExpressionError'
  /** The reason as a message to render. The inherited `message` is only for stack traces. */
  readonly text: Text
  readonly location: ExpressionLocation | undefined

  /** @param originalMessage The parser's or evaluator's original message, for stack traces. */
  constructor(text: Text, location?: ExpressionLocation, originalMessage?: string) {
    super(originalMessage ?? (typeof text === 'string' ? text : `${text.code} ${JSON.stringify(text.params ?? {})}`))
    this.text = text
    this.location = location
  }
}
