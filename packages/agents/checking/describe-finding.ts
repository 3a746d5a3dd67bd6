import type { Finding, FindingRule } from '@aw-flow/schema'
import type { EncodedTable } from './encoded-table.ts'
import type { Predictor } from './predictor.ts'
import type { Weighed } from './weigh-cell.ts'

/** A suspicious cell in words. `key`: its row times the number of columns, and its column. */
export function describeFinding(
  { columns }: EncodedTable,
  key: number,
  { value, odds, by, support }: Weighed,
): Finding {
  const column = columns[key % columns.length] as EncodedTable['columns'][number]
  const row = Math.floor(key / columns.length)
  const written = column.values[column.observed[row] as number] as string
  return {
    row: row + 1,
    column: column.name,
    value: written,
    ...(value === undefined ? {} : { repair: value }),
    rule: 'rule' in by ? by.rule : ruleOf(by),
    reason:
      'reason' in by
        ? by.reason
        : reasonOf(
            by,
            columns.map(({ name }) => name),
            value,
            support,
          ),
    confidence: Math.round(1000 / (1 + Math.exp(-odds))) / 1000,
  }
}

/** The rule under which what a predictor says is told. */
export const ruleOf = ({ kind }: Predictor): FindingRule =>
  kind === 'rows' || kind === 'steps' ? 'sequence' : 'dependency'

function reasonOf(
  { kind, from, labels }: Predictor,
  names: readonly string[],
  value = '',
  support?: Weighed['support'],
): string {
  const said = support ? `${support.agreeing} of ${support.total} other rows` : 'the rows'
  if (kind === 'rows') return `The rows above and below have "${value}".`
  if (kind === 'steps') return `The rows above and below go on in even steps, which makes it "${value}".`
  if (kind === 'parts' || kind === 'rest')
    return `It goes together with ${from.map((at) => `\`${names[at]}\``).join(' and ')}, which makes it "${value}".`
  return `With the same ${from.map((at, index) => `${labels?.[index] ? `${labels[index]} ` : ''}\`${names[at]}\``).join(' and ')}, ${said} have "${value}".`
}
