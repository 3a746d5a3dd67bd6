import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNumericSynonym } from '../link-columns.ts'
import { splitColumnName, stem } from '../stem.ts'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { findMeasures, isMeasurable, isMeasureName } from './measures.ts'
import { findPeriod, isYearColumn } from './periods.ts'
import { findClause, indexAt, isFree, maskUsed, use, useText, type Segment } from './segment.ts'
import { findTime, type OrderKey, type RankedValue, type TableQuery } from './table-query.ts'

export const sortWords =
  /\b(?:from (?:the )?(?:newest|oldest|highest|lowest|largest|smallest|biggest|latest|earliest|youngest|high|low|big|small|best|worst)\b.{0,20}? to (?:the )?\w+|sort(?:ed|ing|s)?|order(?:ed)? by|in (?:the )?order of|in order|rank(?:ed|ing)?|arrange\w*|sortier\w*|ordne\w*|geordnet|absteigend\w*|aufsteigend\w*|descending|ascending|alphabetical\w*|alphabetisch\w*|chronological\w*|chronologisch\w*)\b/
export const descendingWords = new RegExp(
  String.raw`${createPattern('descending').source}|\b(?:desc|decreasing|high to low|(?:highest|largest|biggest|newest|latest|most|best|oldest) to (?:the )?\w+|from (?:the )?(?:largest|highest|biggest|newest|latest)|big to small|new to old|z to a|reverse\w*|fallend\w*)\b`,
)
export const ascendingWords = new RegExp(
  String.raw`${createPattern('ascending').source}|\b(?:asc|increasing|low to high|(?:lowest|smallest|least|fewest|youngest|worst) to (?:the )?\w+|from (?:the )?(?:smallest|lowest|oldest|earliest|youngest)|small to big|old to new|a to z|steigend\w*)\b`,
)

/** A value that a chronological order starts with. */
const startWords =
  /\b(?:starting|beginning|start|begin|beginnend|angefangen) (?:with|at|mit|bei) (?:the )?(?:midnight|mitternacht|january|januar|monday|montag|first (?:month|day|hour|year))\b|\b(?:january|jan|januar) (?:to|through|bis) (?:december|dec|dezember)\b|\b(?:monday|montag) (?:to|through|bis) (?:sunday|sonntag)\b/
const tieWords = /\b(?:same|ties?|equal|if they are|gleich\w*)\b/
const listMarkers =
  /^(?:by|nach|of|then|dann|danach|and|und|the|der|dem|den|die|das|im|in|order|from|within|each|for|ties|a)$/

/** Reads the order that a segment names: "sort by city and price descending", "nach Datum absteigend". */
export function readSortKeys(segment: Segment, query: TableQuery): void {
  const masked = maskUsed(segment)
  const chronological = startWords.exec(segment.folded)
  if (chronological) {
    query.order.push({ value: { period: true }, isDescending: false, at: chronological.index })
    useText(segment, chronological.index, chronological.index + chronological[0].length)
  }
  for (const clause of segment.clauses) {
    const text = masked.slice(clause.start, clause.end)
    const sort = sortWords.exec(text)
    const isTie = tieWords.test(text) && /\b(?:by|nach)\b/.test(text)
    if (!sort && !isTie) continue
    const at = clause.start + (sort?.index ?? tieWords.exec(text)!.index)
    const range = readRangeKey(segment, clause)
    const keys = [...(range ? [range] : []), ...readKeys(segment, query, clause, at)]
    const isDescending = descendingWords.test(text) && !(ascendingWords.test(text) && keys.length < 2)
    if (keys.length > 0) {
      if (isDescending && keys[0]?.isImplied) keys[0] = { value: keys[0].value, isDescending: true }
      query.order.push(...keys.map((key) => ({ ...key, at, ...(sort ? {} : { isTie: true }) })))
      markDirections(segment, clause)
      continue
    }
    if (isTie) continue
    markDirections(segment, clause)
    const implied = findImpliedColumn(text, query)
    // "sort it, newest first": a superlative says by what.
    if (
      implied === undefined &&
      /\b(?:\w{3,}est|first|on top|at the top|zuerst|oben)\b/.test(text.replace(sort?.[0] ?? '', '')) &&
      !descendingWords.test(text)
    )
      continue
    const isStated = isDescending || ascendingWords.test(text)
    query.order.push({
      value: implied === undefined ? {} : { column: implied },
      isDescending: isDescending || /\brank/.test(text),
      ...(isStated ? {} : { isImplied: true }),
    })
  }
}

