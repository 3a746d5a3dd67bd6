import { isNumber } from '@aw-flow/engine'
import { readConditions } from '../conditions/read-conditions.ts'
import { isFiller } from '../find-unused-words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import type { Token } from '../words.ts'
import { isKnownName, readName } from './computed-names.ts'
import { findClause, isUnused, markUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

/** Verbs that request labels for rows: "flag the orders over 100". */
const markingVerbs =
  /^(?:mark|marks|flag|flags|label|labels|tag|tags|classify|categori[sz]e|assign|code|grade|kennzeichne\w*|markiere\w*|klassifiziere\w*)$/
const conditionStarts = /^(?:if|when|where|whose|for|wenn|falls|bei|ab|whenever|as long as|provided|sofern)$/
const otherwiseWords = /^(?:otherwise|else|sonst|ansonsten)$/
/** Words that introduce a label. */
const labelStarts = /^(?:as|says?|is|be|then|gets?|with|to|called|als|mit|dann)$/
const labelArticles = /^(?:the|a|an|word|words|label|value|text|it|should|column|das|wort)$/

/**
 * Reads a computed column that labels rows based on one condition: "a column risk: high if there were 30 storms or
 * more, otherwise low", "flag every expense over 1000", "says yes when the score is 50 or better and no otherwise".
 */
export function readCase(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, columns, folded } = segment
  const otherwise = tokens.findIndex((token) => otherwiseWords.test(token.folded) && isUnused(segment, token))
  const verb = tokens.findIndex((token) => markingVerbs.test(token.folded) && !token.column && isUnused(segment, token))
  if (otherwise < 0 && verb < 0) return []
  const start = verb >= 0 && (otherwise < 0 || verb < otherwise) ? verb + 1 : findCaseStart(segment, otherwise)
  const clauseEnd = findClause(segment, tokens[Math.max(otherwise, verb)]!.start).end
  const end = otherwise >= 0 ? otherwise : tokens.findLastIndex((token) => token.end <= clauseEnd) + 1
  const second = otherwise < 0 ? undefined : (findLabelAfter(tokens, otherwise) ?? findLabelBefore(tokens, otherwise))
  const first = findLabel(segment, start, end, second)
  if (otherwise >= 0 && (!first || !second)) return []
  const labels = new Set([first, second])
  const conditions = readConditions(
    tokens.slice(start, end).filter((token) => !labels.has(token) && isUnused(segment, token)),
    columns,
  )
  if (!conditions) return []
  const at = Math.min(start, first ? tokens.indexOf(first) : start)
  const last = Math.max(end - 1, second ? tokens.indexOf(second) : 0)
  const isNamed = /\b(?:column|field|called|named|spalte|namens)\b|[:=]/.test(folded)
  const name = isNamed ? readName(segment, query, Math.max(first ? tokens.indexOf(first) : at, 0), last) : undefined
  markUsed(segment, ...tokens.slice(verb >= 0 && verb < at ? verb : at, last + 1))
  const isNegated = (token: Token): boolean =>
    /^(?:not|nicht)$/.test(tokens[tokens.indexOf(token) - 1]?.folded ?? '') && token === second
  const toValue = (token: Token): string =>
    token.kind === 'number'
      ? String(token.value)
      : JSON.stringify(`${isNegated(token) ? 'not ' : ''}${String(token.value ?? token.raw)}`)
  const result = first ? (second ? `${toValue(first)} : ${toValue(second)}` : toValue(first)) : 'true : false'
  const fallback = first ? 'label' : 'flag'
  const column: ComputedColumn = {
    name: name === undefined || isKnownName(query, name) ? fallback : name,
    type: first ? 'VARCHAR' : 'BOOLEAN',
    expression: `${toRowCondition(conditions)} ? ${result}`,
  }
  if (isKnownName(query, column.name)) return []
  return [column]
}

/** Returns the index of the first token of the clause that contains the label and its condition. */
function findCaseStart(segment: Segment, otherwise: number): number {
  const { tokens } = segment
  const condition = tokens.findIndex((token) => conditionStarts.test(token.folded))
  const { start } = findClause(segment, tokens[condition < 0 ? otherwise : condition]!.start)
  return tokens.findIndex((token) => token.start >= start)
}

