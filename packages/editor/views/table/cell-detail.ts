import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { icon } from '../../icons/icon.ts'
import type { CellChange } from './cell-changes.ts'
import type { DataTableStrings } from './table-strings.ts'

/** One cell with all that is known of it: its whole text, type and length, and what it was before. */
export function cellDetail(cell: {
  readonly row: number
  readonly column: Column
  /** `undefined`: empty. */
  readonly text: string | undefined
  readonly change: CellChange | undefined
  readonly strings: DataTableStrings
  readonly onCopy: () => void
  readonly onClose: () => void
}): TemplateResult {
  const { row, column, text, change, strings } = cell
  return html`<aside class="detail" aria-label=${strings.detail}>
    <header>
      <div>
        <strong>${column.name}</strong>
        <span class="muted">${strings.row} ${row.toLocaleString('en-US')} · ${column.type}</span>
      </div>
      <button type="button" class="quiet icon" aria-label=${strings.copy} title=${strings.copy} @click=${cell.onCopy}>
        ${icon('copy')}
      </button>
      <button
        type="button"
        class="quiet icon"
        aria-label=${strings.close}
        title=${strings.close}
        @click=${cell.onClose}
      >
        ${icon('x')}
      </button>
    </header>
    ${
      change
        ? html`<p class="change">
            ${icon('pencil')}
            <span
              ><strong>${strings.changed}</strong>:
              ${strings.changedFrom('')}<del>${change.before ?? strings.null}</del>${
                change.reason ? html`<br />${change.reason}` : nothing
              }</span
            >
          </p>`
        : nothing
    }
    <pre tabindex="0" class=${text === undefined ? 'null' : ''}>
${text === undefined ? strings.null : readable(text)}</pre>
    <footer class="muted">${text === undefined ? nothing : strings.characters([...text].length)}</footer>
  </aside>`
}

/** JSON in lines; all other texts as they are. */
function readable(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 200_000) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text // It only begins like JSON.
  }
}
