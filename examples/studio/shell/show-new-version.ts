import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'

/** Tells that a newer version of the studio waits, where `use` shows it. */
export function showNewVersion(use: (() => void) | undefined, close: () => void): TemplateResult | typeof nothing {
  if (!use) return nothing
  const words = say().shell
  return html`<div class="message info version" role="status">
    ${icon('refresh-cw')}
    <p>${words.newVersion}</p>
    <button class="quiet" @click=${use}>${words.useNow}</button>
    <button class="quiet icon" aria-label=${words.later} @click=${close}>${icon('x')}</button>
  </div>`
}
