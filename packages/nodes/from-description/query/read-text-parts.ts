import { isNumber, isTemporal } from '@aw-flow/engine'
import { isStopWord } from '../find-unused-words.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isKnownName } from './computed-names.ts'
import type { DescribedColumn } from './place-columns.ts'
import { findTokenIndex, isUnused, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

/** "first two letters", "last 4 digits", "initial" */
const characterPattern =
  /\b(first|last|leading|trailing|initial|erste[nrs]?|letzte[nrs]?) (?:(\d+|one|two|three|four|five|six|zwei|drei|vier|funf) )?(?:letters?|characters?|chars?|digits?|symbols?|buchstaben?|zeichen|ziffern?)\b/g
const countsByWord: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
}

/** "the part before the dash", "everything after the comma" */
const sidePattern =
  /\b(?:part|text|everything|letters?|characters?|piece|portion|bit|section|code|number|words?|string|prefix|suffix|name|teil|text|alles|what) (?:that |which )?(?:comes |is |are |stands |stand |follows |appears )?(before|after|up to|left of|right of|to the left of|to the right of|preceding|following|in front of|behind|until|vor|nach|hinter)\b/g

const separatorsByName: Readonly<Record<string, string>> = {
  dash: '-',
  hyphen: '-',
  minus: '-',
  bindestrich: '-',
  comma: ',',
  komma: ',',
  space: ' ',
  blank: ' ',
  leerzeichen: ' ',
  slash: '/',
  schragstrich: '/',
  colon: ':',
  doppelpunkt: ':',
  semicolon: ';',
  semikolon: ';',
  underscore: '_',
  unterstrich: '_',
  at: '@',
  dot: '.',
  period: '.',
  punkt: '.',
  pipe: '|',
  bracket: '(',
  parenthesis: '(',
  klammer: '(',
}

/** Returns the separator that a token specifies: quoted text, a symbol or a symbol's name. */
export const toSeparator = ({ kind, value, raw, folded }: Token): string | undefined =>
  kind === 'text' ? String(value) : kind === 'operator' || kind === 'comma' ? raw : separatorsByName[folded]

/**
 * Reads a column for part of a string: "the first two letters of the sku", "the part of the name before the comma",
 * "the domain of the email", "the length of the title".
 */
export function readTextPart(segment: Segment, query: TableQuery): DescribedColumn | undefined {
  return readCharacters(segment, query) ?? readSubstringAround(segment, query) ?? readNamedPart(segment, query)
}

const isSourceColumn = (segment: Segment, token: Token | undefined): boolean =>
  isUnused(segment, token) && token.column !== undefined && !isTemporal(token.column.type)

/**
 * Returns the token index of the column to which a part belongs, after "of" or before the part ("the sku's first
 * letter").
 */
function findPartColumnIndex(segment: Segment, firstIndex: number, lastIndex: number): number | undefined {
  const { tokens } = segment
  for (let index = lastIndex + 1; index < Math.min(tokens.length, lastIndex + 6); index++) {
    if (isSourceColumn(segment, tokens[index])) return index
    if (!(tokens[index]!.kind === 'word' && isStopWord(tokens[index]!.folded))) break
  }
  for (let index = firstIndex - 1; index >= Math.max(0, firstIndex - 4); index--) {
    if (isSourceColumn(segment, tokens[index])) return index
    const { kind, folded } = tokens[index]!
    // "name and length of the reign" are two separate things.
    if (/^(?:and|or|und|oder)$/.test(folded) || !(kind === 'word' && (isStopWord(folded) || folded === 's'))) break
  }
  return undefined
}

const toText = ({ name, type }: { readonly name: string; readonly type: string }): string =>
  type === 'VARCHAR' ? quoteName(name) : `$string(${quoteName(name)})`

/**
 * Creates the column for part of a string. Uses the name given in the description, if any: "… are the product line".
 */
