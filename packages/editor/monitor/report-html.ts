import {
  failedLoadReportSchema,
  loadReportSchema,
  type Attempt,
  type FailedLoadReport,
  type LoadReport,
  type NodeReport,
  type Problem,
} from '@aw-flow/schema'
import type { ReportStrings } from '../elements/report-strings.ts'
import { formatBytes, formatCount, formatDuration, formatPercent } from '../format.ts'
import { escapeHtml, jsonHtml, sentenceHtml } from './html-text.ts'

/** A node's report as HTML for people: that of a load in words, any other as it is. */
export function reportHtml({ kind, report }: NodeReport, strings: ReportStrings): string {
  if (kind === 'load') {
    const whole = loadReportSchema.safeParse(report)
    if (whole.success) return loadHtml(whole.data, strings)
    const failed = failedLoadReportSchema.safeParse(report)
    if (failed.success) return failedLoadHtml(failed.data, strings)
  }
  return `<pre>${jsonHtml(report)}</pre>`
}

function loadHtml(report: LoadReport, strings: ReportStrings): string {
  const { language } = strings
  const { evidence } = report.plan
  const isText = report.format === 'csv'
  const facts = [
    ...fileFacts(report, strings),
    [strings.format, report.format],
    [strings.encoding, report.encoding],
    ...(isText ? [[strings.delimiter, strings.delimiters[report.delimiter] ?? report.delimiter]] : []),
    ...(isText ? [[strings.header, strings.headerLines(report.headerLines)]] : []),
    [strings.rows, formatCount(report.rows, language)],
    [strings.columns, formatCount(report.columns.length, language)],
    [strings.rejects, formatCount(report.rejects, language)],
  ]
  const decided = evidence
    .slice(0, 200)
    .map(
      ({ decision, value, confidence, reason }) =>
        `<tr><td>${escapeHtml(strings.said(decision))}</td><td><code>${escapeHtml(strings.delimiters[value] ?? strings.said(value))}</code></td><td class="n">${escapeHtml(formatPercent(confidence, language))}</td><td>${sentenceHtml(strings.said(reason))}</td></tr>`,
    )
  const kept = report.rejectSample.map(
    ({ line, reason, raw }) =>
      `<tr><td class="n">${formatCount(line, language)}</td><td>${sentenceHtml(strings.said(reason))}</td><td><code>${escapeHtml(raw)}</code></td></tr>`,
  )
  return [
    factsHtml(facts),
    problemsHtml(report.warnings, strings),
    section(strings.decided, table(decided)),
    section(strings.rejectsTitle(report.rejects), table(kept)),
    attemptsHtml(report.attempts, strings),
  ].join('')
}

/** Why it failed stands above it: the error of the attempt is the same problem. */
const failedLoadHtml = (report: FailedLoadReport, strings: ReportStrings): string =>
  `${factsHtml(fileFacts(report, strings))}${attemptsHtml(report.attempts, strings)}`

const fileFacts = ({ file, size }: FailedLoadReport, strings: ReportStrings): string[][] => [
  [strings.file, file],
  [strings.size, formatBytes(size, strings.language)],
]

const factsHtml = (facts: readonly (readonly string[])[]): string =>
  `<p>${facts.map(([term = '', value = '']) => `${escapeHtml(term)}: ${escapeHtml(value)}`).join(' · ')}</p>`

const problemsHtml = (problems: readonly Problem[], strings: ReportStrings): string => {
  const items = problems.map(
    ({ severity, message, hint }) =>
      `<li class="${severity === 'error' ? 'bad' : severity}">${sentenceHtml(strings.said(message))}${hint ? ` ${sentenceHtml(strings.said(hint))}` : ''}</li>`,
  )
  return section(strings.warnings, items.length === 0 ? '' : `<ul>${items.join('')}</ul>`)
}

/** Worth telling where there was more than one, or where the only one failed. */
function attemptsHtml(attempts: readonly Attempt[], strings: ReportStrings): string {
  if (attempts.length < 2 && attempts.every(({ success }) => success)) return ''
  const items = attempts.map(
    ({ action, success, reason, ms }) =>
      `<li>${sentenceHtml(strings.said(action))} <small class="${success ? '' : 'bad'}">${escapeHtml(success ? strings.held : strings.failed)}, ${escapeHtml(formatDuration(ms, strings.language))}</small><br>${sentenceHtml(strings.said(reason))}</li>`,
  )
  return section(strings.attempts, `<ol>${items.join('')}</ol>`)
}

const table = (rows: readonly string[]): string =>
  rows.length === 0 ? '' : `<table><tbody>${rows.join('\n')}</tbody></table>`
const section = (title: string, content: string): string =>
  content === '' ? '' : `<h5>${escapeHtml(title)}</h5>${content}`
