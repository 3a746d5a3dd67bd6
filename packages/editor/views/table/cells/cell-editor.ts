import { html, nothing, type TemplateResult } from 'lit'
import type { CellPosition } from './cell-range.ts'
import { getKey } from '../../../get-key.ts'

interface CellEditorHost {
  /** Returns the position and size of a cell within the scrolled element, in CSS pixels. */
  getBounds(cell: CellPosition): { left: number; top: number; width: number; height: number }
  /** Returns the accessible name for the input of a cell. */
  getLabel(cell: CellPosition): string
  requestUpdate(): void
  /** Called with the entered text if it differs from the cell's text. */
  onCommit(cell: CellPosition, text: string): void
  /** Called when the user closes the editor with a key, to move focus back to the rows. */
  onClosed(): void
}

/**
 * The input displayed over the cell being edited. Enter, Tab or leaving the input commits the text; Escape discards it.
 */
export class CellEditor {
  readonly #host: CellEditorHost
  #editedCell: { cell: CellPosition; initialText: string; text: string } | undefined
  #isNew = false

  constructor(host: CellEditorHost) {
    this.#host = host
  }

  /**
   * Opens the editor.
   *
   * @param initialText - The current text of the cell.
   * @param text - The text of the input if the user has started to type; by default, the current text.
   */
  open(cell: CellPosition, initialText: string, text = initialText): void {
    this.#editedCell = { cell, initialText, text }
    this.#isNew = true
    this.#host.requestUpdate()
  }

  close(): void {
    this.#editedCell = undefined
    this.#host.requestUpdate()
  }

  /** Focuses the input once, after it is first rendered. */
  focus(root: ParentNode): void {
    const input = this.#isNew ? root.querySelector<HTMLInputElement>('.cell-editor') : undefined
    if (!input || !this.#editedCell) return
    this.#isNew = false
    input.focus({ preventScroll: true })
    if (this.#editedCell.text === this.#editedCell.initialText) input.select()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#editedCell) return nothing
    const { cell, text } = this.#editedCell
    const { left, top, width, height } = this.#host.getBounds(cell)
    return html`<input
      class="cell-editor"
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-label=${this.#host.getLabel(cell)}
      .style=${`left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`}
      .value=${text}
      @input=${(event: Event) => this.#editedCell && (this.#editedCell.text = (event.target as HTMLInputElement).value)}
      @keydown=${this.#onKey}
      @pointerdown=${(event: Event) => event.stopPropagation()}
      @dblclick=${(event: Event) => event.stopPropagation()}
      @blur=${() => this.#commit()}
    />`
  }

  #onKey = (event: KeyboardEvent): void => {
    const key = getKey(event)
    if (key === 'Enter' || key === 'Tab') this.#commit()
    else if (key === 'Escape') this.close()
    else return
    event.preventDefault()
    event.stopPropagation()
    this.#host.onClosed()
  }

  #commit(): void {
    const editedCell = this.#editedCell
    if (!editedCell) return
    this.close()
    if (editedCell.text !== editedCell.initialText) this.#host.onCommit(editedCell.cell, editedCell.text)
  }
}
