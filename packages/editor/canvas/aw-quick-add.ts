import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { NodeType } from '@aw-flow/schema'
import { icon } from '../icons/icon.ts'
import { searchNodeTypes } from '../search-node-types.ts'
import { controls } from '../styles/controls.styles.ts'
import { familyColor } from '../styles/family-color.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-quick-add.styles.ts'
import { canvasStrings, type CanvasStrings } from './canvas-strings.ts'

/** A node type was chosen (`nodeType`), or the list was closed without a choice (`undefined`). */
export class QuickAddEvent extends Event {
  static readonly type = 'aw-quick-add'
  readonly nodeType: NodeType | undefined
  constructor(nodeType: NodeType | undefined) {
    super(QuickAddEvent.type)
    this.nodeType = nodeType
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-quick-add': QuickAddEvent
  }
  interface HTMLElementTagNameMap {
    'aw-quick-add': AwQuickAdd
  }
}

/**
 * A list of node types with a search box, shown where a node is to be added.
 *
 * @event {QuickAddEvent} aw-quick-add - A type was chosen, or none.
 */
export class AwQuickAdd extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    types: { attribute: false },
    strings: { attribute: false },
    _search: { state: true },
    _active: { state: true },
  }

  declare types: readonly NodeType[]
  declare strings: CanvasStrings
  declare private _search: string
  declare private _active: number

  constructor() {
    super()
    this.types = []
    this.strings = canvasStrings
    this._search = ''
    this._active = 0
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('_active')) {
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    }
  }

  override render(): unknown {
    const found = this.#found()
    const active = found[this._active]
    return html`
      <div class="search">
        <input
          type="text"
          role="combobox"
          aria-label=${this.strings.quickAddSearch}
          aria-expanded="true"
          aria-controls="types"
          aria-activedescendant=${active ? `type-${this._active}` : nothing}
          placeholder=${this.strings.quickAddSearch}
          autocomplete="off"
          spellcheck="false"
          .value=${this._search}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @blur=${() => this.#choose(undefined)}
        />
      </div>
      <ul id="types" role="listbox" aria-label=${this.strings.quickAdd}>
        ${found.map(
          (type, index) =>
            html`<li
              id="type-${index}"
              data-type=${type.type}
              role="option"
              aria-selected=${index === this._active ? 'true' : 'false'}
              @pointerdown=${(event: Event) => event.preventDefault()}
              @pointermove=${() => (this._active = index)}
              @click=${() => this.#choose(type)}
            >
              <span ${familyColor(type.family)}>${icon(type.icon)}</span>
              <span>${type.title}</span>
              <span class="description muted small">${type.description}</span>
            </li>`,
        )}
      </ul>
      ${
        found.length === 0
          ? html`<p class="none muted">
              ${this.types.length === 0 ? this.strings.quickAddNoFit : this.strings.quickAddNone(this._search)}
            </p>`
          : nothing
      }
    `
  }

  #found(): NodeType[] {
    return searchNodeTypes(this.types, this._search)
  }

  #onInput = (event: Event): void => {
    this._search = (event.target as HTMLInputElement).value
    this._active = 0
  }

  #onKey = (event: KeyboardEvent): void => {
    const found = this.#found()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) this._active = (this._active + step + found.length) % found.length
    else if (event.key === 'Enter') this.#choose(found[this._active])
    else if (event.key === 'Escape' || event.key === 'Tab') this.#choose(undefined)
    else {
      event.stopPropagation()
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  #choose(type: NodeType | undefined): void {
    this.dispatchEvent(new QuickAddEvent(type))
  }
}
