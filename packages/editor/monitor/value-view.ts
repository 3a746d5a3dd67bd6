import type { TableRef, Value, Values } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { RunMonitorStrings } from './monitor-strings.ts'

const maxCharacters = 4_000
/** The columns of a table that are shown until all are requested. */
const firstColumns = 12

export interface ValueViewOptions {
  strings: RunMonitorStrings
  /** The texts and lists of columns shown in full, and a callback that requests one. */
  whole: ReadonlySet<string>
  showWhole: (name: string) => void
  /** Renders the rows of a table, if they can be shown. */
  rows?: ((table: TableRef) => TemplateResult | typeof nothing) | undefined
}

/** Values by port: tables by columns, other values unchanged, long texts shortened until requested. */
export function valuesView(
  title: string,
  none: string,
  values: Values | undefined,
  options: ValueViewOptions,
): TemplateResult {
  const entries = Object.entries(values ?? {})
  return html`<section class="values">
    <h4>${title}</h4>
    ${
      entries.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<dl>
            ${entries.map(
              ([port, value]) =>
                html`<dt>${port}</dt>
                  <dd>${valueView(`${title}/${port}`, value, options)}</dd>`,
            )}
          </dl>`
    }
  </section>`
}

function valueView(name: string, value: Value, options: ValueViewOptions): TemplateResult {
  const { strings } = options
  switch (value.kind) {
    case 'table': {
      const { columns, rows } = value.table
      const isCut = columns.length > firstColumns && !options.whole.has(name)
      const shown = isCut ? columns.slice(0, firstColumns) : columns
      return html`<p>${strings.table(rows, columns.length)}</p>
        <ul class="columns">
          ${shown.map(({ name: column, type }) => html`<li><code>${column}</code> <span class="muted">${type}</span></li>`)}
        </ul>
        ${
          isCut
            ? html`<button type="button" class="quiet more" @click=${() => options.showWhole(name)}>
                ${strings.allColumns(columns.length)}
              </button>`
            : nothing
        }
        ${options.rows?.(value.table) ?? nothing}`
    }
    case 'file':
      return html`<p>${value.name}</p>`
    case 'text':
      return textView(name, value.text, options)
    case 'json':
      return textView(name, jsonText(value.json), options)
  }
}

/** Formatted JSON. */
export const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? String(value)

/** A text, shortened. */
export function textView(name: string, text: string, { strings, whole, showWhole }: ValueViewOptions): TemplateResult {
  const isCut = text.length > maxCharacters && !whole.has(name)
  return html`<pre tabindex="0" aria-label=${name}>${isCut ? `${text.slice(0, maxCharacters)}…` : text}</pre>
    ${
      isCut
        ? html`<button type="button" class="quiet more" @click=${() => showWhole(name)}>
            ${strings.cut(text.length)}
          </button>`
        : nothing
    }`
}
