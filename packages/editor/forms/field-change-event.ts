import type { Config, Json } from '@aw-flow/schema'
import { defineEvent, localEventInit } from '../define-event.ts'

/** The value of a form field changed; `undefined` if it was cleared. @public */
export class FieldChangeEvent extends defineEvent<{
  /** The value after the change. */
  readonly value: Json | undefined
  /** Other settings of the form that change in the same step. */
  readonly others?: Config
}>('aw-field-change', localEventInit) {}

/** The user creates a secret or edits its hosts; the listener shows the form. @public */
export class ManageSecretsEvent extends defineEvent('aw-manage-secrets') {}

declare global {
  interface HTMLElementEventMap {
    'aw-field-change': FieldChangeEvent
    'aw-manage-secrets': ManageSecretsEvent
  }
}
