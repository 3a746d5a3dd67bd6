import { message, type Text } from '@aw-flow/messages'
import { type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import {
  groupFindings,
  isAppliedOperation,
  isError,
  type Finding,
  type FindingRule,
  type GroupedFindings,
  type Operation,
} from '@aw-flow/schema/internal'
import { checkTable } from '../../checking/check-table.ts'
import { compileForTable } from '../plans/compile-for-table.ts'

/** Larger tables are checked in blocks of rows. Repairs of values apply to all rows. */
const maxCells = 200_000
/** Cells in the blocks of a larger table. A third as many of them show the same forms, words and frequent values. */
const maxSampledCells = 60_000
/** Rules of findings whose repair depends only on the value. */
const valueRules: ReadonlySet<FindingRule> = new Set<FindingRule>(['format', 'spelling', 'pattern'])

/** The operations that repair what a check finds, and the errors that have no repair. */
export interface PlannedFindings {
  readonly operations: Operation[]
  readonly unrepairedGroups: readonly GroupedFindings[]
}

/**
 * Checks a table as the planned operations leave it, and plans operations for the findings. Errors are repaired; other
 * repairs are suggested, unless a planned operation suggests a change of the same value.
 *
 * @param plannedOperations - The operations on the values of text columns.
 */
export async function planFindings(
  tables: Tables,
  table: TableRef,
  plannedOperations: readonly Operation[],
  signal: AbortSignal | undefined,
): Promise<PlannedFindings> {
  const abortOptions = defined({ signal })
  const operations = plannedOperations.filter(isAppliedOperation)
  const cleaned =
    operations.length === 0
      ? table
      : await tables.create(compileForTable({ table, operations }).select, {
          id: `${table.id}-to-check`,
          ...abortOptions,
        })
  try {
    const isSampled = cleaned.rows * cleaned.columns.length > maxCells
    const { findings } = await checkTable({
      tables,
      table: cleaned,
      maxCells: isSampled ? maxSampledCells : maxCells,
      ...abortOptions,
    })
    const textColumns = new Set(cleaned.columns.flatMap(({ name, type }) => (type === 'VARCHAR' ? [name] : [])))
    const suggestedValues = new Set(plannedOperations.flatMap(listChangedValues))
    const groups = groupFindings(
      findings.filter((finding) => isError(finding) || !suggestedValues.has(toValueKey(finding.column, finding.value))),
    )
    return {
      operations: groups.flatMap((group) => planGroup(group, textColumns)),
      unrepairedGroups: groups.filter(({ group }) => isError(group) && group.repairs === 0),
    }
  } finally {
    if (cleaned !== table) await tables.drop(cleaned.id)
  }
}

const toValueKey = (column: string, value: string): string => JSON.stringify([column, value])

/** Lists the values that an operation changes, as keys. */
function listChangedValues(operation: Operation): string[] {
  const values =
    operation.op === 'map-values'
      ? operation.values.map(({ from }) => String(from))
      : operation.op === 'merge-spellings'
        ? operation.groups.flatMap(({ from }) => from)
        : operation.op === 'empty-texts'
          ? operation.texts
          : []
  return 'column' in operation ? values.map((value) => toValueKey(operation.column as string, value)) : []
}

function planGroup({ group, findings }: GroupedFindings, textColumns: ReadonlySet<string>): Operation[] {
  const { column, rule, kind, confidence } = group
  const repairedFindings = findings.filter(({ repair }) => repair !== undefined)
  const [first] = repairedFindings
  const isRepairable = valueRules.has(rule) || kind === 'missing-word'
  if (!first || !textColumns.has(column) || !isRepairable || kind === 'spilled-value') return []
  const values = new Map(repairedFindings.map(({ value, repair = '' }) => [value, repair === '' ? null : repair]))
  return [
    {
      op: 'map-values',
      reason: describeRepairs(first, repairedFindings.length),
      column,
      values: [...values].map(([from, to]) => ({ from, to })),
      others: 'keep',
      confidence,
      ...(isError(group) ? {} : { state: 'suggested' as const }),
    },
  ]
}

const describeRepairs = ({ rule, reason }: Finding, cells: number): Text =>
  cells === 1 ? reason : message('plan.cells-repaired', { cells, rule, reason })