function createDescribedColumn(
  segment: Segment,
  query: TableQuery,
  [firstIndex, lastIndex]: readonly [number, number],
  { sourceName, expression, suffix }: { sourceName: string; expression: string; suffix: string },
): DescribedColumn {
  const { tokens } = segment
  const definition = readDefinition(segment, lastIndex) ?? readSubject(segment, firstIndex, lastIndex)
  const name = [definition?.name, `${sourceName}_${suffix}`, `${sourceName}_part`].find(
    (each) => each !== undefined && !isKnownName(query, each),
  )!
  return {
    column: { name, type: 'VARCHAR', expression },
    start: tokens[firstIndex]!.start,
    end: tokens[definition?.lastIndex ?? lastIndex]!.end,
    isDefinition: definition !== undefined,
  }
}

/** Reads the name that precedes a definition: "Sensor type is the letter before the dash in …". */
function readSubject(
  { tokens, folded }: Segment,
  firstIndex: number,
  lastIndex: number,
): { readonly name: string; readonly lastIndex: number } | undefined {
  const verbIndex = tokens.findLastIndex(
    ({ folded: word, raw }, index) =>
      index < firstIndex && index >= firstIndex - 2 && (/^(?:is|are|means|ist|sind)$/.test(word) || raw === '='),
  )
  const followsParenthesis = /\(\s*(?:the )?$/.test(
    folded.slice(Math.max(0, tokens[firstIndex]!.start - 6), tokens[firstIndex]!.start),
  )
  const noun = followsParenthesis
    ? tokens.slice(0, firstIndex).findLast(({ folded: word }) => !isStopWord(word))
    : undefined
  if (noun && noun.kind === 'word' && !noun.cell) return { name: noun.folded, lastIndex }
  const words =
    verbIndex < 0
      ? []
      : tokens.slice(Math.max(0, verbIndex - 3), verbIndex).filter(({ folded: word }) => !isStopWord(word))
  return words.length === 0 || words.some(({ kind }) => kind === 'number' || kind === 'comma')
    ? undefined
    : { name: words.map(({ folded: word }) => word.replaceAll(' ', '_')).join('_'), lastIndex }
}

/** Reads the name that follows a definition: "are the product line", "gives the state code", "as prefix". */
function readDefinition(
  { tokens }: Segment,
  lastIndex: number,
): { readonly name: string; readonly lastIndex: number } | undefined {
  const verbWord = tokens[lastIndex + 1]?.folded ?? ''
  if (
    !/^(?:is|are|gives?|means?|denotes?|represents?|indicates?|as|called|named|ist|sind|bezeichnet|als)$/.test(verbWord)
  )
    return undefined
  const words: Token[] = []
  let index = lastIndex + 2
  while (/^(?:the|a|an|our|der|die|das|for)$/.test(tokens[index]?.folded ?? '')) index++
  for (; words.length < 3 && tokens[index]?.kind === 'word' && !tokens[index]!.cell; index++) {
    if (/^(?:and|then|so|which|und|dann|in|for|by|per|with)$/.test(tokens[index]!.folded)) break
    words.push(tokens[index]!)
  }
  return words.every(({ folded }) => isStopWord(folded))
    ? undefined
    : { name: words.map(({ folded }) => folded).join('_'), lastIndex: index - 1 }
}

function readCharacters(segment: Segment, query: TableQuery): DescribedColumn | undefined {
  for (const match of segment.folded.matchAll(characterPattern)) {
    const firstIndex = findTokenIndex(segment, match.index)
    const lastIndex = findTokenIndex(segment, match.index + match[0].length) - 1
    const columnIndex = findPartColumnIndex(segment, firstIndex, lastIndex)
    if (columnIndex === undefined || !isUnused(segment, segment.tokens[firstIndex])) continue
    const { column } = segment.tokens[columnIndex]!
    const countText = match[2]
    const count = countText === undefined ? 1 : (countsByWord[countText] ?? Number(countText))
    const isFirst = /^(?:first|leading|initial|erste)/.test(match[1]!)
    const expression = isFirst
      ? `$substring(${toText(column!)}, 0, ${count})`
      : `$substring(${toText(column!)}, ${-count})`
    const range = [Math.min(firstIndex, columnIndex), Math.max(lastIndex, columnIndex)] as const
    return createDescribedColumn(segment, query, range, {
      sourceName: column!.name,
      expression,
      suffix: isFirst ? 'prefix' : 'suffix',
    })
  }
  return undefined
}

function readSubstringAround(segment: Segment, query: TableQuery): DescribedColumn | undefined {
  const { tokens, folded } = segment
  for (const match of folded.matchAll(sidePattern)) {
    const firstIndex = findTokenIndex(segment, match.index)
    let lastIndex = findTokenIndex(segment, match.index + match[0].length)
    while (/^(?:the|first|last|a|an|der|dem|das|ersten?)$/.test(tokens[lastIndex]?.folded ?? '')) lastIndex++
    const separator = tokens[lastIndex] && toSeparator(tokens[lastIndex]!)
    if (separator === undefined) continue
    if (tokens[lastIndex]!.folded === 'at' && /^(?:sign|symbol|zeichen)$/.test(tokens[lastIndex + 1]?.folded ?? ''))
      lastIndex++
    // "the part of the name before the comma"
    const enclosedIndex = tokens.findIndex(
      (token, index) => index > firstIndex && index < lastIndex && isSourceColumn(segment, token),
    )
    const columnIndex = enclosedIndex >= 0 ? enclosedIndex : findPartColumnIndex(segment, firstIndex, lastIndex)
    if (columnIndex === undefined || !isUnused(segment, tokens[firstIndex])) continue
    const { column } = tokens[columnIndex]!
    const isBefore = /^(?:before|up to|left|to the left|preceding|in front|until|vor)/.test(match[1]!)
    const fn = isBefore ? '$substringBefore' : '$substringAfter'
    const part = `${fn}(${toText(column!)}, ${JSON.stringify(separator)})`
    const expression = /[,;(]/.test(separator) ? `$trim(${part})` : part
    const range = [Math.min(firstIndex, columnIndex), Math.max(lastIndex, columnIndex)] as const
    return createDescribedColumn(segment, query, range, {
      sourceName: column!.name,
      expression,
      suffix: isBefore ? 'prefix' : 'suffix',
    })
  }
  return undefined
}

/** Parts that have their own name, such as "domain". */
const namedParts: readonly (readonly [words: RegExp, suffix: string, expression: (text: string) => string])[] = [
  [/\b(?:email |mail )?domains?\b/g, 'domain', (text) => `$substringAfter(${text}, "@")`],
  [/\b(?:first|erste[ns]?) (?:word|wort)\b/g, 'first_word', (text) => `$substringBefore(${text}, " ")`],
  [/\b(?:last|letzte[ns]?) (?:word|wort)\b/g, 'last_word', (text) => `$replace(${text}, /^.* /, "")`],
  [
    /\b(?:length|number of (?:characters|letters)|character count|lange|anzahl (?:der )?(?:zeichen|buchstaben))\b/g,
    'length',
    (text) => `$length(${text})`,
  ],
]

function readNamedPart(segment: Segment, query: TableQuery): DescribedColumn | undefined {
  for (const [words, suffix, toExpression] of namedParts)
    for (const match of segment.folded.matchAll(words)) {
      const firstIndex = findTokenIndex(segment, match.index)
      const lastIndex = findTokenIndex(segment, match.index + match[0].length) - 1
      if (
        firstIndex > lastIndex ||
        !isUnused(segment, segment.tokens[firstIndex]) ||
        segment.tokens[firstIndex]!.column
      )
        continue
      const columnIndex = findPartColumnIndex(segment, firstIndex, lastIndex)
      const column = columnIndex === undefined ? undefined : segment.tokens[columnIndex]!.column
      if (columnIndex === undefined || !column || isNumber(column.type)) continue
      if (suffix === 'domain' && !/mail/i.test(column.name)) continue
      const range = [Math.min(firstIndex, columnIndex), Math.max(lastIndex, columnIndex)] as const
      const describedColumn = createDescribedColumn(segment, query, range, {
        sourceName: column.name,
        expression: toExpression(toText(column)),
        suffix,
      })
      return suffix === 'length'
        ? { ...describedColumn, column: { ...describedColumn.column, type: 'DOUBLE' } }
        : describedColumn
    }
  return undefined
}
