import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { ValidationReport } from '@aw-flow/schema'
import { formatTable } from '../terminal/format-table.ts'
import { plainText } from '../terminal/plain-text.ts'
import { count } from './describe-load.ts'

/** Describes a validation as text: whether the table is valid, and each violated rule with its first failing rows. */
export function describeValidation({ valid, rows, rules }: ValidationReport, width: number): string {
  const violated = rules.filter((rule) => !rule.valid)
  const head = valid
    ? `Valid: ${count(rows, 'row')}, ${count(rules.length, 'rule')}.`
    : `Not valid: ${violated.length} of ${count(rules.length, 'rule')} violated in ${count(rows, 'row')}.`
  if (violated.length === 0) return head
  const table = formatTable(
    [
      { title: 'rule' },
      { title: 'failing', align: 'right' },
      { title: 'checked', align: 'right' },
      { title: 'examples' },
    ],
    violated.map(({ rule, failing, checked, sample }) => [
      englishFormatter.format(rule),
      String(failing),
      String(checked),
      sample
        .slice(0, 3)
        .map(({ row, value }) => `row ${row}: ${value ?? 'null'}`)
        .join(', '),
    ]),
    width,
  )
  const messages = violated.map(({ message }) => `  ${plainText(englishFormatter.format(message))}`)
  return [head, table, messages.join('\n')].join('\n\n')
}
