import type { ParsedCondition, ParsedConditions } from './conditions/condition.ts'

const operators = { equals: '=', 'not-equals': '!=', less: '<', 'at-most': '<=', more: '>', 'at-least': '>=' } as const

/** Formats conditions as a JSONata expression over the columns of a row. */
export const toRowCondition = ({ conditions, match, alternatives = [] }: ParsedConditions): string =>
  [
    conditions.map(toText).join(match === 'all' ? ' and ' : ' or '),
    ...alternatives.map((each) => `(${formatAlternatives(each)})`),
  ]
    .filter((text) => text !== '')
    .join(' and ')

/**
 * Formats alternatives as JSONata. Each alternative is a list of conditions that must all hold; the alternatives are
 * joined by "or".
 */
export const formatAlternatives = (alternatives: readonly (readonly ParsedCondition[])[]): string =>
  alternatives.map((conditions) => conditions.map(toText).join(' and ')).join(' or ')

function toText({ column, is, value }: ParsedCondition): string {
  const cell = /^[A-Za-z_]\w*$/.test(column) ? column : `\`${column}\``
  switch (is) {
    case 'is-empty':
      return `$not($exists(${cell}))`
    case 'is-not-empty':
      return `$exists(${cell})`
    case 'contains':
      return `$contains(${cell}, ${JSON.stringify(value)})`
    case 'not-contains':
      return `$not($contains(${cell}, ${JSON.stringify(value)}))`
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
