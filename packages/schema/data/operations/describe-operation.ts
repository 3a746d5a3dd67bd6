import type { Operation } from './operation.ts'

const name = (column: string): string => `\`${column}\``
const names = (columns: readonly string[], most = 6): string =>
  columns.slice(0, most).map(name).join(', ') + (columns.length > most ? `, and ${columns.length - most} more` : '')
const quoted = (text: string): string => JSON.stringify(text)
const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`

const cases = { upper: 'capitals', lower: 'small letters', title: 'Title Case', sentence: 'Sentence case' }
const ways = {
  constant: 'a value',
  previous: 'the value above',
  next: 'the value below',
  mean: 'the mean',
  median: 'the median',
  mode: 'the most frequent value',
}
const within = (columns: readonly string[] | undefined): string =>
  columns && columns.length > 0 ? ` within ${names(columns)}` : ''

/** What an operation does, in one line of English; column names stand between backticks. */
export function describeOperation(operation: Operation): string {
  switch (operation.op) {
    case 'trim':
      return `Take white space off both ends of ${name(operation.column)}${operation.inner ? ', and single blanks inside' : ''}`
    case 'case':
      return `Write ${name(operation.column)} in ${cases[operation.to]}`
    case 'replace':
      return `Replace ${operation.isPattern ? `what matches ${operation.find}` : quoted(operation.find)} by ${quoted(operation.with)} in ${name(operation.column)}`
    case 'parse-number':
      return `Read ${name(operation.column)} as numbers`
    case 'parse-date':
      return `Read ${name(operation.column)} as ${operation.type === 'DATE' ? 'dates' : 'dates with times'} (${operation.format})`
    case 'parse-currency':
      return `Read ${name(operation.column)} as amounts${operation.currency === undefined ? '' : `, with the currency in ${name(operation.currency)}`}`
    case 'cast':
      return `Convert ${name(operation.column)} to ${operation.type}`
    case 'finite':
      return `Empty the infinite values of ${name(operation.column)}`
    case 'empty-texts':
      return `Empty ${operation.texts.slice(0, 5).map(quoted).join(', ')}${operation.texts.length > 5 ? ', …' : ''} in ${name(operation.column)}`
    case 'map-values':
      return `Put other values in the place of ${count(operation.values.length, 'value')} of ${name(operation.column)}${operation.others === 'empty' ? ', and empty the others' : ''}`
    case 'merge-spellings':
      return `Write ${count(operation.groups.length, 'group')} of spellings in ${name(operation.column)} alike`
    case 'scale':
      return `Scale ${name(operation.column)}: (value - ${operation.offset}) / ${operation.divisor}`
    case 'unscale':
      return `Take the scale of ${name(operation.column)} back: value * ${operation.divisor} + ${operation.offset}`
    case 'empty-where':
      return `Empty ${name(operation.column)} in rows for which ${operation.expression.trim()}`
    case 'set-cells':
      return `Set ${count(operation.cells.length, 'cell')} of ${name(operation.column)}`
    case 'rename':
      return `Rename ${name(operation.column)} to ${name(operation.to)}`
    case 'copy':
      return `Copy ${name(operation.column)} to ${name(operation.to)} as ${operation.type}`
    case 'split':
      return `Split ${name(operation.column)} at ${quoted(operation.separator)} into ${names(operation.into)}`
    case 'join-columns':
      return `Join ${names(operation.columns)} into ${name(operation.to)}`
    case 'extract':
      return `Take what matches ${operation.pattern} of ${name(operation.column)} into ${name(operation.to)}`
    case 'derive':
      return `Work out ${name(operation.to)} as ${operation.expression.trim()}`
    case 'flag':
      return `Mark in ${name(operation.to)} the rows for which ${operation.expression.trim()}`
    case 'encode':
      return operation.how === 'one-hot'
        ? `Make a column of 0 and 1 for ${count(operation.values.length, 'value')} of ${name(operation.column)}`
        : `Number ${count(operation.values.length, 'value')} of ${name(operation.column)} in ${name(operation.to)}`
    case 'decode':
      return `Read ${count(operation.values.length, 'value')} of ${name(operation.to)} back from ${names(operation.columns)}`
    case 'bucket':
      return `Sort ${name(operation.column)} into ${operation.edges.length + 1} ranges in ${name(operation.to)}`
    case 'project':
      return `Work out the coordinates ${name(operation.x)} and ${name(operation.y)} of ${names(operation.terms.map(({ column }) => column))} (projection, seed ${operation.seed})`
    case 'generate-id':
      return `Generate an id for each row in ${name(operation.to)}`
    case 'number-rows':
      return `Number the rows in ${name(operation.to)}`
    case 'drop-column':
      return `Drop ${name(operation.column)}`
    case 'select':
      return `Keep ${names(operation.columns)}`
    case 'order-columns':
      return `Put ${names(operation.first)} first`
    case 'drop-null-rows':
      return `Drop rows without ${names(operation.columns)}`
    case 'drop-rows':
      return `Drop rows for which ${operation.expression.trim()}`
    case 'filter':
      return `Keep rows for which ${operation.expression.trim()}`
    case 'deduplicate':
      return `Keep the ${operation.keep} of the rows that are equal${operation.columns.length === 0 ? '' : ` in ${names(operation.columns)}`}`
    case 'fill':
      return `Fill empty cells of ${name(operation.column)} with ${operation.how === 'constant' ? quoted(String(operation.value ?? '')) : ways[operation.how]}${within(operation.within)}`
    case 'interpolate':
      return `Fill empty cells of ${name(operation.column)} on the line between their neighbours${operation.by === undefined ? '' : ` along ${name(operation.by)}`}${within(operation.within)}`
    case 'pivot':
      return `Make a column of ${count(operation.values.length, 'value')} of ${name(operation.column)}: ${operation.function}${operation.value === undefined ? '' : ` of ${name(operation.value)}`}`
    case 'unpivot':
      return `Make a row of each cell of ${names(operation.columns)}`
    case 'join-tables':
      return `Join with ${name(operation.table)} by ${operation.keys.map(({ left, right }) => (left === right ? name(left) : `${name(left)} = ${name(right)}`)).join(', ')}`
    case 'geocode':
      return `Look ${name(operation.column)} up in ${name(operation.table)} for latitude and longitude`
    case 'points-of-links':
      return `Make a point of each different ${name(operation.source)} and ${name(operation.target)}`
    case 'resolve-links':
      return `Find ${name(operation.source)} and ${name(operation.target)} among the points`
  }
}
