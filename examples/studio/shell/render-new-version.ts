import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'

/** Renders the message that a newer version is available, with a button that activates it. */
export function renderNewVersion(
  activate: (() => void) | undefined,
  onClose: () => void,
): TemplateResult | typeof nothing {
  if (!activate) return nothing
  const strings = getStrings().shell
  return html`<div class="message info version" role="status">
    ${icon('refresh-cw')}
    <p>${strings.newVersion}</p>
    <button class="quiet" @click=${activate}>${strings.updateNow}</button>
    <button class="quiet icon" aria-label=${strings.later} @click=${onClose}>${icon('x')}</button>
  </div>`
}
