import { isNumber, isTemporal } from '@aw-flow/engine'
import { isStopWord } from '../find-unused-words.ts'
import { stemColumnName, stem } from '../stem.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { findMeasures, isMeasurable, toMeasure } from './measures.ts'
import { findPeriod, isYearColumn } from './periods.ts'
import { computationWords } from './compute-words.ts'
import { isKnownName, readColumnName } from './computed-names.ts'
import { percentWords } from './read-changes.ts'
import { groupWords } from './read-groups.ts'
import { findClause, isUnused, isStopWordToken, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type ComputedColumn, type TableQuery } from './table-query.ts'

const operators: readonly (readonly [words: RegExp, symbol: string])[] = [
  [/^(?:times|x|multiply by|multipliziere mit|multiplied by|mal|multipliziert mit|\*|×)$/, '*'],
  [/^(?:divide by|dividiere durch|divided by|over|geteilt durch|dividiert durch|durch|\/|÷)$/, '/'],
  [/^(?:minus|less|-|abzuglich)$/, '-'],
  [/^(?:plus|\+|zuzuglich)$/, '+'],
]

/** A number, a column, or a measure of a column. `start` and `end` are token indexes. */
interface Operand {
  readonly token: Token
  readonly start: number
  readonly end: number
  readonly fn?: string
}

interface Operation {
  readonly symbol: string
  readonly operand: Operand
}

const percentScale: Operation = {
  symbol: '*',
  operand: { token: { kind: 'number', raw: '100', folded: '100', start: 0, end: 0, value: 100 }, start: 0, end: 0 },
}

/**
 * Reads arithmetic from left to right, as it is spoken: "price times quantity", "high plus low divided by 2". For
 * groups, the operands are measures: "total profit divided by total sales".
 */
