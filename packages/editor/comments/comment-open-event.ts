import { defineEvent } from '../define-event.ts'

/** Fired when the user opens a mark: a thread of comments. @public */
export class CommentOpenEvent extends defineEvent<{
  /** Id of the thread; `undefined` for a new one. */
  readonly thread: string | undefined
}>('aw-comment-open') {}

declare global {
  interface HTMLElementEventMap {
    'aw-comment-open': CommentOpenEvent
  }
}
