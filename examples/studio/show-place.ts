import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import type { Place } from './workspace.ts'

const looks: Record<Place, { icon: string; word: string }> = {
  here: { icon: 'hard-drive', word: 'Only in this browser' },
  there: { icon: 'server', word: 'On the server' },
  both: { icon: 'server', word: 'In this browser and on the server' },
}

/** Where something is, for lists; nothing where there is no server to be told apart from. */
export function showPlace(place: Place | undefined): TemplateResult | typeof nothing {
  if (place === undefined) return nothing
  const look = looks[place]
  return html`<span class="place-of muted" data-place=${place} title=${look.word}
    >${icon(look.icon)}<span class="visually-hidden">${look.word}</span></span
  >`
}
