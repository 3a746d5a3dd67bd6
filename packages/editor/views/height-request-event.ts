import { defineEvent } from '../define-event.ts'

/** Fired when a view needs more height for a user task, or, with a height of 0, when the task has ended. @public */
export class HeightRequestEvent extends defineEvent<{
  /** The required height, in CSS pixels at the default text size. */
  readonly height: number
}>('aw-room-request') {}

declare global {
  interface HTMLElementEventMap {
    'aw-room-request': HeightRequestEvent
  }
}