/** Reads the column of "from oldest to youngest". */
function readRangeKey(segment: Segment, { start, end }: { start: number; end: number }): OrderKey | undefined {
  const match =
    /\b(?:from |von )?(?:the |den |dem )?\w+(?:est|st|ste[nrm]?)(?: \w+)? (?:to|zu[mr]?|bis) (?:the |den |dem )?\w+(?:est|st|ste[nrm]?)\b/.exec(
      segment.folded.slice(start, end),
    )
  if (!match) return undefined
  const inside = segment.tokens.filter(
    (token) =>
      token.start >= start + match.index &&
      token.end <= start + match.index + match[0].length &&
      isFree(segment, token),
  )
  const first = inside.find(({ folded }) => isSuperlative(folded))
  const column = inside.find((token) => token.column !== undefined)?.column
  if (!first || !column) return undefined
  use(segment, ...inside)
  const isEarly = earlyWords.test(first.folded)
  return {
    value: { column: column.name },
    isDescending: isEarly ? !isTime(column.type) && !isYearColumn(column) : !lowSuperlatives.test(first.folded),
  }
}

const markDirections = (segment: Segment, { start, end }: { start: number; end: number }): void => {
  const text = segment.folded.slice(start, end)
  for (const pattern of [sortWords, descendingWords, ascendingWords])
    for (const match of text.matchAll(new RegExp(pattern, 'g')))
      useText(segment, start + match.index, start + match.index + match[0].length)
}

/** Returns the column that a kind of order means: times or periods for "chronological", texts for "alphabetical". */
function findImpliedColumn(text: string, { columns, groups, measures }: TableQuery): string | undefined {
  const all = measures.length > 0 ? groups : columns
  if (/\b(?:alphabetical|alphabetisch)/.test(text)) return all.find(({ type }) => type === 'VARCHAR')?.name
  if (/\b(?:chronological|chronologisch|midnight|mitternacht|january|januar)/.test(text)) return findTime(all)
  return undefined
}

/** Reads the columns and measures of an order, with the direction after each. */
function readKeys(segment: Segment, query: TableQuery, clause: { start: number; end: number }, at: number): OrderKey[] {
  const { tokens } = segment
  const by = /\b(?:by|nach|of)\b/.exec(segment.folded.slice(clause.start, clause.end))
  const byAt = by ? clause.start + by.index : undefined
  const from = byAt !== undefined && (byAt > at || /^nach$/.test(by![0]) || /\b(?:by|nach)\b/.test(by![0])) ? byAt : at
  // "Preis absteigend sortieren": the columns come first.
  const hasKeysAfter = tokens.some(
    (token) => token.start >= from && token.end <= clause.end && isFree(segment, token) && token.column,
  )
  const start = hasKeysAfter || findMeasures(segment.folded.slice(from, clause.end)).length > 0 ? from : clause.start
  const keys: { value: RankedValue; isDescending?: boolean }[] = []
  let pendingFn: string | undefined
  for (let index = indexAt(segment, start); index < tokens.length && tokens[index]!.end <= clause.end; index++) {
    const token = tokens[index]!
    if (!isFree(segment, token)) continue
    const rest = segment.folded.slice(token.start, clause.end)
    const direction = startsWith(descendingWords, rest) ? true : startsWith(ascendingWords, rest) ? false : undefined
    if (direction !== undefined && pendingFn !== undefined) {
      keys.push({ value: { fn: pendingFn } })
      pendingFn = undefined
    }
    if (direction !== undefined && keys.length > 0) {
      for (const key of keys) key.isDescending ??= direction
      continue
    }
    if (token.column && !isSuperlative(token.folded)) {
      // "rank products by total revenue": the subject is not a key.
      if (byAt !== undefined && token.start < byAt && start < byAt) continue
      const period = findPeriod(token)
      const name = period && isTime(token.column.type) && token.isPartial ? period.name : token.column.name
      if (!keys.some(({ value }) => value.column === name))
        keys.push({
          value: {
            ...(pendingFn === undefined ? {} : { fn: pendingFn }),
            column: name,
            ...(token.isPartial ? { isPartial: true } : {}),
          },
        })
      pendingFn = undefined
      use(segment, token)
      continue
    }
    const measure = findMeasures(rest).find((each) => each.start === 0)
    if (measure && measure.fn !== 'min' && measure.fn !== 'max') {
      pendingFn = measure.fn
      useText(segment, token.start, token.start + measure.end)
      if (measure.fn === 'count') {
        keys.push({ value: { fn: 'count' } })
        pendingFn = undefined
      }
      continue
    }
    const period = findPeriod(token)
    if (period && keys.length === 0 && byAt !== undefined && token.start > byAt) {
      keys.push({
        value: {
          column: period.name,
        },
      })
      use(segment, token)
      continue
    }
    const named = findMeasureOfWord(query, token)
    if (named) {
      keys.push({ value: { column: named } })
      use(segment, token)
      continue
    }
    if (/^(?:where|with|whose|mit|wo|keep|show|limit|top|only|nur)$/.test(token.folded)) break
    if (listMarkers.test(token.folded)) use(segment, token)
  }
  if (pendingFn !== undefined) keys.push({ value: { fn: pendingFn } })
  return keys.map(({ value, isDescending }) => ({
    value,
    isDescending: isDescending ?? false,
    ...(isDescending === undefined ? { isImplied: true } : {}),
  }))
}

