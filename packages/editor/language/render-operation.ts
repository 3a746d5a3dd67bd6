import type { Message } from '@aw-flow/messages'
import type { Operation } from '@aw-flow/schema'
import { loadEnglish } from './render-text.ts'

let describe: ((operation: Operation) => Message) | undefined

/** Provides the function that describes operations; the later elements and the English catalogs bring it. */
export function provideOperations(describeOperation: (operation: Operation) => Message): void {
  describe = describeOperation
}

/**
 * Describes what an operation of a preparation plan does. It is not part of the editor's first load: until it is loaded
 * with the English catalogs, the text is empty, and elements render again on `textsLoaded`.
 */
export function operationText(operation: Operation): Message | string {
  if (describe) return describe(operation)
  void loadEnglish().catch(() => undefined)
  return ''
}
