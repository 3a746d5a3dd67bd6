import type { LoadReport } from '@aw-flow/schema'
import type { FailedLoadReport } from '@aw-flow/schema/internal'
import type { ReportEntry } from '../../elements/report/report-facts.ts'
import { formatDecision, formatDecisionName, type ReportStrings } from '../../elements/report/report-strings.ts'
import { formatBytes, formatCount, formatPercent } from '@aw-flow/messages'
import { escapeHtml, renderSentenceHtml } from './html-text.ts'
import {
  renderAttemptsHtml,
  renderEntriesHtml,
  renderProblemsHtml,
  renderSectionHtml,
  renderTableHtml,
} from './report-parts-html.ts'
import { formatColumnType } from '../../language/column-types.ts'

/** Renders a load report with its decisions, columns that contain nulls, and rejected rows. */
export function renderLoadHtml(report: LoadReport, strings: ReportStrings): string {
  const { language } = strings
  const localizeCount = (value: number): string => formatCount(value, language)
  const csvEntries: ReportEntry[] = [
    [strings.delimiter, strings.delimiters[report.delimiter] ?? report.delimiter],
    [strings.quote, report.quote || strings.none],
    [strings.header, strings.headerLines(report.headerLines)],
    [strings.skippedLines, localizeCount(report.skippedLines)],
  ]
  return [
    renderEntriesHtml([
      ...listFileEntries(report, strings),
      [strings.format, report.format],
      [strings.encoding, report.encoding],
      ...(report.format === 'csv' ? csvEntries : []),
      [strings.rows, localizeCount(report.rows)],
      [strings.columns, localizeCount(report.columns.length)],
      [strings.rejectedRows, localizeCount(report.rejects)],
    ]),
    renderProblemsHtml(strings.warnings, report.warnings, strings),
    renderSectionHtml(strings.decisions, renderDecisionsHtml(report, strings)),
    renderSectionHtml(strings.columns, renderColumnsHtml(report, strings)),
    renderSectionHtml(strings.rejectedRowCount(report.rejects), renderRejectsHtml(report, strings)),
    renderAttemptsHtml(report.attempts, strings),
  ].join('')
}

/**
 * Renders the report of a failed load. The problem is omitted because the attempt's error, which is the same, is shown
 * above.
 */
export const renderFailedLoadHtml = (report: FailedLoadReport, strings: ReportStrings): string =>
  `${renderEntriesHtml(listFileEntries(report, strings))}${renderAttemptsHtml(report.attempts, strings)}`

const listFileEntries = ({ file, size }: FailedLoadReport, strings: ReportStrings): ReportEntry[] => [
  [strings.file, file],
  [strings.size, formatBytes(size, strings.language)],
]

const renderDecisionsHtml = ({ plan }: LoadReport, strings: ReportStrings): string =>
  renderTableHtml(
    [strings.decision, strings.value, { number: strings.confidence }, strings.decisionReason],
    plan.evidence
      .slice(0, 200)
      .map(
        ({ decision, value, confidence, reason }) =>
          `<tr><td>${escapeHtml(formatDecisionName(decision, strings))}</td><td><code>${escapeHtml(formatDecision(value, strings))}</code></td><td class="n">${escapeHtml(formatPercent(confidence, strings.language, 1))}</td><td>${renderSentenceHtml(strings.renderText(reason))}</td></tr>`,
      ),
  )

/** Renders the columns that contain nulls or cells that do not match the column type. */
function renderColumnsHtml({ columns }: LoadReport, strings: ReportStrings): string {
  const localizeCount = (value: number): string => formatCount(value, strings.language)
  return renderTableHtml(
    [strings.column, strings.type, { number: strings.nulls }, { number: strings.invalidValues }, ''],
    columns
      .filter(({ nulls, badCells }) => nulls > 0 || badCells > 0)
      .slice(0, 200)
      .map(({ name, type, nulls, badCells, badExamples }) => {
        const examples = badExamples.slice(0, 3).map(({ row, text }) => strings.invalidExample(row, text))
        return `<tr><td>${escapeHtml(name)}</td><td title="${escapeHtml(type)}">${escapeHtml(formatColumnType(type, strings.columnTypes))}</td><td class="n">${localizeCount(nulls)}</td><td class="n${badCells > 0 ? ' warning' : ''}">${localizeCount(badCells)}</td><td>${escapeHtml(examples.join(' · '))}</td></tr>`
      }),
  )
}

const renderRejectsHtml = ({ rejectSample }: LoadReport, strings: ReportStrings): string =>
  renderTableHtml(
    [{ number: strings.line }, strings.reason, strings.originalText],
    rejectSample.map(
      ({ line, reason, raw }) =>
        `<tr><td class="n">${formatCount(line, strings.language)}</td><td>${renderSentenceHtml(strings.renderText(reason))}</td><td><code>${escapeHtml(raw)}</code></td></tr>`,
    ),
  )
