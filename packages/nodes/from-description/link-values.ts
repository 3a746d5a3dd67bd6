import type { Column } from '@aw-flow/schema'
import { listPlaceForms, listValueForms } from './synonyms.ts'
import { getColumnsKey, listNamedColumns, countNameTokens } from './link-columns.ts'
import { isStopWord } from './find-unused-words.ts'
import { fold, isReversedName, stemColumnName, stem } from './stem.ts'
import { phrases } from './vocabulary.ts'
import type { Token } from './words.ts'

/** Known values of text columns, keyed by column name. */
export type ColumnValues = Readonly<Record<string, readonly string[]>>

const maxWords = 6
/** A column with more values is not searched for codes and partial matches. */
const maxSearchableValues = 60

interface Cell {
  readonly column: Column
  readonly value: string
}

/**
 * Merges words that form a value of a text column into one token that refers to this cell: "only Adelie penguins",
 * "from New York". The longest match wins. A value that occurs in several columns is assigned to the column that is
 * named next to it. If no such column is named, the value is not linked.
 */
export function linkValues(
  text: string,
  tokens: readonly Token[],
  columns: readonly Column[],
  values: ColumnValues,
): readonly Token[] {
  const cellIndex = indexCells(columns, values)
  if (cellIndex.cells.size === 0) return tokens
  const multiWordColumns = listNamedColumns(columns).filter(({ words }) => words.length > 1)
  const result: Token[] = []
  for (let position = 0; position < tokens.length; position++) {
    const token = tokens[position]!
    const adverbialCell = findAdverbialValue(tokens, position, cellIndex)
    if (adverbialCell) {
      const last = tokens[++position]!
      const raw = text.slice(token.start, last.end)
      result.push({ kind: 'word', raw, folded: fold(raw), start: token.start, end: last.end, cell: adverbialCell })
      continue
    }
    const isColumnName = columns.some(({ name }) => fold(name) === token.folded && name !== token.raw)
    // "starting with "Unknown"" compares only part of the text.
    const isComparedSubstring =
      token.kind === 'text' &&
      /^(?:with|mit|in|on|contains?|containing|includes?|including|enthalt\w*)$/.test(
        tokens[position - 1]?.folded ?? '',
      ) &&
      /^(?:start\w*|begin\w*|end\w*|beginn\w*|anfang\w*|that|which|name|names|title|and|or|not)$/.test(
        tokens[position - 2]?.folded ?? '',
      )
    const match = isColumnName || isComparedSubstring ? undefined : findCell(text, tokens, position, cellIndex)
    // "ship date" names a column, although "Shipped" is a value.
    const nameLength = Math.max(0, ...multiWordColumns.map(({ words }) => countNameTokens(tokens, position, words)))
    if (nameLength > (match?.length ?? 0)) {
      result.push(...tokens.slice(position, position + nameLength))
      position += nameLength - 1
      continue
    }
    // "date of death" can name a column.
    const isInReversedName =
      tokens[position - 1]?.folded === 'of' &&
      position > 1 &&
      columns.some(({ name }) => isReversedName(name, tokens[position - 2]!.raw, token.raw))
    if (!match || isInReversedName) {
      const partialMatch =
        isInReversedName || isColumnName
          ? undefined
          : (findValueByFirstWord(token, columns, cellIndex) ?? findDerivedValue(token, cellIndex))
      result.push(partialMatch ? { ...token, cell: partialMatch } : token)
      continue
    }
    const last = tokens[position + match.length - 1]!
    position += match.length - 1
    const raw = text.slice(token.start, last.end)
    result.push({
      kind: token.kind === 'text' ? 'text' : 'word',
      raw,
      folded: fold(raw),
      start: token.start,
      end: last.end,
      ...(token.kind === 'text' ? { value: match.cell.value } : {}),
      cell: match.cell,
    })
  }
  return linkListItems(result, cellIndex)
}

/**
 * Finds the value that an adverb and participle describe: "privately insured" means "private" in a column `insurance`.
 */
function findAdverbialValue(tokens: readonly Token[], index: number, { cells }: CellIndex): Cell | undefined {
  const base = /^([a-z]{4,})ly$/.exec(tokens[index]!.folded)?.[1]
  const participleBase = /^([a-z]{5,})ed$/.exec(tokens[index + 1]?.folded ?? '')?.[1]
  if (base === undefined || participleBase === undefined) return undefined
  return [base, base.replace(/i$/, 'y')]
    .flatMap((word) => cells.get(toKey(word)) ?? [])
    .find(({ column }) => splitWords(column.name).some((word) => word.startsWith(participleBase.slice(0, 6))))
}

