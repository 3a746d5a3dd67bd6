import type { Text } from '@aw-flow/messages'
import type { LoadPreview, SourceLine } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { controls } from '../../styles/controls.styles.ts'
import { getTextScale } from '../../styles/text-scale.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-source-lines.styles.ts'
import { splitLines, type SplitLine, type LineSegment } from './split-lines.ts'
import { loadPlanStrings, type LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { placePopover } from '../editor/place-popover.ts'
import { createRegionLookup, getTextLines, type RegionLookup } from './source-regions.ts'
import {
  listLineActions,
  moveBoundary,
  findTableBoundaries,
  type TableLineChanges,
  type TableBoundary,
} from './table-limits.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** Fired when the user changes the table's first line, last line or header, or selects another table. @public */
export class LinesChangeEvent extends defineEvent<{
  /** The changed values. */
  readonly lines: TableLineChanges
}>('aw-lines-change', localEventInit) {}

/** Fired when the user selects a line. @public */
export class LineChooseEvent extends defineEvent<{
  /** Physical line number, starting at 1. */
  readonly line: number
  /** Index of the table row that starts on the line; `undefined` if no row starts there. */
  readonly record: number | undefined
}>('aw-line-choose', localEventInit) {}

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
 * Shows the first lines of a file's raw text. Labels mark each line's role, such as preamble, header or record, and
 * delimiters and quotes are highlighted. Users can move the table's boundaries by dragging, with the arrow keys, or
 * from a line's menu.
 *
 * @event {LinesChangeEvent} aw-lines-change - Fired when the user changes the table's lines.
 * @event {LineChooseEvent} aw-line-choose - Fired when the user selects a line.
 *
 * @public
 */
export class AwSourceLines extends element(
  {
    /** The preview that contains the lines and their roles. */
    preview: undefined as LoadPreview | undefined,
    /** Index of the current table row. */
    current: undefined as number | undefined,
    readonly: false,
    strings: loadPlanStrings as LoadPlanStrings,
    /** Number of the active line, starting at 1. */
    _activeLine: 1,
    _scrollTop: 0,
    _height: 400,
    _drag: undefined as { kind: TableBoundary['limit']; position: number } | undefined,
    _menuLine: undefined as number | undefined,
  },
  { current: { type: Number }, readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  #lineHeight = lineHeight
  #findKind: RegionLookup = () => undefined
  #lines: readonly SourceLine[] = []
  #splitLines: SplitLine[] = []
  #repairs = new Map<number, Text>()
  #observer = new ResizeObserver(([entry]) => {
    if (entry) this._height = entry.contentRect.height
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#lineHeight = lineHeight * getTextScale()
    this.#observer.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer.disconnect()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('preview')) return
    const { preview } = this
    this.#findKind = preview ? createRegionLookup(preview) : () => undefined
    this.#lines = preview ? getTextLines(preview) : []
    this.#splitLines = splitLines(this.#lines, preview?.plan.dialect, this.#findKind)
    this.#repairs = new Map(preview?.plan.mends?.map(({ line, reason }) => [line, reason]))
    this._activeLine = Math.min(this._activeLine, Math.max(1, this.#lines.length))
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has('current') || this.current === undefined) return
    const index = this.#splitLines.findIndex(({ record }) => record === this.current)
    if (index >= 0) this.#reveal(index + 1)
  }

  override render(): unknown {
    const { preview, strings } = this
    if (!preview) return nothing
    const lines = this.#lines
    const firstIndex = Math.max(0, Math.floor(this._scrollTop / this.#lineHeight) - overscan)
    const endIndex = Math.min(lines.length, Math.ceil((this._scrollTop + this._height) / this.#lineHeight) + overscan)
    const maxLength = lines.reduce((max, { text }) => Math.max(max, text.length), 0)
    // Always render the active line, so that screen readers can read it.
    const visibleIndexes = Array.from(
      { length: Math.max(0, endIndex - firstIndex) },
      (_, offset) => firstIndex + offset,
    )
    const activeIndex = this._activeLine - 1
    const offscreenIndexes = activeIndex < firstIndex || activeIndex >= endIndex ? [activeIndex] : []
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
            aria-activedescendant="line-${this._activeLine}"
            .style=${`padding-top: ${firstIndex * this.#lineHeight}px`}
            @keydown=${this.#onKey}
            @click=${this.#onClick}
          >
            ${visibleIndexes.map((index) => this.#renderLine(index, index === firstIndex))}
            ${offscreenIndexes.map((index) => html`<div class="visually-hidden">${this.#renderLine(index, false)}</div>`)}
          </div>
          ${this.readonly || !preview.plan.dialect ? nothing : this.#renderBoundaries(preview)}
        </div>
      </div>
      <div
        class="menu"
        popover="auto"
        role="menu"
        aria-label=${strings.lineMenu(this._menuLine ?? 1)}
        @keydown=${this.#onMenuKey}
      >
        <strong aria-hidden="true">${strings.lineMenu(this._menuLine ?? 1)}</strong>
        ${this.#listActions(this._menuLine ?? 1).map(
          ({ label, lines: change }) =>
            html`<button type="button" role="menuitem" @click=${() => this.#applyAction(change)}>${label}</button>`,
        )}
      </div>
    `
  }

  /** Focuses the list of lines. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.lines')?.focus()
  }

  #renderLine(index: number, isTop: boolean): TemplateResult {
    const { strings } = this
    const line = this.#lines[index]
    if (!line) return html``
    const lineNumber = line.line
    const kind = this.#findKind(lineNumber)
    const regionLabel = kind ? strings.regions[kind] : ''
    const isRegionStart = isTop || lineNumber === 1 || this.#findKind(lineNumber - 1) !== kind
    const { segments, record } = this.#splitLines[index] ?? { segments: [], record: undefined }
    const repairReason = this.#repairs.get(lineNumber)
    const isCurrent = record !== undefined && record === this.current
    return html`<div
      class="line ${kind ?? 'plain'} ${lineNumber === this._activeLine ? 'active' : ''} ${isCurrent ? 'current' : ''}"
      role="option"
      id="line-${lineNumber}"
      aria-selected=${lineNumber === this._activeLine ? 'true' : 'false'}
      aria-posinset=${lineNumber}
      aria-setsize=${this.#lines.length}
    >
      <span class="visually-hidden">${strings.line(lineNumber, regionLabel)}</span
      ><span class="gutter" aria-hidden="true"
        ><span class="number">${lineNumber}</span
        ><span class="tag">${isRegionStart && (kind !== 'blank' || !isTop) ? regionLabel : nothing}</span></span
      ><span class="text"
        >${segments.map(renderSegment)}${line.cut ? html`<span class="more" title=${strings.lineTruncated}>…</span>` : nothing}${
          repairReason
            ? html`<span class="repaired" title=${strings.repaired(strings.renderText(repairReason))}
                  >${strings.repairedShort}</span
                ><span class="visually-hidden">${strings.repaired(strings.renderText(repairReason))}</span>`
            : nothing
        }</span
      >
    </div>`
  }

  #renderBoundaries(preview: LoadPreview): unknown {
    const { strings } = this
    const boundaryLabels = {
      begin: [strings.firstLine, strings.tableStarts],
      header: [strings.headerHandle, strings.headerEnds],
      end: [strings.lastLine, strings.tableEnds],
    }
    return findTableBoundaries(preview)
      .filter(({ position }) => position <= this.#lines.length)
      .map((boundary) => {
        const { limit, position, min, max } = boundary
        const [label = '', gripText = ''] = boundaryLabels[limit]
        const lineOffset = limit === 'begin' ? 1 : 0
        const displayedPosition = this._drag?.kind === limit ? this._drag.position : position
        const isAtMin = limit === 'header' && position === min
        return html`<div
          class="limit ${limit} ${displayedPosition === 0 ? 'top' : ''} ${isAtMin ? 'shifted' : ''} ${this._drag?.kind === limit ? 'active' : ''}"
          role="separator"
          tabindex="0"
          aria-orientation="horizontal"
          aria-label=${label}
          aria-valuenow=${position + lineOffset}
          aria-valuemin=${min + lineOffset}
          aria-valuemax=${max + lineOffset}
          aria-valuetext=${strings.handleValue(position + lineOffset, this.#lines[position + lineOffset - 1]?.text.slice(0, 60) ?? '')}
          .style=${`top: ${displayedPosition * this.#lineHeight}px`}
          @pointerdown=${(event: PointerEvent) => this.#startDrag(event, boundary)}
          @keydown=${(event: KeyboardEvent) => this.#onBoundaryKey(event, boundary)}
        >
          <span class="grip" aria-hidden="true"><span>${gripText}</span></span>
        </div>`
      })
  }

  #listActions(line: number): { label: string; lines: TableLineChanges }[] {
    const { preview } = this
    return preview?.plan.dialect && !this.readonly ? listLineActions(line, preview, this.strings) : []
  }

  #applyAction(lines: TableLineChanges): void {
    this.#menuElement?.hidePopover()
    this.#dispatchChange(lines)
  }

  #dispatchChange(lines: TableLineChanges): void {
    this.dispatchEvent(new LinesChangeEvent({ lines }))
  }

  get #menuElement(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu')
  }

  async #openMenu(line: number): Promise<void> {
    if (this.#listActions(line).length === 0) return
    this._menuLine = line
    await this.updateComplete
    const anchor = this.renderRoot.querySelector(`#line-${line} .gutter`)?.getBoundingClientRect()
    const menu = this.#menuElement
    if (!anchor || !menu) return
    placePopover(menu, anchor)
    menu.querySelector('button')?.focus()
  }

  #onMenuKey = (event: KeyboardEvent): void => {
    const items = [...(this.#menuElement?.querySelectorAll('button') ?? [])]
    const index = items.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement)
    const step = getKey(event) === 'ArrowDown' ? 1 : getKey(event) === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    items[(index + step + items.length) % items.length]?.focus()
    event.preventDefault()
  }

  #onClick = (event: MouseEvent): void => {
    const option = (event.target as Element).closest('[role=option]')
    const line = Number(option?.id.slice('line-'.length))
    if (!Number.isInteger(line)) return
    this.#activate(line)
    // Selecting text does not open the menu.
    if (getSelection()?.isCollapsed !== false) void this.#openMenu(line)
  }

  #activate(line: number): void {
    this._activeLine = line
    this.dispatchEvent(new LineChooseEvent({ line, record: this.#splitLines[line - 1]?.record }))
  }

  #onKey = (event: KeyboardEvent): void => {
    const lineCount = this.#lines.length
    const pageSize = Math.max(1, Math.floor(this._height / this.#lineHeight) - 2)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: pageSize,
      PageUp: -pageSize,
      Home: -lineCount,
      End: lineCount,
    }
    const key = getKey(event)
    const step = steps[key]
    if (step !== undefined) {
      this.#activate(Math.max(1, Math.min(lineCount, this._activeLine + step)))
      this.#reveal(this._activeLine)
    } else if (key === 'Enter' || key === ' ' || key === 'ContextMenu') void this.#openMenu(this._activeLine)
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
    this._scrollTop = (event.target as Element).scrollTop
  }

  #startDrag(event: PointerEvent, { limit, position: startPosition, min, max }: TableBoundary): void {
    const grip = event.currentTarget as HTMLElement
    const sizer = this.renderRoot.querySelector<HTMLElement>('.sizer')
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller')
    if (!sizer || !scroller || event.button !== 0) return
    grip.setPointerCapture(event.pointerId)
    this._drag = { kind: limit, position: startPosition }
    const onMove = (moveEvent: PointerEvent): void => {
      const bounds = scroller.getBoundingClientRect()
      if (moveEvent.clientY > bounds.bottom - this.#lineHeight) scroller.scrollTop += this.#lineHeight / 2
      else if (moveEvent.clientY < bounds.top + this.#lineHeight) scroller.scrollTop -= this.#lineHeight / 2
      const zoom = bounds.height / scroller.offsetHeight || 1
      const pointerLine = (moveEvent.clientY - sizer.getBoundingClientRect().top) / zoom / this.#lineHeight
      this._drag = { kind: limit, position: Math.max(min, Math.min(max, Math.round(pointerLine))) }
    }
    const onEnd = (endEvent: Event): void => {
      grip.removeEventListener('pointermove', onMove)
      grip.removeEventListener('pointerup', onEnd)
      grip.removeEventListener('pointercancel', onEnd)
      const position = this._drag?.position
      this._drag = undefined
      if (endEvent.type === 'pointerup' && position !== undefined && position !== startPosition)
        this.#moveBoundary(limit, position)
    }
    grip.addEventListener('pointermove', onMove)
    grip.addEventListener('pointerup', onEnd)
    grip.addEventListener('pointercancel', onEnd)
    grip.focus()
    event.preventDefault()
  }

  #onBoundaryKey(event: KeyboardEvent, { limit, position: currentPosition, min, max }: TableBoundary): void {
    const step = boundarySteps[getKey(event)]
    if (step === undefined) return
    const position = Math.max(min, Math.min(max, currentPosition + step))
    if (position !== currentPosition) this.#moveBoundary(limit, position)
    event.preventDefault()
  }

  #moveBoundary(limit: TableBoundary['limit'], position: number): void {
    if (this.preview) this.#dispatchChange(moveBoundary(limit, position, this.preview))
  }
}

const boundarySteps: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
}

const renderSegment = ({ kind, text, cell }: LineSegment): unknown =>
  kind === 'text'
    ? text
    : html`<span class="${kind} ${kind === 'cell' ? (cell % 2 === 0 ? 'even' : 'odd') : ''}"
        >${kind === 'delimiter' ? text.replaceAll('\t', '→').replaceAll(' ', '·') : text}</span
      >`
