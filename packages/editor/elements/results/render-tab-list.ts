import { html, nothing, type TemplateResult } from 'lit'
import { getKey } from '../../get-key.ts'

export interface TabList<Id extends string> {
  readonly label: string
  /** The tabs in their order. */
  readonly tabs: readonly { readonly id: Id; readonly title: string }[]
  readonly activeId: Id
  /** Prefix of the ids of the tab elements. */
  readonly prefix: string
  /** Class of the list. */
  readonly className?: string
  /** Returns the id of the panel of a tab. */
  getPanelId(id: Id): string
  select(id: Id): void
}

/** Renders a list of tabs as one tab stop, in which arrow keys select the next or previous tab. */
export const renderTabList = <Id extends string>({
  label,
  tabs,
  activeId,
  prefix,
  className,
  getPanelId,
  select,
}: TabList<Id>): TemplateResult =>
  html`<div class=${className ?? nothing} role="tablist" aria-label=${label} @keydown=${onTabKey}>
    ${tabs.map(
      ({ id, title }) =>
        html`<button
          type="button"
          role="tab"
          id="${prefix}-${id}"
          aria-selected=${id === activeId ? 'true' : 'false'}
          aria-controls=${getPanelId(id)}
          tabindex=${id === activeId ? 0 : -1}
          @click=${() => select(id)}
        >
          ${title}
        </button>`,
    )}
  </div>`

function onTabKey(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement
  const arrowStep = getKey(event) === 'ArrowRight' ? 1 : getKey(event) === 'ArrowLeft' ? -1 : 0
  if (arrowStep === 0) return
  event.preventDefault()
  const step = getComputedStyle(list).direction === 'rtl' ? -arrowStep : arrowStep
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')]
  const index = tabs.findIndex((tab) => tab.ariaSelected === 'true')
  const next = tabs[(index + step + tabs.length) % tabs.length]
  next?.click()
  next?.focus()
}
