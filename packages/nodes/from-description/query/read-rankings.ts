import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import { stem } from '../stem.ts'
import { listSynonyms } from '../synonyms.ts'
import { findMeasures, isMeasurable, isMeasureName } from './measures.ts'
import { findPeriod, isYearColumn } from './periods.ts'
import { findClause, isUnused, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type OrderKey, type RankedValue, type TableQuery } from './table-query.ts'
import { frontPattern, isSuperlative, isComparativeFirst, type Superlative, readSuperlative } from './superlatives.ts'

/** A request to rank groups or rows: "which city has the most orders". */
export interface Ranking {
  readonly keys: readonly OrderKey[]
  /** The number of groups or rows to keep, or `undefined` for all. */
  readonly limit: number | undefined
  /** The column whose values are ranked: "city". */
  readonly subject: Column | undefined
  /** The value to rank by, such as the number of orders. */
  readonly value: RankedValue
}

const topWords = /^(?:top|bottom|flop|first|last|ersten|letzten|erste|letzte)$/

/** Reads superlatives and row limits: "the 5 largest", "top 3 by price", "warmest first", "first 10 rows". */
export function readSuperlatives(segment: Segment, query: TableQuery): Ranking[] {
  const { tokens } = segment
  const rankings: Ranking[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const isComparative = isComparativeFirst(tokens, index)
    if (
      !isUnused(segment, token) ||
      token.kind === 'text' ||
      token.cell ||
      !(isSuperlative(token.folded) || isComparative)
    )
      continue
    if (token.folded === 'last' || (token.folded === 'least' && tokens[index - 1]?.folded === 'at')) continue
    if (token.column && !token.isPartial) continue
    const clause = findClause(segment, token.start)
    // In "den höchsten und niedrigsten Kurs", the value follows a list of superlatives.
    const isListed =
      /^\s*(?:,|und|and|oder|or)\s+(?:the |den |die |der |das )?(?:\w+(?:est|ste[nrm]?)|median|average|mean|durchschnitt\w*|mittler\w*)\b/.test(
        segment.folded.slice(token.end),
      )
    const superlative = readSuperlative(segment, query, index, isListed ? segment.clauses.at(-1)!.end : clause.end)
    const { end, isDescending } = superlative
    const listedColumn = superlative.value === undefined ? findListedColumn(segment, query, index) : undefined
    if (listedColumn) {
      const fn = isDescending ? 'max' : 'min'
      addMeasure(query, { function: fn, column: listedColumn.name, as: `${fn}_${listedColumn.name}` })
      markUsed(segment, token)
      continue
    }
    // "which island has the heaviest penguins on average"
    const averageMatch = /\b(?:on average|im (?:schnitt|durchschnitt|mittel))\b/.exec(
      segment.folded.slice(clause.start, clause.end),
    )
    const isMean =
      averageMatch !== null && superlative.value?.column !== undefined && superlative.value.fn === undefined
    const value = isMean ? { ...superlative.value, fn: 'mean' } : superlative.value
    if (isMean)
      markTextUsed(
        segment,
        clause.start + averageMatch.index,
        clause.start + averageMatch.index + averageMatch[0].length,
      )
    const followingTokens = tokens.slice(end, end + 5).filter((each) => each.end <= clause.end)
    const frontIndex = followingTokens.findIndex(({ folded }) => frontPattern.test(folded))
    const textBefore = segment.folded.slice(Math.max(0, token.start - 24), token.start)
    const isOrder =
      frontIndex >= 0 ||
      /\b(?:start\w*|begin\w*|beginn\w*)(?: off)? (?:with|at|mit) (?:the |dem |der |den )?$/.test(textBefore) ||
      /\b(?:in|im) (?:descending|ascending) order$/.test(textBefore)
    const key = {
      value: value ?? readOrderWords(followingTokens, frontIndex, token),
      isDescending,
      offset: token.start,
    }
    if (isOrder) {
      markUsed(segment, ...tokens.slice(index, end), ...followingTokens.slice(0, frontIndex + 1))
      addOrderKey(query, key)
      continue
    }
    const frequencyRanking = readFrequencyRanking(segment, query, index)
    if (frequencyRanking) {
      rankings.push(frequencyRanking)
      continue
    }
    const rows = readRowLimit(segment, index, clause)
    const questionWord = /\b(?:which|who|what|whose|welche[rsnm]?|wer|was)\b/.exec(segment.folded.slice(0, token.start))
    const isAttribute =
      /\b(?:with|has|have|had|mit|hat|haben|hatte|hatten|made|got|der|dem|den)\b(?: the| by far the| der| die| das| den| dem)?(?: \w+)?$/.test(
        textBefore.trimEnd(),
      )
    const isRanked =
      rows !== undefined ||
      (questionWord !== null && !isMeasured(segment, superlative)) ||
      (isAttribute && /\b(?:with|has|have|had|mit|hat|haben|hatte|hatten|made|got)\b/.test(textBefore))
    const subject = findSubject(segment, query, index, end, clause, value)
    if (
      isRanked ||
      (!superlative.isNamed &&
        !(value?.column !== undefined && query.groups.length > 0) &&
        /(?:^|\b(?:the|our|my|der|die|das|den|dem|unsere?|only|show|list|keep|find|give|pick|take|and|me|just))\s*$/.test(
          textBefore,
        ) &&
        !isMeasured(segment, superlative))
    ) {
      markUsed(segment, ...tokens.slice(index, end), rows?.token)
      // "the 5 largest customers by amount"
      const byIndex = value
        ? -1
        : tokens.findIndex(
            (each, at) =>
              at >= end &&
              each.end <= clause.end &&
              (/^(?:by|nach)$/.test(each.folded) ||
                // "our worst month for profit"
                (/^(?:for|in|fur|beim?)$/.test(each.folded) &&
                  tokens[at + 1]?.column !== undefined &&
                  isMeasurable(tokens[at + 1]!.column!))),
          )
      // "the two most expensive products by list price" names the value twice.
      const repeatedByIndex = tokens.findIndex(
        (each, at) =>
          value?.column !== undefined &&
          at >= end &&
          each.folded === 'by' &&
          tokens[at + 1]?.column?.name === value.column,
      )
      if (repeatedByIndex >= 0) markUsed(segment, tokens[repeatedByIndex], tokens[repeatedByIndex + 1])
      const rankableColumn = /^(?:best|worst|beste[nrs]?|schlechteste[nrs]?)$/.test(token.folded)
        ? findRankableColumn(query)
        : undefined
      const rankedValue = byIndex < 0 ? (value ?? rankableColumn ?? {}) : readRankedValue(segment, byIndex, clause.end)
      rankings.push({
        keys: [{ ...key, value: rankedValue }],
        limit: rows?.rows ?? (questionWord && isPlural(segment, questionWord.index) ? undefined : 1),
        subject,
        value: rankedValue,
      })
      continue
    }
    if (value?.column !== undefined) {
      // "the highest price" requests a measure.
      const column = segment.columns.find(({ name }) => name === value.column)
      const fn = isDescending ? 'max' : 'min'
      if (column && value.fn === undefined) {
        markUsed(segment, ...tokens.slice(index, end))
        query.measures.push({ function: fn, column: column.name, as: `${fn}_${column.name}` })
      }
    }
  }
  const topRanking = readRowLimitPhrase(segment, query)
  return topRanking ? [...rankings, topRanking] : rankings
}

