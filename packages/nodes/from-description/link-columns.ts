import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isIdentifier } from './conditions/compared-columns.ts'
import { listSynonyms } from './synonyms.ts'
import { isMisspelled } from './misspelling.ts'
import { fold, isReversedName, stemColumnName, stem } from './stem.ts'
import type { Token } from './words.ts'

/** Words that never match part of a column name. */
const ordinaryWords = new Set(
  'respective respectively row rows record records line lines entry entries zeile zeilen the and with all for from each per how many much name number than that this them their into out new not are one has have der die das den dem des und mit alle fur von aus wie viele neu nicht ist sind ein eine als nach'.split(
    ' ',
  ),
)

/** Words that occur in descriptions of steps. They refer to a column only if they are its complete name. */
const stepWords = new Set(
  'from to when day days month months year years hour hours time times group order count number amount rate share percent percentage sort type types kind kinds start stores label top source stock note power value wert tag tage monat monate jahr jahre stunde zeit anzahl anteil gruppe art name names namen title id nummer chart range area'.split(
    ' ',
  ),
)

/** Verbs that can also occur in column names. */
const verbWords = new Set(['make', 'show', 'keep', 'list', 'rate', 'set'])

interface NamedColumn {
  readonly column: Column
  readonly words: readonly string[]
  readonly folded: string
}

const maxWords = 5

/**
 * Replaces words with tokens for the columns that they name. Complete names take precedence, longest first. Parts of
 * names, synonyms ("cost" for `price`) and abbreviations (`temp` for "temperature") are linked only if they match
 * exactly one column.
 */
export function linkColumns(text: string, tokens: readonly Token[], columns: readonly Column[]): Token[] {
  const namedColumns = listNamedColumns(columns).toSorted((a, b) => b.words.length - a.words.length)
  const result: Token[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const completeName = token.cell ? undefined : findCompleteName(tokens, index, namedColumns)
    const match = completeName ?? (token.cell ? undefined : findPartialName(tokens, index, namedColumns))
    if (!match) {
      const entity = token.cell ? undefined : findEntity(token, namedColumns)
      result.push(entity ? { ...token, entity } : token)
      continue
    }
    const lastToken = tokens[index + match.tokenCount - 1] ?? token
    index += match.tokenCount - 1
    const raw = text.slice(token.start, lastToken.end)
    const matchFlags = completeName ? {} : { isPartial: true, ...(match.isSynonym ? { isSynonym: true } : {}) }
    result.push({
      kind: 'column',
      raw,
      folded: fold(raw),
      start: token.start,
      end: lastToken.end,
      column: match.column,
      ...matchFlags,
    })
  }
  const linkedTokens = result.map((token, index) => linkCoordinatedName(result, index, namedColumns) ?? token)
  return expandRanges(linkedTokens, columns)
}

/** Links the first word of "home and away score" to `home_score`: both names share the last word. */
function linkCoordinatedName(
  tokens: readonly Token[],
  index: number,
  namedColumns: readonly NamedColumn[],
): Token | undefined {
  const [token, connector, other] = tokens.slice(index, index + 3)
  if (token?.kind !== 'word' && token?.isPartial !== true) return undefined
  if (token.cell || !/^(?:and|und|or|oder|&)$/.test(connector?.folded ?? '') || !other?.column) return undefined
  const words = stemColumnName(other.column.name)
  if (words.length < 2) return undefined
  const expectedWords = [stem(token.raw), ...words.slice(1)]
  const matchingName = namedColumns.find(
    ({ column, words: columnWords }) =>
      column.name !== other.column!.name &&
      columnWords.length === expectedWords.length &&
      columnWords.every((word, wordIndex) => word === expectedWords[wordIndex]),
  )
  if (!matchingName) return undefined
  const { isSynonym: _, isPartial: __, entity: ___, ...rest } = token
  return { ...rest, kind: 'column', column: matchingName.column }
}

const monthStart = /^(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)/i

