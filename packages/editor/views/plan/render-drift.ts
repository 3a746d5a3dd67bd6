import { formatCount } from '@aw-flow/messages'
import type { PreparationDrift } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import type { PlanStrings } from './plan-strings.ts'

/** Maximum number of differences to list. Missing columns come first. */
const maxLines = 40

/** Formats the smallest and the largest value of a column. */
function formatRange(bounds: readonly (number | string)[], { range, language }: PlanStrings): string {
  const [from = '', to = ''] = bounds.map((bound) => (typeof bound === 'number' ? formatCount(bound, language) : bound))
  return range(from, to)
}

/**
 * Renders the differences between a table and the one that the plan was created for, or nothing if there are none.
 */
export function renderDrift(
  { missing, added, types, values, ranges = [], moments = [], nulls = [], spellings = [] }: PreparationDrift,
  strings: PlanStrings,
): TemplateResult | typeof nothing {
  const lines = [
    ...missing.map(({ column, operations }) =>
      strings.driftMissing(
        column,
        operations.map((index) => index + 1),
      ),
    ),
    ...types.map(({ column, expected, found }) => strings.driftType(column, expected, found)),
    ...values.map(({ column, values: newValues, rows }) => strings.driftValues(column, newValues, rows)),
    ...[...ranges, ...moments].map(({ column, expected, found, rows }) =>
      strings.driftRange(column, formatRange(expected, strings), formatRange(found, strings), rows),
    ),
    ...nulls.map(({ column, expected, found }) => strings.driftNulls(column, expected, found)),
    ...spellings.map(({ column, values: newValues, rows }) => strings.driftSpellings(column, newValues, rows)),
    ...added.map((column) => strings.driftAdded(column)),
  ]
  if (lines.length === 0) return nothing
  return html`<section class="drift" part="drift" role="group" aria-label=${strings.drift} tabindex="0">
    <strong>${icon('triangle-alert')}${strings.drift}</strong>
    <ul>
      ${lines.slice(0, maxLines).map((line) => html`<li>${renderCode(line)}</li>`)}
    </ul>
  </section>`
}
