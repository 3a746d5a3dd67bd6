import { textOf, hintOf } from '@aw-flow/schema'
import type { Attempt, Problem } from '@aw-flow/schema'
import type { ReportFact } from '../../elements/report/report-facts.ts'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { formatDuration } from '@aw-flow/messages'
import { escapeHtml, sentenceHtml } from './html-text.ts'

/** Facts in a line. */
export const factsHtml = (facts: readonly ReportFact[]): string =>
  `<p>${facts.map(([term, value]) => `${escapeHtml(term)}: ${escapeHtml(value)}`).join(' · ')}</p>`

/** Content under a heading; empty without content. */
export const sectionHtml = (title: string, content: string): string =>
  content === '' ? '' : `<h5>${escapeHtml(title)}</h5>${content}`

/** A column heading; `number` aligns it with numbers. */
export type HeadCell = string | { readonly number: string }

/** A table of cells, which are HTML, under headings, which are plain text; empty without rows. */
export function tableHtml(head: readonly HeadCell[], rows: readonly string[]): string {
  if (rows.length === 0) return ''
  const cells = head.map((cell) =>
    typeof cell === 'string' ? `<th>${escapeHtml(cell)}` : `<th class="n">${escapeHtml(cell.number)}`,
  )
  return `<table><thead><tr>${cells.join('')}</thead><tbody>${rows.join('\n')}</tbody></table>`
}

/** Problems with their hints, under a heading; empty without problems. */
export function problemsHtml(title: string, problems: readonly Problem[], strings: ReportStrings): string {
  const items = problems.map(
    (problem) =>
      `<li class="${problem.severity === 'error' ? 'bad' : problem.severity}">${sentenceHtml(strings.renderText(textOf(problem)))} ${sentenceHtml(strings.renderText(hintOf(problem)))}</li>`,
  )
  return sectionHtml(title, items.length === 0 ? '' : `<ul>${items.join('')}</ul>`)
}

/** An agent's attempts; shown only if there was more than one, or if the only one failed. */
export function attemptsHtml(attempts: readonly Attempt[], strings: ReportStrings): string {
  if (attempts.length < 2 && attempts.every(({ success }) => success)) return ''
  const items = attempts.map(
    ({ action, success, reason, ms }) =>
      `<li>${sentenceHtml(strings.renderText(action))} <small class="${success ? '' : 'bad'}">${escapeHtml(success ? strings.held : strings.failed)}, ${escapeHtml(formatDuration(ms, strings.language))}</small><br>${sentenceHtml(strings.renderText(reason))}</li>`,
  )
  return sectionHtml(strings.attempts, `<ol>${items.join('')}</ol>`)
}