const isListSeparator = (token: Token | undefined): boolean =>
  /^(?:,|and|or|und|oder|nor|noch|sowie|plus|&)$/.test(token?.folded ?? '')

/** Links the neighbors of a value in a list to values of the same column, even frequent words: "urgent or high". */
function linkListItems(tokens: readonly Token[], { cells }: CellIndex): readonly Token[] {
  const result = [...tokens]
  const linkToNeighbor = (position: number, neighborIndex: number): void => {
    const [token, neighborToken] = [result[position]!, result[neighborIndex]]
    if (
      token.cell ||
      token.kind !== 'word' ||
      !neighborToken?.cell ||
      (token.raw.length < 3 && token.raw === token.folded)
    )
      return
    const matchingCell = cells
      .get(toKey(token.raw))
      ?.find(({ column, value }) => column.name === neighborToken.cell!.column.name && fold(value) === token.folded)
    if (matchingCell) result[position] = { ...token, cell: matchingCell }
  }
  const findListNeighbor = (position: number, step: number): number | undefined => {
    let next = position + step
    if (!isListSeparator(result[next])) return undefined
    while (isListSeparator(result[next]) || /^(?:the|die|either|entweder)$/.test(result[next]?.folded ?? ''))
      next += step
    return next
  }
  for (const step of [-1, 1])
    for (let position = step < 0 ? 0 : tokens.length - 1; result[position]; position -= step) {
      const neighborIndex = findListNeighbor(position, step)
      if (neighborIndex !== undefined) linkToNeighbor(position, neighborIndex)
    }
  return result
}

/** An index for looking up the values of several columns. */
interface CellIndex {
  /** Cells, keyed by the stems of their words. */
  readonly cells: ReadonlyMap<string, readonly Cell[]>
  /** Cells whose value is a participle: "Cancelled". */
  readonly participles: readonly Cell[]
  /** Number of known values, keyed by column name. */
  readonly valueCounts: ReadonlyMap<string, number>
  /** Cells with an uppercase value, from columns with few values. */
  readonly codes: readonly Cell[]
  /** Cells with values of several words, from columns with few values, keyed by the stem of their first word. */
  readonly cellsByFirstWord: ReadonlyMap<string, readonly Cell[]>
}

/** Indexes cached for each set of values, because every sentence is linked with the same values. */
const cachedIndexes = new WeakMap<ColumnValues, Map<string, CellIndex>>()

function indexCells(columns: readonly Column[], values: ColumnValues): CellIndex {
  const indexesByColumns = cachedIndexes.get(values) ?? new Map<string, CellIndex>()
  cachedIndexes.set(values, indexesByColumns)
  const key = getColumnsKey(columns)
  const index =
    indexesByColumns.get(key) ??
    createIndex(
      columns.filter(({ name }) => (values[name]?.length ?? 0) > 0),
      values,
    )
  indexesByColumns.set(key, index)
  return index
}

function createIndex(columns: readonly Column[], values: ColumnValues): CellIndex {
  const cells = new Map<string, Cell[]>()
  const codes: Cell[] = []
  const cellsByFirstWord = new Map<string, Cell[]>()
  for (const column of columns) {
    const columnValues = values[column.name]!
    for (const value of columnValues) {
      const cell = { column, value }
      const key = toKey(value)
      const existingCells = cells.get(key)
      if (existingCells) existingCells.push(cell)
      else if (key !== '') cells.set(key, [cell])
      if (columnValues.length <= maxSearchableValues && /^[A-Z]{3,}$/.test(value)) codes.push(cell)
      const [first, second] = columnValues.length <= maxSearchableValues ? key.split(' ') : []
      if (first && second) cellsByFirstWord.set(first, [...(cellsByFirstWord.get(first) ?? []), cell])
    }
  }
  const participles = [...cells.values()].flat().filter(({ value }) => /^[a-z]{6,}(?:ed|ert)$/i.test(value))
  const valueCounts = new Map(columns.map(({ name }) => [name, values[name]!.length]))
  return { cells, participles, valueCounts, codes, cellsByFirstWord }
}

const splitWords = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
const toKey = (text: string): string => splitWords(text).map(stem).join(' ')

/** Frequent words. They are linked only if their letter case matches the value and they are not the first word. */
const frequentWords = new Set(
  'a an the in on at of or and to no not is are by for from with all other others total none new first last top as it me us be do go so up we one two high low average sum count der die das und oder in im an am von mit ab zu bis uber unter alle nur nicht neu ist es so unknown'.split(
    ' ',
  ),
)