/** Inserts the columns between the first and last column of a series: "q1 to q5", "Jan to Jun". */
function expandRanges(tokens: readonly Token[], columns: readonly Column[]): Token[] {
  const toSeries = ({ name }: Column): string | undefined =>
    /^(\p{L}+[ _-]?)\d+(?:\D|$)/u.exec(name)?.[1] ?? (monthStart.test(name) ? 'month' : undefined)
  return tokens.flatMap((token, index) => {
    const [first, last] = [tokens[index - 1]?.column, tokens[index + 1]?.column]
    // "the growth from q1 to q4" compares two columns instead.
    const isChange = /^(?:from|von|between|zwischen)$/.test(tokens[index - 2]?.folded ?? '')
    const isConnector = /^(?:to|through|thru|till|bis|-)$/.test(token.folded) && !isChange
    const isRange = isConnector && first !== undefined && last !== undefined
    const series = isRange ? toSeries(first) : undefined
    if (series === undefined || toSeries(last!) !== series || first!.type !== last!.type) return [token]
    const position = { start: token.start, end: token.end }
    const comma: Token = { kind: 'comma', raw: ',', folded: ',', ...position }
    const columnsBetween = columns
      .slice(columns.indexOf(first!) + 1, Math.max(0, columns.indexOf(last!)))
      .filter((column) => toSeries(column) === series)
    const toToken = (column: Column): Token => ({
      kind: 'column',
      raw: column.name,
      folded: fold(column.name),
      ...position,
      column,
    })
    return [comma, ...columnsBetween.flatMap((column) => [toToken(column), comma])]
  })
}

/** Caches the words of each column's name, because every sentence is linked with the same columns. */
const cachedNames = new WeakMap<Column, NamedColumn>()

export const listNamedColumns = (columns: readonly Column[]): NamedColumn[] =>
  columns.map((column) => {
    const cachedName = cachedNames.get(column)
    if (cachedName) return cachedName
    const namedColumn = { column, words: stemColumnName(column.name), folded: fold(column.name) }
    cachedNames.set(column, namedColumn)
    return namedColumn
  })

interface ColumnMatch {
  readonly column: Column
  /** The number of tokens that name the column. */
  readonly tokenCount: number
  readonly isSynonym?: boolean
}

function findCompleteName(
  tokens: readonly Token[],
  index: number,
  namedColumns: readonly NamedColumn[],
): ColumnMatch | undefined {
  const token = tokens[index]!
  const quotedName = token.kind === 'text' ? fold(String(token.value)) : undefined
  const canBeName = token.kind === 'word' || token.kind === 'number'
  for (const { column, words, folded } of namedColumns) {
    if (quotedName === undefined ? canBeName && folded === token.folded : folded === quotedName)
      return { column, tokenCount: 1 }
    // The word "not" does not refer to a column `note`, although their stems match.
    if (words.length === 1 && ordinaryWords.has(token.folded)) continue
    if (!canBeName || words.length === 0 || (token.kind === 'number' && words.length === 1)) continue
    const length = countNameTokens(tokens, index, words)
    if (length > 0) return { column, tokenCount: length }
    const lastToken = tokens[index + 2]
    if (
      tokens[index + 1]?.folded === 'of' &&
      lastToken?.kind === 'word' &&
      isReversedName(column.name, token.raw, lastToken.raw)
    )
      return { column, tokenCount: 3 }
  }
  return undefined
}

/**
 * Returns the number of tokens from an index that form a name, or 0 if they do not. Hyphens may connect the words:
 * "no-shows".
 */
export function countNameTokens(tokens: readonly Token[], startIndex: number, words: readonly string[]): number {
  let index = startIndex
  for (const word of words) {
    if (index > startIndex && tokens[index]?.raw === '-') index++
    const next = tokens[index++]
    const isWord = next?.kind === 'word' || next?.kind === 'number'
    if (!isWord || (stem(next.raw) !== word && next.folded !== `${word}s`)) return 0
  }
  return index - startIndex
}

