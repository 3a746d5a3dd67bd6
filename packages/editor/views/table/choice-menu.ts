import { html, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { moveMenuFocus } from './columns/column-menu.ts'
import type { TablePanel } from './table-panel.ts'

interface Choice {
  readonly label: string
  /** Icon name. */
  readonly icon: string
  readonly onSelect: () => void
}

/** Creates a menu of actions, such as the formats for copying cells. */
export const createChoiceMenu = (label: string, choices: readonly Choice[], close: () => void): TablePanel => ({
  label,
  render: (): TemplateResult =>
    html`<div class="menu" role="menu" aria-label=${label} @keydown=${moveMenuFocus}>
      ${choices.map(
        (choice) =>
          html`<button
            type="button"
            class="quiet"
            role="menuitem"
            @click=${() => {
              close()
              choice.onSelect()
            }}
          >
            ${icon(choice.icon)}<span>${choice.label}</span>
          </button>`,
      )}
    </div>`,
})
