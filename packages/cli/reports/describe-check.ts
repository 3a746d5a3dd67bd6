import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describeGroup, type CheckReport } from '@aw-flow/schema'
import { describeProblems } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { count } from './describe-load.ts'

const maxShown = 20
const maxGroups = 15

/** Describes a check as text: the number of suspicious cells by rule, and the most certain ones with their repairs. */
export function describeCheck(
  { rows, rowsChecked, columns, findings, groups = [], repeated = [], notes }: CheckReport,
  width: number,
): string {
  const cells = rowsChecked * columns.length
  const over = `in ${count(rowsChecked, 'row')}${rowsChecked < rows ? ` of ${rows}` : ''} and ${count(columns.length, 'column')}`
  const [duplicate] = repeated
  const extra = [
    ...(duplicate
      ? [
          `${count(repeated.length, 'possible duplicate row')}. Row ${duplicate.row}: ${englishFormatter.format(duplicate.reason)}`,
        ]
      : []),
    ...(notes.length > 0 ? [describeProblems(notes)] : []),
  ]
  if (findings.length === 0) return [`No suspicious cells ${over}.`, ...extra].join('\n\n')
  const share = ((100 * findings.length) / Math.max(1, cells)).toFixed(2)
  const repaired = findings.filter(({ repair }) => repair !== undefined).length
  const head = `${count(findings.length, 'suspicious cell')} (${share}%) ${over}; ${repaired} with a repair.`
  const rules = new Map<string, number>()
  for (const { rule } of findings) rules.set(rule, (rules.get(rule) ?? 0) + 1)
  const byRule = [...rules]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, found]) => `${rule} ${found}`)
    .join(', ')
  const shown = [...findings].sort((a, b) => b.confidence - a.confidence || a.row - b.row).slice(0, maxShown)
  const table = formatTable(
    [
      { title: 'row', align: 'right' },
      { title: 'column' },
      { title: 'value' },
      { title: 'repair' },
      { title: 'rule' },
      { title: 'confidence', align: 'right' },
    ],
    shown.map(({ row, column, value, repair, rule, confidence }) => [
      String(row),
      column,
      JSON.stringify(value),
      repair === undefined ? null : JSON.stringify(repair),
      rule,
      `${Math.round(100 * confidence)}%`,
    ]),
    width,
    30,
  )
  const more =
    findings.length > maxShown ? [`… and ${findings.length - maxShown} more (--errors FILE writes all).`] : []
  const byColumn = groups.slice(0, maxGroups).map((group) => {
    const { column, cells: found, confidence, reason } = group
    const title = `${column}: ${englishFormatter.format(describeGroup(group))} · ${count(found, 'cell')}`
    return `${title}, ${Math.round(100 * confidence)}% confidence. ${englishFormatter.format(reason)}`
  })
  return [
    head,
    `By rule: ${byRule}.`,
    ...(byColumn.length > 0 ? [byColumn.join('\n')] : []),
    [table, ...more].join('\n'),
    ...extra,
  ].join('\n\n')
}
