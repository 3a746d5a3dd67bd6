import type { Column, Value } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { html, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { formatColumnType } from '../language/column-types.ts'
import { findCellDecimals, renderAlignedCell } from './align-decimals.ts'
import { isNumeric, typeIcons } from './format-cell.ts'
import { hasGroupedNumbers, localizeCell } from './localize-number.ts'

/** The cells of the first rows of a table, with `undefined` for null. */
export type SampleRows = readonly (readonly (string | undefined)[])[]

interface SampleTable {
  readonly columns: readonly Column[]
  readonly rows: SampleRows
  /** The accessible name. */
  readonly label: string
  readonly language: string
  readonly columnTypes: Parameters<typeof formatColumnType>[1]
  /** The text of null cells. */
  readonly nullText: string
  /** Renders what a column's header shows below its name. */
  readonly renderColumnDetails?: (column: Column) => unknown
}

/** Renders the first rows of a table without paging, for example next to the settings of a node. */
export function renderSampleTable(table: SampleTable): TemplateResult {
  const { columns, rows, label, language, columnTypes, nullText, renderColumnDetails } = table
  const formats = columns.map(({ type }, index) => {
    const cells = rows.map((row) => row[index])
    return { type, decimals: findCellDecimals(cells, type, language), shouldGroupFourDigits: hasGroupedNumbers(cells) }
  })
  const getAlignment = (type: string): string => (isNumeric(type) ? 'number' : '')
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table class="sample-table">
      <thead>
        <tr>
          ${columns.map(
            (column) =>
              html`<th
                scope="col"
                class=${getAlignment(column.type)}
                title="${column.name} · ${formatColumnType(column.type, columnTypes)}"
              >
                <span class="column"
                  >${icon(typeIcons[getTypeFamily(column.type)])}<span dir="auto">${column.name}</span></span
                >
                ${renderColumnDetails?.(column)}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${formats.map(({ type, decimals, shouldGroupFourDigits }, index) => {
                const cell = row[index]
                return html`<td class=${getAlignment(type)}>
                  ${
                    cell === undefined
                      ? html`<span class="null">${nullText}</span>`
                      : renderAlignedCell(localizeCell(cell, type, language, shouldGroupFourDigits), decimals, language)
                  }
                </td>`
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Renders a value that is not a table as text, up to a maximum length. */
export function renderSampleValue(value: Exclude<Value, { kind: 'table' }>, maxLength: number): TemplateResult {
  const text =
    (value.kind === 'json' ? JSON.stringify(value.json, null, 2) : value.kind === 'text' ? value.text : value.name) ??
    ''
  return html`<pre dir="auto" tabindex="0">${text.length > maxLength ? `${text.slice(0, maxLength)}…` : text}</pre>`
}
