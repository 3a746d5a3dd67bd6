import type { Text } from '@aw-flow/messages'
import type { LoadPreview, SourceLine } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { defineEvent, local } from '../../define-event.ts'
import { controls } from '../../styles/controls.styles.ts'
import { textScale } from '../../styles/text-scale.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-source-lines.styles.ts'
import { cutLines, type CutLine, type LinePiece } from './cut-lines.ts'
import { loadPlanStrings, type LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { placePopover } from '../editor/place-popover.ts'
import { regionKinds, textLines, type KindOf } from './source-regions.ts'
import { lineActions, settleLimit, tableLimits, type SettledLines, type TableLimit } from './table-limits.ts'

/** The start or the end of the table was moved. @public */
export class LinesChangeEvent extends defineEvent<{ readonly lines: SettledLines }>('aw-lines-change', local) {}

/** A line was chosen; `record` is the table's row (from 0) that starts there. @public */
export class LineChooseEvent extends defineEvent<{ readonly line: number; readonly record: number | undefined }>(
  'aw-line-choose',
  local,
) {}

declare global {
  interface HTMLElementEventMap {
    'aw-lines-change': LinesChangeEvent
    'aw-line-choose': LineChooseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-source-lines': AwSourceLines
  }
}

const lineHeight = 20
const overscan = 10

/**
 * The first lines of a raw text, with the role of each line (preamble, header, record, …), its delimiters and quotes,
 * and the table's limits, which can be dragged, moved by arrow keys, or set from a line's menu.
 *
 * @event {LinesChangeEvent} aw-lines-change - The start or the end of the table was moved.
 * @event {LineChooseEvent} aw-line-choose - A line was chosen.
 *
 * @public
 */
export class AwSourceLines extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    preview: { attribute: false },
    current: { type: Number },
    readonly: { type: Boolean },
    strings: { attribute: false },
    _active: { state: true },
    _top: { state: true },
    _height: { state: true },
    _drag: { state: true },
    _menu: { state: true },
  }

  declare preview: LoadPreview | undefined
  /** The current row of the table, from 0. */
  declare current: number | undefined
  declare readonly: boolean
  declare strings: LoadPlanStrings
  /** The line with the focus, from 1. */
  declare private _active: number
  declare private _top: number
  declare private _height: number
  declare private _drag: { limit: TableLimit['limit']; at: number } | undefined
  declare private _menu: number | undefined

  #lineHeight = lineHeight
  #kindOf: KindOf = () => undefined
  #lines: readonly SourceLine[] = []
  #cut: CutLine[] = []
  #mends = new Map<number, Text>()
  #observer = new ResizeObserver(([entry]) => {
    if (entry) this._height = entry.contentRect.height
  })

  constructor() {
    super()
    this.readonly = false
    this.strings = loadPlanStrings
    this._active = 1
    this._top = 0
    this._height = 400
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#lineHeight = lineHeight * textScale()
    this.#observer.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('preview')) return
    const { preview } = this
    this.#kindOf = preview ? regionKinds(preview) : () => undefined
    this.#lines = preview ? textLines(preview) : []
    this.#cut = cutLines(this.#lines, preview?.plan.dialect, this.#kindOf)
    this.#mends = new Map(preview?.plan.mends?.map(({ line, reason }) => [line, reason]))
    this._active = Math.min(this._active, Math.max(1, this.#lines.length))
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has('current') || this.current === undefined) return
    const at = this.#cut.findIndex(({ record }) => record === this.current)
    if (at >= 0) this.#reveal(at + 1)
  }

  override render(): unknown {
    const { preview, strings } = this
    if (!preview) return nothing
    const lines = this.#lines
    const first = Math.max(0, Math.floor(this._top / this.#lineHeight) - overscan)
    const last = Math.min(lines.length, Math.ceil((this._top + this._height) / this.#lineHeight) + overscan)
    const maxLength = lines.reduce((max, { text }) => Math.max(max, text.length), 0)
    // The active line is always rendered for screen readers.
    const drawn = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset)
    const active = this._active - 1
    const apart = active < first || active >= last ? [active] : []
    return html`
      <div class="scroller" @scroll=${this.#onScroll} tabindex="-1">
        <div
          class="sizer"
          .style=${`height: ${lines.length * this.#lineHeight + 24}px; width: calc(${Math.min(maxLength + 4, 600)}ch + 160px)`}
        >
          <div
            class="lines"
            role="listbox"
            tabindex="0"
            aria-label=${strings.text}
            aria-activedescendant="line-${this._active}"
            .style=${`padding-top: ${first * this.#lineHeight}px`}
            @keydown=${this.#onKey}
            @click=${this.#onClick}
          >
            ${drawn.map((index) => this.#renderLine(index, index === first))}
            ${apart.map((index) => html`<div class="visually-hidden">${this.#renderLine(index, false)}</div>`)}
          </div>
          ${this.readonly || !preview.plan.dialect ? nothing : this.#renderLimits(preview)}
        </div>
      </div>
      <div
        class="menu"
        popover="auto"
        role="menu"
        aria-label=${strings.lineMenu(this._menu ?? 1)}
        @keydown=${this.#onMenuKey}
      >
        <strong aria-hidden="true">${strings.lineMenu(this._menu ?? 1)}</strong>
        ${this.#actionsOf(this._menu ?? 1).map(
          ({ word, lines: settled }) =>
            html`<button type="button" role="menuitem" @click=${() => this.#choose(settled)}>${word}</button>`,
        )}
      </div>
    `
  }

  /** Focuses the lines. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.lines')?.focus()
  }

  #renderLine(index: number, isTop: boolean): TemplateResult {
    const { strings } = this
    const line = this.#lines[index]
    if (!line) return html``
    const number = line.line
    const kind = this.#kindOf(number)
    const word = kind ? strings.regions[kind] : ''
    const begins = isTop || number === 1 || this.#kindOf(number - 1) !== kind
    const { pieces, record } = this.#cut[index] ?? { pieces: [], record: undefined }
    const repair = this.#mends.get(number)
    const isCurrent = record !== undefined && record === this.current
    return html`<div
      class="line ${kind ?? 'plain'} ${number === this._active ? 'active' : ''} ${isCurrent ? 'current' : ''}"
      role="option"
      id="line-${number}"
      aria-selected=${number === this._active ? 'true' : 'false'}
      aria-posinset=${number}
      aria-setsize=${this.#lines.length}
    >
      <span class="visually-hidden">${strings.line(number, word)}</span
      ><span class="gutter" aria-hidden="true"
        ><span class="number">${number}</span
        ><span class="tag">${begins && (kind !== 'blank' || !isTop) ? word : nothing}</span></span
      ><span class="text"
        >${pieces.map(piece)}${line.cut ? html`<span class="more" title=${strings.cut}>…</span>` : nothing}${
          repair
            ? html`<span class="mended" title=${strings.mended(strings.renderText(repair))}>${strings.mendedShort}</span
                ><span class="visually-hidden">${strings.mended(strings.renderText(repair))}</span>`
            : nothing
        }</span
      >
    </div>`
  }

  #renderLimits(preview: LoadPreview): unknown {
    const { strings } = this
    const words = {
      begin: [strings.firstLine, strings.begins],
      header: [strings.headerHandle, strings.headerEnds],
      end: [strings.lastLine, strings.ends],
    }
    return tableLimits(preview)
      .filter(({ at }) => at <= this.#lines.length)
      .map((one) => {
        const { limit, at, min, max } = one
        const [label = '', word = ''] = words[limit]
        const shift = limit === 'begin' ? 1 : 0
        const drawn = this._drag?.limit === limit ? this._drag.at : at
        const aside = limit === 'header' && at === min
        return html`<div
          class="limit ${limit} ${drawn === 0 ? 'top' : ''} ${aside ? 'aside' : ''} ${this._drag?.limit === limit ? 'active' : ''}"
          role="separator"
          tabindex="0"
          aria-orientation="horizontal"
          aria-label=${label}
          aria-valuenow=${at + shift}
          aria-valuemin=${min + shift}
          aria-valuemax=${max + shift}
          aria-valuetext=${strings.handleValue(at + shift, this.#lines[at + shift - 1]?.text.slice(0, 60) ?? '')}
          .style=${`top: ${drawn * this.#lineHeight}px`}
          @pointerdown=${(event: PointerEvent) => this.#onGrip(event, one)}
          @keydown=${(event: KeyboardEvent) => this.#onLimitKey(event, one)}
        >
          <span class="grip" aria-hidden="true"><span>${word}</span></span>
        </div>`
      })
  }

  #actionsOf(line: number): { word: string; lines: SettledLines }[] {
    const { preview } = this
    return preview?.plan.dialect && !this.readonly ? lineActions(line, preview, this.strings) : []
  }

  #choose(lines: SettledLines): void {
    this.#menuElement?.hidePopover()
    this.#report(lines)
  }

  #report(lines: SettledLines): void {
    this.dispatchEvent(new LinesChangeEvent({ lines }))
  }

  get #menuElement(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu')
  }

  async #openMenu(line: number): Promise<void> {
    if (this.#actionsOf(line).length === 0) return
    this._menu = line
    await this.updateComplete
    const anchor = this.renderRoot.querySelector(`#line-${line} .gutter`)?.getBoundingClientRect()
    const menu = this.#menuElement
    if (!anchor || !menu) return
    placePopover(menu, anchor)
    menu.querySelector('button')?.focus()
  }

  #onMenuKey = (event: KeyboardEvent): void => {
    const items = [...(this.#menuElement?.querySelectorAll('button') ?? [])]
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    items[(at + step + items.length) % items.length]?.focus()
    event.preventDefault()
  }

  #onClick = (event: MouseEvent): void => {
    const option = (event.target as Element).closest('[role=option]')
    const line = Number(option?.id.slice('line-'.length))
    if (!Number.isInteger(line)) return
    this.#activate(line)
    // A press that selects text does not choose a line.
    if (getSelection()?.isCollapsed !== false) void this.#openMenu(line)
  }

  #activate(line: number): void {
    this._active = line
    this.dispatchEvent(new LineChooseEvent({ line, record: this.#cut[line - 1]?.record }))
  }

  #onKey = (event: KeyboardEvent): void => {
    const all = this.#lines.length
    const page = Math.max(1, Math.floor(this._height / this.#lineHeight) - 2)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -all,
      End: all,
    }
    const step = steps[event.key]
    if (step !== undefined) {
      this.#activate(Math.max(1, Math.min(all, this._active + step)))
      this.#reveal(this._active)
    } else if (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu')
      void this.#openMenu(this._active)
    else return
    event.preventDefault()
  }

  #reveal(line: number): void {
    const scroller = this.renderRoot.querySelector('.scroller')
    if (!scroller) return
    const top = (line - 1) * this.#lineHeight
    const { scrollTop, clientHeight } = scroller
    if (top < scrollTop + this.#lineHeight) scroller.scrollTop = Math.max(0, top - this.#lineHeight)
    else if (top > scrollTop + clientHeight - 3 * this.#lineHeight)
      scroller.scrollTop = top - clientHeight + 3 * this.#lineHeight
  }

  #onScroll = (event: Event): void => {
    this._top = (event.target as Element).scrollTop
  }

  #onGrip(event: PointerEvent, { limit, at: from, min, max }: TableLimit): void {
    const grip = event.currentTarget as HTMLElement
    const sizer = this.renderRoot.querySelector<HTMLElement>('.sizer')
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller')
    if (!sizer || !scroller || event.button !== 0) return
    grip.setPointerCapture(event.pointerId)
    this._drag = { limit, at: from }
    const move = (moved: PointerEvent): void => {
      const seen = scroller.getBoundingClientRect()
      if (moved.clientY > seen.bottom - this.#lineHeight) scroller.scrollTop += this.#lineHeight / 2
      else if (moved.clientY < seen.top + this.#lineHeight) scroller.scrollTop -= this.#lineHeight / 2
      const zoom = seen.height / scroller.offsetHeight || 1
      const wanted = (moved.clientY - sizer.getBoundingClientRect().top) / zoom / this.#lineHeight
      this._drag = { limit, at: Math.max(min, Math.min(max, Math.round(wanted))) }
    }
    const end = (ended: Event): void => {
      grip.removeEventListener('pointermove', move)
      grip.removeEventListener('pointerup', end)
      grip.removeEventListener('pointercancel', end)
      const at = this._drag?.at
      this._drag = undefined
      if (ended.type === 'pointerup' && at !== undefined && at !== from) this.#moveLimit(limit, at)
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('pointerup', end)
    grip.addEventListener('pointercancel', end)
    grip.focus()
    event.preventDefault()
  }

  #onLimitKey(event: KeyboardEvent, { limit, at: from, min, max }: TableLimit): void {
    const step = limitSteps[event.key]
    if (step === undefined) return
    const at = Math.max(min, Math.min(max, from + step))
    if (at !== from) this.#moveLimit(limit, at)
    event.preventDefault()
  }

  #moveLimit(limit: TableLimit['limit'], at: number): void {
    if (this.preview) this.#report(settleLimit(limit, at, this.preview))
  }
}

const limitSteps: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
}

const piece = ({ kind, text, cell }: LinePiece): unknown =>
  kind === 'text'
    ? text
    : html`<span class="${kind} ${kind === 'cell' ? (cell % 2 === 0 ? 'even' : 'odd') : ''}"
        >${kind === 'delimiter' ? text.replaceAll('\t', '→').replaceAll(' ', '·') : text}</span
      >`