/** Returns the only measure that a word is a part of: the total of `Cost Total $` for "cost", although there are other costs. */
function findMeasureOfWord({ measures: named, implied, results }: TableQuery, { kind, folded, raw, cell }: Token): string | undefined {
  if (kind !== 'word' || cell || folded.length < 3) return undefined
  const word = stem(raw)
  const measures = named.length > 0 ? named : implied
  const found = [
    ...measures.filter(({ column, as }) => [column, as].some((name) => splitColumnName(name).includes(word))).map(({ as }) => as),
    ...results.filter(({ name }) => splitColumnName(name).includes(word)).map(({ name }) => name),
  ]
  return found.length === 1 ? found[0] : undefined
}

const startsWith = (pattern: RegExp, text: string): boolean => pattern.exec(text)?.index === 0

const stopWords = new Set(
  'forest interest request test west harvest rest latest contest guest best least most honest modest arrest invest suggest protest digest erste ersten erster erstes beste besten meisten liste kiste kosten kaste daten'.split(
    ' ',
  ),
)
/** Whether a folded word is a superlative, English or German. */
export const isSuperlative = (folded: string): boolean =>
  [
    'best',
    'worst',
    'most',
    'least',
    'fewest',
    'latest',
    'beste',
    'besten',
    'bester',
    'meisten',
    'meiste',
    'wenigsten',
    'last',
    'schlechteste',
    'haufigste',
    'haufigsten',
  ].includes(folded) ||
  (!stopWords.has(folded) &&
    !/(?:kosten|kisten?|listen?|posten|leisten?)$/.test(folded) &&
    (/^[a-z]{4,}most$/.test(folded) || /^[a-z]{3,}est$/.test(folded) || /^[a-z]{3,}st(?:e[nrms]?)$/.test(folded)))

const lowSuperlatives =
  /^(?:lower|smaller|cheaper|shorter|younger|slower|lighter|colder|worse|lowest|smallest|cheapest|shortest|least|fewest|youngest|slowest|lightest|coldest|coolest|weakest|nearest|closest|worst|dry|driest|narrowest|thinnest|poorest|niedrigste|kleinste|gunstigste|billigste|kurzeste|wenigste|jungste|langsamste|leichteste|kalteste|schwachste|schlechteste|geringste|trockenste|armste)/
const earlyWords = /^(?:earliest|oldest|fruheste|alteste)/
const lateWords = /^(?:latest|newest|most recent|neueste|spateste|jungste)/
const timeSuperlatives = /^(?:earliest|latest|newest|fruheste|neueste|spateste)/

