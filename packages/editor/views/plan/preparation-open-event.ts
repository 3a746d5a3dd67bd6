import { defineEvent } from '../../define-event.ts'

/** The user opens the plan that a Prepare node executed. @public */
export class PreparationOpenEvent extends defineEvent<{
  /** The id of the Prepare node. */
  readonly node: string
}>('aw-preparation-open') {}

declare global {
  interface GlobalEventHandlersEventMap {
    'aw-preparation-open': PreparationOpenEvent
  }
}
