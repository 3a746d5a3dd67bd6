import type { Text } from '@aw-flow/messages'

/** A position in an expression: `offset` is counted from 0, `line` and `column` from 1. @public */
export interface ExpressionPlace {
  /** The first character, from 0. */
  offset: number
  /** The line, from 1. */
  line: number
  /** The column, from 1. */
  column: number
  /** The token at the position, if it is known. */
  token?: string
}

/** The reason that an expression cannot be compiled or evaluated. @internal */
export class ExpressionError extends Error {
  override readonly name: string = 'ExpressionError'
  /** The reason, to be rendered; `message` is for stack traces. */
  readonly text: Text
  readonly place: ExpressionPlace | undefined

  /** @param original The message of the parser or evaluator, for stack traces. */
  constructor(text: Text, place?: ExpressionPlace, original?: string) {
    super(original ?? (typeof text === 'string' ? text : `${text.code} ${JSON.stringify(text.params ?? {})}`))
    this.text = text
    this.place = place
  }
}
