import { isNumber } from '@aw-flow/engine'
import { readConditions } from '../conditions/read-conditions.ts'
import { isStopWord } from '../find-unused-words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import type { Token } from '../words.ts'
import { isKnownName, readColumnName } from './computed-names.ts'
import { findClause, isUnused, markUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

/** Verbs that request labels for rows: "flag the orders over 100". */
const markingVerbPattern =
  /^(?:mark|marks|flag|flags|label|labels|tag|tags|classify|categori[sz]e|assign|code|grade|kennzeichne\w*|markiere\w*|klassifiziere\w*)$/
const conditionStartPattern = /^(?:if|when|where|whose|for|wenn|falls|bei|ab|whenever|as long as|provided|sofern)$/
const otherwiseWords = /^(?:otherwise|else|sonst|ansonsten)$/
/** Words that introduce a label. */
const labelStartPattern = /^(?:as|says?|is|be|then|gets?|with|to|called|als|mit|dann)$/
const labelArticlePattern = /^(?:the|a|an|word|words|label|value|text|it|should|column|das|wort)$/

/**
 * Reads a computed column that labels rows based on one condition: "a column risk: high if there were 30 storms or
 * more, otherwise low", "flag every expense over 1000", "says yes when the score is 50 or better and no otherwise".
 */
export function readCase(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, columns, folded } = segment
  const otherwiseIndex = tokens.findIndex((token) => otherwiseWords.test(token.folded) && isUnused(segment, token))
  const verbIndex = tokens.findIndex(
    (token) => markingVerbPattern.test(token.folded) && !token.column && isUnused(segment, token),
  )
  if (otherwiseIndex < 0 && verbIndex < 0) return []
  const start =
    verbIndex >= 0 && (otherwiseIndex < 0 || verbIndex < otherwiseIndex)
      ? verbIndex + 1
      : findCaseStart(segment, otherwiseIndex)
  const clauseEnd = findClause(segment, tokens[Math.max(otherwiseIndex, verbIndex)]!.start).end
  const end = otherwiseIndex >= 0 ? otherwiseIndex : tokens.findLastIndex((token) => token.end <= clauseEnd) + 1
  const elseLabel =
    otherwiseIndex < 0 ? undefined : (findLabelAfter(tokens, otherwiseIndex) ?? findLabelBefore(tokens, otherwiseIndex))
  const conditionLabel = findLabel(segment, start, end, elseLabel)
  if (otherwiseIndex >= 0 && (!conditionLabel || !elseLabel)) return []
  const labels = new Set([conditionLabel, elseLabel])
  const conditions = readConditions(
    tokens.slice(start, end).filter((token) => !labels.has(token) && isUnused(segment, token)),
    columns,
  )
  if (!conditions) return []
  const firstIndex = Math.min(start, conditionLabel ? tokens.indexOf(conditionLabel) : start)
  const lastIndex = Math.max(end - 1, elseLabel ? tokens.indexOf(elseLabel) : 0)
  const isNamed = /\b(?:column|field|called|named|spalte|namens)\b|[:=]/.test(folded)
  const name = isNamed
    ? readColumnName(
        segment,
        query,
        Math.max(conditionLabel ? tokens.indexOf(conditionLabel) : firstIndex, 0),
        lastIndex,
      )
    : undefined
  markUsed(segment, ...tokens.slice(verbIndex >= 0 && verbIndex < firstIndex ? verbIndex : firstIndex, lastIndex + 1))
  const isNegated = (token: Token): boolean =>
    /^(?:not|nicht)$/.test(tokens[tokens.indexOf(token) - 1]?.folded ?? '') && token === elseLabel
  const toValue = (token: Token): string =>
    token.kind === 'number'
      ? String(token.value)
      : JSON.stringify(`${isNegated(token) ? 'not ' : ''}${String(token.value ?? token.raw)}`)
  const result = conditionLabel
    ? elseLabel
      ? `${toValue(conditionLabel)} : ${toValue(elseLabel)}`
      : toValue(conditionLabel)
    : 'true : false'
  const defaultName = conditionLabel ? 'label' : 'flag'
  const column: ComputedColumn = {
    name: name === undefined || isKnownName(query, name) ? defaultName : name,
    type: conditionLabel ? 'VARCHAR' : 'BOOLEAN',
    expression: `${toRowCondition(conditions)} ? ${result}`,
  }
  if (isKnownName(query, column.name)) return []
  return [column]
}