/** Whether a comparative is of two groups: "the higher one first". */
const isComparativeFirst = (tokens: Segment['tokens'], index: number): boolean =>
  /^[a-z]{3,}er$/.test(tokens[index]!.folded) &&
  /^(?:one|ones|value|number|wert)?$/.test(
    frontWords.test(tokens[index + 1]?.folded ?? '') ? '' : (tokens[index + 1]?.folded ?? '-'),
  ) &&
  tokens.slice(index + 1, index + 3).some(({ folded }) => frontWords.test(folded))

interface Superlative {
  readonly index: number
  readonly end: number
  readonly value: RankedValue | undefined
  readonly isDescending: boolean
  /** Whether the value is named beside it, so that it can be a measure: "highest price". */
  readonly isNamed: boolean
}

const frontWords = /^(?:first|top|zuerst|oben|zuoberst|voran)$/

/** A group or the rows that a ranking is of: "city" in "which city has the most orders". */
export interface Ranking {
  readonly keys: readonly OrderKey[]
  readonly rows: number | undefined
  readonly subject: Column | undefined
  readonly value: RankedValue
}

const topWords = /^(?:top|bottom|flop|first|last|ersten|letzten|erste|letzte)$/

/** Reads superlatives and numbers of rows: "the 5 largest", "top 3 by price", "warmest first", "first 10 rows". */
export function readSuperlatives(segment: Segment, query: TableQuery): Ranking[] {
  const { tokens } = segment
  const rankings: Ranking[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const isComparative = isComparativeFirst(tokens, index)
    if (
      !isFree(segment, token) ||
      token.kind === 'text' ||
      token.cell ||
      !(isSuperlative(token.folded) || isComparative)
    )
      continue
    if (token.folded === 'last' || (token.folded === 'least' && tokens[index - 1]?.folded === 'at')) continue
    if (token.column && !token.isPartial) continue
    const clause = findClause(segment, token.start)
    // "den höchsten und niedrigsten Kurs": the value follows the list.
    const isListed = /^\s*(?:,|und|and|oder|or)\s+(?:the |den |die |der |das )?\w+(?:est|ste[nrm]?)\b/.test(
      segment.folded.slice(token.end),
    )
    const superlative = readSuperlative(segment, query, index, isListed ? segment.clauses.at(-1)!.end : clause.end)
    const { end, value, isDescending } = superlative
    const following = tokens.slice(end, end + 5).filter((each) => each.end <= clause.end)
    const frontAt = following.findIndex(({ folded }) => frontWords.test(folded))
    const before = segment.folded.slice(Math.max(0, token.start - 24), token.start)
    const isOrder =
      frontAt >= 0 ||
      /\b(?:start\w*|begin\w*|beginn\w*)(?: off)? (?:with|at|mit) (?:the |dem |der |den )?$/.test(before) ||
      /\b(?:in|im) (?:descending|ascending) order$/.test(before)
    const key = { value: value ?? {}, isDescending, at: token.start }
    if (isOrder) {
      use(segment, ...tokens.slice(index, end), ...following.slice(0, frontAt + 1))
      addOrderFirst(query, key)
      continue
    }
    const common = readMostCommon(segment, query, index)
    if (common) {
      rankings.push(common)
      continue
    }
    const rows = findRows(segment, index, clause)
    const asked = /\b(?:which|who|what|whose|welche[rsnm]?|wer|was)\b/.exec(segment.folded.slice(0, token.start))
    const isWith =
      /\b(?:with|has|have|had|mit|hat|haben|hatte|hatten|made|got|der|dem|den)\b(?: the| by far the| der| die| das| den| dem)?(?: \w+)?$/.test(
        before.trimEnd(),
      )
    const isRanked =
      rows !== undefined ||
      (asked !== null && !isMeasured(segment, superlative)) ||
      (isWith && /\b(?:with|has|have|had|mit|hat|haben|hatte|hatten|made|got)\b/.test(before))
    const subject = findSubject(segment, query, index, end, clause, value)
    if (
      isRanked ||
      (!superlative.isNamed &&
        !(value?.column !== undefined && query.groups.length > 0) &&
        /\b(?:the|our|my|der|die|das|den|dem|unsere?|only)\s+$/.test(before) &&
        !isMeasured(segment, superlative))
    ) {
      use(segment, ...tokens.slice(index, end), rows?.token)
      // "the 5 largest customers by amount"
      const by = value
        ? -1
        : tokens.findIndex((each, at) => at >= end && each.end <= clause.end && /^(?:by|nach)$/.test(each.folded))
      const ranked = by < 0 ? (value ?? {}) : readRankedValue(segment, by, clause.end)
      rankings.push({
        keys: [{ ...key, value: ranked }],
        rows: rows?.rows ?? (asked && isPlural(segment, asked.index) ? undefined : 1),
        subject,
        value: ranked,
      })
      continue
    }
    if (value?.column !== undefined) {
      // "the highest price": a measure.
      const column = segment.columns.find(({ name }) => name === value.column)
      const fn = isDescending ? 'max' : 'min'
      if (column && value.fn === undefined) {
        use(segment, ...tokens.slice(index, end))
        query.measures.push({ function: fn, column: column.name, as: `${fn}_${column.name}` })
      }
    }
  }
  const top = readTop(segment, query)
  return top ? [...rankings, top] : rankings
}

