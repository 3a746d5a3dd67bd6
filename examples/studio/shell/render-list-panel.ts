import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { getStrings } from '../language/strings.ts'
import { drawEmptyState } from './draw-empty.ts'
import './forms/studio-switch.ts'

/** A panel that contains a list. */
export interface ListPanel<Item extends { id: string }> {
  title: string
  hint?: string | undefined
  /** Message shown if the list is empty. */
  emptyText: string
  items: readonly Item[]
  renderItem: (item: Item) => TemplateResult
  /** Content below the list, such as a form. */
  footer?: unknown
}

/** Renders a panel with a title and a list, or with a message if the list is empty. */
export function renderListPanel<Item extends { id: string }>({
  title,
  hint,
  emptyText,
  items,
  renderItem,
  footer = nothing,
}: ListPanel<Item>): TemplateResult {
  return html`<section class="panel">
    <header><h2>${title}</h2></header>
    ${hint === undefined ? nothing : html`<p class="muted small">${hint}</p>`}
    ${
      items.length === 0
        ? html`<p class="muted small">${emptyText}</p>`
        : html`<ul>
            ${repeat(items, ({ id }) => id, renderItem)}
          </ul>`
    }
    ${footer}
  </section>`
}

/** Renders the switch that turns a list item on or off. */
export function renderSwitch(
  label: string,
  isOn: boolean,
  onSwitch: (isOn: boolean) => Promise<unknown>,
  { isDisabled = false } = {},
): TemplateResult {
  return html`<studio-switch
    .label=${label}
    .isOn=${isOn}
    .isDisabled=${isDisabled}
    .onSwitch=${onSwitch}
  ></studio-switch>`
}

/** Renders the button that expands or collapses a list item's details. */
export const renderExpandButton = (title: string, label: string, isOpen: boolean, onToggle: () => void) =>
  html`<button class="quiet icon" aria-expanded=${isOpen} title=${title} @click=${onToggle}>
    ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden">${label}</span>
  </button>`

/** Renders an icon button. `title` is the tooltip and `label` the name for screen readers. */
export const renderIconButton = (name: string, title: string, onClick: () => unknown, label = title): TemplateResult =>
  html`<button class="quiet icon" title=${title} @click=${() => void onClick()}>
    ${icon(name)}<span class="visually-hidden">${label}</span>
  </button>`

/** Renders the empty state of a page whose items come from nodes in published workflows. */
export const renderNoItems = (text: string): TemplateResult =>
  html`<div class="panel empty" role="status">
    ${drawEmptyState('runs')}
    <p>${text}</p>
    <a class="button primary" href="/workflows">${getStrings().common.openWorkflows}</a>
  </div>`
