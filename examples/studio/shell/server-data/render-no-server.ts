import { html, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'
import { drawEmptyState } from '../draw-empty.ts'

/** Renders the content of a page that requires a server while none is connected, with a link for connecting one. */
export const renderNoServer = (text: string): TemplateResult =>
  html`<div class="panel empty">
    ${drawEmptyState('runs')}
    <p>${text}</p>
    <a class="button primary" href="/settings">${getStrings().common.connectServer}</a>
  </div>`
