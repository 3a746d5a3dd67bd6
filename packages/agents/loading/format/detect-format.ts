import { message } from '@aw-flow/messages'
import { normalizeNewlines } from '../records/read-records.ts'
import { findTextFormat } from '../declared/text-formats.ts'
import { toLineAndColumn, parseJsonPrefix, type JsonSyntaxError, type JsonNode } from './parse-json-prefix.ts'

/** The format of text, determined by its content regardless of the file name. */
export type TextFormat =
  | { format: 'empty' }
  | { format: 'csv' }
  | { format: 'json'; root: JsonNode; commentLines?: number }
  | { format: 'jsonl'; commentLines?: number }
  /** A text format that is not a table, such as OFX; see `findTextFormat`. */
  | { format: 'named'; kind: string }
  /** XML, HTML or SVG, which cannot be loaded as a table. */
  | { format: 'markup'; kind: string }
  /** JSON with a syntax error. */
  | ({ format: 'broken-json' } & JsonSyntaxError)
  /** JSON in a function call (JSONP) or an assignment. `before` and `after` contain the surrounding code. */
  | { format: 'script'; before: string; after: string }

/**
 * Detects the format of text. If the text starts like JSON but has a syntax error later on, it is broken JSON. If it
 * merely starts with a bracket, it is delimited text. Comments above JSON are counted in `commentLines`.
 *
 * @param isComplete Whether the text is the whole file rather than only its start.
 */
