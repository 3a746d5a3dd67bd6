import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalStrings } from './approval-strings.ts'
import type { ValueChange } from './diff-approval.ts'

/** Renders the user's changes with old and new values. The styles are in `difference.styles.ts`. */
export function renderDifference(
  changes: readonly ValueChange[],
  strings: ApprovalStrings,
): TemplateResult | typeof nothing {
  if (changes.length === 0) return nothing
  return html`<ul class="difference" aria-label=${strings.difference}>
    ${changes.map(
      ({ path, row, before, after }) =>
        html`<li>
          <span class="muted">${row === undefined ? path : strings.cell(path, row)}</span>
          ${before === undefined ? nothing : html`<del>${formatValue(before)}</del>`}
          <span aria-hidden="true">→</span>
          ${after === undefined ? html`<span class="muted">${strings.removed}</span>` : html`<ins>${formatValue(after)}</ins>`}
        </li>`,
    )}
  </ul>`
}

const formatValue = (value: Json): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
