import { getProblemText, getHint } from '@aw-flow/schema'
import type { Problem } from '@aw-flow/schema'
import type { Attempt } from '@aw-flow/schema/internal'
import type { ReportEntry } from '../../elements/report/report-facts.ts'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { formatDuration } from '@aw-flow/messages'
import { escapeHtml, renderSentenceHtml } from './html-text.ts'

/** Renders label-value pairs on one line. */
export const renderEntriesHtml = (entries: readonly ReportEntry[]): string =>
  `<p>${entries.map(([term, value]) => `${escapeHtml(term)}: ${escapeHtml(value)}`).join(' · ')}</p>`

/** Renders content below a heading, or nothing if the content is empty. */
export const renderSectionHtml = (title: string, content: string): string =>
  content === '' ? '' : `<h5>${escapeHtml(title)}</h5>${content}`

/** A column heading. Use `number` for columns of numbers, which are right-aligned. */
export type HeaderCell = string | { readonly number: string }

/**
 * Renders a table, or nothing if there are no rows.
 *
 * @param headings - The column headings, as plain text.
 * @param rows - The rows, as HTML.
 */
export function renderTableHtml(headings: readonly HeaderCell[], rows: readonly string[]): string {
  if (rows.length === 0) return ''
  const cells = headings.map((cell) =>
    typeof cell === 'string' ? `<th>${escapeHtml(cell)}` : `<th class="n">${escapeHtml(cell.number)}`,
  )
  return `<table><thead><tr>${cells.join('')}</thead><tbody>${rows.join('\n')}</tbody></table>`
}

/** Renders problems and their hints below a heading, or nothing if there are no problems. */
export function renderProblemsHtml(title: string, problems: readonly Problem[], strings: ReportStrings): string {
  const items = problems.map(
    (problem) =>
      `<li class="${problem.severity === 'error' ? 'bad' : problem.severity}">${renderSentenceHtml(strings.renderText(getProblemText(problem)))} ${renderSentenceHtml(strings.renderText(getHint(problem)))}</li>`,
  )
  return renderSectionHtml(title, items.length === 0 ? '' : `<ul>${items.join('')}</ul>`)
}

/** Renders an agent's attempts, or nothing if its only attempt succeeded. */
export function renderAttemptsHtml(attempts: readonly Attempt[], strings: ReportStrings): string {
  if (attempts.length < 2 && attempts.every(({ success }) => success)) return ''
  const items = attempts.map(
    ({ action, success, reason, ms }) =>
      `<li>${renderSentenceHtml(strings.renderText(action))} <small class="${success ? '' : 'bad'}">${escapeHtml(success ? strings.passed : strings.failed)}, ${escapeHtml(formatDuration(ms, strings.language))}</small><br>${renderSentenceHtml(strings.renderText(reason))}</li>`,
  )
  return renderSectionHtml(strings.attempts, `<ol>${items.join('')}</ol>`)
}