/**
 * Returns the column to which a superlative in a list of measures refers: "duration = end minus start. Longest,
 * shortest and mean per team" measures the duration.
 */
function findListedColumn(
  { tokens, folded, mentionedColumn }: Segment,
  query: TableQuery,
  index: number,
): Pick<Column, 'name'> | undefined {
  const isItem = (at: number): boolean => {
    const token = tokens[at]
    return (
      token !== undefined &&
      (isSuperlative(token.folded) || findMeasures(folded.slice(token.start)).some(({ start }) => start === 0))
    )
  }
  const isConnector = (at: number): boolean =>
    tokens[at]?.kind === 'comma' || /^(?:and|und|as well as|plus)$/.test(tokens[at]?.folded ?? '')
  const isFront = tokens.slice(index + 1, index + 4).some((token) => frontPattern.test(token.folded))
  if (isFront || /^(?:most|least|fewest)$/.test(tokens[index]!.folded)) return undefined
  const isListed = (isConnector(index + 1) && isItem(index + 2)) || (isConnector(index - 1) && isItem(index - 2))
  if (!isListed) return undefined
  const measurableColumns = [
    ...new Map(
      tokens.flatMap(({ column }) => (column && isMeasurable(column) ? [[column.name, column] as const] : [])),
    ).values(),
  ]
  return (
    query.computedColumns.findLast(({ type }) => type === 'DOUBLE') ??
    (mentionedColumn && isMeasurable(mentionedColumn) ? mentionedColumn : undefined) ??
    (measurableColumns.length === 1 ? measurableColumns[0] : undefined)
  )
}

