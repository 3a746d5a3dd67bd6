import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describeGroup, isError, type CheckReport, type FindingGroup } from '@aw-flow/schema/internal'
import { describeProblems } from '../terminal/describe-problem.ts'
import { formatTable } from '../terminal/format-table.ts'
import { pluralize } from './describe-load.ts'
import { describeAppliedOperation } from './describe-preparation.ts'

const maxErrors = 20
const maxGroups = 15

/**
 * Describes a check report as text: the errors with their repairs, the groups of cells that are worth a look, and what
 * else a clean table needs.
 */
export function describeCheck(
  { rows, rowsChecked, columns, findings, groups = [], repeated = [], changes = [], notes }: CheckReport,
  width: number,
): string {
  const checkedCellCount = rowsChecked * columns.length
  const scope = `in ${pluralize(rowsChecked, 'row')}${rowsChecked < rows ? ` of ${rows}` : ''} and ${pluralize(columns.length, 'column')}`
  const [duplicate] = repeated
  const extraSections = [
    ...(changes.length > 0
      ? [
          [
            `${pluralize(changes.length, 'change')} for a clean table; to make ${changes.length === 1 ? 'it' : 'them'}, use aw prepare --target generic:`,
            ...changes.map((change) => describeAppliedOperation(change)),
          ].join('\n'),
        ]
      : []),
    ...(duplicate
      ? [
          `${pluralize(repeated.length, 'possible duplicate row')}. Row ${duplicate.row}: ${englishFormatter.format(duplicate.reason)}`,
        ]
      : []),
    ...(notes.length > 0 ? [describeProblems(notes)] : []),
  ]
  if (findings.length === 0)
    return [...(changes.length === 0 ? [`No suspicious cells ${scope}.`] : []), ...extraSections].join('\n\n')
  const errors = findings.filter(isError)
  const percent = ((100 * errors.length) / Math.max(1, checkedCellCount)).toFixed(2)
  const repairCount = errors.filter(({ repair }) => repair !== undefined).length
  const sections = [
    errors.length === 0
      ? `No errors ${scope}.`
      : `${pluralize(errors.length, 'error')} (${percent}%) ${scope}; ${repairCount} with a repair.`,
    ...describeGroups(groups.filter(isError)),
  ]
  if (errors.length > 0) {
    const topErrors = errors.toSorted((a, b) => b.confidence - a.confidence || a.row - b.row).slice(0, maxErrors)
    sections.push(formatErrors(topErrors, width))
  }
  const uncertainGroups = groups.filter((group) => !isError(group))
  if (findings.length > errors.length)
    sections.push(
      `${pluralize(findings.length - errors.length, 'cell')} worth a look:`,
      ...describeGroups(uncertainGroups),
    )
  const unlistedCount = findings.length - Math.min(errors.length, maxErrors)
  if (unlistedCount > 0)
    sections.push(`To write all ${pluralize(findings.length, 'finding')} to a file, use --errors FILE.`)
  return [...sections, ...extraSections].join('\n\n')
}

/** Describes each group in a line. Returns no section if there are no groups. */
function describeGroups(groups: readonly FindingGroup[]): string[] {
  const lines = groups.slice(0, maxGroups).map((group) => {
    const { column, cells: cellCount, confidence, reason } = group
    const title = `${column}: ${englishFormatter.format(describeGroup(group))} · ${pluralize(cellCount, 'cell')}`
    return `${title}, ${Math.round(100 * confidence)}% confidence. ${englishFormatter.format(reason)}`
  })
  const moreLine = groups.length > maxGroups ? [`… and ${groups.length - maxGroups} more groups.`] : []
  return lines.length > 0 ? [[...lines, ...moreLine].join('\n')] : []
}

const formatErrors = (errors: CheckReport['findings'], width: number): string =>
  formatTable(
    [
      { title: 'row', align: 'right' },
      { title: 'column' },
      { title: 'value' },
      { title: 'repair' },
      { title: 'rule' },
      { title: 'confidence', align: 'right' },
    ],
    errors.map(({ row, column, value, repair, rule, confidence }) => [
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
