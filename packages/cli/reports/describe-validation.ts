import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { ValidationReport } from '@aw-flow/schema'
import { getRuleSubject } from '@aw-flow/schema/internal'
import { formatTable } from '../terminal/format-table.ts'
import { toPlainText } from '../terminal/plain-text.ts'
import { pluralize } from './describe-load.ts'

/**
 * Describes a validation report as text: whether the table is valid, and each violated rule with its first failing
 * rows.
 */
export function describeValidation({ valid, rows, rules }: ValidationReport, width: number): string {
  const violatedRules = rules.filter((rule) => !rule.valid)
  const summary = valid
    ? `Valid: ${pluralize(rows, 'row')}, ${pluralize(rules.length, 'rule')}.`
    : `Not valid: ${violatedRules.length} of ${pluralize(rules.length, 'rule')} violated. Checked ${pluralize(rows, 'row')}.`
  if (violatedRules.length === 0) return summary
  const table = formatTable(
    [
      { title: 'rule' },
      { title: 'failing', align: 'right' },
      { title: 'checked', align: 'right' },
      { title: 'examples' },
    ],
    violatedRules.map((result) => [
      englishFormatter.format(result.rule),
      ...(getRuleSubject(result) === 'rows' ? [String(result.failing), String(result.checked)] : ['', '']),
      result.sample
        .slice(0, 3)
        .map(({ row, value }) => `row ${row}: ${value ?? 'null'}`)
        .join(', '),
    ]),
    width,
  )
  const messages = violatedRules.map(({ message }) => `  ${toPlainText(englishFormatter.format(message))}`)
  return [summary, table, messages.join('\n')].join('\n\n')
}