export function readArithmetic(unlinkedSegment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const segment = linkOperands(unlinkedSegment)
  const { tokens, folded } = segment
  for (let index = 1; index < tokens.length; index++) {
    const firstOperator = readOperator(segment, index)
    if (!firstOperator) continue
    const isVerb = /^(?:multipl|divid|times$|mal$|\*|×|dividier)/.test(tokens[index]!.folded)
    const leftOperand = readLeftOperand(segment, index) ?? (isVerb ? findEarlierOperand(segment, index) : undefined)
    const operations = leftOperand ? readOperations(segment, index) : []
    const last = operations.at(-1)
    if (!leftOperand || !last) continue
    const operands = [leftOperand, ...operations.map(({ operand }) => operand)]
    const columns = operands.flatMap(({ token }) => token.column ?? [])
    if (columns.length === 0) continue
    // "over" means a ratio only between columns; "less 5" is a comparison.
    const isDefinition = /(?:\b(?:is|are|ist)|[=:(])\s*(?:the )?$/.test(
      folded.slice(0, tokens[leftOperand.start]!.start),
    )
    const isAmbiguous = /^(?:over|durch|less)$/.test(tokens[index]!.folded) && !isDefinition
    if (isAmbiguous && !(columns.length === operands.length && computationWords.test(folded))) continue
    const name = readColumnName(segment, query, leftOperand.start, last.operand.end - 1)
    const firstUsedIndex = leftOperand.end > index || index - leftOperand.end > 4 ? index : leftOperand.start
    for (const range of [
      tokens.slice(leftOperand.start, leftOperand.end),
      tokens.slice(firstUsedIndex, last.operand.end),
    ])
      for (const token of range) markTextUsed(unlinkedSegment, token.start, token.end)
    const areGroupMeasures = operands.every(
      ({ token, fn }) => !token.column || fn !== undefined || isMeasured(query, token),
    )
    const isRatio =
      operations[0]!.symbol === '/' &&
      operations.slice(1).every(({ operand }) => !operand.token.column) &&
      requestsGroups(segment) &&
      columns.length === 2 &&
      !findMeasures(folded).some(({ fn }) => fn === 'mean' || fn === 'median')
    const clause = findClause(segment, tokens[leftOperand.start]!.start)
    // "profit divided by sales in percent"
    const isPercent =
      operations.at(-1)!.symbol === '/' &&
      percentWords.test(folded.slice(clause.start, clause.end)) &&
      !tokens.some(({ kind, value }) => kind === 'number' && Number(value) === 100)
    const scaledOperations: readonly Operation[] = isPercent ? [...operations, percentScale] : operations
    if (isPercent) markUsed(unlinkedSegment, ...tokens.filter((token) => percentWords.test(token.folded)))
    if (areGroupMeasures || isRatio) {
      const toCell = ({ token, fn }: Operand): string => toMeasureCell(query, token, fn)
      const expression = combineOperations(segment, leftOperand, scaledOperations, toCell)
      query.resultColumns.push({ name: name ?? (isRatio ? 'ratio' : 'computed'), type: 'DOUBLE', expression })
      return []
    }
    const expression = combineOperations(segment, leftOperand, scaledOperations, ({ token }) => toCell(token))
    const isConversion = /\b(?:convert\w*|umrechn\w*|konvertier\w*)\b/.test(folded) && columns.length === 1
    if (isConversion) query.conversion = { from: columns[0]!.name, to: name ?? 'computed' }
    return [{ name: name === undefined || isKnownName(query, name) ? 'computed' : name, type: 'DOUBLE', expression }]
  }
  return []
}

/** Returns whether the text requests groups: "per channel", but neither "sorted by price" nor "price per piece". */
const requestsGroups = ({ tokens, folded }: Segment): boolean =>
  tokens.some((token, index) => {
    if (!groupWords.test(token.folded)) return false
    const followsOtherVerb =
      /\b(?:divided|multiplied|divide|multiply|sort\w*|order\w*|rank\w*|arrange\w*|sortier\w*)(?: \w+)? $/.test(
        folded.slice(0, token.start),
      )
    const groupToken = tokens.slice(index + 1, index + 4).find((each) => each.column ?? each.entity ?? findPeriod(each))
    return (
      !followsOtherVerb &&
      groupToken !== undefined &&
      !(groupToken.column && isMeasurable(groupToken.column) && !isYearColumn(groupToken.column))
    )
  })

const toCell = ({ column, value }: Token): string => (column ? quoteName(column.name) : String(value))

const isMeasured = ({ measures }: TableQuery, { column }: Token): boolean =>
  measures.some((measure) => measure.column === column!.name || measure.as === column!.name)

/**
 * Returns the quoted name of an operand's measure. Adds the measure to the query if it is missing; the default function
 * is the sum.
 */
function toMeasureCell(query: TableQuery, token: Token, fn: string | undefined): string {
  const { column } = token
  if (!column) return toCell(token)
  const existingMeasure = query.measures.find(
    (measure) =>
      measure.as === column.name || (measure.column === column.name && (fn === undefined || measure.function === fn)),
  )
  const measure = existingMeasure ?? addMeasure(query, toMeasure(fn ?? 'sum', [column], query.columns))
  return quoteName(measure?.as ?? column.name)
}

const isPercentName = ({ column }: Token): boolean =>
  column !== undefined &&
  (/(?:^|[^a-z])(?:pct|perc|percent|percentage|prozent)(?:$|[^a-z])|%/i.test(column.name) ||
    (/vat|tax|mwst|steuer|discount|rabatt/i.test(column.name) && /rate|satz/i.test(column.name)))

/** Returns whether an operand's values are percentages, judging by its name or the next word. */
function isPercentage({ tokens }: Segment, token: Token): boolean {
  if (!token.column || !isNumber(token.column.type)) return false
  const next = tokens.find(({ start }) => start >= token.end)
  return (
    isPercentName(token) ||
    (/^(?:percent|percentage|prozent|%)$/.test(next?.folded ?? '') &&
      /rate|satz|discount|rabatt|vat|tax|mwst|steuer/i.test(token.column.name))
  )
}

/**
 * Combines operations into an expression. Symbols and parentheses have their usual precedence; words are applied from
 * left to right, as they are spoken: "high plus low divided by 2".
 */
function combineOperations(
  segment: Segment,
  left: Operand,
  operations: readonly Operation[],
  toText: (operand: Operand) => string,
): string {
  const parenthesizedText = writeWithParentheses(segment, left, operations, toText)
  if (parenthesizedText !== undefined) return parenthesizedText
  let text = toText(left)
  let isSum = false
  for (const { symbol, operand } of operations) {
    const isProduct = symbol === '*' || symbol === '/'
    // "price minus the discount percent" subtracts a percentage of the price.
    const isPercentOperand = !isProduct && isPercentage(segment, operand.token)
    text = isPercentOperand
      ? `${isSum ? `(${text})` : text} * (1 ${symbol} ${toText(operand)} / 100)`
      : `${isSum && isProduct ? `(${text})` : text} ${symbol} ${toText(operand)}`
    isSum = !isProduct && !isPercentOperand
  }
  return text
}

/**
 * Builds the expression with the parentheses of the text. Without balanced parentheses, returns `undefined` unless the
 * operators are symbols.
 */
function writeWithParentheses(
  { tokens, folded }: Segment,
  left: Operand,
  operations: readonly Operation[],
  toText: (operand: Operand) => string,
): string | undefined {
  const operands = [left, ...operations.map(({ operand }) => operand)].filter(({ token }) => token.end > 0)
  const countOccurrences = (text: string, sign: string): number => text.split(sign).length - 1
  const gapBefore = ({ token }: Operand): string =>
    folded.slice(tokens[tokens.indexOf(token) - 1]?.end ?? 0, token.start)
  const gapAfter = ({ token }: Operand): string =>
    folded.slice(token.end, tokens[tokens.indexOf(token) + 1]?.start ?? folded.length)
  const openCounts = operands.map((operand) => countOccurrences(gapBefore(operand), '('))
  const closeCounts = operands.map((operand) => countOccurrences(gapAfter(operand), ')'))
  // Parentheses around the entire expression only separate it from its name, so they are dropped.
  const depth = (operandIndex: number): number =>
    openCounts.slice(0, operandIndex + 1).reduce((sum, each) => sum + each, 0) -
    closeCounts.slice(0, operandIndex + 1).reduce((sum, each) => sum + each, 0)
  while (openCounts[0]! > 0 && operands.slice(0, -1).every((_, operandIndex) => depth(operandIndex) > 0)) {
    openCounts[0]!--
    if (depth(operands.length - 1) < 0) closeCounts[operands.length - 1]!--
  }
  while (depth(operands.length - 1) < 0 && closeCounts.at(-1)! > 0) closeCounts[operands.length - 1]!--
  const hasParentheses =
    openCounts.some((each) => each > 0) &&
    operands.every((_, operandIndex) => depth(operandIndex) >= 0) &&
    depth(operands.length - 1) === 0
  const usesSymbols = operations.every(
    ({ operand }, operandIndex) =>
      operand.token.end === 0 || /[-+*/×÷]/.test(folded.slice(operands[operandIndex]!.token.end, operand.token.start)),
  )
  if (
    !hasParentheses &&
    !(
      usesSymbols &&
      operations.length > 1 &&
      operations.every(({ operand }) => operand.token.kind === 'number' || !isPercentName(operand.token))
    )
  )
    return undefined
  let text = `${'('.repeat(openCounts[0]!)}${toText(left)}${')'.repeat(closeCounts[0]!)}`
  for (const [index, { symbol, operand }] of operations.entries()) {
    const [open, close] = operand.token.end > 0 ? [openCounts[index + 1]!, closeCounts[index + 1]!] : [0, 0]
    text += ` ${symbol} ${'('.repeat(open)}${toText(operand)}${')'.repeat(close)}`
  }
  return text
}

function readOperator({ tokens, usedTokens }: Segment, index: number): { symbol: string; length: number } | undefined {
  if (!tokens[index] || usedTokens.has(tokens[index]!)) return undefined
  for (const length of [2, 1]) {
    if (index + length > tokens.length) continue
    const words = tokens
      .slice(index, index + length)
      .map(({ folded }) => folded)
      .join(' ')
    const operator = operators.find(([pattern]) => pattern.test(words))
    if (operator) return { symbol: operator[1], length }
  }
  return undefined
}

function readOperations(segment: Segment, startIndex: number): readonly Operation[] {
  const { tokens } = segment
  const operations: Operation[] = []
  let index = startIndex
  for (;;) {
    // "(a minus b) divided by b", "a divided by b, times 100"
    const isSeparated =
      tokens[index]?.kind === 'comma' || (tokens[index]?.raw === '%' && readOperator(segment, index + 1) !== undefined)
    const operatorIndex = operations.length > 0 && isSeparated ? index + 1 : index
    const operator = readOperator(segment, operatorIndex)
    const operand = operator && readRightOperand(segment, operatorIndex + operator.length)
    if (!operator || !operand) return operations
    operations.push({ symbol: operator.symbol, operand })
    index = operand.end
  }
}

const isOperand = (segment: Segment, token: Token | undefined): boolean =>
  isUnused(segment, token) && (token.kind === 'number' || (token.column !== undefined && isNumber(token.column.type)))

/** Links words next to an operator to the only numeric column whose name contains them: "home plus away" for scores. */
function linkOperands(segment: Segment): Segment {
  const isNextToOperator = (index: number): boolean =>
    readOperator(segment, index + 1) !== undefined ||
    [1, 2].some((length) => index >= length && readOperator(segment, index - length)?.length === length)
  const tokens = segment.tokens.map((token, index): Token => {
    if (
      token.kind !== 'word' ||
      token.cell ||
      isStopWord(token.folded) ||
      !isUnused(segment, token) ||
      !isNextToOperator(index)
    )
      return token
    const word = stem(token.raw)
    const matchingColumns = segment.columns.filter(
      ({ name, type }) => isNumber(type) && stemColumnName(name).includes(word),
    )
    const precedingStems = segment.tokens.slice(Math.max(0, index - 8), index).map(({ raw }) => stem(raw))
    const relatedColumns =
      matchingColumns.length > 1
        ? matchingColumns.filter(({ name }) =>
            stemColumnName(name).some((each) => each !== word && precedingStems.includes(each)),
          )
        : []
    if (relatedColumns.length === 1) return { ...token, kind: 'column', column: relatedColumns[0]!, isPartial: true }
    return matchingColumns.length === 1
      ? { ...token, kind: 'column', column: matchingColumns[0]!, isPartial: true }
      : token
  })
  return { ...segment, tokens }
}

function readRightOperand(segment: Segment, startIndex: number): Operand | undefined {
  const { tokens, folded } = segment
  let fn: string | undefined
  for (let index = startIndex; index < startIndex + 5 && tokens[index]; index++) {
    const token = tokens[index]!
    if (isOperand(segment, token))
      return { token, start: startIndex, end: index + 1, ...(fn === undefined ? {} : { fn }) }
    const measure = findMeasures(folded.slice(token.start)).find(({ start }) => start === 0)
    if (measure && measure.fn !== 'count') ({ fn } = measure)
    else if (!isStopWordToken(token)) return undefined
  }
  return undefined
}

function readLeftOperand(segment: Segment, index: number): Operand | undefined {
  const { tokens, folded } = segment
  for (let tokenIndex = index - 1; tokenIndex >= Math.max(0, index - 3); tokenIndex--) {
    const token = tokens[tokenIndex]!
    if (isOperand(segment, token)) {
      const start =
        tokenIndex > 0 && isStopWordToken(tokens[tokenIndex - 1]) && tokenIndex > 1 ? tokenIndex - 2 : tokenIndex - 1
      const measure = [tokenIndex - 1, start].flatMap((position) => {
        const word = tokens[position]
        if (word === undefined || segment.usedTokens.has(word)) return []
        const foundMeasure = findMeasures(folded.slice(word.start, token.start)).find(
          ({ start: offset }) => offset === 0,
        )
        return foundMeasure && foundMeasure.fn !== 'count' ? [{ fn: foundMeasure.fn, position }] : []
      })[0]
      return measure
        ? { token, start: measure.position, end: tokenIndex + 1, fn: measure.fn }
        : { token, start: tokenIndex, end: tokenIndex + 1 }
    }
    if (!isStopWordToken(token)) return undefined
  }
  return undefined
}

/** Finds the left operand of "multiply by 1.9" or "so times 100": the last numeric column before it. */
function findEarlierOperand(segment: Segment, index: number): Operand | undefined {
  const { tokens, folded } = segment
  if (!computationWords.test(folded) && !/^(?:multipl|divid|dividier)/.test(tokens[index]!.folded)) return undefined
  const tokenIndex = tokens.findLastIndex(
    (token, position) => position < index && token.column !== undefined && isOperand(segment, token),
  )
  return tokenIndex < 0 ? undefined : { token: tokens[tokenIndex]!, start: tokenIndex, end: tokenIndex + 1 }
}

const dateUnits: readonly (readonly [RegExp, string])[] = [
  [/^(?:days?|tagen?|tage)$/, 'day'],
  [/^(?:hours?|stunden?)$/, 'hour'],
  [/^(?:weeks?|wochen?)$/, 'week'],
  [/^(?:months?|monaten?|monate)$/, 'month'],
  [/^(?:years?|jahren?|jahre)$/, 'year'],
  [/^(?:minutes?|minuten?)$/, 'minute'],
]

/**
 * Reads a difference between two dates: "the number of days between order date and ship date", "days from start to
 * end".
 */
export function readDateDifference(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, folded } = segment
  const timeTokens = tokens.filter((token) => isUnused(segment, token) && token.column && isTemporal(token.column.type))
  for (const [position, first] of timeTokens.entries()) {
    const second = timeTokens.slice(position + 1).find(({ column }) => column!.name !== first.column!.name)
    if (!second) continue
    const [fromIndex, toIndex] = [tokens.indexOf(first), tokens.indexOf(second)]
    const tokensBetween = tokens.slice(fromIndex + 1, toIndex)
    if (
      toIndex - fromIndex > 4 ||
      !tokensBetween.some((token) => /^(?:and|und|to|bis|until|minus|-|zum?)$/.test(token.folded))
    )
      continue
    const clause = findClause(segment, first.start)
    const textBefore = folded.slice(clause.start, first.start)
    const isBetween = /\b(?:between|zwischen|from|von|vom)\b[^,.]{0,12}$|\((?:the )?$/.test(textBefore)
    const isMinus = tokensBetween.some(({ folded: word }) => word === 'minus' || word === '-')
    if (
      !isMinus &&
      !(
        isBetween &&
        /\b(?:difference|days?|hours?|weeks?|minutes?|tage\w*|stunden|wochen|minuten|time|dauer|differenz|took|long)\b/.test(
          textBefore,
        )
      )
    )
      continue
    const unitToken = [...tokens.slice(0, fromIndex), ...tokens.slice(toIndex + 1, toIndex + 4)].find(
      ({ folded: word }) => dateUnits.some(([pattern]) => pattern.test(word)),
    )
    const unit = dateUnits.find(([pattern]) => pattern.test(unitToken?.folded ?? 'days'))!
    const start = tokens.findLastIndex(
      (token, index) =>
        index < fromIndex &&
        /^(?:number|difference|days?|hours?|weeks?|time|anzahl|differenz|tage|stunden|wochen|dauer)$/.test(
          token.folded,
        ) &&
        token.start >= clause.start,
    )
    const firstIndex =
      start > 1 && /^(?:number|anzahl|how|wie)$/.test(tokens[start - 2]?.folded ?? '')
        ? start - 2
        : start > 0 && /^(?:number|anzahl)$/.test(tokens[start - 1]?.folded ?? '')
          ? start - 1
          : start
    // "Duration in days (end minus start)"
    const isEnclosed = firstIndex >= 0 && /[(=:]\s*(?:the )?$/.test(folded.slice(0, first.start))
    const name =
      (isEnclosed ? readColumnName(segment, query, fromIndex, toIndex) : undefined) ??
      readColumnName(segment, query, Math.max(firstIndex, 0), toIndex)
    // In "shipping time in days per mode (order date to ship date)", the group between the words is read separately.
    const leadTokens = tokens.slice(firstIndex < 0 ? fromIndex : firstIndex, fromIndex)
    const isPlain = leadTokens.every((token) => token.kind !== 'column' && !groupWords.test(token.folded))
    markUsed(
      segment,
      ...(isPlain ? leadTokens : leadTokens.slice(0, 1)),
      ...tokens.slice(fromIndex, toIndex + 1),
      unitToken,
    )
    const quoteTimeColumn = ({ column }: Token): string => `"${column!.name.replaceAll('"', '""')}"`
    const [earlierTime, laterTime] = isMinus ? [second, first] : [first, second]
    const fallback = unitToken?.folded ?? 'days'
    return [
      {
        name: name === undefined || isKnownName(query, name) ? fallback : name,
        type: 'DOUBLE',
        expression: `date_diff('${unit[1]}', ${quoteTimeColumn(earlierTime)}, ${quoteTimeColumn(laterTime)})`,
        isSql: true,
      },
    ]
  }
  return []
}
