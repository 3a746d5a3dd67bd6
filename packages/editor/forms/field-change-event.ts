import type { Config, Json } from '@aw-flow/schema'
import { defineEvent, localEventInit } from '../define-event.ts'

/** Fired when the user changes the value of a form field. `value` is `undefined` if the field was cleared. @public */
export class FieldChangeEvent extends defineEvent<{
  /** The value after the change. */
  readonly value: Json | undefined
  /** Other settings of the form that change together with this one. */
  readonly others?: Config
}>('aw-field-change', localEventInit) {}

/** Fired when the user wants to create a secret or edit its hosts. The listener shows the form. @public */
export class ManageSecretsEvent extends defineEvent('aw-manage-secrets') {}

declare global {
  interface HTMLElementEventMap {
    'aw-field-change': FieldChangeEvent
    'aw-manage-secrets': ManageSecretsEvent
  }
}
