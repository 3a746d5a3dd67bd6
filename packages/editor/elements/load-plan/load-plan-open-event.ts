import { defineEvent } from '../../define-event.ts'

/** The user asked to open a Load node's plan. @public */
export class LoadPlanOpenEvent extends defineEvent<{
  /** The id of the Load node. */
  readonly node: string
}>('aw-load-plan-open') {}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-open': LoadPlanOpenEvent
  }
}
