import type { Operation } from '@aw-flow/schema'

/** Repairs that a person wants are to be made: operations for a preparation plan, nothing is changed yet. */
export class RepairEvent extends Event {
  static readonly type = 'aw-repair'
  readonly operations: readonly Operation[]
  constructor(operations: readonly Operation[]) {
    super(RepairEvent.type, { bubbles: true, composed: true })
    this.operations = operations
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-repair': RepairEvent
  }
}
