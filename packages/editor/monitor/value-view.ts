import type { NodeType, TableRef, Value, Values } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { findChoiceLabel, getSettingTitle } from '../forms/setting-title.ts'
import type { RunMonitorStrings } from './monitor-strings.ts'
import { formatColumnType } from '../language/column-types.ts'

const maxCharacters = 4_000
/** Maximum number of table columns shown before the user expands the list. */
const maxColumns = 12

export interface ValueViewOptions {
  strings: RunMonitorStrings
  /** Names of the values that are shown in full. */
  expanded: ReadonlySet<string>
  /** Called when the user asks to see the full value. */
  onExpand: (name: string) => void
  /** Renders the rows of a table if they still exist. */
  renderRows?: ((table: TableRef) => TemplateResult | typeof nothing) | undefined
}

/**
 * Renders values, keyed by port: tables as a list of columns, all other values as text. Long values are truncated.
 *
 * @param ports - The ports of the node type, which provide the labels.
 */
export function renderValues(
  title: string,
  emptyText: string,
  values: Values | undefined,
  ports: readonly { readonly name: string; readonly label?: string | undefined }[],
  options: ValueViewOptions,
): TemplateResult {
  const labels = new Map(ports.map(({ name, label }) => [name, label]))
  const entries = Object.entries(values ?? {})
  return html`<section class="values">
    <h4>${title}</h4>
    ${
      entries.length === 0
        ? html`<p class="muted">${emptyText}</p>`
        : html`<dl>
            ${entries.map(
              ([port, value]) =>
                html`<dt>${labels.get(port) ?? port}</dt>
                  <dd>${renderValue(`${title}/${port}`, value, options)}</dd>`,
            )}
          </dl>`
    }
  </section>`
}

function renderValue(name: string, value: Value, options: ValueViewOptions): TemplateResult {
  const { strings } = options
  switch (value.kind) {
    case 'table': {
      const { columns, rows } = value.table
      const isTruncated = columns.length > maxColumns && !options.expanded.has(name)
      const visibleColumns = isTruncated ? columns.slice(0, maxColumns) : columns
      return html`<p>${strings.table(rows, columns.length)}</p>
        <ul class="columns">
          ${visibleColumns.map(({ name: column, type }) => html`<li><code>${column}</code> <span class="muted" title=${type}>${formatColumnType(type, strings.columnTypes)}</span></li>`)}
        </ul>
        ${
          isTruncated
            ? html`<button type="button" class="quiet more" @click=${() => options.onExpand(name)}>
                ${strings.allColumns(columns.length)}
              </button>`
            : nothing
        }
        ${options.renderRows?.(value.table) ?? nothing}`
    }
    case 'file':
      return html`<p>${value.name}</p>`
    case 'text':
      return renderTextValue(name, value.text, options)
    case 'json':
      return renderTextValue(name, formatJson(value.json), options)
  }
}

/** Renders settings with their titles from the node type. Lists and nested objects are rendered as JSON. */
export function renderSettingValues(
  config: Readonly<Record<string, unknown>>,
  type: NodeType | undefined,
  options: ValueViewOptions,
): TemplateResult {
  return html`<dl>
    ${Object.entries(config).map(([name, value]) => {
      const title = getSettingTitle(type, [name])
      if (isEmpty(value))
        return html`<dt>${title}</dt>
          <dd><p class="muted">${options.strings.form.notSet}</p></dd>`
      const text =
        formatEntries(value) ??
        (typeof value === 'object' ? formatJson(value) : (findChoiceLabel(type, name, value) ?? String(value)))
      return html`<dt>${title}</dt>
        <dd>
          ${typeof value === 'object' || text.includes('\n') ? renderTextValue(`${options.strings.settings}/${name}`, text, options) : html`<p>${text}</p>`}
        </dd>`
    })}
  </dl>`
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/**
 * Formats an object as one `name: value` line per property. Returns `undefined` for nested objects and any other value.
 */
function formatEntries(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const entries = Object.entries(value)
  if (entries.some(([, entry]) => typeof entry === 'object')) return undefined
  return entries.map(([name, entry]) => `${name}: ${entry}`).join('\n')
}

export const formatJson = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? String(value)

/** Renders text, truncated until the user expands it. */
export function renderTextValue(
  name: string,
  text: string,
  { strings, expanded, onExpand }: ValueViewOptions,
): TemplateResult {
  const isTruncated = text.length > maxCharacters && !expanded.has(name)
  return html`<pre tabindex="0" aria-label=${name}>${isTruncated ? `${text.slice(0, maxCharacters)}…` : text}</pre>
    ${
      isTruncated
        ? html`<button type="button" class="quiet more" @click=${() => onExpand(name)}>
            ${strings.showAllCharacters(text.length)}
          </button>`
        : nothing
    }`
}
