import type { Operation } from '@aw-flow/schema'
import { defineEvent } from '../define-event.ts'

/** The user requests repairs, as operations for a preparation plan. No data is changed yet. @public */
export class RepairEvent extends defineEvent<{
  /** The operations, in execution order. */
  readonly operations: readonly Operation[]
}>('aw-repair') {}

declare global {
  interface HTMLElementEventMap {
    'aw-repair': RepairEvent
  }
}
