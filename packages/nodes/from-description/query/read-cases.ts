import { isNumber } from '@aw-flow/engine'
import { readConditions } from '../conditions/read-conditions.ts'
import { isFiller } from '../find-unused-words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import type { Token } from '../words.ts'
import { isKnownName, readName } from './computed-names.ts'
import { isFree, use, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

/** Reads "a column risk: high if there were 30 storms or more, otherwise low". */
export function readCase(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, columns } = segment
  const otherwise = tokens.findIndex(
    (token) => /^(?:otherwise|else|sonst|ansonsten)$/.test(token.folded) && isFree(segment, token),
  )
  const condition = tokens.findIndex((token) => /^(?:if|when|where|for|wenn|falls|bei|ab)$/.test(token.folded))
  if (otherwise < 0 || condition < 1 || condition > otherwise) return []
  const isValue = (token: Token | undefined): token is Token =>
    token !== undefined &&
    token.kind !== 'comma' &&
    token.kind !== 'operator' &&
    (token.kind !== 'word' || !isFiller(token.folded) || /^(?:no|yes|ja|nein)$/.test(token.folded))
  const first = tokens.slice(0, condition).findLast(isValue)
  const second = tokens.slice(otherwise + 1).find(isValue)
  const read = readConditions(tokens.slice(condition + 1, otherwise), columns)
  if (!first || !second || !read) return []
  const at = tokens.indexOf(first)
  const name = readName(segment, query, at, tokens.indexOf(second)) ?? 'label'
  const toValue = ({ kind, value, raw }: Token): string =>
    kind === 'number' ? String(value) : JSON.stringify(String(value ?? raw))
  use(segment, ...tokens.slice(at, tokens.indexOf(second) + 1))
  return [{ name, type: 'VARCHAR', expression: `${toRowCondition(read)} ? ${toValue(first)} : ${toValue(second)}` }]
}

const isElse = ({ folded }: Token): boolean =>
  /^(?:otherwise|else|rest|others?|sonst|ansonsten|remaining|everything)$/.test(folded)

/**
 * Reads classes of a numeric column with their limits: `age groups: "young" under 30, "middle" from 30 to 59, "senior"
 * from 60`.
 * The labels are in quotes, before or after the limits.
 */
export function readBuckets(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens } = segment
  const labels = tokens.flatMap((token, index) =>
    token.kind === 'text' && !token.cell && !token.column && isFree(segment, token) ? [index] : [],
  )
  const [first, last] = [labels[0], labels.at(-1)]
  if (first === undefined || last === undefined || labels.length < 2) return []
  const areLabelsFirst = !tokens.slice(Math.max(0, first - 4), first).some(({ kind }) => kind === 'number')
  const clauseEnd = segment.clauses.find(
    ({ start, end }) => tokens[last]!.start >= start && tokens[last]!.start < end,
  )?.end
  const isInClause = (token: Token): boolean => clauseEnd === undefined || token.end <= clauseEnd
  const named = tokens.findLast(
    (token, index) => index < (labels[1] ?? first) && token.column !== undefined && isNumber(token.column.type),
  )
  if (!named?.column) return []
  const { column } = named
  const cases: { label: string; condition: string | undefined }[] = []
  const used: Token[] = []
  for (const [position, at] of labels.entries()) {
    const range = areLabelsFirst
      ? tokens.slice(at + 1, labels[position + 1] ?? tokens.length)
      : tokens.slice(position === 0 ? Math.max(0, at - 6) : labels[position - 1]! + 1, at)
    const limits = range.filter(
      (token) =>
        token.kind !== 'text' && token.kind !== 'comma' && (labels[position + 1] !== undefined || isInClause(token)),
    )
    const isRest = tokens.slice(Math.max(0, at - 2), at).some(isElse) || (limits[0] !== undefined && isElse(limits[0]))
    const trimmed = limits.slice(
      0,
      limits.findLastIndex((token) => !isElse(token) && !/^(?:and|und|or|oder|the|all)$/.test(token.folded)) + 1,
    )
    const read = isRest ? undefined : readConditions([{ ...named, kind: 'column' }, ...trimmed], [column])
    const label = String(tokens[at]!.value ?? tokens[at]!.raw)
    if (!read && !isRest) return []
    cases.push({ label, condition: read && toRowCondition(read) })
    used.push(tokens[at]!, ...(isRest ? [] : trimmed))
  }
  const begin = areLabelsFirst ? first : Math.max(0, first - 6)
  const name = readName(segment, query, begin, last) ?? `${column.name}_group`
  use(
    segment,
    ...used,
    ...tokens.slice(first).filter(isElse),
    ...tokens
      .slice(0, first)
      .filter((token) => token.column === column || (token.kind === 'word' && isFiller(token.folded))),
  )
  const expression = cases.reduceRight(
    (rest, { label, condition }) =>
      condition === undefined
        ? JSON.stringify(label)
        : `${condition} ? ${JSON.stringify(label)}${rest === '' ? '' : ` : ${rest}`}`,
    '',
  )
  return [{ name: isKnownName(query, name) ? `${column.name}_group` : name, type: 'VARCHAR', expression }]
}
