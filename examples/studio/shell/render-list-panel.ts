import { icon } from '@aw-flow/editor'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { getStrings } from '../language/strings.ts'
import { renderEmpty, type Picture } from './draw-empty.ts'
import './forms/studio-switch.ts'
import { toPath } from './base-path.ts'

/** An item of a list. */
export interface ListItem {
  testId: string
  /** The switch that turns the item on or off. */
  toggle?: Switch
  name: unknown
  /** Second line, below the name. */
  detail?: unknown
  /** Third line: what is wrong with the item. */
  problem?: string | undefined
  /** Path of the item's page, to which its name links. */
  href?: string
  columns?: readonly unknown[]
  /** Buttons at the end of the row. */
  actions?: unknown
  /** Content below the row, such as the reason why the item was paused. */
  notes?: unknown
  /** Renders content that a button in the row expands and collapses. */
  details?: () => unknown
  /** Tooltip of that button, and its name for screen readers. */
  detailsTitle?: string
  detailsLabel?: string
}

interface Switch {
  label: string
  isOn: boolean
  isDisabled?: boolean
  onSwitch: (isOn: boolean) => Promise<unknown>
}

/** A panel that contains a list. */
export interface ListPanel<Item extends { id: string }> {
  title?: string
  hint?: string | undefined
  /** Message shown if the list is empty. */
  emptyText?: string
  items: readonly Item[]
  renderItem: (item: Item) => ListItem
  /** ID of the item whose details are expanded. */
  openId?: string
  /** Called with the ID of the item whose details the user expands, or with an empty text if they are collapsed. */
  onOpen?: (id: string) => void
  /** Content of the panel's header, after the title. */
  actions?: unknown
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
  openId,
  onOpen,
  actions,
  footer,
}: ListPanel<Item>): TemplateResult {
  return html`<section class="panel">
    ${
      title === undefined
        ? nothing
        : html`<header>
            <h2>${title}</h2>
            ${actions}
          </header>`
    }
    ${hint === undefined ? nothing : html`<p class="muted small">${hint}</p>`}
    ${
      items.length === 0
        ? html`<p class="muted small">${emptyText}</p>`
        : html`<ul class="rows">
            ${repeat(
              items,
              ({ id }) => id,
              (item) => {
                const isOpen = item.id === openId
                return renderListItem(renderItem(item), isOpen, () => onOpen?.(isOpen ? '' : item.id))
              },
            )}
          </ul>`
    }
    ${footer}
  </section>`
}

function renderListItem(
  { toggle, href, details, columns = [], ...item }: ListItem,
  isOpen: boolean,
  onToggle: () => void,
): TemplateResult {
  const { common } = getStrings()
  const text = html`<span class="ellipsis name">${item.name}</span>
    ${item.detail === undefined ? nothing : html`<span class="muted small">${item.detail}</span>`}
    ${item.problem === undefined ? nothing : html`<span class="bad small">${item.problem}</span>`}`
  return html`<li data-testid=${item.testId}>
    <div class="row">
      ${
        toggle
          ? html`<studio-switch
              .label=${toggle.label}
              .isOn=${toggle.isOn}
              .isDisabled=${toggle.isDisabled ?? false}
              .onSwitch=${toggle.onSwitch}
            ></studio-switch>`
          : nothing
      }
      ${
        href === undefined
          ? html`<span class="item-text">${text}</span>`
          : html`<a class="item-text" href=${href}>${text}</a>`
      }
      ${columns.map((column) => html`<span class="column small">${column}</span>`)}
      ${
        item.actions || details
          ? html`<span class="row-actions"
              >${item.actions}${
                details
                  ? html`<button
                      class="quiet icon"
                      aria-expanded=${isOpen}
                      title=${item.detailsTitle ?? common.details}
                      @click=${onToggle}
                    >
                      ${icon(isOpen ? 'chevron-down' : 'chevron-right')}<span class="visually-hidden"
                        >${item.detailsLabel ?? common.detailsLabel(String(item.name))}</span
                      >
                    </button>`
                  : nothing
              }</span
            >`
          : nothing
      }
    </div>
    ${item.notes} ${details && isOpen ? html`<div class="details">${details()}</div>` : nothing}
  </li>`
}

/** Renders an icon button. `title` is the tooltip and `label` the name for screen readers. */
export const renderIconButton = (name: string, title: string, onClick: () => unknown, label = title): TemplateResult =>
  html`<button class="quiet icon" title=${title} @click=${() => void onClick()}>
    ${icon(name)}<span class="visually-hidden">${label}</span>
  </button>`

/** Renders the empty state of a page whose items come from nodes in published workflows. */
export const renderNoItems = (picture: Picture, text: string): TemplateResult =>
  renderEmpty(
    picture,
    text,
    html`<a class="button primary" href=${toPath('/workflows')}>${getStrings().common.openWorkflows}</a>`,
  )
