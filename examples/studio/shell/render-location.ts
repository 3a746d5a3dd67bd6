import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import type { ItemLocation } from '../workspace.ts'

const icons: Readonly<Record<ItemLocation, string>> = {
  browser: 'hard-drive',
  server: 'server',
  both: 'server',
  pending: 'hard-drive',
  rejected: 'triangle-alert',
}

/** Renders an icon for an item's location, and whether its latest changes will be sent. Renders nothing without a server, when `location` is `undefined`. */
export function renderLocation(location: ItemLocation | undefined): TemplateResult | typeof nothing {
  if (location === undefined) return nothing
  const { locations, unsynced } = getStrings()
  const label = locations[location]
  const unsyncedLabel = location === 'pending' || location === 'rejected' ? unsynced[location] : undefined
  return html`<span class="item-location muted small" data-location=${location} title=${label}
    >${icon(icons[location])} ${unsyncedLabel ?? html`<span class="visually-hidden">${label}</span>`}</span
  >`
}
