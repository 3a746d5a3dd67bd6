import { html, type TemplateResult } from 'lit'
import type { TableSource } from '../table-source.ts'
import type { DataTableStrings } from './table-strings.ts'

/** Renders a table whose parts are also parts of the element that contains it. */
export const renderRowsTable = (
  source: TableSource | undefined,
  strings: DataTableStrings,
  label: string,
): TemplateResult =>
  html`<aw-data-table
    exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
    .source=${source}
    .strings=${strings}
    label=${label}
  ></aw-data-table>`
