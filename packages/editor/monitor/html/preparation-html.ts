import { describePlanOperation } from '../../language/render-operation.ts'
import { isPlanForOtherTable, type AppliedOperation, type PreparationReport } from '@aw-flow/schema/internal'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { formatCount } from '@aw-flow/messages'
import { escapeHtml, renderSentenceHtml } from './html-text.ts'
import { renderAttemptsHtml, renderEntriesHtml, renderProblemsHtml, renderSectionHtml } from './report-parts-html.ts'
import { renderValidationHtml } from './validation-html.ts'

/**
 * Renders a preparation report: each operation with its effect, reason and example cells, the roles of columns, and the
 * validation result. The Cosmograph configuration is omitted because it is useful only together with the tables.
 */
export function renderPreparationHtml(report: PreparationReport, strings: ReportStrings): string {
  const { plan, applied, validation } = report
  const localizeCount = (value: number): string => formatCount(value, strings.language)
  const roles = Object.entries(plan.roles ?? {}).flatMap(([role, column]) =>
    column === undefined ? [] : [[role, column] as const],
  )
  // For a reused plan, reasons are omitted because their numbers refer to the table that the plan was created for.
  const isReusedPlan = isPlanForOtherTable(plan)
  const operations = applied.map((entry) => renderOperationHtml(entry, isReusedPlan, strings))
  return [
    renderEntriesHtml([
      [strings.rowsIn, localizeCount(report.rowsIn)],
      [strings.rowsOut, localizeCount(report.rowsOut)],
      [strings.columnsIn, localizeCount(report.columnsIn.length)],
      [strings.columnsOut, localizeCount(report.columnsOut.length)],
    ]),
    renderSectionHtml(
      strings.operations,
      operations.length === 0 ? `<p>${escapeHtml(strings.noOperations)}</p>` : `<ol>${operations.join('\n')}</ol>`,
    ),
    renderSectionHtml(strings.roles, roles.length === 0 ? '' : renderEntriesHtml(roles)),
    renderProblemsHtml(strings.notes, plan.notes, strings),
    renderProblemsHtml(strings.warnings, report.warnings, strings),
    validation.rules.length === 0 ? '' : renderValidationHtml(validation, strings),
    renderAttemptsHtml(report.attempts, strings),
  ].join('')
}

function renderOperationHtml(
  appliedOperation: AppliedOperation,
  isReusedPlan: boolean,
  strings: ReportStrings,
): string {
  const { operation, rowsDropped, cellsChanged, cellsNulled, examples } = appliedOperation
  const effect = [
    rowsDropped > 0 ? strings.rowsDropped(rowsDropped) : '',
    cellsChanged > 0 ? strings.cellsChanged(cellsChanged) : '',
    cellsNulled > 0 ? strings.cellsNulled(cellsNulled) : '',
  ].filter(Boolean)
  const cells = examples
    .slice(0, 2)
    .map(({ row, before, after }) =>
      escapeHtml(`${strings.row(row, before ?? strings.null)} → ${after ?? strings.null}`),
    )
  const lines = [...(isReusedPlan ? [] : [renderSentenceHtml(strings.renderText(operation.reason))]), ...cells].filter(
    Boolean,
  )
  return `<li>${renderSentenceHtml(strings.renderText(describePlanOperation(operation)))} <small>${escapeHtml(effect.join(', '))}</small>${lines.map((line) => `<br>${line}`).join('')}</li>`
}