/** Returns whether a token can be a label: quoted text, a number, or a word that is not a stop word. */
const isLabel = (token: Token | undefined): token is Token =>
  token !== undefined &&
  token.kind !== 'comma' &&
  token.kind !== 'operator' &&
  !token.cell &&
  (token.kind !== 'column' || token.isPartial === true) &&
  (token.kind !== 'word' || /^(?:no|yes|ja|nein)$/.test(token.folded) || !isFiller(token.folded))

const findLabelAfter = (tokens: readonly Token[], index: number): Token | undefined => {
  const after = tokens.slice(index + 1, index + 6)
  const end = after.findIndex(
    ({ folded, kind }) => kind === 'comma' || /^(?:and|then|und|dann|count|show)$/.test(folded),
  )
  const candidates = end > 0 || (end === 0 && after[0]!.kind !== 'comma') ? after.slice(0, end) : after
  return (
    candidates.find((token) => token.kind === 'text') ??
    candidates.find((token) => isLabel(token) && !labelArticles.test(token.folded))
  )
}

const findLabelBefore = (tokens: readonly Token[], index: number): Token | undefined =>
  isLabel(tokens[index - 1]) ? tokens[index - 1] : undefined

/** Finds the label for rows that meet the condition: quoted text, or the word after "as" or before "if". */
function findLabel(
  { tokens, folded }: Segment,
  start: number,
  end: number,
  other: Token | undefined,
): Token | undefined {
  const inside = tokens.slice(start, end)
  const quoted = inside.find(
    (token) => token.kind === 'text' && token !== other && isLabel(token) && folded[token.end] !== ':',
  )
  if (quoted) return quoted
  const condition = inside.findIndex(({ folded }) => conditionStarts.test(folded))
  const before = condition > 0 ? inside[condition - 1] : undefined
  if (isLabel(before) && before !== other && (before.kind !== 'column' || before.isSynonym)) return before
  const introduced = inside.find((token, index) => {
    let introduction = index - 1
    while (introduction >= 0 && labelArticles.test(inside[introduction]!.folded)) introduction--
    return (
      introduction >= 0 &&
      /^(?:as|says?|then|gets?|als|dann)$/.test(inside[introduction]!.folded) &&
      labelStarts.test(inside[introduction]!.folded) &&
      isLabel(token) &&
      !labelArticles.test(token.folded) &&
      token !== other
    )
  })
  return introduced
}

const isElse = ({ folded }: Token): boolean =>
  /^(?:otherwise|else|rest|others?|sonst|ansonsten|remaining|everything)$/.test(folded)

/**
 * Reads labeled ranges of a numeric column: `age groups: "young" under 30, "middle" from 30 to 59, "senior" from 60`.
 * Labels are quoted and precede or follow the limits.
 */
export function readBuckets(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens } = segment
  const labels = tokens.flatMap((token, index) =>
    token.kind === 'text' && !token.cell && !token.column && isUnused(segment, token) ? [index] : [],
  )
  const [first, last] = [labels[0], labels.at(-1)]
  if (first === undefined || last === undefined || labels.length < 2) return []
  // Two labels with "otherwise" belong to a single condition.
  if (labels.length === 2 && tokens.some((token) => otherwiseWords.test(token.folded))) {
    const labeled = readCase(segment, query)
    if (labeled.length > 0) return labeled
  }
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
    const conditions = isRest ? undefined : readConditions([{ ...named, kind: 'column' }, ...trimmed], [column])
    const label = String(tokens[at]!.value ?? tokens[at]!.raw)
    if (!conditions && !isRest) return []
    cases.push({ label, condition: conditions && toRowCondition(conditions) })
    used.push(tokens[at]!, ...(isRest ? [] : trimmed))
  }
  const startIndex = areLabelsFirst ? first : Math.max(0, first - 6)
  const isNamed =
    /\b(?:column|field|groups?|class(?:es)?|categor\w*|called|named|spalte|gruppen?|klassen?)\b|[:=(]/.test(
      segment.folded,
    )
  const name = (isNamed ? readName(segment, query, startIndex, last) : undefined) ?? `${column.name}_group`
  markUsed(
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
