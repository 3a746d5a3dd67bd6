import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-command-palette.styles.ts'
import { findInCanvas, keyName, type Found } from './find-in-canvas.ts'

/** The palette has done what it was opened for, or was given up. */
export class PaletteCloseEvent extends Event {
  static readonly type = 'aw-palette-close'
  constructor() {
    super(PaletteCloseEvent.type)
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-palette-close': PaletteCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-command-palette': AwCommandPalette
  }
}

export const commandPaletteStrings = {
  title: 'Commands and search',
  search: 'Search commands, nodes, settings and notes',
  none: (text: string): string => `Nothing is found for “${text}”.`,
  found: (count: number): string => `${count} found`,
}
export type CommandPaletteStrings = typeof commandPaletteStrings

/**
 * Every command of a canvas with its key, and a search through its nodes, their settings and notes.
 *
 * @event {PaletteCloseEvent} aw-palette-close - It is to be taken away.
 */
export class AwCommandPalette extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    canvas: { attribute: false },
    strings: { attribute: false },
    _search: { state: true },
    _active: { state: true },
  }

  declare canvas: AwCanvas | undefined
  declare strings: CommandPaletteStrings
  declare private _search: string
  declare private _active: number

  constructor() {
    super()
    this.strings = commandPaletteStrings
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
    return html`
      <div class="search">
        <input
          type="text"
          role="combobox"
          aria-label=${this.strings.search}
          aria-expanded="true"
          aria-controls="found"
          aria-activedescendant=${found[this._active] ? `found-${this._active}` : nothing}
          placeholder=${this.strings.search}
          autocomplete="off"
          spellcheck="false"
          .value=${this._search}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @blur=${this.#close}
        />
      </div>
      <ul id="found" role="listbox" aria-label=${this.strings.title}>
        ${found.map((item, index) => this.#renderFound(item, index))}
      </ul>
      ${found.length === 0 ? html`<p class="none muted">${this.strings.none(this._search)}</p>` : nothing}
      <div class="visually-hidden" role="status">${this._search ? this.strings.found(found.length) : ''}</div>
    `
  }

  #renderFound(item: Found, index: number): unknown {
    return html`<li
      id="found-${index}"
      data-id=${item.id}
      role="option"
      aria-selected=${index === this._active ? 'true' : 'false'}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @pointermove=${() => (this._active = index)}
      @click=${() => this.#choose(item)}
    >
      ${icon(item.icon)}
      <span class="title">${item.title}</span>
      ${
        item.kind === 'command'
          ? html`<span class="keys">${item.keys.slice(0, 2).map((key) => html`<kbd>${keyName(key)}</kbd>`)}</span>`
          : html`<span class="detail muted small">${item.detail}</span>`
      }
    </li>`
  }

  #found(): Found[] {
    return this.canvas ? findInCanvas(this.canvas, this._search) : []
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
    else if (event.key === 'Escape' || event.key === 'Tab') this.#close()
    else {
      event.stopPropagation()
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  #choose(item: Found | undefined): void {
    const { canvas } = this
    if (!item || !canvas) return
    this.#close()
    if (item.kind === 'node') {
      canvas.fit([item.id])
      canvas.focusNode(item.id)
      return
    }
    canvas.surface.focus()
    if (item.kind === 'command') canvas.run(item.id)
    else {
      canvas.select([], [], [item.id])
      const note = canvas.scene.notes.find(({ id }) => id === item.id)
      if (note) canvas.centre({ x: note.x + note.note.size.width / 2, y: note.y + note.note.size.height / 2 })
    }
  }

  #close = (): void => {
    this.dispatchEvent(new PaletteCloseEvent())
  }
}
