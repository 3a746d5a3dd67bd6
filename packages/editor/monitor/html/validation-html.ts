import type { ValidationReport } from '@aw-flow/schema'
import type { RuleResult } from '@aw-flow/schema/internal'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import { describeRuleCount } from '../../views/validation/describe-rule-count.ts'
import { escapeHtml, renderSentenceHtml } from './html-text.ts'
import { renderTableHtml } from './report-parts-html.ts'

/** Maximum number of rules to list. The summary states the total number. */
const maxRules = 500

/**
 * Renders a validation report: each rule with the number, percentage and examples of failing rows. Failing rules come
 * first.
 */
export function renderValidationHtml(report: ValidationReport, strings: ReportStrings): string {
  const { valid, warned, noRules, notValid, summary } = strings.validation
  const failingRules = report.rules.filter((rule) => !rule.valid)
  const rules = [...failingRules, ...report.rules.filter((rule) => rule.valid)]
  const [tone, text] = !report.valid
    ? ['bad', notValid]
    : failingRules.length > 0
      ? ['warning', warned]
      : ['good', valid]
  const verdict = `<strong class="${tone}">${escapeHtml(text)}</strong>`
  const summaryText = rules.length === 0 ? noRules : summary(failingRules.length, rules.length, report.rows)
  return `<p>${verdict} ${escapeHtml(summaryText)}</p>${renderTableHtml(
    ['', strings.rule, { number: strings.failing }, failingRules.length > 0 ? strings.examples : ''],
    rules.slice(0, maxRules).map((rule) => renderRuleHtml(rule, strings)),
  )}`
}

function renderRuleHtml(result: RuleResult, { renderText, validation }: ReportStrings): string {
  const { rule, valid, severity = 'error', sample, message } = result
  const tone = valid ? 'good' : severity === 'error' ? 'bad' : 'warning'
  const cells = [
    `<td class="${tone}">${escapeHtml(valid ? validation.passed : validation.failed)}</td>`,
    `<td>${renderSentenceHtml(renderText(rule))}${valid || severity === 'error' ? '' : ` <small>${escapeHtml(validation.severities[severity])}</small>`}${valid || message === rule ? '' : `<br><small>${renderSentenceHtml(renderText(message))}</small>`}</td>`,
    `<td class="n">${escapeHtml(describeRuleCount(result, validation))}</td>`,
    `<td>${sample.map(({ row, value }) => `${escapeHtml(validation.row(row))}: <code>${escapeHtml(value ?? validation.noValue)}</code>`).join(' · ')}</td>`,
  ]
  return `<tr>${cells.join('')}</tr>`
}
