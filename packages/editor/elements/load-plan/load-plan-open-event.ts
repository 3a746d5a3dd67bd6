import { defineEvent } from '../../define-event.ts'

/** Fired when the user opens a Load node's plan. @public */
export class LoadPlanOpenEvent extends defineEvent<{
  /** Id of the Load node. */
  readonly node: string
}>('aw-load-plan-open') {}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-open': LoadPlanOpenEvent
  }
}
