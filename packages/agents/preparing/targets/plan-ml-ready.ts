import { info, warning, type Operation, type PreparationPlan, type Problem } from '@aw-flow/schema'
import { numberOf } from '../../number-of.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'
import type { ColumnFacts } from './look-at-columns.ts'

/** So many values become a column each; more are numbered. */
const mostColumns = 20
/** A column of more values says of each row who it is, not what. */
export const mostValues = 100

/**
 * Plans what makes a table numbers without a gap: empty numbers get the column's median and are marked in a column of
 * their own, categories become columns of 0 and 1 (or numbers, where there are many), moments seconds, and all numbers
 * are brought between 0 and 1. What is learnt of the data (medians, ranges, values) stands in the plan: it does the same
 * to the next file, and can be taken back. Columns without information go with the reason, and what gives the label away
 * is told.
 */
export function planMlReady(profile: TableProfile, facts: ColumnFacts, label?: string): PreparationPlan {
  const operations: Operation[] = []
  const notes: Problem[] = []
  const drop = (column: ColumnProfile, reason: string): void => {
    operations.push({ op: 'drop-column', reason, column: column.name })
    notes.push(
      info('prepare.column-dropped', `\`${column.name}\` is dropped: ${reason}`, { where: { column: column.name } }),
    )
  }
  for (const column of profile.columns) {
    const why = column.name === label ? undefined : whyUseless(column, profile.rows)
    if (why !== undefined) drop(column, why)
    else if (column.numbers) operations.push(...numberOperations(column, facts, column.name === label))
    else if (column.type === 'BOOLEAN') operations.push(...booleanOperations(column))
    else if (column.type === 'DATE' || column.type.startsWith('TIMESTAMP'))
      operations.push(...momentOperations(column, facts))
    else operations.push(...categoryOperations(column, facts, column.name === label, notes))
  }
  if (label !== undefined && !profile.columns.some(({ name }) => name === label))
    notes.push(
      warning('prepare.no-label', `No column is \`${label}\`, which is to be foretold.`, {
        hint: `Name one of ${profile.columns
          .slice(0, 8)
          .map(({ name }) => `\`${name}\``)
          .join(', ')}.`,
      }),
    )
  for (const { column, because } of facts.leaks) {
    notes.push(
      warning('prepare.leak', `\`${column}\` gives \`${label}\` away: ${because}`, {
        where: { column },
        hint: 'Drop it, unless it is known before what is to be foretold.',
      }),
    )
  }
  for (const { column, twin } of facts.twins)
    notes.push(
      warning('prepare.twin', `\`${column}\` says the same as \`${twin}\` in every row.`, { where: { column } }),
    )
  return { target: 'ml-ready', operations, notes }
}

function whyUseless(column: ColumnProfile, rows: number): string | undefined {
  if (column.family === 'nested') return 'It holds lists or objects, which are no numbers.'
  if (column.nulls === rows) return 'It has no value in any row.'
  if (column.distinct === 1 && column.nulls === 0) return 'It is constant: it tells no row from another.'
  if (column.numbers?.rowOffset !== undefined && rows > 2) return 'It is the row number.'
  const isKey = column.type === 'VARCHAR' || column.type === 'UUID'
  if (isKey && column.distinct === rows && rows > 2)
    return 'It is different in every row: a name or an id, nothing to learn of.'
  if (isKey && column.distinct > mostValues)
    return `It has ${column.distinct} different texts, too many for categories.`
  return undefined
}

const markGap = ({ name, nulls }: ColumnProfile): Operation[] =>
  nulls === 0
    ? []
    : [
        {
          op: 'flag',
          reason: `That a cell of \`${name}\` is empty stays visible.`,
          to: `${name} missing`,
          expression: `$not($exists(\`${name}\`))`,
        },
        { op: 'cast', reason: 'Numbers are what is asked for.', column: `${name} missing`, type: 'BIGINT' },
      ]

