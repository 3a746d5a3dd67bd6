import { html, nothing, type TemplateResult } from 'lit'
import type { CommandHost } from './commands/command.ts'
import { findInlineText, type InlineText, type Point } from '@aw-flow/canvas'
import { getKey } from '../get-key.ts'

export interface TextHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  toSurface(point: Point): Point
  requestUpdate(): void
  focusSurface(): void
}

/**
 * Edits text in place: a note, a group's label, or the title of a node or frame. Enter saves a label or title;
 * Ctrl+Enter or Escape saves a note. Losing focus saves any text. Escape discards changes to labels and titles, which
 * are quick to retype.
 */
export class TextEditing {
  readonly #host: TextHost
  #id: string | undefined

  constructor(host: TextHost) {
    this.#host = host
  }

  get id(): string | undefined {
    return this.#id
  }

  begin(id: string): void {
    if (!this.#host.editable || !this.#findText(id)) return
    this.#id = id
    this.#host.requestUpdate()
    void this.#focus()
  }

  render(): TemplateResult | typeof nothing {
    const id = this.#id
    const target = this.#findText(id)
    if (!target) return nothing
    const { scale } = this.#host.view
    const { x, y } = this.#host.toSurface(target.rect)
    const style = [
      `translate: ${Math.round(x)}px ${Math.round(y)}px`,
      `width: ${target.rect.width}px`,
      `height: ${target.rect.height}px`,
      `scale: ${Math.max(0.6, scale)}`,
    ].join(';')
    return html`<textarea
      class="text ${target.kind === 'note' ? '' : 'one-line'}"
      aria-label=${this.#getLabel(target)}
      rows="1"
      maxlength="10000"
      .value=${target.text}
      .style=${style}
      @keydown=${this.#onKey}
      @blur=${() => this.#end(true)}
    ></textarea>`
  }

  async #focus(): Promise<void> {
    await this.#host.updateComplete
    const textArea = this.#textArea
    textArea?.focus()
    textArea?.select()
  }

  get #textArea(): HTMLTextAreaElement | undefined {
    return this.#host.renderRoot.querySelector<HTMLTextAreaElement>('textarea.text') ?? undefined
  }

  #findText(id: string | undefined): InlineText | undefined {
    return id === undefined ? undefined : findInlineText(this.#host.scene, id)
  }

  #getLabel({ kind }: InlineText): string {
    const { strings } = this.#host
    return { note: strings.noteText, frame: strings.frameTitle, group: strings.groupLabel, node: strings.nodeTitle }[
      kind
    ]
  }

  #onKey = (event: KeyboardEvent): void => {
    const key = getKey(event)
    const isMultiline = this.#findText(this.#id)?.kind === 'note'
    const isSubmit = key === 'Enter' && (!isMultiline || event.ctrlKey || event.metaKey)
    if (!isSubmit && key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.#end(isSubmit || isMultiline)
    this.#host.focusSurface()
  }

  #end(shouldSave: boolean): void {
    const id = this.#id
    const text = this.#textArea?.value
    const target = this.#findText(id)
    this.#id = undefined
    this.#host.requestUpdate()
    const edit = shouldSave && text !== undefined && this.#host.editable ? target?.createEdit(text) : undefined
    if (edit) this.#host.activeSession?.document.apply(edit)
  }
}
