import type { Json } from '@aw-flow/schema'

/** A field of a form has another value now; `undefined` when it is to be as if never set. */
export class FieldChangeEvent extends Event {
  static readonly type = 'aw-field-change'
  readonly value: Json | undefined
  constructor(value: Json | undefined) {
    super(FieldChangeEvent.type)
    this.value = value
  }
}

/** A secret is to be made, or its hosts looked at; anyone who hears it shows where. */
export class SecretWantedEvent extends Event {
  static readonly type = 'aw-secret-wanted'
  constructor() {
    super(SecretWantedEvent.type, { bubbles: true, composed: true })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-field-change': FieldChangeEvent
    'aw-secret-wanted': SecretWantedEvent
  }
}