function findPartialName(
  tokens: readonly Token[],
  index: number,
  namedColumns: readonly NamedColumn[],
): ColumnMatch | undefined {
  const token = tokens[index]!
  const followsGroupingWord = groupingWords.has(tokens[index - 1]?.folded ?? '')
  const isShort =
    token.folded.length < 3 &&
    !/^[a-z]\d$/.test(token.folded) &&
    !(token.raw === token.raw.toUpperCase() && listSynonyms(token.folded).length > 0)
  if (token.kind !== 'word' || isShort || ordinaryWords.has(token.folded)) return undefined
  if (!followsGroupingWord && verbWords.has(token.folded)) return undefined
  // "older than 40" is a comparison, not a column name.
  const next = tokens[index + 1]?.folded ?? ''
  if (
    (['than', 'als'].includes(next) && token.folded.endsWith('er')) ||
    (/^(?:north|south|east|west)$/.test(token.folded) && next === 'of')
  )
    return undefined
  for (let length = Math.min(maxWords, tokens.length - index); length > 1; length--) {
    const range = tokens.slice(index, index + length)
    if (range.some(({ kind, cell }) => kind !== 'word' || cell)) continue
    const column = findUniqueMatch(namedColumns, (words) =>
      range.every(
        ({ folded, raw }) =>
          words.includes(stem(raw)) ||
          matchesAbbreviation(words, folded) ||
          words.some((each) => isMisspelled(folded, each)),
      ),
    )
    if (column) return { column, tokenCount: length }
  }
  const acronym = findUniqueMatch(
    namedColumns,
    (words) =>
      words.length > 2 &&
      words.length === token.folded.length &&
      words.every((each, wordIndex) => each[0] === token.folded[wordIndex]),
  )
  if (acronym) return { column: acronym, tokenCount: 1, isSynonym: true }
  const word = stem(token.raw)
  const partialMatch = findUniqueMatch(namedColumns, (words) => words.length > 1 && words.includes(word))
  // In a table with `unit_price` and `quantity`, "units" means the quantity.
  const isModifier =
    partialMatch &&
    isNumber(partialMatch.type) &&
    !isIdentifier(partialMatch) &&
    token.folded.endsWith('s') &&
    stemColumnName(partialMatch.name).at(-1) !== word
  const synonymColumn = isModifier ? findSynonymColumn(token.folded, namedColumns) : undefined
  if (synonymColumn && synonymColumn !== partialMatch) return { column: synonymColumn, tokenCount: 1, isSynonym: true }
  if (partialMatch) return { column: partialMatch, tokenCount: 1 }
  // If several columns contain "cost", the word means the total, never a synonym.
  if (namedColumns.filter(({ words }) => words.includes(word)).length > 1) {
    const totalColumn = findUniqueMatch(
      namedColumns,
      (words) => words.includes(word) && words.some((each) => totalStems.has(each)),
    )
    return totalColumn && { column: totalColumn, tokenCount: 1, isSynonym: true }
  }
  const percentageColumn = /^percent(?:age)?s?$/.test(token.folded)
    ? findUniqueMatch(namedColumns, (words) => words.length === 1 && /^(?:pct|perc)$/.test(words[0]!))
    : undefined
  if (percentageColumn) return { column: percentageColumn, tokenCount: 1, isSynonym: true }
  // "Termin" matches the last part of `Liefertermin`.
  const isNoun = index > 0 && /^[A-ZÄÖÜ]\p{Ll}{4,}$/u.test(token.raw)
  const suffixMatch = isNoun
    ? findUniqueMatch(namedColumns, (words, folded) =>
        [folded, ...words].some((each) =>
          [token.folded, word].some((suffix) => each.length > suffix.length + 2 && each.endsWith(suffix)),
        ),
      )
    : undefined
  if (suffixMatch) return { column: suffixMatch, tokenCount: 1 }
  // After a grouping word, as in "of each share" and "by type", even a step word can refer to a column.
  if (stepWords.has(token.folded) && !followsGroupingWord) return undefined
  // "Zylinder", "Kontinent"
  const cognate = token.folded.replace(/^z/, 'c').replaceAll('sch', 'ch').replaceAll('k', 'c')
  const cognateMatch =
    cognate !== token.folded && cognate.length > 5
      ? findUniqueMatch(namedColumns, (words) => words.includes(stem(cognate)))
      : undefined
  if (cognateMatch) return { column: cognateMatch, tokenCount: 1, isSynonym: true }
  const compoundMatch = findCompound(token.folded, namedColumns)
  if (compoundMatch) return { column: compoundMatch, tokenCount: 1, isSynonym: true }
  const abbreviationMatch = findUniqueMatch(namedColumns, (words) => matchesAbbreviation(words, token.folded))
  if (abbreviationMatch) return { column: abbreviationMatch, tokenCount: 1 }
  const synonym = findSynonymColumn(token.folded, namedColumns)
  if (synonym) return { column: synonym, tokenCount: 1, isSynonym: true }
  const correctedMatch = findUniqueMatch(namedColumns, (words) =>
    words.some((each) => isMisspelled(token.folded, each)),
  )
  return correctedMatch && { column: correctedMatch, tokenCount: 1 }
}

