import { describeOperation, type AppliedOperation, type Operation } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { showEdgeSpaces } from '../show-edge-spaces.ts'
import type { FindingsStrings } from './findings-strings.ts'

/** Renders what a clean table needs beyond the findings. Each operation, and all of them, can be requested. */
export function renderCleaning(
  changes: readonly AppliedOperation[],
  applied: ReadonlySet<Operation>,
  strings: FindingsStrings,
  onApply: (operations: readonly Operation[]) => void,
): TemplateResult {
  const remaining = changes.map(({ operation }) => operation).filter((operation) => !applied.has(operation))
  return html`<li class="group cleaning">
    <div class="head">
      <span></span>
      <span class="title duplicates-title"><strong>${strings.cleaning}</strong></span>
      <span></span>
      ${
        remaining.length > 1
          ? html`<button type="button" class="drop clean-all" @click=${() => onApply(remaining)}>
              ${icon('wand-sparkles')}${strings.cleanAll}
            </button>`
          : nothing
      }
    </div>
    <ul class="unmarked">
      ${changes.map((change) => renderChange(change, strings, remaining.includes(change.operation) ? () => onApply([change.operation]) : undefined))}
    </ul>
  </li>`
}

function renderChange(
  { operation, rowsDropped, cellsChanged, cellsNulled, examples }: AppliedOperation,
  strings: FindingsStrings,
  onApply: (() => void) | undefined,
): TemplateResult {
  const title = strings.renderText(describeOperation(operation))
  const count = rowsDropped > 0 ? strings.rowCount(rowsDropped) : strings.cells(Math.max(cellsChanged, cellsNulled))
  const examplesText = examples
    .flatMap(({ before, after }) =>
      before === null || rowsDropped > 0
        ? []
        : [`${showEdgeSpaces(before)} → ${after === null ? strings.empty : showEdgeSpaces(after)}`],
    )
    .join(', ')
  return html`<li class="repeated">
    <span class="title">${renderCode(title)}</span>
    <span class="count muted">${count}</span>
    ${
      onApply
        ? html`<button type="button" class="clean" aria-label=${strings.cleanOperation(title)} @click=${onApply}>
            ${strings.clean}
          </button>`
        : html`<span class="repaired">${icon('circle-check')}${strings.repaired}</span>`
    }
    <p class="reason small muted">
      ${renderCode(strings.renderText(operation.reason))}${examplesText ? html` ${examplesText}` : nothing}
    </p>
  </li>`
}
