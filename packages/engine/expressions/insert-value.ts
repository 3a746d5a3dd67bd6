import type { Json } from '@aw-flow/schema'

/**
 * Where a setting's text is used, which determines how the values of `{{…}}` are escaped in it:
 *
 * - `json`: JSON. In a string, a value is its text; elsewhere, it is JSON.
 * - `json-if-needed`: JSON in which values are inserted unchanged if the result is valid, as in earlier versions.
 * - `url`: a URL. Values in the path and in the query are percent-encoded, and a list becomes repeated parameters.
 * - `header`: a header, which has no line breaks.
 * - `sql`: SQL. In quotes, quotes in a value are doubled; elsewhere, a value is a literal, and a list several literals.
 *
 * @beta
 */
export type InsertionPlace = 'json' | 'json-if-needed' | 'url' | 'header' | 'sql'

/** Converts values to text for their place in a longer text, which must be passed in order. */
export interface ValueInserter {
  /** Passes on literal text. */
  addLiteral(text: string): void
  /** Returns the text to insert for a value. */
  insert(value: Json): string
}

/** Converts a value to text: JSON, except that text stays as it is. */
export const toInsertedText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)

/** Returns text as one line, since line breaks would end a header. */
const joinLines = (text: string): string =>
  text
    .split(/[\r\n\0]+/)
    .map((line) => line.trim())
    .join(' ')

export function createValueInserter(place: Exclude<InsertionPlace, 'json-if-needed'>): ValueInserter {
  if (place === 'url') return createUrlInserter()
  if (place === 'header') return { addLiteral: () => undefined, insert: (value) => joinLines(toInsertedText(value)) }
  return place === 'json'
    ? createQuotedInserter('"', (value, quote) =>
        quote ? JSON.stringify(toInsertedText(value)).slice(1, -1) : JSON.stringify(value),
      )
    : createQuotedInserter('\'"', (value, quote) =>
        quote ? toInsertedText(value).replaceAll(quote, quote + quote) : toSqlLiteral(value),
      )
}

/** Creates an inserter for a language with quoted strings. `insert` receives the quote around the value, if any. */
function createQuotedInserter(
  quotes: string,
  insert: (value: Json, quote: string | undefined) => string,
): ValueInserter {
  let openQuote: string | undefined
  return {
    addLiteral(text) {
      for (let index = 0; index < text.length; index++) {
        const character = text[index]!
        if (openQuote === '"' && quotes === '"' && character === '\\') index++
        else if (character === openQuote) openQuote = undefined
        else if (openQuote === undefined && quotes.includes(character)) openQuote = character
      }
    },
    insert: (value) => insert(value, openQuote),
  }
}

function toSqlLiteral(value: Json): string {
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'))
    return value.length === 0 ? 'NULL' : value.map(toSqlLiteral).join(', ')
  if (value === null) return 'NULL'
  // The parentheses separate a negative number from a preceding minus sign, which would start a comment.
  if (typeof value === 'number') return value < 0 ? `(${value})` : String(value)
  return typeof value === 'boolean' ? String(value) : `'${toInsertedText(value).replaceAll("'", "''")}'`
}

/** Matches a URL whose host is complete, so that what follows is part of its path, query or fragment. */
const completeHost = /^[^:/?#]+:\/\/[^/?#]+[/?#]/

function createUrlInserter(): ValueInserter {
  let url = ''
  return {
    addLiteral: (text) => void (url += text),
    insert(value) {
      const items = (Array.isArray(value) ? value : [value]).map(toInsertedText)
      const [, parameter] = /[?&]([^?&=#]+=)$/.exec(url) ?? []
      const text = !completeHost.test(url)
        ? toInsertedText(value)
        : parameter === undefined
          ? encodeText(toInsertedText(value))
          : items.map(encodeText).join(`&${parameter}`)
      url += text
      return text
    },
  }
}

/** Percent-encodes text. Half of a character, which has no encoding, is replaced. */
const encodeText = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
