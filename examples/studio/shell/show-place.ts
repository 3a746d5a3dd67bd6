import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { strings } from '../language/strings.ts'
import type { Place } from '../workspace.ts'

const icons: Readonly<Record<Place, string>> = { here: 'hard-drive', there: 'server', both: 'server' }

/** Renders the location of an item in a list; empty without a server. */
export function showPlace(place: Place | undefined): TemplateResult | typeof nothing {
  if (place === undefined) return nothing
  const label = strings().places[place]
  return html`<span class="place-of muted" data-place=${place} title=${label}
    >${icon(icons[place])}<span class="visually-hidden">${label}</span></span
  >`
}
