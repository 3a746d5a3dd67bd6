import { message, type Message, type MessageCode, type ParamsOfCode } from '@aw-flow/messages'

/**
 * Thrown before execution if an operation does not fit the table or the plan. The reason is a message for the user.
 *
 * @internal
 */
export class OperationError extends RangeError {
  readonly reason: Message

  constructor(reason: Message, options?: { readonly cause?: unknown }) {
    super(`${reason.code} ${JSON.stringify(reason.params ?? {})}`, options)
    this.name = 'OperationError'
    this.reason = reason
  }
}

/**
 * Creates an `OperationError` from a message code and its parameters.
 *
 * @example
 * throw createOperationError('prepare.only-column', { column: 'id' })
 */
export const createOperationError = <Code extends MessageCode>(
  code: Code,
  params: ParamsOfCode<Code>,
  options?: { readonly cause?: unknown },
): OperationError => new OperationError(message(code, params), options)
