import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { ItemLocation } from '../workspace.ts'

const icons: Readonly<Record<ItemLocation, string>> = { browser: 'hard-drive', server: 'server', both: 'server' }

/** Renders an icon for an item's location. Renders nothing without a server, when `location` is `undefined`. */
export function renderLocation(location: ItemLocation | undefined): TemplateResult | typeof nothing {
  if (location === undefined) return nothing
  const label = getStrings().locations[location]
  return html`<span class="item-location muted" data-location=${location} title=${label}
    >${icon(icons[location])}<span class="visually-hidden">${label}</span></span
  >`
}
