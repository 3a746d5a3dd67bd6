import type { RunSnapshot, RunView } from '@aw-flow/schema'
import { html, nothing, type PropertyValues } from 'lit'
import { formatTimeOfDay } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { runStateStyles } from '../../styles/run-state.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { renderCode } from '../../render-code.ts'
import { styles } from './aw-run-log.styles.ts'
import { listStyles } from '../lists.styles.ts'
import { logLevels, filterLog, type LogLevel } from './filter-log.ts'
import { runMonitorStrings, type RunMonitorStrings } from '../monitor-strings.ts'
import { VirtualRows } from './virtual-rows.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-log': AwRunLog
  }
}

const levelIcons: Record<LogLevel, string> = {
  error: 'circle-x',
  warning: 'triangle-alert',
  info: 'info',
  debug: 'code',
}

/**
 * Shows the log of a run, filtered by level, text and node. The active line is shown in full below the list. As long as
 * the end of the log is visible, the list follows a live run.
 *
 * @public
 */
export class AwRunLog extends element(
  {
    /** The run at the displayed point in time. */
    moment: undefined as RunSnapshot | undefined,
    /** The key of the selected node. The log can be limited to lines from this node. */
    node: undefined as string | undefined,
    strings: runMonitorStrings as RunMonitorStrings,
    _search: '',
    _isLimitedToNode: false,
    _activeLineIndex: -1,
  },
  { node: {} },
) {
  static override styles = [tokens, controls, runStateStyles, listStyles, styles]
  static override properties = {
    _levels: { state: true },
  }

  declare private _levels: ReadonlySet<LogLevel>

  #filteredLineIndices: number[] = []
  #titles = new Map<string, string>()
  readonly #list = new VirtualRows(this, {
    rowHeight: 24,
    selector: '.scroll',
    getRowCount: () => this.#filteredLineIndices.length,
    onActiveChange: (index) => (this._activeLineIndex = this.#filteredLineIndices[index] ?? -1),
  })
  #isFollowing = true

  constructor() {
    super()
    this._levels = new Set(['error', 'warning', 'info'])
  }

  get #log(): RunView['log'] {
    return this.moment?.view.log ?? []
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('moment')) this.#isFollowing = this.#list.isAtEnd
    if (changed.has('moment') || changed.has('strings')) {
      const { nodeTypes } = this.strings
      const nodes = this.moment?.view.workflow?.nodes
      this.#titles = new Map(nodes?.map((node) => [node.id, nodeTypes.getLabel(node) || node.id]))
    }
    const nodeId =
      this._isLimitedToNode && this.node !== undefined ? this.node.slice(this.node.lastIndexOf('/') + 1) : undefined
    const filter = { levels: this._levels, search: this._search, node: nodeId }
    this.#filteredLineIndices = filterLog(this.#log, filter, {
      getTitle: (id) => this.#getTitle(id),
      renderText: (text) => this.strings.renderText(text),
    })
    this.#list.activeIndex = this.#filteredLineIndices.indexOf(this._activeLineIndex)
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('moment') && this.#isFollowing) this.#list.reveal(this.#filteredLineIndices.length - 1)
  }

  override render(): unknown {
    const { strings } = this
    const log = this.#log
    const shownCount = this.#filteredLineIndices.length
    const [first, end] = this.#list.range
    const line = log[this._activeLineIndex]
    const title = this.node === undefined ? undefined : this.#getTitle(this.node)
    return html`
      <div class="bar">
        <div class="levels" role="group" aria-label=${strings.levelsLabel}>
          ${logLevels.map((level) => {
            const count = log.reduce((sum, entry) => sum + (entry.level === level ? 1 : 0), 0)
            return html`<button
              type="button"
              class="level ${level}"
              aria-pressed=${this._levels.has(level) ? 'true' : 'false'}
              @click=${() => this.#toggle(level)}
            >
              ${icon(levelIcons[level])}${strings.levels[level]}<span class="count">${strings.count(count)}</span>
            </button>`
          })}
        </div>
        ${
          title === undefined
            ? nothing
            : html`<label class="node-filter"
                ><input
                  type="checkbox"
                  .checked=${this._isLimitedToNode}
                  @change=${(event: Event) => (this._isLimitedToNode = (event.target as HTMLInputElement).checked)}
                />${strings.onlyNode(title)}</label
              >`
        }
        <input
          type="search"
          aria-label=${strings.search}
          placeholder=${strings.search}
          .value=${this._search}
          @input=${(event: Event) => (this._search = (event.target as HTMLInputElement).value)}
        />
        <span class="muted small" role="status"
          >${shownCount === log.length ? strings.lines(shownCount) : strings.filteredLines(shownCount, log.length)}</span
        >
      </div>
      ${
        this.#filteredLineIndices.length === 0
          ? html`<p class="none">${log.length === 0 ? strings.noLog : strings.noLogMatch}</p>`
          : html`<div
              class="scroll"
              role="listbox"
              tabindex="0"
              aria-label=${strings.log}
              aria-activedescendant=${this.#list.activeIndex >= first && this.#list.activeIndex < end ? `row-${this.#list.activeIndex}` : nothing}
              @scroll=${this.#list.onScroll}
              @keydown=${this.#list.onKey}
            >
              <div class="space" role="presentation" .style=${this.#list.spacerStyle}>
                <div class="rows" role="presentation" .style=${this.#list.rowsStyle}>
                  ${this.#filteredLineIndices.slice(first, end).map((lineIndex, offset) => this.#renderLine(lineIndex, first + offset))}
                </div>
              </div>
            </div>`
      }
      ${
        line
          ? html`<div class="full-line" role="region" aria-label=${strings.log} tabindex="0">
              <span class="muted"
                >${formatTimeOfDay(line.time)} ${line.node === undefined ? '' : this.#getTitle(line.node)}</span
              >
              <p class=${line.level}>${renderCode(this.strings.renderText(line.message))}</p>
            </div>`
          : html`<span></span>`
      }
    `
  }

  #renderLine(lineIndex: number, index: number): unknown {
    const { time, node, level, message } = this.#log[lineIndex]!
    const isActive = lineIndex === this._activeLineIndex
    return html`<div
      class="row ${isActive ? 'selected active' : ''}"
      role="option"
      id="row-${index}"
      aria-selected=${isActive ? 'true' : 'false'}
      aria-setsize=${this.#filteredLineIndices.length}
      aria-posinset=${index + 1}
      @click=${() => (this._activeLineIndex = lineIndex)}
    >
      <span class="muted time">${formatTimeOfDay(time)}</span>
      <span class=${level} title=${this.strings.level[level]}
        >${icon(levelIcons[level])}<span class="visually-hidden">${this.strings.level[level]}</span></span
      >
      <span class="muted cut">${node === undefined ? '' : this.#getTitle(node)}</span>
      <span class="cut ${level === 'debug' ? 'muted' : level === 'info' ? '' : level}"
        >${renderCode(this.strings.renderText(message))}</span
      >
    </div>`
  }

  #getTitle(nodeId: string): string {
    return this.#titles.get(nodeId) ?? nodeId
  }

  #toggle(level: LogLevel): void {
    const levels = new Set(this._levels)
    if (!levels.delete(level)) levels.add(level)
    this._levels = levels
  }
}