function numberOperations(column: ColumnProfile, { medians }: ColumnFacts, isLabel: boolean): Operation[] {
  const { name, numbers, nulls } = column
  const gaps = nulls + (numbers?.infinite ?? 0)
  const [min, max] = [numbers?.min ?? 0, numbers?.max ?? 0]
  const finite: Operation[] =
    (numbers?.infinite ?? 0) > 0
      ? [{ op: 'finite', reason: 'Infinite values, and what is no number, count as no value.', column: name }]
      : []
  if (isLabel)
    return gaps === 0
      ? finite
      : [...finite, { op: 'drop-null-rows', reason: 'A row without the label teaches nothing.', columns: [name] }]
  return [
    ...finite,
    ...markGap({ ...column, nulls: gaps }),
    ...(gaps > 0
      ? [
          { op: 'cast', reason: 'A median may have a fraction.', column: name, type: 'DOUBLE' } as const,
          {
            op: 'fill',
            reason: 'An empty number takes the median of the others.',
            column: name,
            how: 'constant',
            value: medians[name] ?? min,
          } as const,
        ]
      : []),
    ...(max > min ? [scaleOf(name, min, max)] : []),
  ]
}

function scaleOf(column: string, min: number, max: number): Operation {
  const divisor = max - min
  if (Number.isFinite(divisor))
    return { op: 'scale', reason: `From ${min} to ${max}, to between 0 and 1.`, column, offset: min, divisor }
  const largest = Math.max(-min, max)
  const reason = `From ${min} to ${max}, further apart than a number can say: to between -1 and 1.`
  return { op: 'scale', reason, column, offset: 0, divisor: largest }
}

function booleanOperations(column: ColumnProfile): Operation[] {
  const { name, nulls } = column
  return [
    ...markGap(column),
    { op: 'cast', reason: 'Numbers are what is asked for: 1 is true, 0 false.', column: name, type: 'BIGINT' },
    ...(nulls > 0
      ? [
          {
            op: 'fill',
            reason: 'What is not known counts as false, and is marked.',
            column: name,
            how: 'constant',
            value: 0,
          } as const,
        ]
      : []),
  ]
}

function momentOperations(column: ColumnProfile, { medians, ranges }: ColumnFacts): Operation[] {
  const { name, nulls } = column
  const { min = 0, max = 0 } = ranges[name] ?? {}
  const seconds = `${name} seconds`
  return [
    ...markGap(column),
    { op: 'copy', reason: 'A moment as a number: its seconds since 1970.', column: name, to: seconds, type: 'DOUBLE' },
    { op: 'drop-column', reason: `It goes on as \`${seconds}\`.`, column: name },
    ...(nulls > 0
      ? [
          {
            op: 'fill',
            reason: 'An empty moment takes the median of the others.',
            column: seconds,
            how: 'constant',
            value: medians[name] ?? min,
          } as const,
        ]
      : []),
    ...(max > min
      ? [{ op: 'scale', reason: 'To between 0 and 1.', column: seconds, offset: min, divisor: max - min } as const]
      : []),
  ]
}

function categoryOperations(
  column: ColumnProfile,
  { values }: ColumnFacts,
  isLabel: boolean,
  notes: Problem[],
): Operation[] {
  const { name, nulls } = column
  const known = values[name] ?? []
  if (known.length === 0) return [{ op: 'drop-column', reason: 'Its values cannot be told apart.', column: name }]
  const isOrdinal = isLabel || known.length > mostColumns
  const to = isOrdinal ? `${name} number` : name
  if (!isOrdinal && nulls > 0)
    notes.push(
      info(
        'prepare.no-category',
        `${numberOf(nulls, 'row')} ${nulls === 1 ? 'has' : 'have'} no \`${name}\`: ${nulls === 1 ? 'it is' : 'they are'} 0 in each of its columns.`,
        {
          where: { column: name },
        },
      ),
    )
  const operations: Operation[] = [
    {
      op: 'encode',
      reason: isOrdinal
        ? `${known.length} values are numbered, in their order.`
        : `Its ${known.length} values become columns of 0 and 1.`,
      column: name,
      how: isOrdinal ? 'ordinal' : 'one-hot',
      values: [...known],
      to,
    },
  ]
  if (isOrdinal && nulls > 0 && isLabel)
    operations.push({ op: 'drop-null-rows', reason: 'A row without the label teaches nothing.', columns: [to] })
  else if (isOrdinal && nulls > 0)
    operations.push({
      op: 'fill',
      reason: 'No value counts as one of its own.',
      column: to,
      how: 'constant',
      value: -1,
    })
  operations.push({
    op: 'drop-column',
    reason: `It goes on as ${isOrdinal ? `\`${to}\`` : 'the columns of its values'}.`,
    column: name,
  })
  return operations
}
