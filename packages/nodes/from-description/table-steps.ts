import { isNumber, isTime } from '@aw-flow/engine'
import type { Column, Config } from '@aw-flow/schema'
import { collectColumns, getTokensFrom, type ClauseWords } from './clauses.ts'
import { findNumericColumn, invertConditions, isDate, readConditions, type WordConditions } from './conditions.ts'
import { isFiller } from './find-unused-words.ts'
import { toRowCondition } from './row-condition-text.ts'
import type { Token } from './words.ts'

/** A node type with its settings. */
export interface StepDraft {
  readonly type: string
  readonly config: Config
}

/** A rule that recognizes a step in a clause and creates its nodes. */
export interface StepRule {
  /** Matches clauses, in lower case and without diacritics, that describe the step. */
  readonly test: RegExp
  /** Returns the nodes; `undefined` if the clause lacks required information. */
  read(clause: ClauseWords): readonly StepDraft[] | undefined
}

const filterVerbs =
  /\b(?:filter\w*|keep|only|just|nur|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip|behalt\w*|exclude|excluding|ausschlies\w*|discard|omit|drop|delete|remove|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|verw[ie]rf\w*|select rows|rows (?:where|with|that)|zeilen,? (?:mit|bei|in|wo))\b/
const removalVerbs =
  /\b(?:remove|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip|drop|delete|exclude|excluding|discard|omit|filter out|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|ausschlies\w*|verw[ie]rf\w*)\b/
const groupWords =
  /\b(?:grouped by|group by|broken down by|by|per|for each|for every|in each|in every|of each|of every|across|each|every|je|pro|nach|fur jede[nrs]?|gruppiert nach)\b/

const createFilterStep = ({ conditions, match }: WordConditions): StepDraft => ({
  type: 'filter',
  config: { conditions: conditions.map((condition) => ({ ...condition })), match },
})

/** Functions of the Aggregate node, by the words for them. More specific words come first. */
const measures: readonly (readonly [fn: string, words: RegExp])[] = [
  [
    'count-distinct',
    /\b(?:(?:number|count) of (?:the )?(?:different|distinct|unique)|count (?:the )?(?:different|distinct|unique)|how many (?:different|distinct|unique)|(?:anzahl|zahle) (?:der |die )?(?:verschiedene\w*|unterschiedliche\w*|eindeutige\w*)|wie viele (?:verschiedene|unterschiedliche)\w*)\b/,
  ],
  ['count', /\b(?:count|counts|number of|how many|how often|anzahl|wie viele[nr]?|wie oft|zahlen?|zahle)\b/],
  ['mean', /\b(?:average|mean|avg|durchschnitt\w*|mittelwert\w*|mittlere\w*)\b/],
  ['median', /\bmedian\b/],
  ['stddev', /\b(?:standard deviation|stddev|standardabweichung)\b/],
  [
    'sum',
    /\b(?:sum|sums|how much|wie viel(?! prozent)|total|totals|add up|adds? .{0,30}up|altogether|combined|summe|summen|summier\w*|gesamt\w*|insgesamt)\b/,
  ],
  [
    'min',
    /\b(?:minimum|min|lowest|smallest|cheapest|earliest|minimal\w*|kleinste\w*|niedrigste\w*|gunstigste\w*|fruheste\w*)\b/,
  ],
  [
    'max',
    new RegExp(
      String.raw`\b(?:maximum|max|highest|largest|biggest|latest|most expensive|maximal\w*|hochste\w*|groste\w*|spateste\w*|teuerste\w*)\b`,
    ),
  ],
]

const countMeasure = { function: 'count', column: '', as: 'count' }

interface FoundMeasure {
  readonly fn: string
  readonly start: number
  readonly end: number
}

export function findMeasures(folded: string): FoundMeasure[] {
  const found: FoundMeasure[] = []
  for (const [fn, words] of measures) {
    for (const match of folded.matchAll(new RegExp(words, 'g'))) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ fn, start, end })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

interface Period {
  /** Nouns and adverbs for the period. */
  readonly words: RegExp
  /** Adverbs, which group without "by". */
  readonly adverb: RegExp
  readonly name: string
  /** Returns the expression of the period from the text of a date, such as "2024-03-01 08:00:00". */
  readonly expression: (text: string) => string
}

const periods: readonly Period[] = [
  {
    words: /\b(?:month|months|monthly|monat|monate|monats|monatlich\w*)\b/,
    adverb: /\b(?:monthly|monatlich\w*)\b/,
    name: 'month',
    expression: (text) => `$substring(${text}, 0, 7)`,
  },
  {
    words: /\b(?:quarter|quarters|quarterly|quartal|quartale|quartalsweise)\b/,
    adverb: /\b(?:quarterly|quartalsweise)\b/,
    name: 'quarter',
    expression: (text) => `$substring(${text}, 0, 4) & "-Q" & $string($ceil($number($substring(${text}, 5, 2)) / 3))`,
  },
  {
    words: /\b(?:decade|decades|jahrzehnt|jahrzehnte|dekade\w*)\b/,
    adverb: /\b(?:jahrzehnteweise)\b/,
    name: 'decade',
    expression: (text) => `$floor($number($substring(${text}, 0, 4)) / 10) * 10`,
  },
  {
    words: /\b(?:year|years|yearly|annual|annually|jahr|jahre|jahres|jahrlich\w*)\b/,
    adverb: /\b(?:yearly|annual|annually|jahrlich\w*)\b/,
    name: 'year',
    expression: (text) => `$substring(${text}, 0, 4)`,
  },
  {
    words: /\b(?:hour|hours|hourly|stunde|stunden|uhrzeit\w*)\b/,
    adverb: /\b(?:hourly|stundlich\w*)\b/,
    name: 'hour',
    expression: (text) => `$number($substring(${text}, 11, 2))`,
  },
  {
    words: /\b(?:day|days|daily|tag|tage|taglich\w*)\b/,
    adverb: /\b(?:daily|taglich\w*)\b/,
    name: 'day',
    expression: (text) => `$substring(${text}, 0, 10)`,
  },
]