function findCell(
  text: string,
  tokens: readonly Token[],
  index: number,
  { cells, codes, valueCounts }: CellIndex,
): { readonly cell: Cell; readonly length: number } | undefined {
  const first = tokens[index]!
  if (first.kind !== 'word' && first.kind !== 'text' && first.kind !== 'number') return undefined
  for (let length = Math.min(maxWords, tokens.length - index); length > 0; length--) {
    const last = tokens[index + length - 1]!
    if (
      last.kind === 'comma' ||
      (length > 1 && tokens.slice(index, index + length).some(({ kind }) => kind === 'comma'))
    )
      continue
    if (length === 1 && first.kind === 'number') continue
    const raw = first.kind === 'text' && length === 1 ? String(first.value) : text.slice(first.start, last.end)
    const words = splitWords(raw)
    if (words.length === 0) continue
    const forms = [words.join('_'), words.join('_').replace(/(?<=\w{4})(?:e[mnrs]?)$/, '')]
      .flatMap(listValueForms)
      .map((form) => form.replaceAll('_', ' '))
    const matchingCells = [raw, ...forms].flatMap((form) =>
      (cells.get(toKey(form)) ?? []).filter(({ value }) => isSameWord(form, value) && !isUnrelatedCode(form, value)),
    )
    const exactMatches = matchingCells.filter(({ value }) => value === raw)
    const foundCells =
      exactMatches.length > 0 ? exactMatches : matchingCells.length > 0 ? matchingCells : findPlaces(words, cells)
    if (foundCells.length === 0) {
      const code = length === 1 ? findCode(raw, codes) : undefined
      if (code) return { cell: code, length }
      continue
    }
    const exactMatch = foundCells.find(({ value }) => value === raw)
    const isAlternativeForm = cells.get(toKey(raw)) === undefined
    // A name such as "Oregon" matches a code in the table, but a code such as "or" does not match a name.
    if (isAlternativeForm && raw.length < 3) continue
    // In "chairs and tables", "tables" is a value; in "both tables", it is not.
    const isListItem = [tokens[index - 1], tokens[index + 1]].some((token) =>
      /^(?:and|or|und|oder|,)$/.test(token?.folded ?? ''),
    )
    const matchesIgnoringCase = foundCells.some(({ value }) => fold(value) === fold(raw))
    // In "priority high", the value follows its column's name.
    const followsName = foundCells.some(
      ({ column, value }) =>
        fold(value) === fold(raw) &&
        (raw === value || raw.length > 2) &&
        [...tokens.slice(Math.max(0, index - 2), index), ...tokens.slice(index + length, index + length + 1)].some(
          (token) => stemColumnName(column.name).includes(stem(token.raw)) && token.folded.length > 3,
        ),
    )
    const isFrequent =
      !(followsName && matchesIgnoringCase) &&
      (frequentWords.has(fold(raw)) || (isStopWord(fold(raw)) && !(isListItem && matchesIgnoringCase)))
    // "Deaths per day" counts rows, even if "Death" is a value.
    const isRowNoun =
      length === 1 &&
      /s$/i.test(raw) &&
      !matchesIgnoringCase &&
      !/^(?:from|in|for|only|nur|due|to)$/.test(tokens[index - 1]?.folded ?? '') &&
      /^(?:per|by|je|pro|nach)$/.test(tokens[index + 1]?.folded ?? '')
    // "10 days to ship" does not refer to the value "Shipped".
    const isVerb = length === 1 && !matchesIgnoringCase && tokens[index - 1]?.folded === 'to' && raw === fold(raw)
    if (isRowNoun || isVerb) continue
    const isAmbiguousWord =
      length === 1 && ((raw.length < 4 && !isAlternativeForm && !(followsName && matchesIgnoringCase)) || isFrequent)
    // "in" does not mean Indiana, and "CA" means California only in capital letters.
    const isDistinctive = raw.length > 2 && !isFrequent
    if (isAmbiguousWord && (!exactMatch || (raw === fold(raw) && !isDistinctive) || (index === 0 && isFrequent)))
      continue
    const cell = chooseCell(tokens, index, foundCells)
    // In "the arctic circle", the noun does not mean the city "Circle".
    const isNoun =
      cell !== undefined &&
      (valueCounts.get(cell.column.name) ?? 0) > maxSearchableValues &&
      raw === fold(raw) &&
      cell.value !== raw &&
      !followsName &&
      !/^(?:,|and|or|und|oder|from|in|at|of|to|for|by|with|only|just|is|are|aus|von|in|nur|fur|bei|mit|=)$/.test(
        tokens[index - 1]?.folded ?? ',',
      ) &&
      tokens[index - 1]?.kind === 'word'
    if (cell && !isNoun) return { cell, length }
  }
  return undefined
}

