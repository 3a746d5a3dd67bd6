import { defineEvent } from '../define-event.ts'

/** A view needs more height for a task of the user, in CSS pixels of text; 0 when the task has ended. @public */
export class RoomRequestEvent extends defineEvent<{ readonly height: number }>('aw-room-request') {}

declare global {
  interface HTMLElementEventMap {
    'aw-room-request': RoomRequestEvent
  }
}
