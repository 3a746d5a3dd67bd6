import type { Text } from '@aw-flow/messages'
import { reportLabels, type ReportLabels } from './report-words.ts'
import { getRuleSubject } from './rule-subject.ts'
import type { RuleResult, ValidationReport } from './validation.ts'

/** @internal */
export interface ReportHtmlOptions {
  /** The name of the checked file or table. */
  title: string
  /** A BCP 47 language tag for number formats and the `lang` attribute. Default: English. */
  language?: string
  labels?: Partial<ReportLabels>
  /** Formats a rule's message in that language. */
  format: (text: Text) => string
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Maximum length of a string in the report, such as a value in the data, in characters. */
const maxTextCharacters = 2_000
/** Length of a list's HTML, in characters, after which further rules are omitted. */
const maxListCharacters = 10_000_000

const escape = (text: string): string => {
  const truncatedText = text.length > maxTextCharacters ? `${text.slice(0, maxTextCharacters)}…` : text
  return truncatedText.replace(/[&<>"']/g, (char) => escapes[char]!)
}

const style = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.4rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
th{font-weight:600}.n{text-align:end;font-variant-numeric:tabular-nums}.bad{color:light-dark(#b3261e,#ffb4ab)}.good{color:light-dark(#146c2e,#8bd6a0)}
code{background:#8882;padding:.1em .3em;border-radius:3px}small{opacity:.75}`

/**
 * Renders a validation report as a self-contained HTML file without scripts. Failing rules come first. Data is escaped,
 * and long strings are truncated. After 10,000,000 characters, a list ends with the number of omitted rules.
 *
 * @internal
 */
export function renderValidationReport(report: ValidationReport, options: ReportHtmlOptions): string {
  const { title, language = 'en', format } = options
  const labels = { ...reportLabels, ...options.labels }
  const numberFormat = new Intl.NumberFormat(language)
  const percentFormat = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 })
  const failingRules = report.rules.filter(({ valid }) => !valid)
  const passedRules = report.rules.filter(({ valid }) => valid)
  const validVerdict = failingRules.length > 0 ? labels.warned : labels.valid
  const verdict = report.valid ? validVerdict : labels.notValid
  const renderSample = ({ sample }: RuleResult): string =>
    sample
      .map(
        ({ row, value }) =>
          `${labels.row} ${numberFormat.format(row)}: <code>${value === null ? labels.nullValue : escape(value)}</code>`,
      )
      .join('<br>')
  const renderCounts = (rule: RuleResult): string =>
    getRuleSubject(rule) === 'rows'
      ? `<td class="n">${numberFormat.format(rule.failing)} / ${numberFormat.format(rule.checked)}</td><td class="n">${percentFormat.format(rule.checked === 0 ? 0 : rule.failing / rule.checked)}</td>`
      : '<td></td><td></td>'
  const renderRule = (rule: RuleResult): string =>
    `<tr><td>${escape(format(rule.rule))}<br><small>${escape(rule.severity ?? 'error')} · ${escape(format(rule.message))}</small></td>${renderCounts(rule)}<td>${renderSample(rule)}</td></tr>`
  const failingList = renderWithinLimit(failingRules, renderRule)
  const passedList = renderWithinLimit(passedRules, ({ rule }) => `<li class="good">${escape(format(rule))}</li>`)
  const renderOmitted = (count: number): string =>
    count === 0 ? '' : `<p>${labels.omitted}: ${numberFormat.format(count)}</p>`
  return `<!doctype html>
<html lang="${escape(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}: ${verdict}</title>
<style>${style}</style>
<h1>${escape(title)}</h1>
<p><strong class="${report.valid ? 'good' : 'bad'}">${verdict}</strong> · ${labels.rows}: ${numberFormat.format(report.rows)} · ${numberFormat.format(passedRules.length)} / ${numberFormat.format(report.rules.length)} ${labels.passed}</p>
${failingRules.length === 0 ? '' : `<table><thead><tr><th>${labels.rule}<th class="n">${labels.failing}<th class="n">${labels.share}<th>${labels.first}</thead><tbody>${failingList.html}</tbody></table>${renderOmitted(failingList.omitted)}`}
${passedRules.length === 0 ? '' : `<ul>${passedList.html}</ul>${renderOmitted(passedList.omitted)}`}
</html>
`
}

/** Renders items until their HTML is too long, and counts the remaining items. */
function renderWithinLimit<Item>(
  items: readonly Item[],
  renderItem: (item: Item) => string,
): { html: string; omitted: number } {
  const htmlItems: string[] = []
  let characterCount = 0
  for (const item of items) {
    if (characterCount > maxListCharacters) break
    const itemHtml = renderItem(item)
    characterCount += itemHtml.length
    htmlItems.push(itemHtml)
  }
  return { html: htmlItems.join('\n'), omitted: items.length - htmlItems.length }
}
