import { defineEvent } from '../../define-event.ts'

/** A Load node's plan is requested. @public */
export class LoadPlanOpenEvent extends defineEvent<{ readonly node: string }>('aw-load-plan-open') {}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-open': LoadPlanOpenEvent
  }
}