/** Returns the index of the first token of the clause that contains the label and its condition. */
function findCaseStart(segment: Segment, otherwiseIndex: number): number {
  const { tokens } = segment
  const conditionIndex = tokens.findIndex((token) => conditionStartPattern.test(token.folded))
  const { start } = findClause(segment, tokens[conditionIndex < 0 ? otherwiseIndex : conditionIndex]!.start)
  return tokens.findIndex((token) => token.start >= start)
}

/** Returns whether a token can be a label: quoted text, a number, or a word that is not a stop word. */
const isLabel = (token: Token | undefined): token is Token =>
  token !== undefined &&
  token.kind !== 'comma' &&
  token.kind !== 'operator' &&
  !token.cell &&
  (token.kind !== 'column' || token.isPartial === true) &&
  (token.kind !== 'word' || /^(?:no|yes|ja|nein)$/.test(token.folded) || !isStopWord(token.folded))

const findLabelAfter = (tokens: readonly Token[], index: number): Token | undefined => {
  const followingTokens = tokens.slice(index + 1, index + 6)
  const end = followingTokens.findIndex(
    ({ folded, kind }) => kind === 'comma' || /^(?:and|then|und|dann|count|show)$/.test(folded),
  )
  const candidates =
    end > 0 || (end === 0 && followingTokens[0]!.kind !== 'comma') ? followingTokens.slice(0, end) : followingTokens
  return (
    candidates.find((token) => token.kind === 'text') ??
    candidates.find((token) => isLabel(token) && !labelArticlePattern.test(token.folded))
  )
}

const findLabelBefore = (tokens: readonly Token[], index: number): Token | undefined =>
  isLabel(tokens[index - 1]) ? tokens[index - 1] : undefined

/** Finds the label for rows that meet the condition: quoted text, or the word after "as" or before "if". */
function findLabel(
  { tokens, folded }: Segment,
  start: number,
  end: number,
  otherLabel: Token | undefined,
): Token | undefined {
  const rangeTokens = tokens.slice(start, end)
  const quotedToken = rangeTokens.find(
    (token) => token.kind === 'text' && token !== otherLabel && isLabel(token) && folded[token.end] !== ':',
  )
  if (quotedToken) return quotedToken
  const conditionIndex = rangeTokens.findIndex(({ folded }) => conditionStartPattern.test(folded))
  const previousToken = conditionIndex > 0 ? rangeTokens[conditionIndex - 1] : undefined
  if (
    isLabel(previousToken) &&
    previousToken !== otherLabel &&
    (previousToken.kind !== 'column' || previousToken.isSynonym)
  )
    return previousToken
  const introducedToken = rangeTokens.find((token, index) => {
    let cueIndex = index - 1
    while (cueIndex >= 0 && labelArticlePattern.test(rangeTokens[cueIndex]!.folded)) cueIndex--
    return (
      cueIndex >= 0 &&
      /^(?:as|says?|then|gets?|als|dann)$/.test(rangeTokens[cueIndex]!.folded) &&
      labelStartPattern.test(rangeTokens[cueIndex]!.folded) &&
      isLabel(token) &&
      !labelArticlePattern.test(token.folded) &&
      token !== otherLabel
    )
  })
  return introducedToken
}

const isElseWord = ({ folded }: Token): boolean =>
  /^(?:otherwise|else|rest|others?|sonst|ansonsten|remaining|everything)$/.test(folded)

/**
 * Reads labeled ranges of a numeric column: `age groups: "young" under 30, "middle" from 30 to 59, "senior" from 60`.
 * Labels are quoted and precede or follow the limits.
 */
