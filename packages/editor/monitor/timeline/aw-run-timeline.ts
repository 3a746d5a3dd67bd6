import type { RunSnapshot } from '@aw-flow/schema'
import { findCriticalPath } from '@aw-flow/schema/internal'
import { html, nothing, svg, type PropertyValues } from 'lit'
import { nodeStateIcons } from '../../canvas/node-content.ts'
import { NodeChooseEvent } from '../../elements/report/aw-run-report.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-run-timeline.styles.ts'
import { listStyles } from '../lists.styles.ts'
import { runMonitorStrings, type RunMonitorStrings } from '../monitor-strings.ts'
import { listRunRows, type RunRow } from '../run-rows.ts'
import { computeTimelineBars, computeTimelineTicks, placeDuration, toX, type TimelineScale } from './timeline-bars.ts'
import { VirtualRows } from '../log/virtual-rows.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-timeline': AwRunTimeline
  }
}

const rowHeight = 28

/**
 * Shows the timeline of a run, with a bar per attempt, waits, retry delays, and the critical path. It is accessible to
 * keyboard and screen reader users as a list.
 *
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node.
 *
 * @public
 */
export class AwRunTimeline extends element(
  {
    /** The run as of the displayed point. */
    moment: undefined as RunSnapshot | undefined,
    /** The key of the selected node. */
    node: undefined as string | undefined,
    /** End time of bars in progress, in ms since the Unix epoch. Defaults to the time of the last event. */
    now: undefined as number | undefined,
    /** Time of the run's latest event. It keeps the scale constant while an earlier point is displayed. */
    until: undefined as number | undefined,
    strings: runMonitorStrings as RunMonitorStrings,
    _zoom: 1,
    _width: 640,
  },
  { node: {}, now: { type: Number }, until: { type: Number } },
) {
  static override styles = [tokens, controls, runStateStyles, listStyles, styles]

  #rows: RunRow[] = []
  #criticalKeys: ReadonlySet<string> = new Set()
  readonly #list = new VirtualRows(this, {
    rowHeight,
    selector: '.scroll',
    headerHeight: 24,
    getRowCount: () => this.#rows.length,
    onActiveChange: (index) => this.#selectRow(index),
    onEnter: (index) => this.#selectRow(index),
  })
  readonly #resizeObserver = new ResizeObserver(([entry]) => (this._width = Math.round(entry?.contentRect.width ?? 0)))

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resizeObserver.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resizeObserver.disconnect()
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('moment') || changed.has('strings')) {
      this.#rows = this.moment ? listRunRows(this.moment, this.strings.nodeTypes) : []
      this.#criticalKeys = new Set(this.moment ? findCriticalPath(this.moment.view) : [])
    }
    if (changed.has('node') || changed.has('moment')) {
      this.#list.activeIndex = this.#rows.findIndex(({ key }) => key === this.node)
    }
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('node')) this.#list.reveal(this.#list.activeIndex)
  }

  override render(): unknown {
    const { moment, strings } = this
    if (!moment || this.#rows.length === 0)
      return html`<span></span>
        <p class="none">${strings.empty}</p>`
    const scale = this.#computeScale(moment)
    const [first, end] = this.#list.range
    const criticalTitles = this.#rows.filter(({ key }) => this.#criticalKeys.has(key)).map(({ title }) => title)
    return html`
      <div class="bar">
        <div class="legend">
          ${
            criticalTitles.length > 0
              ? html`<span class="mark" title=${strings.describeCriticalPath(criticalTitles)}
                  ><span class="critical-mark">${icon('waypoints')}</span>${strings.criticalPath}
                  <span class="visually-hidden">${strings.describeCriticalPath(criticalTitles)}</span></span
                >`
              : nothing
          }
        </div>
        ${renderIconButton('minus', strings.zoomOut, () => (this._zoom = Math.max(1, this._zoom / 2)), { isDisabled: this._zoom <= 1 })}
        ${renderIconButton('plus', strings.zoomIn, () => (this._zoom = Math.min(64, this._zoom * 2)), { isDisabled: this._zoom >= 64 })}
      </div>
      <div
        class="scroll"
        role="listbox"
        tabindex="0"
        aria-label=${strings.timeline}
        aria-activedescendant=${this.#list.activeIndex >= first && this.#list.activeIndex < end ? `row-${this.#list.activeIndex}` : nothing}
        @scroll=${this.#list.onScroll}
        @keydown=${this.#list.onKey}
      >
        ${this.#renderAxis(scale)}
        <div
          class="space"
          role="presentation"
          .style=${`${this.#list.spacerStyle}; width: ${this.#getTotalWidth(scale)}px`}
        >
          <div class="rows" role="presentation" .style=${this.#list.rowsStyle}>
            ${this.#rows.slice(first, end).map((row, offset) => this.#renderRow(row, first + offset, scale))}
          </div>
        </div>
      </div>
    `
  }

  #renderAxis(scale: TimelineScale): unknown {
    const ticks = computeTimelineTicks(scale.endTime - scale.startTime, scale.width / 110)
    return html`<div class="axis" role="presentation" .style=${`width: ${this.#getTotalWidth(scale)}px`}>
      <span></span>
      <svg class="lane" width=${scale.width} height="24" aria-hidden="true">
        ${ticks.map((offset) => {
          const x = toX(scale, scale.startTime + offset)
          return x > scale.width - 40
            ? nothing
            : svg`<line class="grid" x1=${x + 0.5} x2=${x + 0.5} y1="14" y2="24" /><text x=${x + 4} y="15">${this.strings.duration(offset)}</text>`
        })}
      </svg>
    </div>`
  }

  #renderRow(row: RunRow, index: number, scale: TimelineScale): unknown {
    const { strings } = this
    const { run, attempts, key } = row
    const stateStyle = nodeStateIcons[run.state]
    const isCritical = this.#criticalKeys.has(key)
    const bars = computeTimelineBars(attempts, scale)
    const barsStart = bars.reduce((start, { x }) => Math.min(start, x), Infinity)
    const barsEnd = bars.reduce((end, { x, width }) => Math.max(end, x + width), 0)
    const duration = run.ms === undefined ? '' : strings.duration(run.ms)
    const durationPosition = placeDuration(bars, duration.length * 7, scale.width)
    return html`<div
      class="row ${key === this.node ? 'selected' : ''} ${index === this.#list.activeIndex ? 'active' : ''}"
      role="option"
      id="row-${index}"
      aria-selected=${key === this.node ? 'true' : 'false'}
      aria-setsize=${this.#rows.length}
      aria-posinset=${index + 1}
      aria-label=${this.#describeRow(row, isCritical)}
      @click=${() => this.#selectRow(index)}
    >
      <span class="name" .style=${`padding-inline-start: ${12 + row.depth * 16}px`}>
        <span class="${stateStyle.tone} ${run.state === 'running' ? 'spin' : ''}">${icon(stateStyle.icon)}</span>
        <span class="title" title=${row.title}>${row.title}</span>
        ${isCritical ? html`<span class="critical-mark" title=${strings.critical}>${icon('waypoints')}</span>` : nothing}
      </span>
      <svg class="lane" width=${scale.width} height=${rowHeight} aria-hidden="true">
        ${bars.map(({ x, width, kind }) =>
          kind === 'delay'
            ? svg`<rect class="bar-delay" x=${x} y="13" width=${width} height="2" />`
            : svg`<rect class="bar-${kind}" x=${x} y=${kind === 'wait' ? 8 : 7} width=${width} height=${kind === 'wait' ? 12 : 14} rx="2" />`,
        )}
        ${
          isCritical && bars.length > 0
            ? svg`<rect class="outline" x=${barsStart + 0.75} y="4.75" width=${Math.max(3, barsEnd - barsStart - 1.5)} height="18.5" rx="3" />`
            : nothing
        }
        ${
          duration && durationPosition
            ? svg`<text class="duration" x=${durationPosition.x} y="18" text-anchor=${durationPosition.anchor}>${duration}</text>`
            : nothing
        }
        ${
          this.moment?.time !== undefined && this.until !== undefined && this.moment.time < this.until
            ? svg`<line class="moment" x1=${toX(scale, this.moment.time)} x2=${toX(scale, this.moment.time)} y1="0" y2=${rowHeight} />`
            : nothing
        }
      </svg>
    </div>`
  }

  /** Returns the accessible description of a row. */
  #describeRow({ title, run, attempts }: RunRow, isCritical: boolean): string {
    const { strings } = this
    const attemptSummaries = attempts.slice(0, 4).map(({ attempt, state, ms }) => {
      const name = attempts.length > 1 && attempt > 0 ? `${strings.attemptNumber(attempt)}: ` : ''
      const time = ms === undefined ? '' : `, ${strings.duration(ms)}`
      return `${name}${strings.attemptStates[state]}${time}`
    })
    return [
      // The accessible name starts with the visible text.
      [title, run.ms === undefined ? '' : strings.duration(run.ms)].join(' ').trim(),
      ...(attemptSummaries.length > 0 ? attemptSummaries : [strings.states[run.state]]),
      attempts.length > 4 ? strings.attemptCount(attempts.length) : '',
      isCritical ? strings.critical : '',
    ]
      .filter(Boolean)
      .join('. ')
  }

  #computeScale({ view, time = 0 }: RunSnapshot): TimelineScale {
    const startTime = view.startedAt ?? time
    const endTime = Math.max(startTime + 1, time, this.until ?? 0, view.endedAt === undefined ? (this.now ?? 0) : 0)
    return { startTime, endTime, width: Math.max(80, (this._width - this.#labelWidth - 20) * this._zoom) }
  }

  get #labelWidth(): number {
    return Math.max(120, Math.min(240, this._width * 0.26))
  }

  #getTotalWidth({ width }: TimelineScale): number {
    return Math.floor(this.#labelWidth + width)
  }

  #selectRow(index: number): void {
    const row = this.#rows[index]
    if (row) this.dispatchEvent(new NodeChooseEvent({ node: row.key }))
  }
}