/** Finds the period that a clause groups by, such as "by month", and the step that derives it from a date column. */
export function findPeriod({ folded, tokens, columns }: ClauseWords): { step: StepDraft; column: Column } | undefined {
  const dates = columns.filter(({ type }) => isTime(type))
  const namedDate = collectColumns(tokens).find(({ type }) => isTime(type))
  const date = namedDate ?? (dates.length === 1 ? dates[0] : undefined)
  // Other nouns for periods name the rows: "count the days by weather".
  const groupText = folded.slice(groupWords.exec(folded)?.index ?? folded.length)
  const period = periods.find(
    ({ words, adverb }) => words.test(groupText) || (adverb.test(folded) && !groupWords.test(folded)),
  )
  if (!period) return undefined
  const { words, name } = period
  if (!date) {
    // The decade of a column of years.
    const year = columns.find(
      (column) => isNumber(column.type) && /(?:^|[^a-z])(?:year|jahr)(?:$|[^a-z])/i.test(column.name),
    )
    if (name !== 'decade' || !year) return undefined
    const expression = `$floor(${quoteName(year.name)} / 10) * 10`
    return { step: { type: 'derive_column', config: { column: name, expression } }, column: { name, type: 'BIGINT' } }
  }
  if (collectColumns(tokens).some((column) => words.test(column.name.toLowerCase()))) return undefined
  const expression = period.expression(`$string(${quoteName(date.name)})`)
  return { step: { type: 'derive_column', config: { column: name, expression } }, column: { name, type: 'VARCHAR' } }
}

export const quoteName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)

interface Aggregation {
  readonly steps: readonly StepDraft[]
  readonly groups: readonly string[]
  /** The names of the measures. */
  readonly measures: readonly string[]
}

function readAggregation(clause: ClauseWords): Aggregation | undefined {
  const { folded, columns } = clause
  const grouping = findGrouping(clause)
  const foundMeasures = findMeasures(folded).filter(({ start }) => !isInside(clause, start) || hasOneMeasure(folded))
  const headEnd = grouping?.start ?? folded.length
  const period = findPeriod(clause)
  const groups = grouping
    ? collectColumns(grouping.tokens).filter(({ name }) => name !== period?.step.config.column)
    : []
  const dates = period ? groups.filter(({ type }) => isTime(type)) : []
  const groupNames = [
    ...groups.filter((column) => !dates.includes(column)).map(({ name }) => name),
    ...(period ? [period.column.name] : []),
  ]
  const isMeasured = ({ column, start }: Token, from: number, to: number): boolean =>
    column !== undefined && start >= from && start < to && !groupNames.includes(column.name)
  let sharedColumns: Column[] = []
  const measuresRead = foundMeasures
    .toReversed()
    .map((measure, index) => {
      const end = index === 0 ? folded.length : foundMeasures.at(-index)!.start
      const limit = measure.start < headEnd ? Math.min(end, headEnd) : end
      const columnsAfter = collectColumns(clause.tokens.filter((token) => isMeasured(token, measure.end, limit)))
      const columnsBefore = collectColumns(clause.tokens.filter((token) => isMeasured(token, 0, measure.start)))
      sharedColumns = columnsAfter.length > 0 ? columnsAfter : sharedColumns
      const last = columns.at(-1)
      const pronoun = last && /\b(?:it|them|diese\w*|sie|es)\b/.test(folded) ? [last] : []
      const stated = columnsAfter.length > 0 ? columnsAfter : sharedColumns.length > 0 ? sharedColumns : columnsBefore
      const named = stated.length > 0 ? stated : pronoun
      const listed = listNumbers(clause, named)
      return listed.length > 1 && measure.fn !== 'count'
        ? listed.map((column) => toMeasure(measure.fn, [column], columns))
        : [toMeasure(measure.fn, named, columns)]
    })
    .toReversed()
  const completeMeasures = measuresRead.flat().flatMap((measure) => measure ?? [])
  if (completeMeasures.length === 0 && groupNames.length === 0) return undefined
  if (completeMeasures.length === 0 && !/\b(?:group|gruppier)\w*/.test(folded)) return undefined
  const unique = completeMeasures.filter(
    ({ as }, index) => completeMeasures.findIndex((each) => each.as === as) === index,
  )
  const list = unique.length > 0 ? unique : [{ function: 'count', column: '', as: 'count' }]
  return {
    steps: [...(period ? [period.step] : []), { type: 'aggregate', config: { groupBy: groupNames, measures: list } }],
    groups: groupNames,
    measures: list.map(({ as }) => as),
  }
}

/** Returns the numeric columns of a list such as "price, cost and weight" that begins with the first named column. */
function listNumbers({ tokens }: ClauseWords, named: readonly Column[]): Column[] {
  const list: Column[] = []
  const first = tokens.findIndex(({ column }) => column !== undefined && column === named[0])
  for (const { column, kind, folded } of first < 0 ? [] : tokens.slice(first)) {
    if (column !== undefined && named.includes(column) && isNumber(column.type)) list.push(column)
    else if (column !== undefined || (kind !== 'comma' && !listWords.has(folded))) break
  }
  return [...new Set(list)]
}

const listWords = new Set(['and', 'und', 'the', 'of', 'der', 'die', 'das', 'den', 'des'])

/** Whether only one measure is named, which may then also be the name of a column. */
const hasOneMeasure = (folded: string): boolean => findMeasures(folded).length === 1

const isInside = ({ tokens }: ClauseWords, position: number): boolean =>
  tokens.some(({ kind, start, end }) => kind === 'column' && start <= position && position < end)

function toMeasure(
  fn: string,
  namedColumns: readonly Column[],
  columns: readonly Column[],
): { function: string; column: string; as: string } | undefined {
  if (fn === 'count') return { function: 'count', column: '', as: 'count' }
  const isNumeric = fn !== 'count-distinct' && fn !== 'min' && fn !== 'max'
  const column =
    namedColumns.find(({ type }) => !isNumeric || isNumber(type)) ??
    (isNumeric ? (findNumericColumn(columns) ?? findCountColumn(columns)) : undefined)
  return column && { function: fn, column: column.name, as: `${fn.replace('-', '_')}_${column.name}` }
}