export function readBuckets(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens } = segment
  const labelIndexes = tokens.flatMap((token, index) =>
    token.kind === 'text' && !token.cell && !token.column && isUnused(segment, token) ? [index] : [],
  )
  const [firstLabelIndex, lastLabelIndex] = [labelIndexes[0], labelIndexes.at(-1)]
  if (firstLabelIndex === undefined || lastLabelIndex === undefined || labelIndexes.length < 2) return []
  // Two labels with "otherwise" belong to a single condition.
  if (labelIndexes.length === 2 && tokens.some((token) => otherwiseWords.test(token.folded))) {
    const caseColumns = readCase(segment, query)
    if (caseColumns.length > 0) return caseColumns
  }
  const areLabelsFirst = !tokens
    .slice(Math.max(0, firstLabelIndex - 4), firstLabelIndex)
    .some(({ kind }) => kind === 'number')
  const clauseEnd = segment.clauses.find(
    ({ start, end }) => tokens[lastLabelIndex]!.start >= start && tokens[lastLabelIndex]!.start < end,
  )?.end
  const isInClause = (token: Token): boolean => clauseEnd === undefined || token.end <= clauseEnd
  const columnToken = tokens.findLast(
    (token, index) =>
      index < (labelIndexes[1] ?? firstLabelIndex) && token.column !== undefined && isNumber(token.column.type),
  )
  if (!columnToken?.column) return []
  const { column } = columnToken
  const cases: { label: string; condition: string | undefined }[] = []
  const consumedTokens: Token[] = []
  for (const [position, labelIndex] of labelIndexes.entries()) {
    const range = areLabelsFirst
      ? tokens.slice(labelIndex + 1, labelIndexes[position + 1] ?? tokens.length)
      : tokens.slice(position === 0 ? Math.max(0, labelIndex - 6) : labelIndexes[position - 1]! + 1, labelIndex)
    const limitTokens = range.filter(
      (token) =>
        token.kind !== 'text' &&
        token.kind !== 'comma' &&
        (labelIndexes[position + 1] !== undefined || isInClause(token)),
    )
    const isElseCase =
      tokens.slice(Math.max(0, labelIndex - 2), labelIndex).some(isElseWord) ||
      (limitTokens[0] !== undefined && isElseWord(limitTokens[0]))
    const trimmedLimitTokens = limitTokens.slice(
      0,
      limitTokens.findLastIndex((token) => !isElseWord(token) && !/^(?:and|und|or|oder|the|all)$/.test(token.folded)) +
        1,
    )
    const conditions = isElseCase
      ? undefined
      : readConditions([{ ...columnToken, kind: 'column' }, ...trimmedLimitTokens], [column])
    const label = String(tokens[labelIndex]!.value ?? tokens[labelIndex]!.raw)
    if (!conditions && !isElseCase) return []
    cases.push({ label, condition: conditions && toRowCondition(conditions) })
    consumedTokens.push(tokens[labelIndex]!, ...(isElseCase ? [] : trimmedLimitTokens))
  }
  const startIndex = areLabelsFirst ? firstLabelIndex : Math.max(0, firstLabelIndex - 6)
  const isNamed =
    /\b(?:column|field|groups?|class(?:es)?|categor\w*|called|named|spalte|gruppen?|klassen?)\b|[:=(]/.test(
      segment.folded,
    )
  const name =
    (isNamed ? readColumnName(segment, query, startIndex, lastLabelIndex) : undefined) ?? `${column.name}_group`
  markUsed(
    segment,
    ...consumedTokens,
    ...tokens.slice(firstLabelIndex).filter(isElseWord),
    ...tokens
      .slice(0, firstLabelIndex)
      .filter((token) => token.column === column || (token.kind === 'word' && isStopWord(token.folded))),
  )
  const expression = cases.reduceRight(
    (elseExpression, { label, condition }) =>
      condition === undefined
        ? JSON.stringify(label)
        : `${condition} ? ${JSON.stringify(label)}${elseExpression === '' ? '' : ` : ${elseExpression}`}`,
    '',
  )
  return [{ name: isKnownName(query, name) ? `${column.name}_group` : name, type: 'VARCHAR', expression }]
}
