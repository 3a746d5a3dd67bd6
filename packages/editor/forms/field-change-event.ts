import type { Json } from '@aw-flow/schema'
import { defineEvent, local } from '../define-event.ts'

/** A field of a form has another value now; `undefined` when it is to be as if never set. @public */
export class FieldChangeEvent extends defineEvent<{ readonly value: Json | undefined }>('aw-field-change', local) {}

/** A secret is to be created or its hosts are to be edited; the listener shows where. @public */
export class SecretWantedEvent extends defineEvent('aw-secret-wanted') {}

declare global {
  interface HTMLElementEventMap {
    'aw-field-change': FieldChangeEvent
    'aw-secret-wanted': SecretWantedEvent
  }
}