/** Returns the column of counts or amounts that a noun without a column means: "flights" in a table with a count. */
const findCountColumn = (columns: readonly Column[]): Column | undefined => {
  const counts = columns.filter(
    ({ name, type }) => isNumber(type) && /^(?:count|n|number|quantity|amount|anzahl|menge)$/i.test(name),
  )
  return counts.length === 1 ? counts[0] : undefined
}

interface Grouping {
  readonly start: number
  readonly tokens: readonly Token[]
}

/** Finds the columns after "by", "per", "je" … */
export function findGrouping(clause: ClauseWords): Grouping | undefined {
  const match = groupWords.exec(clause.folded)
  if (!match) return undefined
  const end = match.index + match[0].length
  const measure = findMeasures(clause.folded).find(({ start }) => start > end)
  const groupVerb = /\bgruppier\w*/.exec(clause.folded)
  const stops = [
    measure?.start ?? clause.folded.length,
    ...(groupVerb && groupVerb.index > end ? [groupVerb.index] : []),
  ]
  const stop = Math.min(...stops)
  return { start: match.index, tokens: getTokensFrom(clause, end).filter(({ start }) => start < stop) }
}

/** Superlatives that put small values first. "Oldest" dates are small, too. */
const ascendingSuperlatives =
  /\b(?:lowest|smallest|cheapest|earliest|oldest|shortest|least|fewest|youngest|slowest|lightest|coldest|coolest|weakest|nearest|closest|niedrigste\w*|kleinste\w*|gunstigste\w*|billigste\w*|fruheste\w*|alteste\w*|kurzeste\w*|wenigste\w*|jungste\w*|langsamste\w*|leichteste\w*|kalteste\w*)\b/
const orderedFirst = /(?:first|at the top|on top|zuerst|oben)\b|\b(?:start\w*|begin\w*|beginn\w*) (?:with|mit)\b/

const isDescending = (folded: string): boolean =>
  /\b(?:desc|descending|absteigend\w*|high to low|highest to lowest|largest to smallest|most to least|z to a|reverse\w*|from (?:the )?(?:largest|highest|newest))\b/.test(
    folded,
  ) ||
  (orderedFirst.test(folded) &&
    /\b(?:\w{2,}est|most|best|\w{3,}ste[nrms]?)\b/.test(folded.replaceAll(/\b(?:first|at least)\b/g, '')) &&
    !ascendingSuperlatives.test(folded))

/** @param onlyFirst - Whether the direction is that of the first column: "tallest first, then by name". */
const createSortStep = (columns: readonly string[], isDescendingOrder: boolean, onlyFirst = false): StepDraft => ({
  type: 'sort',
  config: {
    by: columns.map((column, index) => ({
      column,
      direction: isDescendingOrder && !(onlyFirst && index > 0) ? 'descending' : 'ascending',
    })),
  },
})

/** Returns the column that a sort order implies: times or periods for "chronological", texts for "alphabetical". */
function findOrderedColumn(folded: string, columns: readonly Column[]): Column | undefined {
  if (/\b(?:alphabetical|alphabetisch)/.test(folded)) return columns.find(({ type }) => type === 'VARCHAR')
  const isTimed =
    /\b(?:chronological|chronologisch|earliest|oldest|newest|latest|most recent|fruheste|alteste|neueste|midnight|mitternacht|january|januar|by (?:time|date))/.test(
      folded,
    )
  if (!isTimed) return undefined
  const isPeriodName = ({ name }: Column): boolean => periods.some((period) => period.name === name)
  return (
    columns.find(isPeriodName) ??
    columns.find(({ type }) => isTime(type)) ??
    columns.find(({ name }) => /(?:^|[^a-z])(?:year|jahr)(?:$|[^a-z])/i.test(name))
  )
}

/** Whether a name is the name of a measure of an aggregation. */
export const isMeasureName = (name: string): boolean =>
  /^(?:count|sum|mean|median|min|max|count_distinct|stddev)(?:_|$)/.test(name)

const createFirstRowsStep = (rows: number): StepDraft => ({ type: 'sample', config: { how: 'first', rows } })

const findNumber = (tokens: readonly Token[]): number | undefined => {
  const token = tokens.find(({ kind }) => kind === 'number')
  return token === undefined ? undefined : Number(token.value)
}

/** A number, in digits or as a word. */
const count = String.raw`\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|hundred|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|funfzehn|zwanzig|funfzig|hundert`

export const topWords = new RegExp(
  String.raw`\b(?:(?:top|bottom|flop) (\w+)|(?:${count}) (?:largest|highest|biggest|best|most \w+|newest|latest|smallest|lowest|cheapest|oldest|groste\w*|hochste\w*|neueste\w*|teuerste\w*|kleinste\w*|niedrigste\w*|gunstigste\w*|beste[rns]?)(?= )|(?:${count}) (?:\w{2,}est|\w{3,}ste[nr])(?= |$)|(${count}) [\w ]{1,40}?(?:with (?:the )?(?:most|highest|largest|lowest|fewest|smallest)|mit (?:den|der|dem) (?:meisten|hochsten|grosten|wenigsten|kleinsten|niedrigsten)))`,
)
const lowWords =
  /\b(?:bottom|flop|smallest|lowest|fewest|cheapest|oldest|wenigsten|kleinste\w*|niedrigste\w*|gunstigste\w*)\b/

