import { html, type TemplateResult } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { formatKey } from '../commands/key-name.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-canvas-menu.styles.ts'
import type { CommandId } from '../commands/command.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user chooses a command from a menu, or closes the menu without a choice (`undefined`). @public */
export class MenuChoiceEvent extends defineEvent<{
  /** The id of the chosen command. */
  readonly command: CommandId | undefined
}>('aw-menu-choice', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-menu-choice': MenuChoiceEvent
  }
  interface HTMLElementTagNameMap {
    'aw-canvas-menu': AwCanvasMenu
  }
}

/** A command in a menu. */
export interface MenuItem {
  /** The id of the command. */
  readonly id: CommandId
  /** The title in the language of the editor. */
  readonly title: string
  /** The key bindings that run the command. */
  readonly keys: readonly string[]
  /** The icon name. A group is displayed as a row of icons if all its items have one. */
  readonly icon?: string | undefined
}

/**
 * A context menu with groups of commands.
 *
 * @event {MenuChoiceEvent} aw-menu-choice - Fired when the user chooses a command or closes the menu without a choice.
 *
 * @public
 */
export class AwCanvasMenu extends element(
  {
    /** The groups of commands. Separators are displayed between groups. */
    groups: [] as readonly (readonly MenuItem[])[],
    /** Localized key names, such as `{ Mod: 'Strg' }`. */
    keyNames: {} as Readonly<Record<string, string>>,
    label: '',
  },
  { label: {} },
) {
  static override styles = [tokens, controls, styles]

  override connectedCallback(): void {
    super.connectedCallback()
    // Displays the menu above all other elements over the canvas.
    this.popover = 'manual'
  }

  /** Moves focus to the first command. */
  focusFirst(): void {
    this.#listItems()[0]?.focus()
  }

  override render(): unknown {
    return html`<div role="menu" aria-label=${this.label} @keydown=${this.#onKey} @focusout=${this.#onLeave}>
      ${this.groups.map(
        (items, index) => html`${index > 0 ? html`<div role="separator"></div>` : ''} ${this.#renderGroup(items)}`,
      )}
    </div>`
  }

  #renderGroup(items: readonly MenuItem[]): unknown {
    const isRow = items.every((item) => item.icon)
    return isRow ? html`<div class="row" role="none">${items.map(this.#renderIcon)}</div>` : items.map(this.#renderItem)
  }

  #renderItem = ({ id, title, keys }: MenuItem): TemplateResult =>
    html`<button type="button" role="menuitem" tabindex="-1" data-id=${id} @click=${() => this.#choose(id)}>
      <span>${title}</span>${keys[0] === undefined ? '' : html`<kbd>${formatKey(keys[0], this.keyNames)}</kbd>`}
    </button>`

  #renderIcon = ({ id, title, keys, icon: iconName = '' }: MenuItem): TemplateResult => {
    const name = keys[0] === undefined ? title : `${title} (${formatKey(keys[0], this.keyNames)})`
    return html`<button
      type="button"
      role="menuitem"
      tabindex="-1"
      data-id=${id}
      aria-label=${title}
      title=${name}
      @click=${() => this.#choose(id)}
    >
      ${icon(iconName)}
    </button>`
  }

  #listItems(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')]
  }

  #onKey = (event: KeyboardEvent): void => {
    const key = getKey(event)
    const items = this.#listItems()
    const index = items.findIndex((item) => item === this.shadowRoot?.activeElement)
    const verticalTargets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1,
    }
    const row = items[index]?.closest('.row')
    const forwardStep = row?.matches(':dir(rtl)') ? -1 : 1
    const horizontalTargets: Record<string, number> = {
      ArrowRight: index + forwardStep,
      ArrowLeft: index - forwardStep,
    }
    const nextIndex = verticalTargets[key] ?? (row ? horizontalTargets[key] : undefined)
    if (nextIndex !== undefined) items[(nextIndex + items.length) % items.length]?.focus()
    else if (key === 'Escape' || key === 'Tab') this.#choose(undefined)
    else if (key !== 'Enter' && key !== ' ') return
    event.stopPropagation()
    // The browser presses the button.
    if (key !== 'Enter' && key !== ' ') event.preventDefault()
  }

  #onLeave = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && this.renderRoot.contains(event.relatedTarget))) this.#choose(undefined)
  }

  #choose(command: CommandId | undefined): void {
    this.dispatchEvent(new MenuChoiceEvent({ command }))
  }
}
