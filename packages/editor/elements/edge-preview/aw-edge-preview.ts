import type { WorkflowSession } from '@aw-flow/client'
import { unwrap, type Column, type Problem, type TableRef, getProblemText } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { html, nothing, svg, type PropertyValues } from 'lit'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { alignedDecimalsStyles } from '../../views/align-decimals.ts'
import { hasGroupedNumbers, localizeCell } from '../../views/localize-number.ts'
import { formatFraction } from '../../views/profile/format-profile.ts'
import { readRows } from '../../views/read-rows.ts'
import { sampleTableStyles } from '../../views/sample-table.styles.ts'
import { renderSampleTable, renderSampleValue, type SampleRows } from '../../views/sample-table.ts'
import { toProblem } from '../../views/table-source.ts'
import { placePopover } from '../editor/place-popover.ts'
import { styles } from './aw-edge-preview.styles.ts'
import { edgePreviewStrings, type EdgePreviewStrings } from './edge-preview-strings.ts'
import type { ViewportPoint } from './edge-hover.ts'
import { findEdgeValue, type EdgeValue } from './edge-value.ts'
import { computeBarHeights } from './value-shares.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-edge-preview': AwEdgePreview
  }
}

const maxRows = 5
const maxColumns = 6
/** Number of rows that are sampled for the column charts. */
const sampleRowCount = 1_000
const maxValueLength = 600
/** Vertical gap between the pointer and the preview, in CSS pixels. */
const pointerMargin = 12

type RowsState = { state: 'loading' } | { state: 'loaded'; rows: SampleRows } | { state: 'failed'; problem: Problem }

/**
 * Previews the value that an edge carries. A table is shown with its columns and, after a run, its row count, its first
 * rows and a chart per column. Other values are shown as plain text.
 *
 * @public
 */
