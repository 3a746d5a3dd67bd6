import { isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { isKnownName } from './computed-names.ts'
import { groupWords } from './read-groups.ts'
import { isUnused, markUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

/** Words that request a duration. */
const durationWords =
  /\bhow (?:long|many (?:days|hours|weeks|minutes|years|months))\b|\b(?:duration|lead time|turnaround|(?:delivery|shipping|processing|resolution|response|handling|waiting|cycle|transit|payment|closing) times?|times? (?:to|until|from|needed)|length of stay|days? (?:late|overdue|of delay|to|until|from|needed|open|taken)|delays?|(?:liefer|bearbeitungs|durchlauf|lauf|warte|reaktions|losungs)(?:zeit|dauer)\w*|dauer|wie (?:lange|viele (?:tage|stunden|wochen|jahre))|verspatung\w*|tage verspatet)\b/
const lateWords = /\b(?:late|overdue|delays?|verspat\w*)\b/

const units: readonly (readonly [RegExp, string])[] = [
  [/\b(?:days?|tagen?|tage)\b/, 'day'],
  [/\b(?:hours?|stunden?)\b/, 'hour'],
  [/\b(?:minutes?|minuten)\b/, 'minute'],
  [/\b(?:weeks?|wochen?)\b/, 'week'],
  [/\b(?:months?|monaten?|monate)\b/, 'month'],
  [/\b(?:years?|jahren?|jahre)\b/, 'year'],
]

const dueNamePattern = /due|promis|plan|expect|deadline|target|fallig|soll|schedul/i
const actualNamePattern = /paid|pay|arriv|deliver|actual|complet|clos|return|ship|bezahl|ist|geliefert|ended|finish/i
const startNamePattern =
  /start|begin|from|creat|open|order|hire|admi|check.?in|request|issue|invoice|book|join|received|report|anfang|eingang|bestell|eintritt|beginn/i
const endNamePattern =
  /end|finish|clos|ship|exit|resolv|complet|deliver|arriv|discharg|check.?out|return|paid|left|ende|liefer|austritt|bezahl/i

/**
 * Reads a duration if the text does not name both of its dates: "average time to close in hours", "how many days late",
 * "how long did each campaign run". The column names must allow only one pair.
 */
export function readImpliedDuration(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, folded } = segment
  const match = durationWords.exec(folded)
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  if (!match || timeColumns.length < 2 || query.measures.length > 0 || query.computedColumns.some(({ isSql }) => isSql))
    return []
  const durationTokens = tokens.filter(({ start, end }) => start < match.index + match[0].length && end > match.index)
  // If the table already has a column for the duration, nothing is computed.
  if (durationTokens.some((token) => !isUnused(segment, token) || (token.column && !isTemporal(token.column.type))))
    return []
  const next = tokens.find(({ start }) => start >= match.index + match[0].length)
  if (next?.column && !next.isPartial && !isTemporal(next.column.type)) return []
  const pair = findPair(timeColumns, lateWords.test(folded))
  if (!pair) return []
  const [startColumn, endColumn] = pair
  const areDates = [startColumn, endColumn].every(({ type }) => type === 'DATE')
  const unitToken = tokens.find(
    (token, index) =>
      token.kind === 'word' &&
      isUnused(segment, token) &&
      units.some(([words]) => words.exec(token.folded)?.[0] === token.folded) &&
      !groupWords.test(tokens[index - 1]?.folded ?? '') &&
      tokens[index - 1]?.kind !== 'number',
  )
  const unit = units.find(([words]) => words.test(unitToken?.folded ?? (areDates ? 'days' : 'hours')))![1]
  const name = unitToken?.folded ?? `${unit}s`
  if (isKnownName(query, name)) return []
  const namesPairColumn = ({ column, isPartial }: Token): boolean =>
    column !== undefined && isPartial === true && pair.some((each) => each.name === column.name)
  markUsed(
    segment,
    ...durationTokens,
    unitToken,
    ...tokens.filter(
      (token) => namesPairColumn(token) && !groupWords.test(tokens[tokens.indexOf(token) - 1]?.folded ?? ''),
    ),
    ...tokens.filter(({ folded: word }) => lateWords.test(word) || /^(?:how|long|take|takes|took)$/.test(word)),
  )
  const quote = (column: Column): string => `"${column.name.replaceAll('"', '""')}"`
  return [
    {
      name,
      type: 'DOUBLE',
      expression: `date_diff('${unit}', ${quote(startColumn)}, ${quote(endColumn)})`,
      isSql: true,
    },
  ]
}

/** Returns the only pair of columns that can be start and end. */
function findPair(timeColumns: readonly Column[], isLate: boolean): readonly [Column, Column] | undefined {
  const [startCandidates, endCandidates] = (
    isLate ? [dueNamePattern, actualNamePattern] : [startNamePattern, endNamePattern]
  ).map((names) => timeColumns.filter(({ name }) => names.test(name)))
  const startColumns = startCandidates!.filter((column) => !endCandidates!.includes(column))
  const endColumns = endCandidates!.filter(
    (column) => !startCandidates!.includes(column) || startCandidates!.length > 1,
  )
  if (startColumns.length === 1 && endColumns.filter((column) => column !== startColumns[0]).length === 1)
    return [startColumns[0]!, endColumns.find((column) => column !== startColumns[0])!]
  return !isLate && timeColumns.length === 2 && startColumns.length === 1
    ? [startColumns[0]!, timeColumns.find((column) => column !== startColumns[0])!]
    : undefined
}