/** Returns the numeric column by which rows can be ranked, if there is exactly one. */
const findRankableColumn = ({ columns, measures, computedColumns }: TableQuery): RankedValue | undefined => {
  const rankableColumns = columns.filter((column) => isMeasurable(column) && !isYearColumn(column))
  return measures.length + computedColumns.length === 0 && rankableColumns.length === 1
    ? { column: rankableColumns[0]!.name }
    : undefined
}

/** Returns words that may name a measure: "biggest gross first", "teuerste Phase zuerst". */
const readOrderWords = (followingTokens: readonly Token[], frontIndex: number, { folded }: Token): RankedValue => {
  const nouns = followingTokens.slice(0, Math.max(frontIndex, 0)).filter(({ kind, cell }) => kind === 'word' && !cell)
  const adjective = folded.replace(/(?:iest|est|ste[nrms]?)$/, '')
  const words = [...nouns.map(({ raw }) => stem(raw)), ...listSynonyms(adjective).map(stem)]
  return words.length > 0 ? { words } : {}
}

const frequencyWords = /^(?:common|commonly|frequent|frequently|often|popular|haufig\w*|verbreitet\w*)$/

/** Reads a ranking by number of rows: "the 5 most common styles", "the least frequent type", "die häufigste Farbe". */
function readFrequencyRanking(segment: Segment, query: TableQuery, index: number): Ranking | undefined {
  const { tokens } = segment
  const [token, next] = [tokens[index]!, tokens[index + 1]]
  const isOneWord = token.folded.startsWith('haufigste')
  if (!isOneWord && !(/^(?:most|least)$/.test(token.folded) && frequencyWords.test(next?.folded ?? '')))
    return undefined
  const subjectStart = isOneWord ? index + 1 : index + 2
  const clause = findClause(segment, token.start)
  const getColumn = (each: Segment['tokens'][number]): Column | undefined => each.column ?? each.entity
  const isNamed = (each: Segment['tokens'][number]): boolean =>
    isUnused(segment, each) && getColumn(each) !== undefined && !isMeasurable(getColumn(each)!)
  const subject =
    tokens.slice(subjectStart, subjectStart + 4).find((each) => each.end <= clause.end && isNamed(each)) ??
    tokens.slice(0, index).findLast((each) => each.start >= clause.start && isNamed(each))
  if (!subject) return undefined
  const rows = readRowLimit(segment, index, clause)
  markUsed(segment, ...tokens.slice(index, subjectStart), subject, rows?.token)
  const value = { fn: 'count' }
  const isPlural =
    (subject.folded.endsWith('s') ||
      /^(?:names|values|ones)$/.test(tokens[tokens.indexOf(subject) + 1]?.folded ?? '')) &&
    getColumn(subject)!.name.toLowerCase() !== subject.folded
  return {
    keys: [{ value, isDescending: token.folded !== 'least', offset: token.start }],
    limit: rows?.rows ?? (isPlural ? undefined : 1),
    subject: getColumn(subject),
    value,
  }
}

