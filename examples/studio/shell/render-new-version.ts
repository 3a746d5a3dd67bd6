import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'

/** Renders the message that a newer version is available, with a button that activates it. */
export function renderNewVersion(
  activate: (() => void) | undefined,
  onClose: () => void,
): TemplateResult | typeof nothing {
  if (!activate) return nothing
  const t = getStrings().shell
  return html`<div class="message info version" role="status">
    ${icon('refresh-cw')}
    <p>${t.newVersion}</p>
    <button class="quiet" @click=${activate}>${t.updateNow}</button>
    <button class="quiet icon" aria-label=${t.later} @click=${onClose}>${icon('x')}</button>
  </div>`
}
