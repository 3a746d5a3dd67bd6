import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { Workspace } from '../workspace.ts'

/** The user's answer to whether the server of this page is used. */
export type ServerOfferAnswer = 'use' | 'copy' | 'decline'

/** Renders the question whether the server of this page is used for new work. It is asked once in a browser. */
export function renderServerOffer(
  workspace: Workspace | undefined,
  onAnswer: (answer: ServerOfferAnswer) => void,
): TemplateResult | typeof nothing {
  if (!workspace?.offersPageServer) return nothing
  const { server: strings } = getStrings()
  return html`<div class="message info" role="status" data-testid="server-offer">
    ${icon('server')}
    <p>${strings.offer(workspace.documents.length + workspace.datasets.length)}</p>
    <button @click=${() => onAnswer('use')}>${strings.useForNew}</button>
    <button @click=${() => onAnswer('copy')}>${strings.useAndCopy}</button>
    <button class="quiet" @click=${() => onAnswer('decline')}>${strings.withoutServer}</button>
  </div>`
}
