import type { Operation } from '@aw-flow/schema/internal'
import { defineEvent } from '../define-event.ts'

/** Fired when the user requests repairs. They are plan operations that have not changed any data yet. @public */
export class RepairEvent extends defineEvent<{
  /** The operations, in execution order. */
  readonly operations: readonly Operation[]
}>('aw-repair') {}

declare global {
  interface HTMLElementEventMap {
    'aw-repair': RepairEvent
  }
}
