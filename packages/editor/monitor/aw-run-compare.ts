import type { NodeType, RunEvent } from '@aw-flow/schema'
import { compareRuns, type NodeComparison, type RunComparison, type Sides } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { nodeStateIcons } from '../canvas/node-content.ts'
import { NodeChooseEvent } from '../elements/report/aw-run-report.ts'
import { findChoiceLabel, getSettingTitle } from '../forms/setting-title.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { runStateStyles } from '../styles/run-state.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-run-compare.styles.ts'
import { RunCompareEvent } from './monitor-events.ts'
import { runMonitorStrings, type RunMonitorStrings } from './monitor-strings.ts'
import { element } from '../element.ts'

/** A run that can be selected for comparison. @public */
export interface RunChoice {
  /** The run id. */
  run: string
  /** The label shown in the list of runs. */
  label: string
}

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-compare': AwRunCompare
  }
}

const maxNodes = 1_000

/**
 * Compares two runs node by node, based only on their recorded events: states, durations, row counts, and differences
 * in settings, inputs and outputs.
 *
 * @event {RunCompareEvent} aw-run-compare - Fired when the user selects a run for comparison.
 * @event {NodeChooseEvent} aw-node-choose - Fired when the user selects a node.
 *
 * @public
 */
export class AwRunCompare extends element(
  {
    /** Events of this run up to the displayed point. */
    events: [] as readonly RunEvent[],
    /** Events of the other run. */
    against: undefined as readonly RunEvent[] | undefined,
    /** The runs available for comparison. */
    runs: [] as readonly RunChoice[],
    node: undefined as string | undefined,
    /** Known node types, which provide the titles of types, settings and ports. */
    types: [] as readonly NodeType[],
    strings: runMonitorStrings as RunMonitorStrings,
    _hidesEqualNodes: false,
  },
  { node: {} },
) {
  static override styles = [tokens, controls, runStateStyles, styles]

  #comparison: RunComparison | undefined
  #titles = new Map<string, string>()
  /** Type names, keyed by node id. */
  #typeNames = new Map<string, string>()

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('events') && !changed.has('against') && !changed.has('strings')) return
    const { events, against } = this
    this.#comparison = against && against.length > 0 && events.length > 0 ? compareRuns(events, against) : undefined
    const nodes = [against?.[0], events[0]].flatMap((firstEvent) =>
      firstEvent?.type === 'run-started' ? firstEvent.workflow.nodes : [],
    )
    this.#titles = new Map(nodes.map((node) => [node.id, this.strings.nodeTypes.getLabel(node) || node.id]))
    this.#typeNames = new Map(nodes.map(({ id, type }) => [id, type]))
  }

  override render(): unknown {
    const { strings, runs } = this
    const comparison = this.#comparison
    return html`
      <div class="bar">
        <label
          >${strings.compareWith}
          <select
            aria-label=${strings.compareWith}
            ?disabled=${runs.length === 0}
            @change=${(event: Event) => {
              const { value } = event.target as HTMLSelectElement
              this.dispatchEvent(new RunCompareEvent({ run: value === '' ? undefined : value }))
            }}
          >
            <option value="" .selected=${comparison === undefined}>${strings.noComparison}</option>
            ${runs.map(
              ({ run, label }) => html`<option value=${run} .selected=${comparison?.run.b === run}>${label}</option>`,
            )}
          </select></label
        >
        ${
          comparison
            ? html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${this._hidesEqualNodes}
                  @change=${(event: Event) => (this._hidesEqualNodes = (event.target as HTMLInputElement).checked)}
                />${strings.onlyDifferent}</label
              >`
            : nothing
        }
      </div>
      ${comparison ? this.#renderTable(comparison) : html`<p class="none">${runs.length === 0 ? strings.noOtherRuns : strings.compareChoose}</p>`}
    `
  }

  #renderTable(comparison: RunComparison): unknown {
    const { strings } = this
    const nodes = comparison.nodes.filter(({ isEqual }) => !this._hidesEqualNodes || !isEqual)
    const hasNoDifferences = comparison.nodes.every(({ isEqual }) => isEqual)
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${strings.compareLabel}>
      ${hasNoDifferences ? html`<p class="same good" role="status">${icon('circle-check')}${strings.allEqual}</p>` : nothing}
      <table>
        <thead>
          <tr>
            <th scope="col">${strings.columns.title}</th>
            <th scope="col">${strings.thisRun}</th>
            <th scope="col">${strings.otherRun}</th>
            <th scope="col" class="number">${strings.time}</th>
            <th scope="col" class="number">${strings.columns.rows}</th>
            <th scope="col">${strings.difference}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="all">
            <th scope="row">${strings.label}</th>
            <td>${strings.runStates[comparison.state.a]}</td>
            <td>${strings.runStates[comparison.state.b]}</td>
            <td class="number">${this.#formatTimes(comparison.ms)}</td>
            <td></td>
            <td></td>
          </tr>
          ${nodes.slice(0, maxNodes).map((node) => this.#renderNode(node))}
        </tbody>
      </table>
      ${nodes.length > maxNodes ? html`<p class="none">${strings.compareMore(nodes.length - maxNodes)}</p>` : nothing}
    </div>`
  }

  #renderNode(node: NodeComparison): unknown {
    const { strings } = this
    const { state, isEqual, ms, rows } = node
    const stateA = node.presence === 'only-b' ? undefined : state?.a
    const stateB = node.presence === 'only-a' ? undefined : state?.b
    const renderState = (value: typeof stateA): unknown =>
      value === undefined
        ? nothing
        : html`<span class="state ${nodeStateIcons[value].tone}"
            >${icon(nodeStateIcons[value].icon)}${strings.states[value]}</span
          >`
    return html`<tr class=${isEqual ? 'equal' : 'differs'} aria-current=${node.node === this.node ? 'true' : nothing}>
      <th scope="row">
        <button
          type="button"
          class="quiet"
          @click=${() => this.dispatchEvent(new NodeChooseEvent({ node: node.node }))}
        >
          ${this.#titles.get(node.node) ?? node.node}
        </button>
      </th>
      ${
        node.presence === 'both'
          ? state
            ? html`<td>${renderState(stateA)}</td>
                <td>${renderState(stateB)}</td>`
            : html`<td colspan="2" class="muted">${strings.equal}</td>`
          : html`<td colspan="2">${node.presence === 'only-a' ? strings.onlyThisRun : strings.onlyOtherRun}</td>`
      }
      <td class="number">${ms ? this.#formatTimes(ms) : ''}</td>
      <td class="number">${rows ? html`${this.#formatCount(rows.a)} / ${this.#formatCount(rows.b)}` : ''}</td>
      <td>${isEqual ? html`<span class="muted">${strings.equal}</span>` : this.#renderDifference(node)}</td>
    </tr>`
  }

  #renderDifference({ node, type, settings, inputs, outputs }: NodeComparison): unknown {
    const { strings } = this
    const nodeType = this.#findType(this.#typeNames.get(node))
    const format = (name: keyof typeof labels, field: string, value: unknown): unknown =>
      (name === 'settings' ? findChoiceLabel(nodeType, field, value) : undefined) ?? this.#renderValue(value)
    const labels = {
      settings: (name: string) => getSettingTitle(nodeType, [name]),
      inputs: (name: string) => findPortLabel(nodeType?.inputs, name),
      outputs: (name: string) => findPortLabel(nodeType?.outputs, name),
    }
    const lists = [
      ['settings', settings],
      ['inputs', inputs],
      ['outputs', outputs],
    ] as const
    return html`<ul>
      ${type ? html`<li>${strings.differs.type}: ${this.#findType(type.a)?.title ?? type.a} → ${this.#findType(type.b)?.title ?? type.b}</li>` : nothing}
      ${lists.map(([name, fields]) =>
        Object.entries(fields ?? {})
          .slice(0, 12)
          .map(
            ([field, sides]) =>
              html`<li>
                <span class="muted">${strings.differs[name]}</span> ${labels[name](field)}:
                ${format(name, field, sides.a)} → ${format(name, field, sides.b)}
              </li>`,
          ),
      )}
    </ul>`
  }

  #findType(name: string | undefined): NodeType | undefined {
    const type = this.types.find((candidate) => candidate.type === name)
    return type && this.strings.nodeTypes.translateType(type)
  }

  #renderValue(value: unknown): unknown {
    const { strings } = this
    if (value === undefined) return html`<span class="muted">${strings.absent}</span>`
    const table = (value as { table?: { rows?: number; columns?: unknown[] } } | null)?.table
    if (table && Array.isArray(table.columns)) return strings.table(table.rows ?? 0, table.columns.length)
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return html`<code title=${text}>${text.length > 60 ? `${text.slice(0, 59)}…` : text}</code>`
  }

  #formatTimes({ a, b }: Sides<number | undefined>): string {
    const { strings } = this
    const format = (ms: number | undefined): string => (ms === undefined ? '–' : strings.duration(ms))
    return `${format(a)} / ${format(b)}`
  }

  #formatCount(rowCount: number | undefined): string {
    return rowCount === undefined ? '–' : this.strings.count(rowCount)
  }
}

const findPortLabel = (ports: readonly { name: string; label?: string | undefined }[] = [], name: string): string =>
  ports.find((port) => port.name === name)?.label ?? name
