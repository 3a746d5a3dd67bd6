import { html, type TemplateResult } from 'lit'

/** Maximum number of rows, columns or list items to show. */
const maxItems = 100
/** Maximum number of characters to show per value. */
const maxCharacters = 10_000

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns whether a value fits into a table cell. */
const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null

/**
 * Renders a result for readers: an object as a list of names and values, a list of flat objects as a table, and a list
 * of primitive values with one item per line. Anything else is shown as JSON.
 */
export function renderResult(value: unknown, locale: string, depth = 0): TemplateResult | string {
  if (isPrimitive(value)) return formatPrimitive(value, locale)
  if (Array.isArray(value) && value.length > 0) {
    const items: unknown[] = value.slice(0, maxItems)
    const totalNote = value.length > maxItems ? html`<p class="muted">… (${value.length})</p>` : ''
    if (items.every((item) => isRecord(item) && Object.values(item).every(isPrimitive)))
      return html`${renderTable(items as Record<string, unknown>[], locale)}${totalNote}`
    if (items.every(isPrimitive)) return html`<ul>${items.map((item) => html`<li>${formatPrimitive(item, locale)}</li>`)}</ul>${totalNote}` // oxfmt-ignore
  }
  const entries = isRecord(value) && depth < 3 ? Object.entries(value) : []
  if (entries.length > 0)
    return html`<dl>
        ${entries.slice(0, maxItems).map(
          ([name, fieldValue]) =>
            html`<dt>${truncate(name)}</dt>
              <dd>${renderResult(fieldValue, locale, depth + 1)}</dd>`,
        )}
      </dl>
      ${entries.length > maxItems ? html`<p class="muted">… (${entries.length})</p>` : ''}`
  return html`<pre>${truncate(JSON.stringify(value, null, 2))}</pre>`
}

function renderTable(rows: readonly Record<string, unknown>[], locale: string): TemplateResult {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, maxItems)
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${truncate(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => html`<td class=${typeof row[column] === 'number' ? 'number' : ''}>${formatPrimitive(row[column], locale)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

const formatPrimitive = (value: unknown, locale: string): string =>
  typeof value === 'number'
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value)
    : value === null || value === undefined
      ? '–'
      : truncate(String(value))

const truncate = (text: string): string => (text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text)