/** Reads "top 5 products by revenue" as the largest sums; without products, as the rows with the largest values. */
function readTop(clause: ClauseWords): readonly StepDraft[] | undefined {
  const { folded, tokens, columns } = clause
  const count = findNumber(tokens)
  if (count === undefined) return undefined
  const byMatch = new RegExp(
    String.raw`\b(?:by|nach|with (?:the )?(?:highest|most|largest|lowest|fewest|smallest)|mit (?:dem|der|den) (?:hochsten|meisten|grosten|wenigsten|kleinsten|niedrigsten))\b`,
  ).exec(folded)
  const columnsAfter = byMatch ? collectColumns(getTokensFrom(clause, byMatch.index + byMatch[0].length)) : []
  const columnsBefore = collectColumns(tokens.filter(({ start }) => !byMatch || start < byMatch.index))
  const measured = columns.findLast(({ name }) => isMeasureName(name) && name !== 'count')
  const counted = measured ?? columns.find(({ name, type }) => name === 'count' && isNumber(type))
  const isComputed = counted !== undefined && columns.length < 4
  // "the most orders": rows are counted unless they already are.
  if (byMatch && /most|fewest|meisten|wenigsten/.test(byMatch[0]) && columnsAfter.length === 0 && columnsBefore[0]) {
    const [subject] = columnsBefore
    const isLow = lowWords.test(folded)
    return [
      ...(isComputed ? [] : [{ type: 'aggregate', config: { groupBy: [subject.name], measures: [countMeasure] } }]),
      createSortStep([isComputed ? counted.name : 'count'], !isLow),
      createFirstRowsStep(count),
    ]
  }
  const value = columnsAfter.find(({ type }) => isNumber(type)) ?? columnsAfter[0] ?? findNumericColumn(columns)
  const synonyms = new Set(tokens.flatMap(({ isSynonym, column }) => (isSynonym && column ? [column.name] : [])))
  const subject = columnsBefore.find(
    ({ name }) => name !== value?.name && name !== columns[0]?.name && !synonyms.has(name),
  )
  const isLow = lowWords.test(folded)
  const foundMeasures = findMeasures(folded.slice(byMatch ? byMatch.index : folded.length))
  // "the lowest average weight" is an average.
  const foundMeasure = foundMeasures.find(({ fn }) => fn !== 'min' && fn !== 'max') ?? foundMeasures[0]
  if (subject && value && isNumber(value.type)) {
    const measure = toMeasure(foundMeasure?.fn ?? 'sum', [value], columns)!
    return [
      { type: 'aggregate', config: { groupBy: [subject.name], measures: [measure] } },
      createSortStep([measure.as], !isLow),
      createFirstRowsStep(count),
    ]
  }
  if (subject && (foundMeasure?.fn === 'count' || !value)) {
    const measure = { function: 'count', column: '', as: 'count' }
    return [
      { type: 'aggregate', config: { groupBy: [subject.name], measures: [measure] } },
      createSortStep(['count'], !isLow),
      createFirstRowsStep(count),
    ]
  }
  if (value) return [createSortStep([value.name], !isLow), createFirstRowsStep(count)]
  // "the 10 most expensive strikes, biggest total cost first": the order follows.
  return /\b(?:most|least|\w{3,}est)\b/.test(folded) ? [createFirstRowsStep(count)] : undefined
}

const fillMethods: readonly (readonly [RegExp, string])[] = [
  [/\b(?:average|mean|durchschnitt\w*|mittelwert\w*)\b/, 'mean'],
  [/\bmedian\b/, 'median'],
  [new RegExp(String.raw`\b(?:mode|most (?:frequent|common)|haufigste\w*)\b`), 'mode'],
  [/\b(?:interpolat\w*|interpolier\w*)\b/, 'interpolate'],
  [/\b(?:next|below|nachste\w*|folgende\w*)\b/, 'next'],
  [/\b(?:previous|last|above|forward|vorherige\w*|letzte\w*|vorige\w*)\b/, 'previous'],
]

const arithmetic: readonly (readonly [RegExp, string])[] = [
  [/\b(?:times|multiplied by|mal|multipliziert mit)\b|[*×]/, '*'],
  [/\b(?:divided by|geteilt durch|dividiert durch)\b|[/÷]/, '/'],
  [/\bminus\b|\s-\s|\b(?:difference|differenz|gap|unterschied) (?:between|zwischen|of|von)\b/, '-'],
  [/\b(?:ratio|quotient|verhaltnis) (?:of|between|von|zwischen)\b/, '/'],
  [/\b(?:product|produkt) (?:of|von|aus)\b/, '*'],
  [/\bplus\b|[+]/, '+'],
]

/** Matches a clause that is only a sort direction: "highest first". */
const directionPattern =
  /^(?:in )?(?:(?:the )?(?:\w+ ){1,3}(?:first|at the top|on top)|(?:\w+ ){1,3}zuerst|absteigend\w*|aufsteigend\w*|descending|ascending)(?: order)?$/

const aggregateWords =
  /\b(?:counts?|how often|how much|wie oft|wie viel|wie vielen|mean|number of|how many|average|mean|avg|median|sum|total|add up|altogether|group\w*|aggregate|minimum|maximum|highest|lowest|largest|smallest|standard deviation|anzahl|wie viele|zahle|zahlen|durchschnitt\w*|mittelwert\w*|summe|summier\w*|gesamt\w*|gruppier\w*|hochste\w*|niedrigste\w*|groste\w*|kleinste\w*|standardabweichung)\b/

/** Whether a clause completes the one before it: "sum and average of amount by city", "sort by date, newest first". */
export function continuesStep(previous: string, folded: string): boolean {
  if (/\b(?:sort|order|sortier|ordne|first|zuerst)/.test(previous) && /^(?:then )?(?:by|nach)\b/.test(folded))
    return true
  if (/\b(?:sort|order|sortier|ordne)/.test(previous) && directionPattern.test(folded)) return true
  const isAggregation = (text: string): boolean =>
    aggregateWords.test(text) &&
    !topWords.test(text) &&
    !directionPattern.test(text) &&
    !/\b(?:sort|order|rank|ordne|chart|plot|diagram)/.test(text)
  const areBothGrouped = findMeasures(previous).length > 0 && groupWords.test(previous) && groupWords.test(folded)
  return isAggregation(previous) && isAggregation(folded) && !areBothGrouped
}