const nameWords = new Set(['name', 'title', 'titel'].map(stem))
const keyWords = new Set(['id', 'number', 'code', 'nr', 'no', 'key'].map(stem))

/**
 * Returns the name column or, if there is none, the identifier column of the entity that a noun refers to: `Product
 * Name` for "products".
 */
function findEntity({ kind, raw, folded }: Token, namedColumns: readonly NamedColumn[]): Column | undefined {
  if (kind !== 'word' || folded.length < 3 || ordinaryWords.has(folded)) return undefined
  for (const noun of [folded, ...listSynonyms(folded)]) {
    const word = stem(noun === folded ? raw : noun)
    const candidates = namedColumns.filter(({ words }) => words.length === 2 && words[0] === word)
    const candidateLists = [nameWords, keyWords].map((allowedStems) =>
      candidates.filter(({ words }) => allowedStems.has(words[1]!)),
    )
    const [entity] = candidateLists.find((list) => list.length === 1) ?? []
    if (entity) return entity.column
  }
  return undefined
}

const groupingWords = new Set([
  'each',
  'every',
  'per',
  'by',
  'je',
  'pro',
  'nach',
  'jede',
  'jedes',
  'jeden',
  'jeder',
  'jedem',
])

/** Returns the only column that passes a test or, if several do, the only boolean one. */
function findUniqueMatch(
  namedColumns: readonly NamedColumn[],
  test: (words: readonly string[], folded: string) => boolean,
): Column | undefined {
  const matches = namedColumns.filter(({ words, folded }) => test(words, folded))
  if (matches.length === 1) return matches[0]!.column
  // In "awarded contracts", the word refers to the boolean column `awarded`, not to `award_date`.
  const flags = matches.filter(({ column }) => column.type === 'BOOLEAN')
  return flags.length === 1 ? flags[0]!.column : undefined
}

const unitStems = new Set(['mm', 'cm', 'm', 'km', 'g', 'kg', 'in', 'ft', 'pct'].map(stem))

/**
 * Returns the column whose two words, ignoring units, match the parts of a German compound: `temp_max` for
 * "Höchsttemperatur".
 */
function findCompound(folded: string, namedColumns: readonly NamedColumn[]): Column | undefined {
  if (!/^[a-z]{9,}$/.test(folded)) return undefined
  const toStems = (word: string): ReadonlySet<string> => new Set([word, ...listSynonyms(word)].map(stem))
  for (let split = 4; split <= folded.length - 4; split++) {
    const [first, last] = [toStems(folded.slice(0, split)), toStems(folded.slice(split))]
    if (first.size + last.size < 3) continue
    const column = findUniqueMatch(
      namedColumns,
      (words) =>
        words.filter((word) => !unitStems.has(word)).length === 2 &&
        words.some((word) => first.has(word)) &&
        words.some((word) => last.has(word)),
    )
    if (column) return column
  }
  return undefined
}

