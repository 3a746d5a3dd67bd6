import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { ValidationReport } from '@aw-flow/schema'
import { formatTable } from '../terminal/format-table.ts'
import { plainText } from '../terminal/plain-text.ts'
import { count } from './describe-load.ts'

/** A validation for people: valid or not, and for each broken rule how many rows, and the first of them. */
export function describeValidation({ valid, rows, rules }: ValidationReport, width: number): string {
  const broken = rules.filter((rule) => !rule.valid)
  const head = valid
    ? `Valid: ${count(rules.length, 'rule')} held by ${count(rows, 'row')}.`
    : `Not valid: ${broken.length} of ${count(rules.length, 'rule')} broken, over ${count(rows, 'row')}.`
  if (broken.length === 0) return head
  const table = formatTable(
    [
      { title: 'rule' },
      { title: 'failing', align: 'right' },
      { title: 'checked', align: 'right' },
      { title: 'first of them' },
    ],
    broken.map(({ rule, failing, checked, sample }) => [
      englishFormatter.format(rule),
      String(failing),
      String(checked),
      sample
        .slice(0, 3)
        .map(({ row, value }) => `row ${row}: ${value ?? 'no value'}`)
        .join(', '),
    ]),
    width,
  )
  const messages = broken.map(({ message }) => `  ${plainText(englishFormatter.format(message))}`)
  return [head, table, messages.join('\n')].join('\n\n')
}
