import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { ApprovalStrings } from './approval-strings.ts'
import type { ChangedPlace } from './approval-difference.ts'

/** The changes of a user's edit, with old and new values. Styled by `aw-approval.styles.ts` and the monitor's. */
export function differenceView(
  changed: readonly ChangedPlace[],
  strings: ApprovalStrings,
): TemplateResult | typeof nothing {
  if (changed.length === 0) return nothing
  return html`<ul class="difference" aria-label=${strings.difference}>
    ${changed.map(
      ({ place, row, before, after }) =>
        html`<li>
          <span class="muted">${row === undefined ? place : strings.cell(place, row)}</span>
          ${before === undefined ? nothing : html`<del>${textOf(before)}</del>`}
          <span aria-hidden="true">→</span>
          ${after === undefined ? html`<span class="muted">${strings.gone}</span>` : html`<ins>${textOf(after)}</ins>`}
        </li>`,
    )}
  </ul>`
}

const textOf = (value: Json): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