export function detectFormat(text: string, isComplete: boolean): TextFormat {
  const content = text.replace(/^\uFEFF/, '')
  const start = content.search(/\S/)
  if (start < 0) return { format: 'empty' }
  const kind = findTextFormat(normalizeNewlines(content.slice(start)))
  if (kind !== undefined) return { format: 'named', kind }
  const comments = leadingCommentsPattern.exec(content)?.[0] ?? ''
  if (comments.trim() !== '') {
    const format = detectFormat(content.slice(comments.length), isComplete)
    if (format.format === 'json' || format.format === 'jsonl')
      return { ...format, commentLines: normalizeNewlines(comments).split('\n').length - 1 }
  }
  const markup = /^<(?:\?(xml)|!doctype (html)|(html|svg|table|rss|feed|kml|gpx)\b)/i.exec(
    content.slice(start, start + 200),
  )
  if (markup) {
    const kind = (markup[1] ?? markup[2] ?? markup[3] ?? '').toUpperCase()
    return { format: 'markup', kind }
  }
  if (isMarkup(content)) return { format: 'markup', kind: 'XML' }
  if (!/^(?:\{\s*(?:["}]|$)|\[\s*(?:[[\]{"\-\dtfn]|$))/.test(content.slice(start, start + 1000)))
    return detectScript(content.slice(start), isComplete) ?? { format: 'csv' }
  const { value, isComplete: isValueComplete, end, syntaxError } = parseJsonPrefix(content, start)
  const isContainer = Array.isArray(value) || value instanceof Map
  if (isValueComplete && isContainer) {
    const rest = content.slice(end)
    if (rest.trim() === '') return { format: 'json', root: value }
    // The text is JSON Lines if a list or object follows on the next line, or if an object directly follows an object.
    // If anything else follows the first value, it is usually delimited text.
    if (/^[ \t]*\r?\n\s*[[{]/.test(rest) || (value instanceof Map && startsWithObject(rest))) return { format: 'jsonl' }
    const nextOffset = end + rest.search(/\S/)
    if (isListOfObjects(value) && /[[{]/.test(content[nextOffset] as string))
      return {
        format: 'broken-json',
        reason: message('json.value-after-list', {}),
        ...toLineAndColumn(content, nextOffset),
      }
    return { format: 'csv' }
  }
  if (syntaxError)
    return looksLikeCells(content.slice(start)) ? { format: 'csv' } : { format: 'broken-json', ...syntaxError }
  if (value === undefined || !isContainer) return { format: 'csv' }
  if (!isComplete) return { format: 'json', root: value }
  const trimmed = content.trimEnd()
  return { format: 'broken-json', reason: message('json.ends-early', {}), ...toLineAndColumn(trimmed, trimmed.length) }
}

/** Matches comments and blank lines above JSON. */
const leadingCommentsPattern = /^(?:[^\S\n]*(?:(?:#|\/\/|--|;|%)[^\n]*|\/\*(?:(?!\*\/)[^])*\*\/[^\S\n]*)?\r?\n)*/

const isListOfObjects = (value: JsonNode): boolean => Array.isArray(value) && value.some((item) => item instanceof Map)

/** Returns whether the text starts with an object, which may be truncated. */
function startsWithObject(text: string): boolean {
  const start = text.search(/\S/)
  if (text[start] !== '{') return false
  const { value, syntaxError } = parseJsonPrefix(text, start)
  return value instanceof Map && value.size > 0 && syntaxError === undefined
}

/** Detects a function call or assignment around JSON records. */
function detectScript(text: string, isComplete: boolean): TextFormat | undefined {
  const prefix = /^(?:[\w$.]{1,100}\s*\(|(?:(?:var|let|const)\s+)?[\w$.]{1,100}\s*=)\s*(?=[[{]\s*[[{"])/.exec(text)?.[0]
  if (prefix === undefined) return undefined
  const { value, isComplete: isValueComplete, end, syntaxError } = parseJsonPrefix(text, prefix.length)
  const hasRecords = value instanceof Map || (Array.isArray(value) && value.some((item) => typeof item === 'object'))
  if (syntaxError || !hasRecords || (!isValueComplete && isComplete)) return undefined
  const suffix = text.slice(end).trim()
  if (isValueComplete && !(prefix.includes('(') ? /^\)\s*;?$/ : /^;?$/).test(suffix)) return undefined
  return { format: 'script', before: prefix.trim(), after: suffix }
}

/** Only this many characters per line are matched against a pattern that takes quadratic time. */
const maxExaminedCharacters = 2_000

/**
 * Returns whether the text is markup: it starts with a tag, and so do most lines. Lines whose first cell is a single
 * element are not markup.
 */
function isMarkup(text: string): boolean {
  if (!/^\s*<[A-Za-z!][\w:.-]*[\s>/]/.test(text)) return false
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '')
  const cellLines = lines.filter((line) =>
    /^\s*<([\w:.-]+)(?![\w:.-])[^<>]*>[^<]*<\/\1>[^\S\t]*[,;\t|]/.test(line.slice(0, maxExaminedCharacters)),
  )
  if (cellLines.length >= 0.6 * lines.length) return false
  return lines.filter((line) => /^\s*<\/?[A-Za-z!]/.test(line)).length >= 0.6 * lines.length
}

/** Returns whether brackets at the start of the text are part of a cell ("[a];1") rather than JSON. */
function looksLikeCells(text: string): boolean {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  return (
    /^(?:\[[^\]]*\]|\{[^}]*\})[^\S\t]*[,;\t|]\s*\S/.test(line) &&
    !/^\{\s*"[^"]*"\s*:/.test(line) &&
    !/^\[\s*[[{"]/.test(line)
  )
}

/**
 * Parses concatenated JSON values. There may be one value or several objects per line, and objects may span several
 * lines. Lines that are not JSON are skipped.
 */
export function parseJsonLines(text: string): JsonNode[] {
  const values: JsonNode[] = []
  for (let offset = 0; offset < text.length;) {
    const lineEnd = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
    if (text.slice(offset, lineEnd).trim() === '') {
      offset = lineEnd + 1
      continue
    }
    const { value, isComplete: isValueComplete, end } = parseJsonPrefix(text.slice(offset, lineEnd))
    const isObjectNext = value instanceof Map && /^\s*\{/.test(text.slice(offset + end, lineEnd))
    if (isValueComplete && value !== undefined) values.push(value)
    const multiLineValue =
      isValueComplete || !/^\s*\{\s*$/.test(text.slice(offset, lineEnd)) ? undefined : parseJsonPrefix(text, offset)
    if (multiLineValue?.isComplete && multiLineValue.value !== undefined) values.push(multiLineValue.value)
    offset =
      isValueComplete && isObjectNext ? offset + end : multiLineValue?.isComplete ? multiLineValue.end : lineEnd + 1
  }
  return values
}

/**
 * Parses the records in an excerpt of a JSON list. The excerpt may start and end at any position. An object is a record
 * if it follows another object and all of its keys are in `keys`.
 */
export function parseJsonRecords(text: string, keys: ReadonlySet<string>): Map<string, JsonNode>[] {
  const records: Map<string, JsonNode>[] = []
  const separator = /\}\s*,\s*(?=\{)/g
  for (let match = separator.exec(text); match; match = separator.exec(text)) {
    const { value, isComplete: isValueComplete, end } = parseJsonPrefix(text, separator.lastIndex)
    if (!isValueComplete || !(value instanceof Map) || ![...value.keys()].every((key) => keys.has(key))) continue
    records.push(value)
    separator.lastIndex = end - 1
  }
  return records
}