const isPlural = (segment: Segment, index: number): boolean => {
  const noun = segment.tokens.find((token) => token.start > index && token.kind !== 'number')
  // "On which day were there the most commits?"
  const isSingular =
    noun !== undefined && /^[a-z]+$/.test(noun.folded) && !/(?:s|people|men|children)$/.test(noun.folded)
  if (isSingular && /^ (?:are|have|were)\b/.test(segment.folded.slice(noun.end))) return false
  return /\b(?:are|have|were|haben|hatten|sind|waren)\b/.test(
    segment.folded.slice(noun?.end ?? index, (noun?.end ?? index) + 20),
  )
}

/** Returns whether a superlative requests a measure: "What is the highest price?". */
const isMeasured = (segment: Segment, { index, isNamed }: Superlative): boolean => {
  const textBefore = segment.folded.slice(Math.max(0, segment.tokens[index]!.start - 30), segment.tokens[index]!.start)
  return (
    isNamed &&
    /\b(?:what(?:'s| is| was| were)?|wie hoch|was (?:ist|war))\b[^.]*$/.test(textBefore) &&
    !/\b(?:has|have|had)\b/.test(textBefore)
  )
}

/**
 * Adds the sort key from a phrase such as "newest first". It replaces a key on the same column, or sets the direction
 * of an implied key.
 */
function addOrderKey(query: TableQuery, key: OrderKey): void {
  const sameKeyIndex = query.order.findIndex(
    ({ value }) => value.column !== undefined && value.column === key.value.column,
  )
  if (sameKeyIndex >= 0) query.order[sameKeyIndex] = { ...key, offset: query.order[sameKeyIndex]!.offset ?? 0 }
  else if (
    key.value.column === undefined &&
    key.value.fn === undefined &&
    query.order[0]?.hasDefaultDirection === true &&
    query.order[0].isTieBreaker !== true
  )
    query.order[0] = { ...query.order[0], isDescending: key.isDescending }
  else query.order.push(key)
}

/** Finds the row limit of a ranking: "3 worst days", "the five stations with the highest …". */
function readRowLimit(
  segment: Segment,
  index: number,
  clause: { readonly start: number },
): { readonly rows: number; readonly token: Segment['tokens'][number] } | undefined {
  const { tokens } = segment
  // "the hottest 10 days"
  const next = tokens[index + 1]
  if (
    next?.kind === 'number' &&
    isUnused(segment, next) &&
    Number.isInteger(next.value) &&
    !/^(?:19|20)\d{2}$/.test(next.raw)
  )
    return { rows: Number(next.value), token: next }
  for (let numberIndex = index - 1; numberIndex >= 0 && numberIndex >= index - 7; numberIndex--) {
    const token = tokens[numberIndex]!
    if (token.start < clause.start || token.kind === 'comma' || /^(?:and|und|plus|to|bis)$/.test(token.folded))
      return undefined
    if (
      token.kind === 'number' &&
      isUnused(segment, token) &&
      Number.isInteger(token.value) &&
      Number(token.value) > 0 &&
      !/^(?:19|20)\d{2}$/.test(token.raw)
    ) {
      const previous = tokens[numberIndex - 1]?.folded ?? ''
      if (/^(?:over|above|below|under|than|least|in|since|until|uber|unter|seit|als|mindestens)$/.test(previous))
        return undefined
      return { rows: Number(token.value), token }
    }
  }
  return undefined
}

/** Finds the column whose values are ranked: "which city", "the 3 cities with the most …", "5 busiest airports". */
function findSubject(
  segment: Segment,
  query: TableQuery,
  index: number,
  end: number,
  clause: { readonly start: number; readonly end: number },
  value: RankedValue | undefined,
): Column | undefined {
  const { tokens } = segment
  const isSubject = (token: Segment['tokens'][number] | undefined): boolean =>
    token !== undefined &&
    isUnused(segment, token) &&
    ((token.column !== undefined &&
      token.column.name !== value?.column &&
      !(isNumber(token.column.type) && !isYearColumn(token.column))) ||
      (findPeriod(token) !== undefined && tokens[tokens.indexOf(token) + 1]?.kind !== 'number'))
  // "the 3 heaviest cars per origin" ranks cars, not origins.
  const isGroup = (token: Token): boolean =>
    /^(?:per|by|je|pro|nach|each|every|jede[nrsm]?)$/.test(tokens[tokens.indexOf(token) - 1]?.folded ?? '')
  const tokenBefore = tokens
    .slice(0, index)
    .findLast(
      (token) =>
        token.start >= clause.start &&
        (isSubject(token) || (token.entity !== undefined && isUnused(segment, token))) &&
        !isGroup(token) &&
        !isFollowedByCondition(segment, token),
    )
  const nouns = tokens.slice(end, end + 3)
  const stopIndex = nouns.findIndex(
    ({ kind, folded }) => kind === 'comma' || /^(?:with|and|by|plus|showing|including|mit|und|nach)$/.test(folded),
  )
  const tokenAfter = (stopIndex < 0 ? nouns : nouns.slice(0, stopIndex)).find(
    (token) => token.end <= clause.end && isSubject(token) && !isGroup(token),
  )
  const token = tokenBefore ?? tokenAfter
  // "Who spent the most?" asks about people.
  if (!token)
    return /\b(?:who|whom|wer|wem)\b/.test(segment.folded.slice(clause.start, tokens[index]!.start))
      ? query.columns.find(({ name, type }) => type === 'VARCHAR' && personColumnPattern.test(name))
      : undefined
  const period = findPeriod(token)
  if (period && (!token.column || isTemporal(token.column.type))) {
    const column = query.columns.find(({ name }) => name.toLowerCase() === period.name)
    return column ?? { name: period.name, type: 'PERIOD' }
  }
  return token.column ?? token.entity
}

/** Matches names of columns that identify people. */
const personColumnPattern =
  /employee|person|customer|client|student|player|agent|rep\b|candidate|director|author|winner|driver|member|patient|user|name|mitarbeiter|kunde|schuler/i

const isFollowedByCondition = ({ tokens }: Segment, token: Segment['tokens'][number]): boolean => {
  const next = tokens[tokens.indexOf(token) + 1]
  return next?.kind === 'operator' || /^(?:is|=|equals|ist)$/.test(next?.folded ?? '')
}

/** Reads row limits: "top 5 products by revenue", "first 10 rows", "limit to 20", "keep three". */
function readRowLimitPhrase(segment: Segment, query: TableQuery): Ranking | undefined {
  const { tokens } = segment
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind !== 'number' || !isUnused(segment, token)) continue
    const rows = Number(token.value)
    if (!Number.isInteger(rows) || rows < 1 || /^(?:19|20)\d{2}$/.test(token.raw)) continue
    const [previousToken, tokenBeforePrevious, next] = [tokens[index - 1], tokens[index - 2], tokens[index + 1]]
    if (
      /^(?:%|percent|prozent|digits?|letters?|characters?|ziffern?|stellen?|buchstaben?|zeichen|words?)$/.test(
        next?.folded ?? '',
      )
    )
      continue
    const isTop = previousToken !== undefined && topWords.test(previousToken.folded) && !previousToken.column
    const isNextTop = next !== undefined && /^(?:first|last|ersten|letzten)$/.test(next.folded)
    const clause = findClause(segment, token.start)
    const rest = segment.folded.slice(token.end, clause.end).trim()
    const isLimited =
      /^(?:to|limit|keep|show|take|return|give|only|nur|zeige?|auf|behalte|nimm|me|just|the)$/.test(
        previousToken?.folded ?? '',
      ) &&
      (/\b(?:limit\w*|begrenz\w*|beschrank\w*)\b/.test(segment.folded.slice(clause.start, token.start)) ||
        (/^(?:rows?|entries|lines|records|results|zeilen|eintrage|of them)?(?: only)?$/.test(rest) &&
          (rest !== '' || /^(?:keep|show|take|limit|return|only|nur)$/.test(previousToken?.folded ?? ''))))
    if (!isTop && !isNextTop && !isLimited) continue
    const word = isTop ? previousToken!.folded : isNextTop ? next!.folded : 'first'
    markUsed(segment, token, ...(isTop ? [previousToken] : isNextTop ? [next] : [previousToken]))
    const isLast = /^(?:last|letzten?)$/.test(word)
    const isRank = /^(?:top|bottom|flop)$/.test(word)
    if (!isRank) {
      query.limit = { how: isLast ? 'last' : 'first', rows }
      if (/^(?:the|die)$/.test(tokenBeforePrevious?.folded ?? '')) markUsed(segment, tokenBeforePrevious)
      return undefined
    }
    // "sort by price and show the top 5" requests the highest prices.
    const [first] = query.order
    if (first?.hasDefaultDirection) query.order[0] = { value: first.value, isDescending: word === 'top' }
    return readTopRanking(segment, query, index, rows, word !== 'top')
  }
  return undefined
}

