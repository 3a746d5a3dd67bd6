import { html, nothing, type TemplateResult } from 'lit'
import type { Edit } from '@aw-flow/schema'
import type { CommandHost } from './commands/command.ts'
import { frameTitleHeight, groupLabelHeight, groupRect, isFrame, noteRect, toScreen, type Rect } from '@aw-flow/canvas'

export interface TextHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  requestUpdate(): void
  focusSurface(): void
}

interface Edited {
  /** In the graph's coordinates. */
  readonly rect: Rect
  readonly text: string
  readonly name: string
  readonly lines: boolean
  edit(text: string): Edit | undefined
}

/**
 * The one text that is being edited where it stands: a note, a group's label or a node's title. The only thing of the
 * drawing that is DOM. Enter keeps a label, Ctrl+Enter or leaving keeps a note, Escape gives up.
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
    if (!this.#host.editable || !this.#edited(id)) return
    this.#id = id
    this.#host.requestUpdate()
    void this.#focus()
  }

  view(): TemplateResult | typeof nothing {
    const id = this.#id
    const edited = id === undefined ? undefined : this.#edited(id)
    if (!edited) return nothing
    const { scale } = this.#host.view
    const { x, y } = toScreen(this.#host.view, edited.rect)
    const place = [
      `translate: ${Math.round(x)}px ${Math.round(y)}px`,
      `width: ${edited.rect.width}px`,
      `height: ${edited.rect.height}px`,
      `scale: ${Math.max(0.6, scale)}`,
    ].join(';')
    return html`<textarea
      class="text ${edited.lines ? '' : 'one-line'}"
      aria-label=${edited.name}
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

  #edited(id: string): Edited | undefined {
    const { scene, strings } = this.#host
    const note = scene.notes.find((one) => one.id === id)
    if (note) {
      const frame = isFrame(note)
      return {
        rect: frame ? { ...noteRect(note), height: frameTitleHeight } : noteRect(note),
        text: note.note.text,
        name: frame ? strings.frameTitle : strings.noteText,
        lines: !frame,
        edit: (text) => (text === note.note.text ? undefined : { type: 'replace-note', note: { ...note.note, text } }),
      }
    }
    const group = scene.groups.find((one) => one.id === id)
    if (group) {
      return {
        rect: { ...groupRect(group), height: groupLabelHeight },
        text: group.group.label,
        name: strings.groupLabel,
        lines: false,
        edit: (label) =>
          label === group.group.label ? undefined : { type: 'replace-group', group: { ...group.group, label } },
      }
    }
    const node = scene.byId.get(id)
    return (
      node && {
        rect: { x: node.x, y: node.y, width: node.shape.width, height: 36 },
        text: node.face.title,
        name: strings.nodeTitle,
        lines: false,
        edit: (label) => (label === node.face.title ? undefined : { type: 'set-label', id, label }),
      }
    )
  }

  #onKey = (event: KeyboardEvent): void => {
    event.stopPropagation()
    const lines = this.#id !== undefined && (this.#edited(this.#id)?.lines ?? false)
    const keeps = event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)
    if (!keeps && event.key !== 'Escape') return
    event.preventDefault()
    this.#end(keeps)
    this.#host.focusSurface()
  }

  #end(keep: boolean): void {
    const id = this.#id
    const text = this.#area?.value
    const edited = id === undefined ? undefined : this.#edited(id)
    this.#id = undefined
    this.#host.requestUpdate()
    const edit = keep && text !== undefined && this.#host.editable ? edited?.edit(text) : undefined
    if (edit) this.#host.activeSession?.apply(edit)
  }
}
