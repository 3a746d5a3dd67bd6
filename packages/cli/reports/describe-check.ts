import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describeGroup, type CheckReport } from '@aw-flow/schema/internal'
import { describeProblems } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { pluralize } from './describe-load.ts'

const maxFindings = 20
const maxGroups = 15

/**
 * Describes a check report as text: the number of suspicious cells per rule, and the most certain findings with their
 * repairs.
 */
export function describeCheck(
  { rows, rowsChecked, columns, findings, groups = [], repeated = [], notes }: CheckReport,
  width: number,
): string {
  const checkedCellCount = rowsChecked * columns.length
  const scope = `in ${pluralize(rowsChecked, 'row')}${rowsChecked < rows ? ` of ${rows}` : ''} and ${pluralize(columns.length, 'column')}`
  const [duplicate] = repeated
  const extraSections = [
    ...(duplicate
      ? [
          `${pluralize(repeated.length, 'possible duplicate row')}. Row ${duplicate.row}: ${englishFormatter.format(duplicate.reason)}`,
        ]
      : []),
    ...(notes.length > 0 ? [describeProblems(notes)] : []),
  ]
  if (findings.length === 0) return [`No suspicious cells ${scope}.`, ...extraSections].join('\n\n')
  const percent = ((100 * findings.length) / Math.max(1, checkedCellCount)).toFixed(2)
  const repairCount = findings.filter(({ repair }) => repair !== undefined).length
  const summary = `${pluralize(findings.length, 'suspicious cell')} (${percent}%) ${scope}; ${repairCount} with a repair.`
  const rules = new Map<string, number>()
  for (const { rule } of findings) rules.set(rule, (rules.get(rule) ?? 0) + 1)
  const ruleCounts = [...rules]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, cellCount]) => `${rule} ${cellCount}`)
    .join(', ')
  const topFindings = [...findings].sort((a, b) => b.confidence - a.confidence || a.row - b.row).slice(0, maxFindings)
  const table = formatTable(
    [
      { title: 'row', align: 'right' },
      { title: 'column' },
      { title: 'value' },
      { title: 'repair' },
      { title: 'rule' },
      { title: 'confidence', align: 'right' },
    ],
    topFindings.map(({ row, column, value, repair, rule, confidence }) => [
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
  const moreLine =
    findings.length > maxFindings
      ? [`… and ${findings.length - maxFindings} more. To write all of them to a file, use --errors FILE.`]
      : []
  const groupLines = groups.slice(0, maxGroups).map((group) => {
    const { column, cells: cellCount, confidence, reason } = group
    const title = `${column}: ${englishFormatter.format(describeGroup(group))} · ${pluralize(cellCount, 'cell')}`
    return `${title}, ${Math.round(100 * confidence)}% confidence. ${englishFormatter.format(reason)}`
  })
  return [
    summary,
    `By rule: ${ruleCounts}.`,
    ...(groupLines.length > 0 ? [groupLines.join('\n')] : []),
    [table, ...moreLine].join('\n'),
    ...extraSections,
  ].join('\n\n')
}
