import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, typeFamily, type Column, type ColumnProfile, type TableRef, textOf } from '@aw-flow/schema'
import { html, LitElement, nothing, svg, type PropertyValues } from 'lit'
import { formatPercent } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { isNumeric, typeIcons } from '../../views/format-cell.ts'
import { readRows } from '../../views/read-rows.ts'
import { problemOf } from '../../views/table-source.ts'
import { placePopover } from '../editor/place-popover.ts'
import { styles } from './aw-edge-preview.styles.ts'
import { edgePreviewStrings, type EdgePreviewStrings } from './edge-preview-strings.ts'
import type { PagePoint } from './edge-hover.ts'
import { edgeValue } from './edge-value.ts'
import { valueShares } from './value-shares.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-edge-preview': AwEdgePreview
  }
}

const shownRows = 5
const shownColumns = 6
/** Number of sampled rows for the charts of columns. */
const sampleRows = 1_000
const maxValueLength = 600
/** Half of the height that is kept free for the pointer, in CSS pixels. */
const pointerSize = 12

type Known =
  | { state: 'reading' }
  | { state: 'read'; rows: readonly (readonly (string | undefined)[])[] }
  | { state: 'failed'; reason: string }

/**
 * The value of an edge: its columns, and after a run the number of rows, the first rows, and a chart of each column.
 * A value that is not a table is shown unchanged.
 *
 * @public
 */