/** Finds a country or continent in place columns by its codes and alternative names: DE for "Germany". */
const findPlaces = (words: readonly string[], cells: CellIndex['cells']): readonly Cell[] =>
  words.join('').length < 4
    ? []
    : listPlaceForms(words.join('_')).flatMap((form) =>
        (cells.get(toKey(form.replaceAll('_', ' '))) ?? []).filter(
          (cell) => isPlace(cell) && (form.length > 2 || cell.value === form.toUpperCase()),
        ),
      )

const isPlace = ({ column: { name } }: Cell): boolean => /country|nation|land|iso|continent/i.test(name)

/**
 * Returns whether words and a value with equal stems are forms of the same word. "sales" is not a form of the city
 * "Salem".
 */
function isSameWord(text: string, value: string): boolean {
  const [a, b] = [splitWords(text), splitWords(value)]
  return a.every((word, index) => {
    const valueWord = b[index] ?? ''
    return word.startsWith(valueWord) || valueWord.startsWith(word) || stem(word).length > 4
  })
}

const operationWords = new Set(phrases.flatMap(({ words }) => words))
const minFirstWordLength = 5

/** Finds the participle from which a noun is derived: "Cancelled" for "cancellations", "storniert" for "Stornos". */
function findDerivedValue(token: Token, { participles }: CellIndex): Cell | undefined {
  const { kind, folded } = token
  if (kind !== 'word' || folded.length < 6 || !/(?:ions?|als?|os|ungen|ments?|ings?)$/.test(folded)) return undefined
  const matchingCells = participles.filter(({ value }) => {
    const word = fold(value)
    const length = [...word].findIndex((character, index) => character !== folded[index])
    return length >= 5 && length >= folded.length - 6
  })
  return matchingCells.length === 1 ? matchingCells[0] : undefined
}

/** Finds the only value that starts with a word: "Nuclear Energy" for "nuclear". */
function findValueByFirstWord(
  { kind, folded, raw }: Token,
  columns: readonly Column[],
  { cellsByFirstWord }: CellIndex,
): Cell | undefined {
  const word = stem(raw)
  const cells = cellsByFirstWord.get(word)
  const isWord =
    kind === 'word' && folded.length >= minFirstWordLength && !isStopWord(folded) && !operationWords.has(folded)
  return isWord && cells?.length === 1 && columns.every(({ name }) => !stemColumnName(name).includes(word))
    ? cells[0]
    : undefined
}

/** Returns whether a value is a code that a word only resembles: "code" does not mean the airport COD. */
const isUnrelatedCode = (text: string, value: string): boolean =>
  /^[A-Z]{2,4}$/.test(value) && text.length !== value.length && text !== text.toUpperCase()

/** Finds the only uppercase code that a name starts with: "GOOG" for "Google". */
function findCode(raw: string, codes: readonly Cell[]): Cell | undefined {
  if (raw.length < 5 || frequentWords.has(fold(raw)) || isStopWord(fold(raw))) return undefined
  const uppercaseText = raw.toUpperCase()
  const matchingCells = codes.filter(({ value }) => value.length * 2 >= raw.length && uppercaseText.startsWith(value))
  return matchingCells.length === 1 ? matchingCells[0] : undefined
}

/** Prepositions before a value, and patterns for the name of the column that contains the value. */
const prepositionRules: readonly (readonly [before: RegExp, column: RegExp])[] = [
  [/^(?:from|leaving|departing|starting|ab|aus|von)$/, /origin|from|source|start|depart|herkunft|abflug/i],
  [/^(?:to|into|reaching|arriving|nach)$/, /dest|to$|target|end|arriv|ziel/i],
]

function chooseCell(tokens: readonly Token[], index: number, cells: readonly Cell[]): Cell | undefined {
  const columns = new Set(cells.map(({ column }) => column.name))
  if (columns.size === 1) return cells[0]
  const nearbyStems = tokens.slice(Math.max(0, index - 3), index + 3).map(({ raw }) => stem(raw))
  const namedCells = cells.filter(({ column }) =>
    splitWords(column.name).some((word) => nearbyStems.includes(stem(word))),
  )
  if (new Set(namedCells.map(({ column }) => column.name)).size === 1) return namedCells[0]
  const previousWord = tokens[index - 1]?.folded ?? ''
  const columnPattern = prepositionRules.find(([word]) => word.test(previousWord))?.[1]
  const directedCells = columnPattern ? cells.filter(({ column }) => columnPattern.test(column.name)) : []
  if (directedCells.length === 1) return directedCells[0]
  // If several country columns have the value, as in "From France", the first one is used.
  return cells.every(isPlace) ? cells[0] : undefined
}
