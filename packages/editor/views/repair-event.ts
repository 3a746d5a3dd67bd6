import type { Operation } from '@aw-flow/schema'
import { defineEvent } from '../define-event.ts'

/** Repairs that a person wants are to be made: operations for a preparation plan, nothing is changed yet. */
export class RepairEvent extends defineEvent<{ readonly operations: readonly Operation[] }>('aw-repair') {}

declare global {
  interface HTMLElementEventMap {
    'aw-repair': RepairEvent
  }
}