/** Returns the numeric column for which a word is a synonym: `precipitation` for "rain". */
export const findNumericSynonymColumn = (folded: string, columns: readonly Column[]): Column | undefined =>
  findSynonymColumn(folded, listNamedColumns(columns.filter(({ type }) => isNumber(type))))

const totalStems = new Set(['total', 'gesamt', 'overall'].map(stem))

/** Returns the column that a comparative refers to: `age` for "older". */
export function findComparativeColumn(folded: string, columns: readonly Column[]): Column | undefined {
  if (!folded.endsWith('er') || folded.length < 5) return undefined
  const base = folded
    .replace(/ier$/, 'y')
    .replace(/([bdgmnpt])\1er$/, '$1')
    .replace(/er$/, '')
  const namedColumns = listNamedColumns(columns)
  return findSynonymColumn(base, namedColumns) ?? findUniqueMatch(namedColumns, (words) => words.includes(stem(base)))
}

function findSynonymColumn(folded: string, namedColumns: readonly NamedColumn[]): Column | undefined {
  const base = toBaseAdjective(folded)
  // In "the highest wind", the superlative does not refer to a height.
  if (/^(?:high|low|large|small|big|hoch|hoh|niedrig|gros|klein|lang|kurz)(?:er|est|ste|ere|te)/.test(folded))
    return undefined
  for (const synonym of new Set([...listSynonyms(folded), ...listSynonyms(base)])) {
    const word = stem(synonym)
    const column =
      findUniqueMatch(namedColumns, (words) => words.length === 1 && words[0] === word) ??
      findUniqueMatch(namedColumns, (words) => words.includes(word)) ??
      // If several columns match, the total is meant.
      findUniqueMatch(namedColumns, (words) => words.includes(word) && words.some((each) => totalStems.has(each)))
    if (column) return column
    // "hotter than 35" refers to `temp_max` rather than `temp_min`.
    const matchingColumns = namedColumns.filter(({ words }) => words.includes(word))
    const extremeWords = /^(?:hot|warm|hei|wet)/.test(base)
      ? ['max', 'high']
      : /^(?:cold|cool|kalt|kuhl|frost)/.test(base)
        ? ['min', 'low']
        : []
    const extremeColumns =
      matchingColumns.length === 2
        ? matchingColumns.filter(({ words }) => words.some((each) => extremeWords.includes(each)))
        : []
    if (extremeColumns.length === 1) return extremeColumns[0]!.column
    // Further synonyms are less likely and could match unrelated columns.
    if (matchingColumns.length > 1) return undefined
  }
  return undefined
}

/** Converts a superlative to its adjective: "heavy" for "heaviest", "teuer" for "teuerste". */
const toBaseAdjective = (folded: string): string =>
  /^(?:latest|best|first|last|forest|interest|request|test|west|harvest|erste|letzte|beste|meiste)/.test(folded)
    ? folded
    : folded
        .replace(/(?<=[a-z]{4})most$/, '')
        .replace(/iest$/, 'y')
        .replace(/([bdgmnpt])\1est$/, '$1')
        .replace(/est$|ste[nrsm]?$/, '')

/**
 * Returns whether a word and one of a column's words abbreviate each other: `temp` and "temperature", `precipitation`
 * and "precip".
 */
const matchesAbbreviation = (words: readonly string[], folded: string): boolean =>
  folded.length > 3 &&
  toBaseAdjective(folded) === folded &&
  words.some(
    (word) =>
      word.length > 2 &&
      word !== folded &&
      ((folded.length > 4 && word.length < folded.length && word.length > 3 && folded.startsWith(word)) ||
        (word.length > folded.length + 2 && word.startsWith(folded))),
  )

const cachedKeys = new WeakMap<readonly Column[], string>()

/** Returns a cache key that is the same for equal columns. */
export function getColumnsKey(columns: readonly Column[]): string {
  const key = cachedKeys.get(columns) ?? JSON.stringify(columns)
  cachedKeys.set(columns, key)
  return key
}
