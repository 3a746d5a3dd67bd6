import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  describeOperation,
  info,
  warning,
  type AppliedOperation,
  type OperationOf,
  type PreparationDrift,
  type PreparationPlan,
  type PreparationReport,
  type Problem,
  type ValidationReport,
} from '@aw-flow/schema'
import { numberOf } from '../number-of.ts'

/** What is worth knowing of a preparation: the plan's choices, what was lost and where, links that look odd, the verdict. */
export function warningsOf({
  plan,
  applied,
  validation,
  links,
  rowsIn,
  isOfAnother,
}: {
  plan: PreparationPlan
  applied: readonly AppliedOperation[]
  validation: ValidationReport
  links: PreparationReport['links']
  rowsIn: number
  /** The plan was made for another table: its reasons are not told of this one. */
  isOfAnother: boolean
}): Problem[] {
  const why = ({ operation }: AppliedOperation): string =>
    isOfAnother ? `${describeOperation(operation)}.` : englishFormatter.format(operation.reason)
  const warnings = [...plan.notes, ...lossesOf(applied, rowsIn, 'row', why)]
  if (links) {
    warnings.push(...lossesOf(links.applied, links.rowsIn, 'link', why))
    if (links.selfLoops > 0)
      warnings.push(
        info(
          'prepare.self-loops',
          `${numberOf(links.selfLoops, 'link')} ${links.selfLoops === 1 ? 'begins where it ends; it is' : 'begin where they end; they are'} kept.`,
        ),
      )
    if (links.duplicates > 0)
      warnings.push(
        info(
          'prepare.duplicate-links',
          `${numberOf(links.duplicates, 'link')} ${links.duplicates === 1 ? 'occurs again between the same ends; it is' : 'occur again between the same ends; they are'} kept.`,
        ),
      )
  }
  const failed = [...validation.rules, ...(links?.validation.rules ?? [])].find(({ valid }) => !valid)
  if (failed) warnings.push(warning('prepare.not-valid', `The prepared table is not ${plan.target}: ${failed.message}`))
  return warnings
}

function lossesOf(
  applied: readonly AppliedOperation[],
  rowsIn: number,
  what: 'row' | 'link',
  why: (one: AppliedOperation) => string,
): Problem[] {
  const warnings: Problem[] = []
  for (const one of applied) {
    const { operation, rowsDropped, cellsNulled, examples } = one
    const shown = examples.map(({ row }) => row).join(', ')
    const where =
      shown === '' ? '' : ` (row ${shown}${Math.max(rowsDropped, cellsNulled) > examples.length ? ', …' : ''})`
    const isMerging = operation.op === 'points-of-links' || operation.op === 'pivot'
    if (rowsDropped > 0 && !isMerging)
      warnings.push(
        warning(
          `prepare.${what}s-dropped`,
          `${rowsDropped} of ${rowsIn} ${what}s ${rowsDropped === 1 ? 'is' : 'are'} dropped${where}: ${why(one)}`,
          {
            hint:
              what === 'link'
                ? 'Add the missing points to the source to keep them.'
                : 'Fill these cells in the source to keep the rows.',
          },
        ),
      )
    const unset = operation.op === 'set-cells' ? cellsToSet(operation) - one.cellsChanged : 0
    if (operation.op === 'set-cells' && unset > 0)
      warnings.push(
        warning(
          'prepare.cells-not-set',
          `${unset} of ${cellsToSet(operation)} cells of \`${operation.column}\` ${unset === 1 ? 'is' : 'are'} not set: another value stands there than the plan was made for, or the new one does not fit the column's type.`,
          {
            where: { column: operation.column },
            hint: 'Apply the plan to the table that it was made for, with cells of the same types.',
          },
        ),
      )
    if (cellsNulled > 0 && 'column' in operation)
      warnings.push(
        warning(
          'prepare.cells-emptied',
          `${cellsNulled} ${cellsNulled === 1 ? 'cell' : 'cells'} of \`${operation.column}\` ${cellsNulled === 1 ? 'is' : 'are'} emptied${where}: ${why(one)}`,
          { where: { column: operation.column } },
        ),
      )
  }
  return warnings
}

/** How many cells an operation is to change. */
const cellsToSet = ({ cells }: OperationOf<'set-cells'>): number =>
  new Set(cells.filter(({ from, to }) => from !== to).map(({ row }) => row)).size

/** How a table differs from the one that a plan was made for, in words. */
export function driftWarnings(drift: PreparationDrift): Problem[] {
  const { missing, added, types, values, ranges = [], moments = [], nulls = [], spellings = [] } = drift
  const list = (names: readonly string[]): string =>
    names
      .slice(0, 8)
      .map((one) => `\`${one}\``)
      .join(', ') + (names.length > 8 ? ', …' : '')
  const told: Problem[] = []
  if (missing.length > 0)
    told.push(
      warning(
        'prepare.drift-missing',
        `Columns that the plan was made for are missing: ${list(missing.map(({ column }) => column))}.`,
      ),
    )
  if (added.length > 0)
    told.push(info('prepare.drift-added', `Columns are new, and pass through as they are: ${list(added)}.`))
  for (const { column, expected, found } of types)
    told.push(
      warning('prepare.drift-type', `\`${column}\` was \`${expected}\` and is \`${found}\`.`, { where: { column } }),
    )
  for (const { column, values: news, rows } of values)
    told.push(
      warning(
        'prepare.drift-values',
        `\`${column}\` has values that the plan has never seen, in ${numberOf(rows, 'row')}: ${news.slice(0, 5).join(', ')}${news.length > 5 ? ', …' : ''}.`,
        {
          where: { column },
          hint: 'Make a new plan, or add them to the operation that lists them.',
        },
      ),
    )
  for (const { column, expected, found, rows } of [...ranges, ...moments])
    told.push(
      warning(
        'prepare.drift-range',
        `\`${column}\` is out of the range that the plan was made for (${expected[0]} to ${expected[1]}) in ${numberOf(rows, 'row')}: ${found[0]} to ${found[1]}.`,
        { where: { column }, hint: 'Make a new plan where the range has changed for good.' },
      ),
    )
  for (const { column, expected, found } of nulls)
    told.push(
      warning(
        'prepare.drift-nulls',
        `\`${column}\` is empty in ${percent(found)} % of the rows; it was in ${percent(expected)} %.`,
        { where: { column } },
      ),
    )
  for (const { column, values: news, rows } of spellings)
    told.push(
      warning(
        'prepare.drift-spellings',
        `\`${column}\` has other spellings than the plan merges, in ${numberOf(rows, 'row')}: ${news.slice(0, 5).join(', ')}${news.length > 5 ? ', …' : ''}.`,
        { where: { column }, hint: 'Add them to the operation that merges spellings.' },
      ),
    )
  return told
}

const percent = (share: number): string => String(Math.round(share * 1000) / 10)
