import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { SecretWantedEvent } from '../field-change-event.ts'
import type { FieldInput } from './field-input.ts'

/** Selects a secret by name: one that the page stores, or any name if it stores none. Values are never shown. */
export function secretSelect(input: FieldInput): TemplateResult {
  const { field, text, strings, surroundings, disabled } = input
  const words = strings.secret
  const { secrets } = surroundings
  if (!secrets) {
    return html`<input
      id=${field.name}
      class="control"
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-describedby=${input.describedBy || nothing}
      aria-invalid=${input.invalid ? 'true' : nothing}
      ?disabled=${disabled}
      .value=${live(text)}
      @input=${(event: Event) => input.type((event.target as HTMLInputElement).value)}
    />`
  }
  const isThere = text === '' || secrets.includes(text)
  return html`<div class="row">
    <select
      id=${field.name}
      class="control"
      aria-describedby=${input.describedBy || nothing}
      aria-invalid=${input.invalid || !isThere ? 'true' : nothing}
      ?disabled=${disabled}
      @change=${(event: Event) => input.type((event.target as HTMLSelectElement).value)}
    >
      <option value="" .selected=${live(text === '')}>${words.none}</option>
      ${isThere ? nothing : html`<option value=${text} .selected=${live(true)}>${words.missing(text)}</option>`}
      ${secrets.map((name) => html`<option value=${name} .selected=${live(name === text)}>${name}</option>`)}
    </select>
    <button
      type="button"
      class="icon"
      title=${words.make}
      aria-label=${words.make}
      ?disabled=${disabled}
      @click=${(event: Event) => event.target?.dispatchEvent(new SecretWantedEvent())}
    >
      ${icon('key-round')}
    </button>
  </div>`
}
