import { getTypeFamily, type LoadPreview, type Reject } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-preview-table.styles.ts'
import { splitLines } from './split-lines.ts'
import { isNumeric, typeIcons } from '../../views/format-cell.ts'
import { alignedDecimalsStyles, findCellDecimals, renderAlignedCell } from '../../views/align-decimals.ts'
import { hasGroupedNumbers, localizeCell } from '../../views/localize-number.ts'
import { ColumnOpenEvent, RowChooseEvent } from './preview-events.ts'
import { loadPlanStrings, formatType, type LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { createRegionLookup } from './source-regions.ts'
import { element } from '../../element.ts'
import { getKey } from '../../get-key.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-preview-table': AwPreviewTable
  }
}

/** Number of columns that are shown initially, and that "Show more" adds. */
const columnStep = 60

/**
 * Previews the first rows that a load plan produces. Each column header shows the column's type and opens its settings.
 * Values that cannot be converted to the column's type are struck through. Rejected records are shown in their original
 * position.
 *
 * @event {ColumnOpenEvent} aw-column-open - Fired when the user opens a column's settings.
 * @event {RowChooseEvent} aw-row-choose - Fired when the user selects a row.
 *
 * @public
 */
export class AwPreviewTable extends element(
  {
    /** The preview to show. */
    preview: undefined as LoadPreview | undefined,
    /** Indices of the columns that the user has changed. */
    changed: new Set() as ReadonlySet<number>,
    /** Index of the column whose settings are open. */
    open: undefined as number | undefined,
    /** Index of the current row. */
    current: undefined as number | undefined,
    readonly: false,
    strings: loadPlanStrings as LoadPlanStrings,
    _visibleColumnCount: columnStep as number,
    /** Index of the column whose header button is the tab stop. */
    _focused: 0,
  },
  { open: { type: Number }, current: { type: Number }, readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, alignedDecimalsStyles, styles]

  /** Rejected records, keyed by the index of the row that follows them. */
  #rejectsByRow = new Map<number, Reject[]>()
  #badCellValues = new Map<string, string>()
  /** Number of decimal places that each column's cells are aligned to. */
  #decimals: readonly number[] = []
  /** Indices of columns in which even four-digit numbers have a thousands separator. */
  #groupedColumns: ReadonlySet<number> = new Set()

  override willUpdate(changed: PropertyValues): void {
    const { preview } = this
    const { language } = this.strings
    if (changed.has('preview') || changed.has('strings')) {
      this.#decimals = (preview?.columns ?? []).map(({ type }, column) =>
        findCellDecimals(
          (preview?.rows ?? []).map((row) => row[column]),
          type,
          language,
        ),
      )
    }
    if (!changed.has('preview')) return
    this.#groupedColumns = new Set(
      (preview?.columns ?? []).flatMap((_, column) =>
        hasGroupedNumbers((preview?.rows ?? []).map((row) => row[column])) ? [column] : [],
      ),
    )
    this.#rejectsByRow = preview ? groupRejects(preview) : new Map()
    this.#badCellValues = new Map(
      preview?.columns.flatMap(({ badExamples }, column) =>
        badExamples.map(({ row, text }): [string, string] => [`${row - 1} ${column}`, text]),
      ),
    )
    this._focused = Math.min(this._focused, Math.max(0, (preview?.columns.length ?? 1) - 1))
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('current') && this.current !== undefined)
      this.renderRoot.querySelector('tr.current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  override render(): unknown {
    const { preview, strings } = this
    if (!preview) return nothing
    const { columns, rows } = preview
    const count = Math.min(columns.length, this._visibleColumnCount)
    if (columns.length === 0) return html`<p class="empty">${strings.noColumns}</p>`
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${strings.preview}>
      <table>
        <thead>
          <tr @keydown=${this.#onHeadKey}>
            <th class="index" scope="col"><span class="visually-hidden">${strings.row}</span></th>
            ${columns.slice(0, count).map((_, index) => this.#renderHead(preview, index))}
          </tr>
        </thead>
        <tbody @click=${this.#onClick}>
          ${rows.map(
            (row, index) =>
              html`${this.#renderRejects(index, count)}
                <tr data-row=${index} class=${index === this.current ? 'current' : ''}>
                  <th scope="row">${formatCount(index + 1, this.strings.language)}</th>
                  ${row.slice(0, count).map((cell, column) => this.#renderCell(preview, index, column, cell))}
                </tr>`,
          )}
          ${this.#renderRejects(rows.length, count)}
        </tbody>
      </table>
      ${rows.length === 0 ? html`<p class="empty">${strings.noRows}</p>` : nothing}
      ${
        count < columns.length
          ? html`<div class="more">
              ${strings.moreColumns(count, columns.length)}
              <button type="button" @click=${() => (this._visibleColumnCount += columnStep)}>
                ${strings.showMore(Math.min(columnStep, columns.length - count))}
              </button>
            </div>`
          : nothing
      }
    </div>`
  }

  #renderHead(preview: LoadPreview, index: number): TemplateResult {
    const { strings } = this
    const column = preview.columns[index]
    const { name, type, badCells } = column ?? { name: '', type: 'VARCHAR', badCells: 0 }
    const isChanged = this.changed.has(index)
    const typeLabel = formatType(type, strings)
    return html`<th scope="col">
      <button
        type="button"
        class="column ${isChanged ? 'changed' : ''}"
        tabindex=${index === this._focused ? 0 : -1}
        aria-haspopup="dialog"
        aria-expanded=${index === this.open ? 'true' : 'false'}
        title=${name}
        ?disabled=${this.readonly}
        @focus=${() => (this._focused = index)}
        @click=${(event: Event) => this.dispatchEvent(new ColumnOpenEvent({ column: index, anchor: event.currentTarget as HTMLElement }))}
      >
        ${icon(typeIcons[getTypeFamily(type)])}<span class="name">${name}</span
        >${icon(isChanged ? 'pencil' : 'chevron-down')}
        <span class="type"
          >${typeLabel}${badCells > 0 ? html` <span class="bad">· ${strings.invalidCellCount(badCells)}</span>` : nothing}</span
        ><span class="visually-hidden">${isChanged ? `${strings.changed}. ` : ''}${strings.changeColumn}</span>
      </button>
    </th>`
  }

  #renderCell(preview: LoadPreview, row: number, column: number, cell: string | null): TemplateResult {
    const type = preview.columns[column]?.type ?? ''
    const badText = this.#badCellValues.get(`${row} ${column}`)
    if (cell === null && badText !== undefined) {
      const message = this.strings.invalidCell(badText, this.strings.typeArticles[type] ?? type)
      return html`<td class="bad ${isNumeric(type) ? 'number' : ''}" title=${message}>
        ${icon('triangle-alert')}<s aria-hidden="true">${badText}</s><span class="visually-hidden">${message}</span>
      </td>`
    }
    if (cell === null) return html`<td class="null ${isNumeric(type) ? 'number' : ''}">${this.strings.null}</td>`
    const text = localizeCell(cell, type, this.strings.language, this.#groupedColumns.has(column))
    return html`<td
      class=${isNumeric(type) ? 'number' : ''}
      title=${text !== cell || cell.length > 30 ? cell : nothing}
    >
      ${
        isNumeric(type)
          ? renderAlignedCell(text, this.#decimals[column] ?? 0, this.strings.language)
          : text.replaceAll(/\r\n|\n|\r/g, ' ↵ ')
      }
    </td>`
  }

  #renderRejects(rowIndex: number, columnCount: number): unknown {
    return (this.#rejectsByRow.get(rowIndex) ?? []).map(
      ({ line, raw, reason }) =>
        html`<tr class="reject">
          <th scope="row">–</th>
          <td colspan=${columnCount}>
            ${icon('triangle-alert')}${this.strings.rejected(line)}<code>${raw}</code
            ><span class="reason">${this.strings.renderText(reason)}</span>
          </td>
        </tr>`,
    )
  }

  #onHeadKey = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.column')]
    const forwardStep = getComputedStyle(this).direction === 'rtl' ? -1 : 1
    const steps: Record<string, number> = {
      ArrowRight: forwardStep,
      ArrowLeft: -forwardStep,
      Home: -buttons.length,
      End: buttons.length,
    }
    const step = steps[getKey(event)]
    if (step === undefined) return
    buttons[Math.max(0, Math.min(buttons.length - 1, this._focused + step))]?.focus()
    event.preventDefault()
  }

  #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>('tr')?.dataset.row
    if (row !== undefined) this.dispatchEvent(new RowChooseEvent({ row: Number(row) }))
  }
}

/** Groups rejected records by the index of the row that follows them, or the row count if no row follows. */
function groupRejects(preview: LoadPreview): Map<number, Reject[]> {
  const lines = splitLines(preview.lines, preview.plan.dialect, createRegionLookup(preview))
  const rejectsByRow = new Map<number, Reject[]>()
  for (const reject of preview.rejects) {
    const nextRecordLineIndex = lines.findIndex(({ record }, index) => index >= reject.line && record !== undefined)
    const row = Math.min(preview.rows.length, lines[nextRecordLineIndex]?.record ?? preview.rows.length)
    rejectsByRow.set(row, [...(rejectsByRow.get(row) ?? []), reject])
  }
  return rejectsByRow
}
