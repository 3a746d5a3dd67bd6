import { html, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'
import { renderEmpty } from '../draw-empty.ts'

/** Renders the content of a page that requires a server while none is connected, with a link for connecting one. */
export const renderNoServer = (text: string): TemplateResult =>
  renderEmpty('runs', text, html`<a class="button primary" href="/settings">${getStrings().common.connectServer}</a>`)
