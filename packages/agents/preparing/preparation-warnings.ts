import { message, type Text } from '@aw-flow/messages'
import { info, warning, type PreparationPlan, type Problem, type ValidationReport } from '@aw-flow/schema'
import {
  describeOperation,
  type AppliedOperation,
  type OperationOf,
  type PreparationDrift,
  type PreparationReport,
} from '@aw-flow/schema/internal'

/**
 * Collects the warnings about a preparation: the plan's notes, dropped rows, lost cells, self-loops, duplicate links,
 * and a failed validation.
 */
export function collectWarnings({
  plan,
  applied,
  validation,
  links,
  rowsIn,
  isForDifferentTable,
}: {
  plan: PreparationPlan
  applied: readonly AppliedOperation[]
  validation: ValidationReport
  links: PreparationReport['links']
  rowsIn: number
  /** Whether the plan was made for a different table. If so, its reasons do not apply to this one. */
  isForDifferentTable: boolean
}): Problem[] {
  const getReason = ({ operation }: AppliedOperation): Text =>
    isForDifferentTable ? message('prepare.sentence', { text: describeOperation(operation) }) : operation.reason
  const warnings = [...plan.notes, ...createLossWarnings(applied, rowsIn, 'row', getReason)]
  if (links) {
    warnings.push(...createLossWarnings(links.applied, links.rowsIn, 'link', getReason))
    if (links.selfLoops > 0) warnings.push(info('prepare.self-loops', { links: links.selfLoops }))
    if (links.duplicates > 0) warnings.push(info('prepare.duplicate-links', { links: links.duplicates }))
  }
  const suggestionCount = plan.operations.filter(({ state }) => state === 'suggested').length
  if (suggestionCount > 0) warnings.push(info('prepare.suggestions', { operations: suggestionCount }))
  const failedRule = [...validation.rules, ...(links?.validation.rules ?? [])].find(({ valid }) => !valid)
  if (failedRule) warnings.push(warning('prepare.not-valid', { target: plan.target, reason: failedRule.message }))
  return warnings
}

function createLossWarnings(
  applied: readonly AppliedOperation[],
  rowsIn: number,
  unit: 'row' | 'link',
  getReason: (appliedOperation: AppliedOperation) => Text,
): Problem[] {
  const warnings: Problem[] = []
  for (const effect of applied) {
    const { operation, rowsDropped, cellsNulled, examples } = effect
    const rows = examples.map(({ row }) => row)
    const cause = getReason(effect)
    const reason = rows.length === 0 ? cause : message('prepare.reason-with-rows', { reason: cause, rows })
    const mergesRows = operation.op === 'points-of-links' || operation.op === 'pivot'
    if (rowsDropped > 0 && !mergesRows)
      warnings.push(warning(`prepare.${unit}s-dropped`, { dropped: rowsDropped, rows: rowsIn, reason }))
    const unsetCellCount = operation.op === 'set-cells' ? countCellsToSet(operation) - effect.cellsChanged : 0
    if (operation.op === 'set-cells' && unsetCellCount > 0)
      warnings.push(
        warning(
          'prepare.cells-not-set',
          { cells: unsetCellCount, all: countCellsToSet(operation), column: operation.column },
          { where: { column: operation.column } },
        ),
      )
    if (cellsNulled > 0 && 'column' in operation)
      warnings.push(
        warning(
          'prepare.cells-emptied',
          { cells: cellsNulled, column: operation.column, reason },
          { where: { column: operation.column } },
        ),
      )
  }
  return warnings
}

/** Counts the cells that an operation is expected to change. */
const countCellsToSet = ({ cells }: OperationOf<'set-cells'>): number =>
  new Set(cells.filter(({ from, to }) => from !== to).map(({ row }) => row)).size

/** Creates warnings about the differences between a table and the table that a plan was made for. */
export function createDriftWarnings(drift: PreparationDrift): Problem[] {
  const { missing, added, types, values, ranges = [], moments = [], nulls = [], spellings = [] } = drift
  return [
    ...(missing.length > 0 ? [warning('prepare.drift-missing', { columns: missing.map(({ column }) => column) })] : []),
    ...(added.length > 0 ? [info('prepare.drift-added', { columns: added })] : []),
    ...types.map(({ column, expected, found }) =>
      warning('prepare.drift-type', { column, expected, found }, { where: { column } }),
    ),
    ...values.map(({ column, values: newValues, rows }) =>
      warning('prepare.drift-values', { column, rows, values: newValues }, { where: { column } }),
    ),
    ...[...ranges, ...moments].map(({ column, expected, found, rows }) =>
      warning(
        'prepare.drift-range',
        { column, rows, expectedMin: expected[0], expectedMax: expected[1], min: found[0], max: found[1] },
        { where: { column } },
      ),
    ),
    ...nulls.map(({ column, expected, found }) =>
      warning('prepare.drift-nulls', { column, expected, found }, { where: { column } }),
    ),
    ...spellings.map(({ column, values: newValues, rows }) =>
      warning('prepare.drift-spellings', { column, rows, values: newValues }, { where: { column } }),
    ),
  ]
}
