import type { Operation } from '@aw-flow/schema'
import { defineEvent } from '../define-event.ts'

/** The user requests repairs: operations for a preparation plan. Nothing is changed yet. @public */
export class RepairEvent extends defineEvent<{ readonly operations: readonly Operation[] }>('aw-repair') {}

declare global {
  interface HTMLElementEventMap {
    'aw-repair': RepairEvent
  }
}
