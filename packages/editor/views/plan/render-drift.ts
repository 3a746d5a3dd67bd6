import type { PreparationDrift } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import type { PlanStrings } from './plan-strings.ts'

/** Maximum number of listed differences; missing columns come first. */
const maxLines = 40

/** The differences of a table to the one that a plan was made for; nothing without any. */
export function renderDrift(
  { missing, added, types, values, ranges = [], moments = [], nulls = [], spellings = [] }: PreparationDrift,
  strings: PlanStrings,
): TemplateResult | typeof nothing {
  const lines = [
    ...missing.map(({ column, operations }) =>
      strings.driftMissing(
        column,
        operations.map((place) => place + 1),
      ),
    ),
    ...types.map(({ column, expected, found }) => strings.driftType(column, expected, found)),
    ...values.map(({ column, values: news, rows }) => strings.driftValues(column, news, rows)),
    ...ranges.map(({ column, expected, found, rows }) => strings.driftRange(column, expected, found, rows)),
    ...moments.map(({ column, expected, found, rows }) => strings.driftMoments(column, expected, found, rows)),
    ...nulls.map(({ column, expected, found }) => strings.driftNulls(column, expected, found)),
    ...spellings.map(({ column, values: news, rows }) => strings.driftSpellings(column, news, rows)),
    ...added.map((column) => strings.driftAdded(column)),
  ]
  if (lines.length === 0) return nothing
  return html`<section class="drift" part="drift" role="group" aria-label=${strings.drift} tabindex="0">
    <strong>${icon('triangle-alert')}${strings.drift}</strong>
    <ul>
      ${lines.slice(0, maxLines).map((line) => html`<li>${withCode(line)}</li>`)}
    </ul>
  </section>`
}
