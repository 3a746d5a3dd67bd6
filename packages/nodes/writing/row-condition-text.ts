import type { RowCondition, RowConditions } from '../ask-data/read-conditions.ts'

const operators = { equals: '=', 'not-equals': '!=', less: '<', 'at-most': '<=', more: '>', 'at-least': '>=' } as const

/** Formats conditions as a JSONata expression over the columns of a row. */
export const formatRowCondition = ({ conditions, match }: Pick<RowConditions, 'conditions' | 'match'>): string =>
  conditions.map(formatCondition).join(match === 'all' ? ' and ' : ' or ')

function formatCondition({ column, is, value }: RowCondition): string {
  const cell = /^[A-Za-z_]\w*$/.test(column) ? column : `\`${column}\``
  switch (is) {
    case 'is-empty':
      return `$not($exists(${cell}))`
    case 'is-not-empty':
      return `$exists(${cell})`
    case 'contains':
      return `$contains(${cell}, ${JSON.stringify(value)})`
    case 'starts-with':
      return `$substring(${cell}, 0, ${String(value).length}) = ${JSON.stringify(value)}`
    case 'ends-with':
      return `$substring(${cell}, -${String(value).length}) = ${JSON.stringify(value)}`
    case 'is-one-of':
      return `${cell} in ${JSON.stringify(value)}`
    default:
      return `${cell} ${operators[is]} ${JSON.stringify(value)}`
  }
}
