import type { Message } from '@aw-flow/messages'
import type { Operation } from '@aw-flow/schema/internal'

let describer: ((operation: Operation) => Message) | undefined

/**
 * Sets the function that describes operations of preparation plans. The function is not part of the editor's initial
 * load, because only on-demand elements show operations.
 */
export function registerOperationDescriber(describeOperation: (operation: Operation) => Message): void {
  describer = describeOperation
}

/** Describes an operation. Returns an empty string until the on-demand elements are loaded. */
export const describePlanOperation = (operation: Operation): Message | string => describer?.(operation) ?? ''
