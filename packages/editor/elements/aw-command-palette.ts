import { html, LitElement } from 'lit'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { icon } from '../icons/icon.ts'
import { SearchList } from '../search-list.ts'
import { controls } from '../styles/controls.styles.ts'
import { searchListStyles } from '../styles/search-list.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-command-palette.styles.ts'
import { keyName } from '../canvas/commands/key-name.ts'
import { findInCanvas, type Found } from './find-in-canvas.ts'

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
  static override styles = [tokens, controls, searchListStyles, styles]
  static override properties = {
    canvas: { attribute: false },
    strings: { attribute: false },
  }

  declare canvas: AwCanvas | undefined
  declare strings: CommandPaletteStrings

  readonly #list = new SearchList<Found>(this, {
    found: (search) => (this.canvas ? findInCanvas(this.canvas, search) : []),
    choose: (item) => this.#choose(item),
  })

  constructor() {
    super()
    this.strings = commandPaletteStrings
  }

  override render(): unknown {
    const { strings } = this
    return this.#list.view({
      search: strings.search,
      list: strings.title,
      none: strings.none,
      says: strings.found,
      idOf: ({ id }) => id,
      option: (item) => html`
        ${icon(item.icon)}
        <span class="title">${item.title}</span>
        ${
          item.kind === 'command'
            ? html`<span class="keys">${item.keys.slice(0, 2).map((key) => html`<kbd>${keyName(key)}</kbd>`)}</span>`
            : html`<span class="detail muted small">${item.detail}</span>`
        }
      `,
    })
  }

  #choose(item: Found | undefined): void {
    const { canvas } = this
    this.dispatchEvent(new PaletteCloseEvent())
    if (!item || !canvas) return
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
}
