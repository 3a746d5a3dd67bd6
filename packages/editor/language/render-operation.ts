import type { Message } from '@aw-flow/messages'
import type { Operation } from '@aw-flow/schema'

let describe: ((operation: Operation) => Message) | undefined

/**
 * Provides what describes operations of preparation plans. It is not part of the editor's first load: only later
 * elements show operations.
 */
export function provideOperations(describeOperation: (operation: Operation) => Message): void {
  describe = describeOperation
}

/** What an operation does, as a message; empty text before the later elements are loaded. */
export const operationText = (operation: Operation): Message | string => describe?.(operation) ?? ''