const frequencyWords = /^(?:common|commonly|frequent|frequently|often|popular|haufig\w*|verbreitet\w*)$/

/** Reads "the 5 most common styles", "the least frequent type", "die häufigste Farbe": the groups with the most rows. */
function readMostCommon(segment: Segment, query: TableQuery, index: number): Ranking | undefined {
  const { tokens } = segment
  const [token, next] = [tokens[index]!, tokens[index + 1]]
  const isOneWord = /^haufigste/.test(token.folded)
  if (!isOneWord && !(/^(?:most|least)$/.test(token.folded) && frequencyWords.test(next?.folded ?? ''))) return undefined
  const from = isOneWord ? index + 1 : index + 2
  const clause = findClause(segment, token.start)
  const named = (each: Segment['tokens'][number]): Column | undefined => each.column ?? each.entity
  const isNamed = (each: Segment['tokens'][number]): boolean =>
    isFree(segment, each) && named(each) !== undefined && !isMeasurable(named(each)!)
  const subject =
    tokens.slice(from, from + 4).find((each) => each.end <= clause.end && isNamed(each)) ??
    tokens.slice(0, index).findLast((each) => each.start >= clause.start && isNamed(each))
  if (!subject) return undefined
  const rows = findRows(segment, index, clause)
  use(segment, ...tokens.slice(index, from), subject, rows?.token)
  const value = { fn: 'count' }
  const isPlural = /s$/.test(subject.folded) && named(subject)!.name.toLowerCase() !== subject.folded
  return {
    keys: [{ value, isDescending: token.folded !== 'least', at: token.start }],
    rows: rows?.rows ?? (isPlural ? undefined : 1),
    subject: named(subject),
    value,
  }
}

const isPlural = (segment: Segment, at: number): boolean => {
  const noun = segment.tokens.find((token) => token.start > at && token.kind !== 'number')
  return /\b(?:are|have|were|haben|hatten|sind|waren)\b/.test(
    segment.folded.slice(noun?.end ?? at, (noun?.end ?? at) + 20),
  )
}

