import { message } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'
import { ExpressionError } from './expression-error.ts'

/**
 * Where a setting's text is used, which determines how the values of `{{…}}` are escaped in it:
 *
 * - `json`: JSON. In a string, a value is its text; elsewhere, it is JSON.
 * - `json-if-needed`: JSON in which values are inserted unchanged if the result is valid, as in earlier versions.
 * - `url`: a URL. Values in the path and in the query are percent-encoded, and a list becomes repeated parameters. `.`
 *   and `..`, which would change the path, are errors.
 * - `form`: a URL-encoded form, whose values are encoded like those of a query.
 * - `header`: a header, which has no line breaks.
 * - `addresses`: a list of email addresses. A list of values is several of them, and text with commas or other special
 *   characters is a quoted name.
 * - `path`: a file path. A value is part of a name: a separator and `..` are errors.
 * - `markup`: HTML or XML. A value is text, in CDATA sections too. In a script, it is part of a string or a JavaScript
 *   value.
 * - `csv`: CSV. A value is one cell, with quotes if it needs them.
 * - `sql`: SQL. In quotes, quotes in a value are escaped; elsewhere, a value is a literal, and a list several literals.
 *   Characters that could end a comment become spaces. Between dollar quotes, they are errors.
 * - `expression`: a JSONata expression. In quotes and in a regular expression, a value is literal text; elsewhere, it is
 *   a JSON value. A backtick in a quoted name is an error.
 * - `pattern`: a regular expression, in which a value is literal text.
 * - `lines`: a list with one item per line. A value is part of one item, and a list of values is several of them.
 * - `commas`: a list with one item between commas, which becomes a list of values. A value is part of one item.
 * - `document`: a JSON document. Like `json`, except that text that is the complete setting is a document.
 *
 * @beta
 */
export type InsertionPlace =
  | 'json'
  | 'json-if-needed'
  | 'url'
  | 'form'
  | 'header'
  | 'addresses'
  | 'path'
  | 'markup'
  | 'csv'
  | 'sql'
  | 'expression'
  | 'pattern'
  | 'lines'
  | 'commas'
  | 'document'

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

/** Creates an inserter whose result does not depend on the literal text. */
const createPlainInserter = (insert: ValueInserter['insert']): ValueInserter => ({
  addLiteral: () => undefined,
  insert,
})

const inserterCreators: Readonly<
  Record<Exclude<InsertionPlace, 'json-if-needed' | 'document' | 'commas'>, () => ValueInserter>
> = {
  url: () => createUrlInserter(),
  form: () => createUrlInserter('http://form/?'),
  header: () => createPlainInserter((value) => joinLines(toInsertedText(value))),
  addresses: createAddressInserter,
  path: () => createPlainInserter(toFileName),
  markup: createMarkupInserter,
  csv: createCsvInserter,
  json: createJsonInserter,
  sql: createSqlInserter,
  expression: createExpressionInserter,
  pattern: () => createPlainInserter((value) => toPatternText(toInsertedText(value))),
  lines: () => createPlainInserter(toLines),
}

export const createValueInserter = (place: keyof typeof inserterCreators): ValueInserter => inserterCreators[place]()

function createJsonInserter(): ValueInserter {
  let isInString = false
  return {
    addLiteral(text) {
      for (let index = 0; index < text.length; index++) {
        if (isInString && text[index] === '\\') index++
        else if (text[index] === '"') isInString = !isInString
      }
    },
    insert: (value) => (isInString ? JSON.stringify(toInsertedText(value)).slice(1, -1) : JSON.stringify(value)),
  }
}

const markupEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Matches where parts of HTML or XML begin and end in which entities have no meaning, and quotes in scripts. */
const markupBoundary = /<!\[CDATA\[|\]\]>|<script\b|<\/script\b|>|\\[^]|["'`]/gi

function createMarkupInserter(): ValueInserter {
  let part: 'text' | 'cdata' | 'script-tag' | 'script' = 'text'
  let quote: string | undefined
  const followBoundary = (boundary: string): void => {
    if (part === 'text') part = { '<![cdata[': 'cdata' as const, '<script': 'script-tag' as const }[boundary] ?? part
    else if (part === 'cdata') part = boundary === ']]>' ? 'text' : part
    else if (part === 'script-tag') part = boundary === '>' ? 'script' : part
    else if (boundary === '</script') part = 'text'
    else if (quote === undefined) quote = /^["'`]$/.test(boundary) ? boundary : undefined
    else if (boundary === quote) quote = undefined
  }
  return {
    addLiteral(text) {
      for (const [boundary] of text.matchAll(markupBoundary)) followBoundary(boundary.toLowerCase())
    },
    insert(value) {
      const text = toInsertedText(value)
      if (part === 'cdata') return text.replaceAll(']]>', ']]]]><![CDATA[>')
      if (part === 'script') return quote === undefined ? toScriptValue(value) : toScriptText(text)
      return text.replaceAll(/[&<>"']/g, (character) => markupEntities[character]!)
    },
  }
}

/** Escapes text for a string in a script. Even where the script has no string, the result calls nothing. */
const toScriptText = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9 ]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const toScriptValue = (value: Json): string =>
  typeof value === 'string'
    ? `"${toScriptText(value)}"`
    : typeof value === 'object' && value !== null
      ? `JSON.parse("${toScriptText(JSON.stringify(value))}")`
      : JSON.stringify(value)

function createCsvInserter(): ValueInserter {
  let isInQuotes = false
  return {
    addLiteral(text) {
      if (text.split('"').length % 2 === 0) isInQuotes = !isInQuotes
    },
    insert(value) {
      const text = value === null ? '' : toInsertedText(value)
      const quotedText = text.replaceAll('"', '""')
      return isInQuotes ? quotedText : /[",;\t\r\n]/.test(text) ? `"${quotedText}"` : text
    },
  }
}

/** Matches what begins a part of a PostgreSQL statement in which quotes have no meaning or another one. */
const sqlPartStart = /(?<![\p{L}\p{N}_$])[eE]'|['"]|--|\/\*|\$(?:[\p{L}_][\p{L}\p{N}_]{0,62})?\$/gu
/** Characters that end no comment and no text between dollar quotes, whatever precedes and follows them. */
const harmfulCharacters = /[^\p{L}\p{N}_ .:,]/gu

function createSqlInserter(): ValueInserter {
  let openPart: string | undefined
  return {
    addLiteral(text) {
      for (let index = 0; index < text.length;) {
        if (openPart === undefined) {
          sqlPartStart.lastIndex = index
          openPart = sqlPartStart.exec(text)?.[0]
          if (openPart === undefined) return
          index = sqlPartStart.lastIndex
        } else {
          const end = findSqlPartEnd(text, index, openPart)
          if (end === undefined) return
          openPart = undefined
          index = end
        }
      }
    },
    insert(value) {
      if (openPart === undefined) return toSqlLiteral(value)
      const text = toInsertedText(value)
      if (openPart === "'" || openPart === '"') return text.replaceAll(openPart, openPart + openPart)
      if (openPart.endsWith("'")) return text.replaceAll(/['\\]/g, String.raw`\$&`)
      if (openPart.startsWith('$') && text.search(harmfulCharacters) >= 0)
        throw new ExpressionError(message('expression.dollar-quoted', { quote: openPart }))
      return text.replaceAll(harmfulCharacters, ' ')
    },
  }
}

/** Returns the offset after the end of a part, or `undefined` if it does not end in the text. */
function findSqlPartEnd(text: string, start: number, part: string): number | undefined {
  if (part.toLowerCase() === "e'") {
    for (let index = start; index < text.length; index++) {
      if (text[index] === '\\') index++
      else if (text[index] === "'") return index + 1
    }
    return undefined
  }
  // A doubled quote ends one string and begins the next one.
  const ending = part === '--' ? '\n' : part === '/*' ? '*/' : part
  const end = text.indexOf(ending, start)
  return end < 0 ? undefined : end + ending.length
}

function toSqlLiteral(value: Json): string {
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'))
    return value.length === 0 ? 'NULL' : value.map(toSqlLiteral).join(', ')
  if (value === null) return 'NULL'
  // The parentheses separate a negative number from a preceding minus sign, which would start a comment.
  if (typeof value === 'number') return value < 0 ? `(${value})` : String(value)
  return typeof value === 'boolean' ? String(value) : `'${toInsertedText(value).replaceAll("'", "''")}'`
}

/** Escapes text for a regular expression, in and outside brackets. */
const toPatternText = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}_ \u0080-\u{10ffff}]/gu, (character) => `\\x${toHex(character, 2)}`)

const toHex = (character: string, length: number): string => character.charCodeAt(0).toString(16).padStart(length, '0')

/** Returns a value as one line, and a list as one line for each item. */
const toLines = (value: Json): string =>
  (Array.isArray(value) ? value : [value]).map((item) => joinLines(toInsertedText(item))).join('\n')

/** Matches what begins a part of a JSONata expression in which values have another meaning, and operands. */
const expressionPart = /["'`]|\/\*|\/|[\p{L}\p{N}_)\]}$]|\S/gu

function createExpressionInserter(): ValueInserter {
  let openPart: string | undefined
  let isAfterOperand = false
  const findPart = (text: string, start: number): number => {
    for (expressionPart.lastIndex = start; ;) {
      const [part] = expressionPart.exec(text) ?? []
      if (part === undefined) return text.length
      const isRegex = part === '/' && !isAfterOperand
      isAfterOperand = /[\p{L}\p{N}_)\]}$]/u.test(part)
      if (!isRegex && !/^(?:["'`]|\/\*)$/.test(part)) continue
      openPart = part
      return expressionPart.lastIndex
    }
  }
  const findEnd = (text: string, start: number, part: string): number => {
    const ending = part === '/*' ? '*/' : part
    const hasEscapes = part !== '/*' && part !== '`'
    for (let index = start; index < text.length; index++) {
      if (hasEscapes && text[index] === '\\') index++
      else if (text.startsWith(ending, index)) {
        openPart = undefined
        isAfterOperand = part !== '/*'
        return index + ending.length
      }
    }
    return text.length
  }
  return {
    addLiteral(text) {
      for (let index = 0; index < text.length;)
        index = openPart === undefined ? findPart(text, index) : findEnd(text, index, openPart)
    },
    insert(value) {
      const text = toInsertedText(value)
      if (openPart === undefined) {
        isAfterOperand = true
        return typeof value === 'number' && value < 0 ? `(${value})` : JSON.stringify(value)
      }
      if (openPart === '/*') return text.replaceAll(harmfulCharacters, ' ')
      if (openPart === '/') return toPatternText(text)
      if (openPart !== '`')
        return JSON.stringify(text)
          .slice(1, -1)
          .replaceAll("'", String.raw`\u0027`)
      if (text.includes('`')) throw new ExpressionError(message('expression.backtick', { value: text }))
      return text
    },
  }
}

/** Returns text as part of a file name, or throws an error if it would change the rest of the path. */
function toFileName(value: Json): string {
  const text = toInsertedText(value)
  if (/[/\\]|^\.+$/.test(text)) throw new ExpressionError(message('expression.path-segment', { value: text }))
  return text
}

/** Matches an email address with a name. */
const namedAddress = /^[^<>@,;"]*<[^\s<>@,;"]+@[^\s<>@,;"]+>$/

function createAddressInserter(): ValueInserter {
  let isInQuotes = false
  const toAddress = (value: Json): string => {
    const text = joinLines(toInsertedText(value))
    const quotedText = text.replaceAll(/["\\]/g, String.raw`\$&`)
    if (isInQuotes) return quotedText
    return /[,;<>"\\]/.test(text) && !namedAddress.test(text) ? `"${quotedText}"` : text
  }
  return {
    addLiteral(text) {
      for (let index = 0; index < text.length; index++) {
        if (isInQuotes && text[index] === '\\') index++
        else if (text[index] === '"') isInQuotes = !isInQuotes
      }
    },
    insert: (value) => (Array.isArray(value) ? value : [value]).map(toAddress).join(', '),
  }
}

/** Matches a URL whose host is complete, so that what follows is part of its path, query or fragment. */
const completeHost = /^[^:/?#]+:\/\/[^/?#]+[/?#]/

function createUrlInserter(start = ''): ValueInserter {
  let url = start
  return {
    addLiteral: (text) => void (url += text),
    insert(value) {
      const items = (Array.isArray(value) ? value : [value]).map(toInsertedText)
      const [, parameter] = /[?&]([^?&=#]+=)$/.exec(url) ?? []
      if (completeHost.test(url) && /^[^?#]*\/$/.test(url) && /^\.\.?$/.test(toInsertedText(value)))
        throw new ExpressionError(message('expression.path-segment', { value: toInsertedText(value) }))
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
