import { html, nothing, type TemplateResult } from 'lit'
import type { CommandHost } from './commands/command.ts'
import { inlineText, type InlineText, type Point } from '@aw-flow/canvas'

export interface TextHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  screenPoint(at: Point): Point
  requestUpdate(): void
  focusSurface(): void
}

/**
 * Edits a text in place: a note, a group's label or a node's title. Enter saves a label; Ctrl+Enter, Escape or losing
 * the focus saves a note. Escape discards changes only in labels, which are quick to retype.
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
    if (!this.#host.editable || !this.#textOf(id)) return
    this.#id = id
    this.#host.requestUpdate()
    void this.#focus()
  }

  view(): TemplateResult | typeof nothing {
    const id = this.#id
    const edited = this.#textOf(id)
    if (!edited) return nothing
    const { scale } = this.#host.view
    const { x, y } = this.#host.screenPoint(edited.rect)
    const place = [
      `translate: ${Math.round(x)}px ${Math.round(y)}px`,
      `width: ${edited.rect.width}px`,
      `height: ${edited.rect.height}px`,
      `scale: ${Math.max(0.6, scale)}`,
    ].join(';')
    return html`<textarea
      class="text ${edited.kind === 'note' ? '' : 'one-line'}"
      aria-label=${this.#nameOf(edited)}
      rows="1"
      maxlength="10000"
      .value=${edited.text}
      .style=${place}
      @keydown=${this.#onKey}
      @blur=${() => this.#end(true)}
    ></textarea>`
  }

  async #focus(): Promise<void> {
    await this.#host.updateComplete
    const area = this.#area
    area?.focus()
    area?.select()
  }

  get #area(): HTMLTextAreaElement | undefined {
    return this.#host.renderRoot.querySelector<HTMLTextAreaElement>('textarea.text') ?? undefined
  }

  #textOf(id: string | undefined): InlineText | undefined {
    return id === undefined ? undefined : inlineText(this.#host.scene, id)
  }

  #nameOf({ kind }: InlineText): string {
    const { strings } = this.#host
    return { note: strings.noteText, frame: strings.frameTitle, group: strings.groupLabel, node: strings.nodeTitle }[
      kind
    ]
  }

  #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation()
    const lines = this.#textOf(this.#id)?.kind === 'note'
    const isDone = event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)
    if (!isDone && event.key !== 'Escape') return
    event.preventDefault()
    this.#end(isDone || lines)
    this.#host.focusSurface()
  }

  #end(keep: boolean): void {
    const id = this.#id
    const text = this.#area?.value
    const edited = this.#textOf(id)
    this.#id = undefined
    this.#host.requestUpdate()
    const edit = keep && text !== undefined && this.#host.editable ? edited?.edit(text) : undefined
    if (edit) this.#host.activeSession?.document.apply(edit)
  }
}
