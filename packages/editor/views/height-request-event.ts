import { defineEvent } from '../define-event.ts'

/** A view needs more height for a user's task, in CSS pixels at the default text size; 0 ends the task. @public */
export class HeightRequestEvent extends defineEvent<{
  /** The needed height, in CSS pixels at the default text size. */
  readonly height: number
}>('aw-room-request') {}

declare global {
  interface HTMLElementEventMap {
    'aw-room-request': HeightRequestEvent
  }
}