export class AwEdgePreview extends element(
  {
    /** The session that contains the edge. The preview shows values of its last run. */
    session: undefined as WorkflowSession | undefined,
    /** The id of the edge to preview. */
    edge: undefined as string | undefined,
    /** If set, the element opens as a popover (`popover="manual"`) next to this viewport point. */
    at: undefined as ViewportPoint | undefined,
    /** UI strings. Default: English. */
    strings: edgePreviewStrings as EdgePreviewStrings,
    _rowsState: undefined as RowsState | undefined,
    _profiles: new Map() as ReadonlyMap<string, ColumnProfile>,
  },
  { edge: {} },
) {
  static override styles = [tokens, controls, alignedDecimalsStyles, sampleTableStyles, styles]

  #controller = new SessionController(this, ['run', 'document', 'description'])
  #displayedTableId: string | undefined
  #abortController: AbortController | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
    this.#displayedTableId = undefined
  }

  override willUpdate(_changed: PropertyValues): void {
    const { edge } = this
    const { session } = this.#controller
    const edgeInfo = session && edge !== undefined ? this.#findValue(session, edge) : undefined
    const table = edgeInfo?.value?.kind === 'table' ? edgeInfo.value.table : undefined
    if (table?.id === this.#displayedTableId) return
    this.#displayedTableId = table?.id
    this.#abortController?.abort()
    this._profiles = new Map()
    this._rowsState = table ? { state: 'loading' } : undefined
    if (session && table) void this.#loadRows(session, table)
  }

  override updated(): void {
    if (!this.at) return
    const { x, y } = this.at
    placePopover(this, { left: x, right: x, top: y - pointerMargin, bottom: y + pointerMargin })
  }

  override render(): unknown {
    const { edge, strings } = this
    const { session } = this.#controller
    const edgeInfo = session && edge !== undefined ? this.#findValue(session, edge) : undefined
    if (!edgeInfo) return nothing
    const { value, columns } = edgeInfo
    return html`<div class="head">
        <strong dir="auto">${strings.label(edgeInfo.sourceTitle, edgeInfo.targetTitle)}</strong>
      </div>
      <p class="muted small">
        ${value?.kind === 'table' ? html`${strings.rows(value.table.rows)}${columns ? ', ' : ''}` : nothing}${columns ? strings.columns(columns.length) : nothing}
      </p>
      ${columns && columns.length > 0 ? this.#renderTable(columns, strings.label(edgeInfo.sourceTitle, edgeInfo.targetTitle)) : nothing}
      ${value ? nothing : html`<p class="muted small">${strings.notRun}</p>`} ${this.#renderValue(edgeInfo)}
      ${this._rowsState?.state === 'failed' ? html`<p class="bad small">${strings.failed(strings.renderText(getProblemText(this._rowsState.problem)))}</p>` : nothing}`
  }

  #findValue(session: WorkflowSession, edgeId: string): EdgeValue | undefined {
    const { nodeTypes } = this.strings
    nodeTypes.translateTypes(session.engine.catalog)
    return findEdgeValue(session, edgeId, nodeTypes.getLabel)
  }

  #renderValue({ value }: EdgeValue): unknown {
    if (!value || value.kind === 'table') return nothing
    return renderSampleValue(value, maxValueLength)
  }

  #renderTable(columns: readonly Column[], label: string): unknown {
    const { strings } = this
    const visibleColumns = columns.slice(0, maxColumns)
    const rows = this._rowsState?.state === 'loaded' ? this._rowsState.rows : undefined
    return html`${renderSampleTable({
      columns: visibleColumns,
      rows: rows ?? [],
      label,
      language: strings.language,
      columnTypes: strings.columnTypes,
      nullText: strings.null,
      renderColumnDetails: ({ name, type }) =>
        html`<span class="type">${formatColumnType(type, strings.columnTypes)}</span> ${this.#renderProfile(name)}`,
    })}
    ${
      columns.length > visibleColumns.length
        ? html`<p class="muted small">${strings.moreColumns(columns.length - visibleColumns.length)}</p>`
        : nothing
    }
    ${this._rowsState?.state === 'loading' ? html`<p class="muted small">${strings.reading}</p>` : nothing}
    ${rows?.length === 0 ? html`<p class="muted small">${strings.empty}</p>` : nothing}`
  }

  #renderProfile(name: string): unknown {
    const profile = this._profiles.get(name)
    if (!profile) return nothing
    const { strings } = this
    const formatBound = (text: string): string =>
      profile.family === 'number'
        ? localizeCell(text, profile.type, strings.language, hasGroupedNumbers([profile.min, profile.max]))
        : truncate(text)
    const checkedRowCount = profile.sampled?.rows ?? this.#rowCount
    const nullFraction = checkedRowCount > 0 ? Math.min(1, profile.nulls / checkedRowCount) : 0
    const barHeights = computeBarHeights(profile) ?? []
    const statistics = [
      nullFraction > 0 ? strings.nulls(formatFraction(nullFraction, strings.language)) : strings.noNulls,
      profile.min !== undefined && profile.max !== undefined && profile.family !== 'text'
        ? strings.range(formatBound(profile.min), formatBound(profile.max))
        : profile.distinct > 0
          ? strings.distinct(profile.distinct)
          : '',
    ]
    return html`<svg class="bars" viewBox="0 0 60 14" preserveAspectRatio="none" aria-hidden="true">
        ${barHeights.map((relativeHeight, index) => {
          const width = 60 / barHeights.length
          const height = Math.max(1, relativeHeight * 14)
          return svg`<rect x=${index * width + 0.5} y=${14 - height} width=${width - 1} height=${height}></rect>`
        })}
      </svg>
      <span class="about">${statistics.filter(Boolean).join(', ')}</span>`
  }

  get #rowCount(): number {
    const { session } = this.#controller
    const edgeInfo = session && this.edge !== undefined ? this.#findValue(session, this.edge) : undefined
    return edgeInfo?.value?.kind === 'table' ? edgeInfo.value.table.rows : 0
  }

  async #loadRows(session: WorkflowSession, table: TableRef): Promise<void> {
    const controller = new AbortController()
    this.#abortController = controller
    const isStale = (): boolean => controller.signal.aborted || this.#displayedTableId !== table.id
    try {
      const rows = readRows(unwrap(await session.tables.page({ table, offset: 0, limit: maxRows })), maxColumns)
      if (isStale()) return
      this._rowsState = { state: 'loaded', rows }
      if (!session.tables.profile || table.rows === 0) return
      const columns = table.columns.slice(0, maxColumns)
      await session.tables.profile(
        { table: { ...table, columns }, sample: sampleRowCount },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (isStale() || !('column' in progress)) return
            this._profiles = new Map(this._profiles).set(progress.column.name, progress.column)
          },
        },
      )
    } catch (cause) {
      // Keep showing the rows if only the charts failed.
      if (!isStale() && this._rowsState?.state !== 'loaded')
        this._rowsState = { state: 'failed', problem: toProblem(cause) }
    }
  }
}

const truncate = (text: string): string => (text.length > 12 ? `${text.slice(0, 11)}…` : text)