/** "What is the highest price?" asks for a measure. */
const isMeasured = (segment: Segment, { index, isNamed }: Superlative): boolean => {
  const before = segment.folded.slice(Math.max(0, segment.tokens[index]!.start - 30), segment.tokens[index]!.start)
  return (
    isNamed &&
    /\b(?:what(?:'s| is| was| were)?|wie hoch|was (?:ist|war))\b[^.]*$/.test(before) &&
    !/\b(?:has|have|had)\b/.test(before)
  )
}

function addOrderFirst(query: TableQuery, key: OrderKey): void {
  const same = query.order.findIndex(({ value }) => value.column !== undefined && value.column === key.value.column)
  if (same >= 0) query.order[same] = { ...key, at: query.order[same]!.at ?? 0 }
  else if (
    key.value.column === undefined &&
    key.value.fn === undefined &&
    query.order[0]?.isImplied === true &&
    query.order[0].isTie !== true
  )
    query.order[0] = { ...query.order[0], isDescending: key.isDescending }
  else query.order.push(key)
}

/** Reads a superlative with the value beside it: "highest average price", "most expensive", "oldest". */
function readSuperlative(segment: Segment, query: TableQuery, index: number, limit: number): Superlative {
  const { tokens } = segment
  const token = tokens[index]!
  const { folded } = token
  const isLow = lowSuperlatives.test(folded)
  const isCountWord = /^(?:most|least|fewest|meisten?|wenigsten?)$/.test(folded)
  if (token.column && isMeasurable(token.column))
    return {
      index,
      end: tokens[index + 1]?.column?.name === token.column.name ? index + 2 : index + 1,
      value: { column: token.column.name },
      isDescending: !isLow,
      isNamed: tokens[index + 1]?.column?.name === token.column.name,
    }
  const times = findTime(query.columns)
  const isTimed =
    timeSuperlatives.test(folded) ||
    (earlyWords.test(folded) && !query.columns.some(({ name }) => /age|alter/i.test(name)))
  let end = index + 1
  let hasOthers = false
  let fn: string | undefined
  for (let next = index + 1; next < tokens.length && next <= index + 6; next++) {
    const each = tokens[next]!
    if (each.end > limit || each.kind === 'operator' || !isFree(segment, each)) break
    const measure = findMeasures(segment.folded.slice(each.start, limit)).find(({ start }) => start === 0)
    if (measure && fn === undefined && measure.fn !== 'min' && measure.fn !== 'max' && !each.column) {
      ;({ fn } = measure)
      end = indexAt(segment, each.start + measure.end)
      next = end - 1
      continue
    }
    if (each.column) {
      const { column } = each
      if (isMeasurable(column) && !isYearColumn(column)) {
        return {
          index,
          end: hasOthers ? index + 1 : next + 1,
          value: {
            ...(fn !== undefined && fn !== 'count' ? { fn } : {}),
            column: column.name,
            ...(each.isPartial ? { isPartial: true } : {}),
          },
          isDescending: !isLow,
          isNamed: true,
        }
      }
      if (isTime(column.type) && (isTimed || earlyWords.test(folded) || lateWords.test(folded)))
        return {
          index,
          end: next + 1,
          value: { column: column.name },
          isDescending: !earlyWords.test(folded) && !isLow,
          isNamed: true,
        }
      // "most orders", "fewest cities": rows are counted.
      if (isCountWord) return { index, end: next + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
      break
    }
    // "lowest and highest price": both are of the price.
    const isShared =
      (each.kind === 'comma' || /^(?:and|und|or|oder)$/.test(each.folded)) && startsValue(segment, next + 1, limit)
    if (/^(?:loss|losses|verluste?n?|defizit)$/.test(each.folded)) {
      // "the biggest loss" is the lowest profit.
      const profit = query.columns.find(({ name, type }) => isNumber(type) && /profit|gain|gewinn/i.test(name))
      if (profit) return { index, end: next + 1, value: { column: profit.name }, isDescending: isLow, isNamed: true }
    }
    if (isShared || (next > index + 1 && isSuperlative(each.folded))) {
      hasOthers = true
      continue
    }
    if (
      /^(?:by|per|in|for|with|has|first|on|at|nach|mit|je|pro|from|and|und|zuerst|oben|hat|haben|is|are|to)$/.test(
        each.folded,
      )
    )
      break
    // "the most rain": an amount, not a value.
    const amount = isCountWord && each.cell ? findNumericSynonym(each.folded, query.columns) : undefined
    if (amount) return { index, end: next + 1, value: { column: amount.name }, isDescending: !isLow, isNamed: true }
    // "most recent", "most expensive": not a number of things.
    if (isCountWord && each.folded === 'recent' && times !== undefined)
      return { index, end: next + 1, value: { column: times }, isDescending: !isLow, isNamed: true }
    const isAdjective = /[a-z]{3,}(?:ive|ful|ous|able|ible|ic|ent|ant|ar|ed)$/.test(each.folded)
    if (isCountWord && isAdjective && each.kind === 'word') {
      end = next + 1
      break
    }
    if (isCountWord && each.kind === 'word' && !/^(?:of|the|number)$/.test(each.folded) && fn === undefined) {
      return { index, end: next + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
    }
  }
  if (isTimed && times !== undefined)
    return { index, end: index + 1, value: { column: times }, isDescending: lateWords.test(folded), isNamed: false }
  // "the highest site": by its elevation.
  const isPlain = fn === undefined && query.measures.length + query.groups.length + query.computed.length === 0
  const dimension = isPlain
    ? findNumericSynonym(folded.replace(/(?:est|ste[nrms]?)$/, ''), query.columns)
    : undefined
  if (dimension) return { index, end: index + 1, value: { column: dimension.name }, isDescending: !isLow, isNamed: false }
  const value = fn === undefined ? undefined : { fn }
  return { index, end, value, isDescending: earlyWords.test(folded) ? true : !isLow, isNamed: value !== undefined }
}

/** Whether a superlative or measure follows, perhaps after an article: "the lowest and the highest price". */
function startsValue({ tokens, folded }: Segment, from: number, limit: number): boolean {
  const token = tokens[/^(?:the|der|die|das|den|dem)$/.test(tokens[from]?.folded ?? '') ? from + 1 : from]
  return (
    token !== undefined &&
    (isSuperlative(token.folded) || findMeasures(folded.slice(token.start, limit)).some(({ start }) => start === 0))
  )
}

/** Finds the number of rows in a ranking: "3 worst days", "the five stations with the highest …". */
function findRows(
  segment: Segment,
  index: number,
  clause: { readonly start: number },
): { readonly rows: number; readonly token: Segment['tokens'][number] } | undefined {
  const { tokens } = segment
  for (let before = index - 1; before >= 0 && before >= index - 7; before--) {
    const token = tokens[before]!
    if (token.start < clause.start || token.kind === 'comma' || /^(?:and|und|plus|to|bis)$/.test(token.folded))
      return undefined
    if (
      token.kind === 'number' &&
      isFree(segment, token) &&
      Number.isInteger(token.value) &&
      Number(token.value) > 0 &&
      !/^(?:19|20)\d{2}$/.test(token.raw)
    ) {
      const previous = tokens[before - 1]?.folded ?? ''
      if (/^(?:over|above|below|under|than|least|in|since|until|uber|unter|seit|als|mindestens)$/.test(previous))
        return undefined
      return { rows: Number(token.value), token }
    }
  }
  return undefined
}

/** Finds the column or noun that is ranked: "which city", "the 3 cities with the most …", "5 busiest airports". */
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
    isFree(segment, token) &&
    ((token.column !== undefined &&
      token.column.name !== value?.column &&
      !(isNumber(token.column.type) && !isYearColumn(token.column))) ||
      (findPeriod(token) !== undefined && tokens[tokens.indexOf(token) + 1]?.kind !== 'number'))
  const before = tokens
    .slice(0, index)
    .findLast(
      (token) =>
        token.start >= clause.start &&
        (isSubject(token) || (token.entity !== undefined && isFree(segment, token))) &&
        !isFollowedByCondition(segment, token),
    )
  const after = tokens.slice(end, end + 3).find((token) => token.end <= clause.end && isSubject(token))
  const token = before ?? after
  if (!token) return undefined
  const period = findPeriod(token)
  if (period && (!token.column || isTime(token.column.type))) {
    const column = query.columns.find(({ name }) => name.toLowerCase() === period.name)
    return column ?? { name: period.name, type: 'PERIOD' }
  }
  return token.column ?? token.entity
}

const isFollowedByCondition = ({ tokens }: Segment, token: Segment['tokens'][number]): boolean => {
  const next = tokens[tokens.indexOf(token) + 1]
  return next?.kind === 'operator' || /^(?:is|=|equals|ist)$/.test(next?.folded ?? '')
}

/** Reads "top 5 products by revenue", "first 10 rows", "limit to 20", "keep three". */
function readTop(segment: Segment, query: TableQuery): Ranking | undefined {
  const { tokens } = segment
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind !== 'number' || !isFree(segment, token)) continue
    const rows = Number(token.value)
    if (!Number.isInteger(rows) || rows < 1 || /^(?:19|20)\d{2}$/.test(token.raw)) continue
    const [before, further, next] = [tokens[index - 1], tokens[index - 2], tokens[index + 1]]
    if (
      /^(?:%|percent|prozent|digits?|letters?|characters?|ziffern?|stellen?|buchstaben?|zeichen|words?)$/.test(
        next?.folded ?? '',
      )
    )
      continue
    const isTop = before !== undefined && topWords.test(before.folded) && !before.column
    const isNextTop = next !== undefined && /^(?:first|last|ersten|letzten)$/.test(next.folded)
    const clause = findClause(segment, token.start)
    const rest = segment.folded.slice(token.end, clause.end).trim()
    const isLimited =
      /^(?:to|limit|keep|show|take|return|give|only|nur|zeige?|auf|behalte|nimm|me|just|the)$/.test(
        before?.folded ?? '',
      ) &&
      (/\b(?:limit\w*|begrenz\w*|beschrank\w*)\b/.test(segment.folded.slice(clause.start, token.start)) ||
        (/^(?:rows?|entries|lines|records|results|zeilen|eintrage|of them)?(?: only)?$/.test(rest) &&
          (rest !== '' || /^(?:keep|show|take|limit|return|only|nur)$/.test(before?.folded ?? ''))))
    if (!isTop && !isNextTop && !isLimited) continue
    const word = isTop ? before!.folded : isNextTop ? next!.folded : 'first'
    use(segment, token, ...(isTop ? [before] : isNextTop ? [next] : [before]))
    const isLast = /^(?:last|letzten?)$/.test(word)
    const isRank = /^(?:top|bottom|flop)$/.test(word)
    if (!isRank) {
      query.limit = { how: isLast ? 'last' : 'first', rows }
      if (/^(?:the|die)$/.test(further?.folded ?? '')) use(segment, further)
      return undefined
    }
    // "sort by price and show the top 5": the highest.
    const [first] = query.order
    if (first?.isImplied) query.order[0] = { value: first.value, isDescending: word === 'top' }
    return readRankedBy(segment, query, index, rows, word !== 'top')
  }
  return undefined
}

/** Reads the value after "by": "by revenue", "nach durchschnittlichem Preis". */
function readRankedValue(segment: Segment, from: number, limit: number): RankedValue {
  const { tokens } = segment
  const start = tokens[from]?.start ?? limit
  const measure = findMeasures(segment.folded.slice(0, limit)).find((each) => each.start >= start)
  const column = tokens
    .slice(from)
    .find((token) => token.end <= limit && isFree(segment, token) && token.column && isMeasurable(token.column))
  if (measure) useText(segment, measure.start, measure.end)
  if (/^(?:by|nach)$/.test(tokens[from]?.folded ?? '') && (measure || column)) use(segment, tokens[from])
  use(segment, measure?.fn === 'count' ? undefined : column)
  return {
    ...(measure ? { fn: measure.fn } : {}),
    ...(column && measure?.fn !== 'count' ? { column: column.column!.name } : {}),
  }
}

/** Reads what "top 5 cities by revenue" ranks. */
function readRankedBy(segment: Segment, query: TableQuery, index: number, rows: number, isLow: boolean): Ranking {
  const { tokens } = segment
  const clause = findClause(segment, tokens[index]!.start)
  const by = tokens.findIndex(
    (token, at) => at > index && token.end <= clause.end && /^(?:by|nach)$/.test(token.folded),
  )
  const end = by < 0 ? tokens.length : by
  const subject = tokens
    .slice(index + 1, end)
    .find(
      (token) =>
        token.end <= clause.end &&
        isFree(segment, token) &&
        ((token.column && !(isMeasurable(token.column) && by < 0)) || (token.entity && by >= 0)),
    )
  const value = readRankedValue(segment, by < 0 ? index + 1 : by, clause.end)
  if (subject?.isSynonym && subject.column && isMeasureName(subject.column.name)) use(segment, subject)
  return {
    keys: Object.keys(value).length > 0 || query.order.length === 0 ? [{ value, isDescending: !isLow }] : [],
    rows,
    subject: subject?.column ?? subject?.entity,
    value,
  }
}
