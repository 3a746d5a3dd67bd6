import { defineEvent } from '../../define-event.ts'

/** The plan that a Prepare node has carried out is requested. @public */
export class PreparationOpenEvent extends defineEvent<{ readonly node: string }>('aw-preparation-open') {}

declare global {
  interface GlobalEventHandlersEventMap {
    'aw-preparation-open': PreparationOpenEvent
  }
}
