import type { RunSnapshot, RunProgress } from '@aw-flow/schema'
import { html, nothing, type PropertyValues } from 'lit'
import { nodeStateIcons } from '../canvas/node-content.ts'
import { NodeChooseEvent } from '../elements/report/aw-run-report.ts'
import { formatPercent } from '@aw-flow/messages'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { runStateStyles } from '../styles/run-state.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-run-nodes.styles.ts'
import { listStyles } from './lists.styles.ts'
import { runMonitorStrings, type RunMonitorStrings } from './monitor-strings.ts'
import { formatRetries } from './timeline/format-retries.ts'
import { countAttempts, listRunRows, type RunRow } from './run-rows.ts'
import { sortRows, type NodesColumn } from './sort-rows.ts'
import { VirtualRows } from './log/virtual-rows.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-nodes': AwRunNodes
  }
}

const columns: readonly NodesColumn[] = ['title', 'state', 'attempts', 'retries', 'start', 'time', 'rows']

/**
 * Shows the nodes of a run as a sortable table with state, attempts, retries, start time, duration and row count. Only
 * visible rows are rendered.
 *
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node.
 *
 * @public
 */
export class AwRunNodes extends element(
  {
    /** The state of the run at the displayed point in time. */
    moment: undefined as RunSnapshot | undefined,
    progress: {} as Readonly<Record<string, RunProgress>>,
    /** The key of the selected node. */
    node: undefined as string | undefined,
    strings: runMonitorStrings as RunMonitorStrings,
    _sortBy: undefined as { column: NodesColumn; descending: boolean } | undefined,
  },
  { node: {} },
) {
  static override styles = [tokens, controls, runStateStyles, listStyles, styles]

  #rows: RunRow[] = []
  readonly #virtualRows = new VirtualRows(this, {
    rowHeight: 28,
    selector: '.scroll',
    headerHeight: 28,
    getRowCount: () => this.#rows.length,
    onActiveChange: (index) => this.#selectRow(index),
    onEnter: (index) => this.#selectRow(index),
  })

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment') || changed.has('_sortBy') || changed.has('strings')) {
      const rows = this.moment ? listRunRows(this.moment, this.strings.nodeTypes) : []
      this.#rows = this._sortBy
        ? sortRows(rows, this._sortBy.column, this._sortBy.descending, this.strings.language)
        : rows
    }
    this.#virtualRows.activeIndex = this.#rows.findIndex(({ key }) => key === this.node)
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('node')) this.#virtualRows.reveal(this.#virtualRows.activeIndex)
  }

  override render(): unknown {
    const { strings } = this
    if (this.#rows.length === 0)
      return html`<span></span>
        <p class="none">${strings.empty}</p>`
    const [first, end] = this.#virtualRows.range
    return html`<span></span>
      <div
        class="scroll"
        role="grid"
        tabindex="0"
        aria-label=${strings.nodesLabel}
        aria-rowcount=${this.#rows.length + 1}
        aria-activedescendant=${this.#virtualRows.activeIndex >= first && this.#virtualRows.activeIndex < end ? `row-${this.#virtualRows.activeIndex}` : nothing}
        @scroll=${this.#virtualRows.onScroll}
        @keydown=${this.#onKey}
      >
        <div role="rowgroup" class="top">
          <div class="head" role="row" aria-rowindex="1">${columns.map((column) => this.#renderHead(column))}</div>
        </div>
        <div class="space" role="presentation" .style=${this.#virtualRows.spacerStyle}>
          <div class="rows" role="rowgroup" .style=${this.#virtualRows.rowsStyle}>
            ${this.#rows.slice(first, end).map((row, offset) => this.#renderRow(row, first + offset))}
          </div>
        </div>
      </div>`
  }

  #renderHead(column: NodesColumn): unknown {
    const { _sortBy: sorting, strings } = this
    const sortDirection = sorting?.column === column ? (sorting.descending ? 'descending' : 'ascending') : 'none'
    return html`<span role="columnheader" aria-sort=${sortDirection} class=${column}>
      <button type="button" class="quiet" @click=${() => this.#sort(column)}>
        ${strings.columns[column]}${
          sortDirection === 'none' ? nothing : icon(sortDirection === 'ascending' ? 'chevron-up' : 'chevron-down')
        }
      </button>
    </span>`
  }

  #renderRow({ key, title, run, attempts, depth }: RunRow, index: number): unknown {
    const { strings, moment } = this
    const stateStyle = nodeStateIcons[run.state]
    const nodeStart = attempts[0]?.startedAt
    const runStart = moment?.view.startedAt
    const progress = run.state === 'running' ? this.progress[key] : undefined
    const stateDetails = [
      strings.states[run.state],
      run.iterations ? strings.iterations(run.iterations.completed + run.iterations.failed, run.iterations.total) : '',
      run.handled ? strings.handled : '',
      progress?.total
        ? formatPercent(Math.floor((100 * progress.done) / progress.total) / 100, this.strings.language)
        : '',
    ]
    return html`<div
      class="row ${key === this.node ? 'selected' : ''} ${index === this.#virtualRows.activeIndex ? 'active' : ''}"
      role="row"
      id="row-${index}"
      aria-rowindex=${index + 2}
      aria-selected=${key === this.node ? 'true' : 'false'}
      @click=${() => this.#selectRow(index)}
    >
      <span role="gridcell" class="title" title=${title} .style=${`padding-inline-start: ${12 + depth * 16}px`}
        >${title}</span
      >
      <span role="gridcell" class="state ${stateStyle.tone}"
        ><span class=${run.state === 'running' ? 'spin' : ''}>${icon(stateStyle.icon)}</span
        ><span class="cut">${stateDetails.filter(Boolean).join(', ')}</span></span
      >
      <span role="gridcell" class="number"
        >${countAttempts(attempts) === 0 ? '' : strings.count(countAttempts(attempts))}</span
      >
      <span
        role="gridcell"
        class="number ${run.retries > 0 ? 'warn' : ''}"
        title=${run.agentRetries ? strings.agentRetries(run.agentRetries) : nothing}
        >${formatRetries(run, strings)}</span
      >
      <span role="gridcell" class="number muted"
        >${nodeStart === undefined || runStart === undefined ? '' : strings.duration(nodeStart - runStart)}</span
      >
      <span role="gridcell" class="number">${run.ms === undefined ? '' : strings.duration(run.ms)}</span>
      <span role="gridcell" class="number">${run.rows === undefined ? '' : strings.count(run.rows)}</span>
    </div>`
  }

  /** Handles keys pressed on the list. The header buttons handle their own keys. */
  #onKey = (event: KeyboardEvent): void => {
    if (event.target === event.currentTarget) this.#virtualRows.onKey(event)
  }

  #sort(column: NodesColumn): void {
    const sorting = this._sortBy
    if (sorting?.column !== column) this._sortBy = { column, descending: sortsDescendingFirst(column) }
    else if (sorting.descending === sortsDescendingFirst(column))
      this._sortBy = { column, descending: !sorting.descending }
    else this._sortBy = undefined
  }

  #selectRow(index: number): void {
    const row = this.#rows[index]
    if (row) this.dispatchEvent(new NodeChooseEvent({ node: row.key }))
  }
}

/** Returns whether the first click on a column header sorts in descending order, as for numbers. */
const sortsDescendingFirst = (column: NodesColumn): boolean =>
  column !== 'title' && column !== 'state' && column !== 'start'
