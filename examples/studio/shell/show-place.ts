import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'
import type { Place } from '../workspace.ts'

const icons: Readonly<Record<Place, string>> = { here: 'hard-drive', there: 'server', both: 'server' }

/** Where something is, for lists; nothing where there is no server to be told apart from. */
export function showPlace(place: Place | undefined): TemplateResult | typeof nothing {
  if (place === undefined) return nothing
  const word = say().places[place]
  return html`<span class="place-of muted" data-place=${place} title=${word}
    >${icon(icons[place])}<span class="visually-hidden">${word}</span></span
  >`
}