/** Reads the value to rank by after "by": "by revenue", "nach durchschnittlichem Preis". */
function readRankedValue(segment: Segment, startIndex: number, endOffset: number): RankedValue {
  const { tokens } = segment
  const start = tokens[startIndex]?.start ?? endOffset
  const measure = findMeasures(segment.folded.slice(0, endOffset)).find((each) => each.start >= start)
  const column = tokens
    .slice(startIndex)
    .find((token) => token.end <= endOffset && isUnused(segment, token) && token.column && isMeasurable(token.column))
  if (measure) markTextUsed(segment, measure.start, measure.end)
  if (/^(?:by|nach)$/.test(tokens[startIndex]?.folded ?? '') && (measure || column))
    markUsed(segment, tokens[startIndex])
  markUsed(segment, measure?.fn === 'count' ? undefined : column)
  return {
    ...(measure ? { fn: measure.fn } : {}),
    ...(column && measure?.fn !== 'count' ? { column: column.column!.name } : {}),
  }
}

/** Reads the subject and value of a ranking such as "top 5 cities by revenue". */
function readTopRanking(segment: Segment, query: TableQuery, index: number, rows: number, isLow: boolean): Ranking {
  const { tokens } = segment
  const clause = findClause(segment, tokens[index]!.start)
  const byIndex = tokens.findIndex(
    (token, at) => at > index && token.end <= clause.end && /^(?:by|nach)$/.test(token.folded),
  )
  const end = byIndex < 0 ? tokens.length : byIndex
  const subject = tokens
    .slice(index + 1, end)
    .find(
      (token) =>
        token.end <= clause.end &&
        isUnused(segment, token) &&
        ((token.column && !(isMeasurable(token.column) && byIndex < 0)) || (token.entity && byIndex >= 0)),
    )
  const value = readRankedValue(segment, byIndex < 0 ? index + 1 : byIndex, clause.end)
  if (subject?.isSynonym && subject.column && isMeasureName(subject.column.name)) markUsed(segment, subject)
  return {
    keys: Object.keys(value).length > 0 || query.order.length === 0 ? [{ value, isDescending: !isLow }] : [],
    limit: rows,
    subject: subject?.column ?? subject?.entity,
    value,
  }
}
