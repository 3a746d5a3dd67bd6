import { defineEvent } from '../../define-event.ts'

/** A Load node's plan is requested. @public */
export class LoadPlanOpenEvent extends defineEvent<{
  /** The id of the Load node. */
  readonly node: string
}>('aw-load-plan-open') {}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-open': LoadPlanOpenEvent
  }
}