export class AwEdgePreview extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    edge: {},
    at: { attribute: false },
    strings: { attribute: false },
    _known: { state: true },
    _profiles: { state: true },
  }

  /** The session whose last run is shown. */
  declare session: WorkflowSession | undefined
  /** The edge's id. */
  declare edge: string | undefined
  /** The point of the page's viewport beside which the element opens if it is a popover (`popover="manual"`). */
  declare at: PagePoint | undefined
  /** All texts of the element. Default: English. */
  declare strings: EdgePreviewStrings
  declare private _known: Known | undefined
  declare private _profiles: ReadonlyMap<string, ColumnProfile>

  #source = new SessionController(this, ['run', 'document', 'description'])
  #shown: string | undefined
  #reading: AbortController | undefined

  constructor() {
    super()
    this.strings = edgePreviewStrings
    this._profiles = new Map()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#reading?.abort()
    this.#shown = undefined
  }

  override willUpdate(_changed: PropertyValues): void {
    const { edge } = this
    const { session } = this.#source
    const reported = session && edge !== undefined ? edgeValue(session, edge) : undefined
    const table = reported?.value?.kind === 'table' ? reported.value.table : undefined
    if (table?.id === this.#shown) return
    this.#shown = table?.id
    this.#reading?.abort()
    this._profiles = new Map()
    this._known = table ? { state: 'reading' } : undefined
    if (session && table) void this.#read(session, table)
  }

  override updated(): void {
    if (!this.at) return
    const { x, y } = this.at
    placePopover(this, { left: x, right: x, top: y - pointerSize, bottom: y + pointerSize })
  }

  override render(): unknown {
    const { edge, strings } = this
    const { session } = this.#source
    const reported = session && edge !== undefined ? edgeValue(session, edge) : undefined
    if (!reported) return nothing
    const { value, columns } = reported
    return html`<div class="head">
        <strong dir="auto">${strings.label(reported.from, reported.to)}</strong>
      </div>
      <p class="muted small">
        ${value?.kind === 'table' ? html`${strings.rows(value.table.rows)}${columns ? ', ' : ''}` : nothing}${columns ? strings.columns(columns.length) : nothing}
      </p>
      ${columns && columns.length > 0 ? this.#renderTable(columns, strings.label(reported.from, reported.to)) : nothing}
      ${value ? nothing : html`<p class="muted small">${strings.notRun}</p>`} ${this.#renderValue(reported)}
      ${this._known?.state === 'failed' ? html`<p class="bad small">${strings.failed(this._known.reason)}</p>` : nothing}`
  }

  #renderValue({ value }: NonNullable<ReturnType<typeof edgeValue>>): unknown {
    if (!value || value.kind === 'table') return nothing
    const text =
      value.kind === 'json' ? JSON.stringify(value.json, null, 2) : value.kind === 'text' ? value.text : value.name
    return html`<pre dir="auto" tabindex="0">
${(text ?? '').length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text}</pre>`
  }

  #renderTable(columns: readonly Column[], label: string): unknown {
    const { strings } = this
    const shown = columns.slice(0, shownColumns)
    const rows = this._known?.state === 'read' ? this._known.rows : undefined
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
        <table>
          <thead>
            <tr>
              ${shown.map(
                ({ name, type }) =>
                  html`<th scope="col" title="${name} ${type}">
                    <span class="column"
                      >${icon(typeIcons[typeFamily(type)])}<span class="name" dir="auto">${name}</span></span
                    >
                    <span class="type">${type}</span>
                    ${this.#renderProfile(name)}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${(rows ?? []).map(
              (row) =>
                html`<tr>
                  ${shown.map((column, index) => {
                    const cell = row[index]
                    return html`<td class=${isNumeric(column.type) ? 'number' : ''}>
                      ${cell === undefined ? html`<span class="null">${strings.null}</span>` : html`<bdi>${cell}</bdi>`}
                    </td>`
                  })}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        columns.length > shown.length
          ? html`<p class="muted small">${strings.more(columns.length - shown.length)}</p>`
          : nothing
      }
      ${this._known?.state === 'reading' ? html`<p class="muted small">${strings.reading}</p>` : nothing}
      ${rows?.length === 0 ? html`<p class="muted small">${strings.empty}</p>` : nothing}`
  }

  #renderProfile(name: string): unknown {
    const profile = this._profiles.get(name)
    if (!profile) return nothing
    const { strings } = this
    const looked = profile.sampled?.rows ?? this.#rows
    const share = looked > 0 ? Math.min(1, profile.nulls / looked) : 0
    const shares = valueShares(profile) ?? []
    const said = [
      share > 0 ? strings.nulls(formatPercent(Math.max(0.01, share), strings.language)) : strings.full,
      profile.min !== undefined && profile.max !== undefined && profile.family !== 'text'
        ? strings.range(short(profile.min), short(profile.max))
        : profile.distinct > 0
          ? strings.distinct(profile.distinct)
          : '',
    ]
    return html`<svg class="bars" viewBox="0 0 60 14" preserveAspectRatio="none" aria-hidden="true">
        ${shares.map((part, index) => {
          const width = 60 / shares.length
          const height = Math.max(1, part * 14)
          return svg`<rect x=${index * width + 0.5} y=${14 - height} width=${width - 1} height=${height}></rect>`
        })}
      </svg>
      <span class="about">${said.filter(Boolean).join(', ')}</span>`
  }

  get #rows(): number {
    const { session } = this.#source
    const reported = session && this.edge !== undefined ? edgeValue(session, this.edge) : undefined
    return reported?.value?.kind === 'table' ? reported.value.table.rows : 0
  }

  async #read(session: WorkflowSession, table: TableRef): Promise<void> {
    const reading = new AbortController()
    this.#reading = reading
    const isOver = (): boolean => reading.signal.aborted || this.#shown !== table.id
    try {
      const rows = readRows(unwrap(await session.tables.page({ table, offset: 0, limit: shownRows })), shownColumns)
      if (isOver()) return
      this._known = { state: 'read', rows }
      if (!session.tables.profile || table.rows === 0) return
      const columns = table.columns.slice(0, shownColumns)
      await session.tables.profile(
        { table: { ...table, columns }, sample: sampleRows },
        {
          signal: reading.signal,
          onProgress: (reported) => {
            if (isOver() || !('column' in reported)) return
            this._profiles = new Map(this._profiles).set(reported.column.name, reported.column)
          },
        },
      )
    } catch (cause) {
      // The preview is useful without charts.
      if (!isOver() && this._known?.state !== 'read')
        this._known = { state: 'failed', reason: this.strings.renderText(textOf(problemOf(cause))) }
    }
  }
}

const short = (text: string): string => (text.length > 12 ? `${text.slice(0, 11)}…` : text)
