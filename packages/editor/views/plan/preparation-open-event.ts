import { defineEvent } from '../../define-event.ts'

/** Fired when the user opens the plan that a Prepare node has executed. @public */
export class PreparationOpenEvent extends defineEvent<{
  /** The id of the Prepare node. */
  readonly node: string
}>('aw-preparation-open') {}

declare global {
  interface GlobalEventHandlersEventMap {
    'aw-preparation-open': PreparationOpenEvent
  }
}
