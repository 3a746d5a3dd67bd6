import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { ManageSecretsEvent } from '../field-change-event.ts'
import type { FieldInput } from './field-input.ts'

/**
 * Renders a select with the names of stored secrets, or a text field if the page does not store secrets. Secret values
 * are never shown.
 */
export function renderSecretSelect(input: FieldInput): TemplateResult {
  const { field, text, strings, context, disabled } = input
  const labels = strings.secret
  const { secrets } = context
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
      @input=${(event: Event) => input.onInput((event.target as HTMLInputElement).value)}
    />`
  }
  const isAvailable = text === '' || secrets.includes(text)
  return html`<div class="row">
    <select
      id=${field.name}
      class="control"
      aria-describedby=${input.describedBy || nothing}
      aria-invalid=${input.invalid || !isAvailable ? 'true' : nothing}
      ?disabled=${disabled}
      @change=${(event: Event) => input.onInput((event.target as HTMLSelectElement).value)}
    >
      <option value="" .selected=${live(text === '')}>${labels.none}</option>
      ${isAvailable ? nothing : html`<option value=${text} .selected=${live(true)}>${labels.unavailable(text)}</option>`}
      ${secrets.map((name) => html`<option value=${name} .selected=${live(name === text)}>${name}</option>`)}
    </select>
    <button
      type="button"
      class="icon"
      title=${labels.addSecret}
      aria-label=${labels.addSecret}
      ?disabled=${disabled}
      @click=${(event: Event) => event.target?.dispatchEvent(new ManageSecretsEvent())}
    >
      ${icon('key-round')}
    </button>
  </div>`
}