/** Rules for steps on tables, in order of precedence. */
export const tableRules: readonly StepRule[] = [
  {
    test: /\b(?:pivot|kreuztabelle|(?:one|a) column (?:per|for each|for every)|(?:eine|je eine) spalte (?:je|pro|fur jede\w*))\b/,
    read(clause) {
      const { folded, tokens, columns } = clause
      const columnsAfter = (words: RegExp): Column[] => {
        const match = words.exec(folded)
        return match ? collectColumns(getTokensFrom(clause, match.index + match[0].length)).slice(0, 1) : []
      }
      const [across] = columnsAfter(
        /\b(?:columns? (?:per|for each|for every|from|of)|spalten? (?:je|pro|aus|fur jede\w*)|pivot (?:by|on)?|pivotiere nach)\b/,
      )
      const down = columnsAfter(/\b(?:rows? (?:per|for each|for every|of)|zeilen? (?:je|pro|fur jede\w*))\b/)
      const measure = findMeasures(folded)[0]
      const value = collectColumns(tokens).find(
        ({ name, type }) => isNumber(type) && name !== across?.name && !down.some((column) => column.name === name),
      )
      if (!across) return undefined
      const aggregated = toMeasure(measure?.fn ?? (value ? 'sum' : 'count'), value ? [value] : [], columns)
      if (!aggregated) return undefined
      const rows = down.map(({ name }) => name)
      const { function: fn, column } = aggregated
      return [{ type: 'pivot', config: { rows, column: across.name, function: fn, value: column } }]
    },
  },
  {
    test: /\b(?:unpivot|melt|(?:turn|transpose|convert|gather)\b.*\b(?:in)?to rows|columns (?:in)?to rows|spalten (?:in|zu) zeilen|zu zeilen (?:machen|umwandeln))\b/,
    read({ tokens }) {
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      return columnNames.length > 0 ? [{ type: 'unpivot', config: { columns: columnNames } }] : undefined
    },
  },
  {
    test: /\b(?:split|teile\w*|aufteilen|trenne\w*)\b/,
    read({ folded, tokens, columns }) {
      const conditions = readConditions(tokens, columns)
      if (conditions) return [{ type: 'split', config: { how: 'condition', ...createFilterStep(conditions).config } }]
      const percent = findNumber(tokens)
      if (percent !== undefined && percent <= 100 && /%|\b(?:percent|prozent)\b/.test(folded))
        return [{ type: 'split', config: { how: 'share', share: percent / 100 } }]
      if (/\b(?:train\w*|halves|half|halften|halfte)\b/.test(folded)) {
        return [{ type: 'split', config: { how: 'share', share: /\btrain/.test(folded) ? 0.8 : 0.5 } }]
      }
      return undefined
    },
  },
  {
    test: /\b(?:duplicates?|deduplicate\w*|dedupe|duplicated|unique rows|duplikat\w*|dublette\w*|doppelte\w*|mehrfache\w*)\b/,
    read({ folded, tokens }) {
      const keep = /\b(?:keep\w*|behalt\w*)\b.*\b(?:last|latest|newest|letzte\w*|neueste\w*)\b/.test(folded)
        ? 'last'
        : 'first'
      return [{ type: 'deduplicate', config: { columns: collectColumns(tokens).map(({ name }) => name), keep } }]
    },
  },
  {
    test: /\b(?:fill|fill in|impute|replace|set|put|use|write|insert|setze|schreibe|trage|fulle|fullen|auffullen|ersetze\w*)\b.*\b(?:empty|missing|blank|blanks|null|nulls|gaps|leer\w*|fehl\w*|lucken)\b|\b(?:empty|missing|blank|blanks|gaps|leer\w*|fehl\w*)\b.*\b(?:fill|put|use|write|insert|set to|becomes?|with|fullen|auffullen|ersetzen|einsetzen|eintragen|schreiben)\b/,
    read({ folded, tokens, columns }) {
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      const how = fillMethods.find(([words]) => words.test(folded))?.[1]
      if (how !== undefined) return [{ type: 'fill', config: { columns: columnNames, how } }]
      const withIndex = tokens.findIndex(({ folded: word }) =>
        ['with', 'by', 'to', 'mit', 'durch', 'auf'].includes(word),
      )
      const after = withIndex < 0 ? [] : tokens.slice(withIndex + 1).filter(({ kind }) => kind !== 'column')
      const token = after[0] ?? tokens.find(({ kind }) => kind === 'text' || kind === 'number')
      if (!token) return undefined
      const value = token.value ?? token.raw
      const fittingNames = columns
        .filter(({ type }) => isNumber(type) === (typeof value === 'number'))
        .map(({ name }) => name)
      return [
        {
          type: 'fill',
          config: { columns: columnNames.length > 0 ? columnNames : fittingNames, how: 'constant', value },
        },
      ]
    },
  },
  {
    test: /\b(?:round|rounded|runde|runden|gerundet)\b/,
    read: ({ folded, tokens, columns }) => {
      const named = collectColumns(tokens).filter(({ type }) => isNumber(type))
      const computed = columns.filter(({ name, type }) => isMeasureName(name) && isNumber(type))
      const numbers = named.length > 0 ? named : computed.length > 0 ? computed : columns.slice(-1)
      const isOneDigit = /\b(?:one|a|eine\w*) (?:decimal|digit|nachkomma|stelle|dezimal)/.test(folded)
      const digits = findNumber(tokens) ?? (isOneDigit ? 1 : 0)
      return numbers.length > 0
        ? numbers.map(({ name: column }) => ({
            type: 'derive_column',
            config: { column, expression: `$round(${quoteName(column)}, ${digits})` },
          }))
        : undefined
    },
  },
  {
    test: /\b(?:convert|cast|change|parse|turn|wandle|umwandeln|konvertier\w*)\b.*\b(?:number|numbers|text|date|dates|integer|zahl|zahlen|datum)\b/,
    read({ folded, tokens }) {
      const type = /\b(?:dates?|datum)\b/.test(folded.replace(/.*\b(?:to|into|in|as|zu)\b/, ''))
        ? 'DATE'
        : /\btext\b/.test(folded)
          ? 'VARCHAR'
          : /\binteger\b/.test(folded)
            ? 'BIGINT'
            : 'DOUBLE'
      const namedColumns = collectColumns(tokens)
      return namedColumns.length > 0
        ? [{ type: 'rename_and_cast', config: { columns: namedColumns.map(({ name: column }) => ({ column, type })) } }]
        : undefined
    },
  },
  {
    test: /\b(?:uppercase|upper case|lowercase|lower case|capital letters|trim|grosbuchstaben|kleinbuchstaben|gros schreiben|klein schreiben|strip spaces|leerzeichen)\b/,
    read({ folded, tokens }) {
      const fn = /upper|capital|gros/.test(folded) ? '$uppercase' : /lower|klein/.test(folded) ? '$lowercase' : '$trim'
      const texts = collectColumns(tokens).filter(({ type }) => type === 'VARCHAR')
      return texts.length > 0
        ? texts.map(({ name: column }) => ({
            type: 'derive_column',
            config: { column, expression: `${fn}(${quoteName(column)})` },
          }))
        : undefined
    },
  },
  {
    test: /\b(?:compute|calculate|work out|figure out|(?:what|which) (?:percentage|share)|(?:add|create) (?:an? |the )?(?:new )?column|(?:add|create) \w+(?= (?:=|as ))|new column|derive|multiply|berechne\w*|neue spalte|spalte hinzu\w*|multiplizier\w*)\b/,
    read(clause) {
      const { folded, tokens } = clause
      const operation = /\b(?:multiply|multiplizier\w*)\b/.test(folded)
        ? '*'
        : arithmetic.find(([words]) => words.test(folded))?.[1]
      const operator = tokens.findIndex((token) => arithmetic.some(([words]) => words.test(token.folded)))
      const isOperand = ({ kind }: Token): boolean => kind === 'column' || kind === 'number'
      const nearbyOperands =
        operator < 0
          ? tokens.filter(isOperand)
          : [
              ...tokens.slice(0, operator).filter(isOperand).slice(-1),
              ...tokens.slice(operator).filter(isOperand).slice(0, 1),
            ]
      const operands = nearbyOperands.slice(0, 2)
      const [part, whole] = findShareColumns(clause) ?? []
      if (part && whole)
        return [
          {
            type: 'derive_column',
            config: { column: 'percentage', expression: `100 * ${quoteName(part.name)} / ${quoteName(whole.name)}` },
          },
        ]
      if (operation === undefined || operands.length < 2) return readAggregation(clause)?.steps
      const [left, right] = operands.map(({ column, value }) => (column ? quoteName(column.name) : String(value)))
      const nameMatch =
        /\b(?:called|named|namens|genannt)\s+["“„'`]?([\p{L}_][\p{L}\p{N}_]*)/u.exec(folded) ??
        /\b(?:as|column|spalte|als)\s+["“„'`]?([\p{L}_][\p{L}\p{N}_]*)/u.exec(folded)
      const assignedName = tokens.find((token, index) => token.kind === 'word' && tokens[index + 1]?.raw === '=')
      const subject =
        /^(?:(?:compute|calculate|add|create|berechne)\s+)?(?:the |a |den |die |das )?([\p{L}_][\p{L}\p{N}_]*)\s+(?:as|als|=|from|aus)(?=\s)/u.exec(
          folded,
        )
      const foundName = assignedName?.folded ?? subject?.[1] ?? nameMatch?.[1]
      const name = tokens.find((token) => token.folded === foundName)?.raw ?? foundName ?? 'computed'
      return [{ type: 'derive_column', config: { column: name, expression: `${left} ${operation} ${right}` } }]
    },
  },
  {
    test: /\b(?:check|validate|ensure|verify|make sure|test that|must be|prufe\w*|validier\w*|sicherstellen|stelle sicher|muss|mussen)\b/,
    read({ folded, tokens, columns }) {
      const namedColumns = collectColumns(tokens)
      const conditions = readConditions(tokens, columns)
      const uniqueAt = /\b(?:unique|eindeutig\w*)\b/.exec(folded)?.index
      if (uniqueAt !== undefined && namedColumns.length > 0) {
        const before = collectColumns(tokens.filter(({ start }) => start < uniqueAt))
        const unique = before.length > 0 ? before : namedColumns
        const rules = unique.map(({ name }) => ({ name, unique: true }))
        const expression = conditions ? { expression: toRowCondition(conditions) } : {}
        return [{ type: 'validation', config: { schema: JSON.stringify({ columns: rules }), ...expression } }]
      }
      if (conditions) return [{ type: 'validation', config: { schema: '', expression: toRowCondition(conditions) } }]
      if (namedColumns.length === 0) return undefined
      if (!/\b(?:has|have|filled|present|hat|haben|ausgefullt|vorhanden)\b/.test(folded)) return undefined
      const lastColumnFilled = namedColumns
        .slice(-1)
        .map(({ name }) => ({ column: name, is: 'is-not-empty' as const, value: '' }))
      const expression = toRowCondition({ conditions: lastColumnFilled, match: 'all' })
      return [{ type: 'validation', config: { schema: '', expression } }]
    },
  },
  {
    test: new RegExp(
      String.raw`\b(?:which|who|welche[rs]?|wer)\b.*\b(?:most|highest|largest|meisten?|hochsten?|grosten?)\b`,
    ),
    read({ folded, tokens, columns }) {
      const namedColumns = collectColumns(tokens)
      const subject = namedColumns.find(({ type }) => !isNumber(type))
      const value = namedColumns.find(({ type, name }) => isNumber(type) && name !== columns[0]?.name)
      if (!subject) return undefined
      const named = findMeasures(folded).find(({ fn }) => ['sum', 'mean', 'median'].includes(fn))
      const measure = toMeasure(value ? (named?.fn ?? 'sum') : 'count', value ? [value] : [], columns)!
      return [
        { type: 'aggregate', config: { groupBy: [subject.name], measures: [measure] } },
        createSortStep([measure.as], true),
        createFirstRowsStep(findNumber(tokens) ?? 1),
      ]
    },
  },
  { test: topWords, read: readTop },
  {
    test: /\b(?:sort|sorted|order(?:ed)? by|rank|arrange|sortier\w*|ordne\w*|geordnet|(?:\w+est|most \w+|least \w+|most|best|worst) (?:\w+ ){0,2}(?:first|at the top|on top)|\w+ste\w* (?:\w+ ){0,2}(?:zuerst|oben)|absteigend\w*|descending|ascending|aufsteigend\w*|chronological\w*|chronologisch\w*|alphabetical\w*|alphabetisch\w*|(?:starting|beginning) with (?:the )?(?:\w+est|midnight|january|most \w+)|from (?:the )?(?:newest|oldest|highest|lowest|largest|smallest|latest|earliest|high|low|big|small)\b.* to)\b/,
    read(clause) {
      const { folded, columns } = clause
      const byMatch = /\b(?:by|nach)\b/.exec(folded)
      const columnsAfter = collectColumns(getTokensFrom(clause, byMatch ? byMatch.index : 0))
      const columnNames = columnsAfter.map(({ name }) => name)
      const last = columns.at(-1)
      const [measure] = findMeasures(folded.slice(byMatch?.index ?? folded.length)).filter(
        ({ fn }) => fn !== 'min' && fn !== 'max',
      )
      const subject = collectColumns(clause.tokens.filter(({ start }) => byMatch && start < byMatch.index))[0]
      const measured = measure && toMeasure(measure.fn, columnsAfter, columns)
      // "rank products by total revenue": the groups are computed first.
      if (subject && measured && columnsAfter[0] && !isMeasureName(columnsAfter[0].name)) {
        return [
          { type: 'aggregate', config: { groupBy: [subject.name], measures: [measured] } },
          createSortStep([measured.as], isDescending(folded) || /\brank/.test(folded)),
        ]
      }
      // Without a column, rows are sorted by the previously computed value.
      const isComputed =
        last !== undefined &&
        (isMeasureName(last.name) || (!byMatch && isNumber(last.type)) || /\b(?:it|them|this|that)\b/.test(folded))
      const inOrder = columnNames.length > 0 ? undefined : findOrderedColumn(folded, columns)
      if (inOrder) return [createSortStep([inOrder.name], isDescending(folded))]
      const lastName = isComputed ? last?.name : undefined
      const sortNames = columnNames.length > 0 ? columnNames : lastName === undefined ? [] : [lastName]
      const first = columns.find(({ name }) => name === sortNames[0])
      // "oldest first" means the highest age, but the earliest date.
      const isOldest = /\b(?:oldest|alteste\w*)\b/.test(folded) && first !== undefined && !isTime(first.type)
      return sortNames.length > 0
        ? [createSortStep(sortNames, isOldest || isDescending(folded), orderedFirst.test(folded))]
        : undefined
    },
  },
  {
    test: /\b(?:(?:first|last) \w+ (?:rows|entries|records|lines)|(?:take|keep|limit|show)(?: only)?(?: to)? (?:the )?(?:first|last) \w+|limit to|(?:ersten|letzten) \w+|sample|stichprobe|random\w*|zufallig\w*)\b/,
    read({ folded, tokens }) {
      const rows = findNumber(tokens) ?? 100
      if (/\b(?:random\w*|sample|stichprobe|zufallig\w*)\b/.test(folded)) {
        return /%|\b(?:percent|prozent)\b/.test(folded)
          ? [{ type: 'sample', config: { how: 'share', share: Math.min(rows / 100, 1) } }]
          : [{ type: 'sample', config: { how: 'rows', rows } }]
      }
      return [{ type: 'sample', config: { how: /\b(?:last|letzten)\b/.test(folded) ? 'last' : 'first', rows } }]
    },
  },
  {
    test: aggregateWords,
    read: (clause) => readAggregation(clause)?.steps,
  },
  {
    test: /\b(?:only (?:the )?columns?|(?:without|ohne) (?:the |die )?(?:columns?|spalten?)|keep (?:the |only )*columns?|select|(?:remove|drop|delete) (?:the )?columns?|nur (?:die )?spalten?|(?:entferne|losche) (?:die )?spalten?|spalten? .*(?:entfernen|loschen|behalten)|behalte (?:nur )?(?:die )?spalten?)\b/,
    read({ folded, tokens, columns }) {
      const isWithout = /\b(?:without|ohne) (?:the |die )?(?:columns?|spalten?)/.test(folded)
      const conditions = isWithout ? undefined : readConditions(tokens, columns)
      if (conditions) return [createFilterStep(conditions)]
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      const how = isWithout || removalVerbs.test(folded) ? 'drop' : 'keep'
      return columnNames.length > 0 ? [{ type: 'select', config: { columns: columnNames, how } }] : undefined
    },
  },
  {
    test: filterVerbs,
    read({ folded, tokens, columns }) {
      const conditions = readConditions(tokens, columns)
      const isRemoval = removalVerbs.test(folded)
      const columnNames = collectColumns(tokens).map(({ name }) => name)
      if (conditions) {
        const remaining = isRemoval ? invertConditions(conditions) : conditions
        if (remaining) {
          const listed = isRemoval ? [] : readListedColumns(tokens)
          const choice =
            listed.length > 1
              ? [{ type: 'select', config: { columns: listed.map(({ name }) => name), how: 'keep' } }]
              : []
          return [createFilterStep(remaining), ...choice]
        }
        const expression = `$not(${toRowCondition(conditions)})`
        return [{ type: 'filter', config: { conditions: [], match: 'all', expression } }]
      }
      if (isRemoval && /\b(?:empty|missing|blank|null|leere\w*|fehlende\w*)\b/.test(folded)) {
        const emptyChecks = columns.map(({ name: column }) => ({ column, is: 'is-not-empty', value: '' }))
        return [{ type: 'filter', config: { conditions: emptyChecks, match: 'all' } }]
      }
      // "only German customers" is a condition that cannot be read, not a choice of columns.
      const isOnlyColumns = tokens.every(
        ({ kind, folded: word, isPartial }) =>
          (kind === 'column' && !(isPartial && columnNames.length === 1)) ||
          kind === 'comma' ||
          (kind === 'word' && (columnListWords.test(word) || isFiller(word))),
      )
      return columnNames.length > 0 && isOnlyColumns
        ? [{ type: 'select', config: { columns: columnNames, how: isRemoval ? 'drop' : 'keep' } }]
        : undefined
    },
  },
  {
    test: /\b(?:clean|clean up|tidy|prepare|cosmograph|machine learning|bereinig\w*|saubere?\w*|aufbereit\w*|vorbereit\w*|bereite\w*)\b/,
    read({ folded }) {
      const target = /\bcosmograph|\bpoints\b|\bpunkte\b/.test(folded)
        ? 'cosmo-ready'
        : /\b(?:machine learning|training|ml|maschinelles lernen)\b/.test(folded)
          ? 'ml-ready'
          : 'generic'
      return [{ type: 'preparing', config: { target } }]
    },
  },
]

/** Words between the columns of a list. */
const listParts = new Set('and und the a der die das den their its as well'.split(' '))

/**
 * Returns the longest list of columns, such as "name, city and the state". A last column that is part of a comparison
 * is excluded.
 */
function readListedColumns(tokens: readonly Token[]): Column[] {
  let widest: Column[] = []
  let list: Column[] = []
  for (const [index, { kind, column, folded }] of tokens.entries()) {
    const next = tokens[index + 1]
    const isCompared =
      next !== undefined && next.kind !== 'comma' && !listParts.has(next.folded) && next.kind !== 'column'
    if (column) {
      list = [...list, column]
      if (list.length > widest.length && !(isCompared && readConditions(tokens.slice(index), [column]))) widest = list
    } else if (kind !== 'comma' && !listParts.has(folded)) list = []
  }
  return widest
}

/** Finds the columns of "what percentage of the private jobs are in manufacturing", and of "rent as a share of income". */
function findShareColumns({ folded, tokens }: ClauseWords): readonly [part: Column, whole: Column] | undefined {
  const at = /\b(?:percentage|percent|proportion|share|prozent\w*|anteil)\b/.exec(folded)?.index
  const numbers = collectColumns(tokens).filter(({ type }) => isNumber(type))
  if (at === undefined || numbers.length !== 2) return undefined
  const before = tokens.find(({ column }) => column?.name === numbers[0]!.name)!.start < at
  return before || /\b(?:share|percentage|percent|proportion) of .* (?:in|to|of|by) /.test(folded) === false
    ? before
      ? [numbers[0]!, numbers[1]!]
      : [numbers[1]!, numbers[0]!]
    : [numbers[1]!, numbers[0]!]
}

const columnListWords = new RegExp(
  `^(?:${filterVerbs.source}|the|and|only|just|all|me|us|please|column|columns|und|die|das|den|der|bitte|spalte|spalten|other|others|ubrigen|out)$`,
)

/** The patterns whose words the rules understand. */
export const tablePatterns: readonly RegExp[] = [
  ...tableRules.map(({ test }) => test),
  ...measures.map(([, words]) => words),
  ...periods.flatMap(({ words, adverb }) => [words, adverb]),
  ...fillMethods.map(([words]) => words),
  ...arithmetic.map(([words]) => words),
  filterVerbs,
  removalVerbs,
  groupWords,
  aggregateWords,
  lowWords,
  directionPattern,
  /\b(?:called|named|namens|als|percent|prozent|train|training|test|rest|zero|high|low|divide|divided|oder|called)\b/,
]

/** Steps that read conditions themselves, or have no rows to filter before them. */
const ownConditions = new Set([
  'filter',
  'validation',
  'split',
  'schedule',
  'webhook',
  'loading',
  'http_request',
  'fill',
  'join',
  'email',
  'notification',
  'approval',
])

/** Returns a filter for the values and comparisons of a clause that its steps do not use: "average price of Adelie". */
export function readImpliedFilter(
  { tokens, columns }: ClauseWords,
  drafts: readonly StepDraft[],
): readonly StepDraft[] {
  if (drafts.some(({ type }) => ownConditions.has(type))) return []
  const used = JSON.stringify(drafts.map(({ config }) => config))
  const cells = new Set(tokens.flatMap(({ cell }) => (cell ? [cell.value] : [])))
  const read = readConditions(tokens, columns)
  const isImplied = ({ value }: WordConditions['conditions'][number]): boolean =>
    [value]
      .flat()
      .every((each) => (typeof each === 'string' ? cells.has(each) || isDate(each) : true) && each !== '') &&
    ![value].flat().some((each) => used.includes(JSON.stringify(each)))
  // "number of deaths": a noun that is counted is not a value.
  const counted = new Set(
    tokens.flatMap(({ cell }, index) => {
      const next = tokens[index + 1]
      const isNoun = !next || next.kind === 'comma' || isFiller(next.folded) || groupWords.test(next.folded)
      const isCounted = /^(?:of|many|count|counts|anzahl|viele|zahle)$/.test(tokens[index - 1]?.folded ?? '')
      return cell && isNoun && isCounted ? [cell.value] : []
    }),
  )
  const conditions = (read?.conditions ?? []).filter(
    (condition) => isImplied(condition) && !(typeof condition.value === 'string' && counted.has(condition.value)),
  )
  return read && conditions.length > 0 ? [createFilterStep({ conditions, match: read.match })] : []
}

/**
 * Returns the aggregation of "strikes per state" (a count) or "revenue by region" (a sum), which does not name a
 * calculation.
 */
export function readBareGrouping(clause: ClauseWords): readonly StepDraft[] | undefined {
  const grouping = findGrouping(clause)
  const period = findPeriod(clause)
  const groups = grouping ? collectColumns(grouping.tokens) : []
  if (!grouping || grouping.start > 60 || (groups.length === 0 && !period)) return undefined
  if (/\b(?:sort\w*|order(?:ed)? by|rank\w*|chart|plot|pivot|sortier\w*)\b/.test(clause.folded)) return undefined
  const measured = collectColumns(clause.tokens.filter(({ start }) => start < grouping.start)).find(({ type }) =>
    isNumber(type),
  )
  const measure = measured ? toMeasure('sum', [measured], clause.columns) : countMeasure
  const names = [
    ...groups.filter(({ type }) => !period || !isTime(type)).map(({ name }) => name),
    ...(period ? [period.column.name] : []),
  ]
  return (
    measure && [
      ...(period ? [period.step] : []),
      { type: 'aggregate', config: { groupBy: names, measures: [measure] } },
    ]
  )
}

/** Returns a filter for a comparison without a verb: "where amount is over 100". */
export function readConditionWithoutVerb({ folded, tokens, columns }: ClauseWords): readonly StepDraft[] | undefined {
  const conditions = readConditions(tokens, columns)
  // "A lot of the speeds are missing." is a remark.
  const isRemark =
    conditions?.conditions.every(({ is }) => is === 'is-empty') &&
    !/\b(?:where|with|whose|which|that|for|bei|mit|wo|deren|dessen)\b/.test(folded)
  if (isRemark) return undefined
  return conditions && [createFilterStep(conditions)]
}
