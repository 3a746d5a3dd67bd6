import { message } from '@aw-flow/messages'
import { toLineAndColumn, parseJsonPrefix, type JsonSyntaxError, type JsonNode } from './parse-json-prefix.ts'

/** The format of text according to its content, regardless of the file name. */
export type TextFormat =
  | { format: 'empty' }
  | { format: 'csv' }
  | { format: 'json'; root: JsonNode }
  | { format: 'jsonl' }
  /** XML, HTML or SVG, which cannot be read as text. */
  | { format: 'markup'; kind: string }
  /** JSON with a syntax error. */
  | ({ format: 'broken-json' } & JsonSyntaxError)
  /** JSON in a function call (JSONP) or an assignment, with the code before and after it. */
  | { format: 'script'; before: string; after: string }

/**
 * Detects the format of text. Text that starts like JSON and has a syntax error further on is broken JSON; text that
 * merely starts with a bracket is delimited text.
 *
 * @param isComplete Whether the text is the entire file rather than its start.
 */
export function detectFormat(text: string, isComplete: boolean): TextFormat {
  const content = text.replace(/^\uFEFF/, '')
  const start = content.search(/\S/)
  if (start < 0) return { format: 'empty' }
  const markup = /^<(?:\?(xml)|!doctype (html)|(html|svg|table|rss|feed|kml|gpx)\b)/i.exec(
    content.slice(start, start + 200),
  )
  if (markup) {
    const kind = (markup[1] ?? markup[2] ?? markup[3] ?? '').toUpperCase()
    return { format: 'markup', kind }
  }
  if (isMarkup(content)) return { format: 'markup', kind: 'XML' }
  if (!/^(?:\{\s*(?:["}]|$)|\[\s*(?:[[\]{"\-\dtfn]|$))/.test(content.slice(start, start + 1000)))
    return findScript(content.slice(start), isComplete) ?? { format: 'csv' }
  const { value, isComplete: isValueComplete, end, syntaxError } = parseJsonPrefix(content, start)
  const isContainer = Array.isArray(value) || value instanceof Map
  if (isValueComplete && isContainer) {
    const rest = content.slice(end)
    if (rest.trim() === '') return { format: 'json', root: value }
    // If a list or object follows on the next line, or an object follows an object, the text is JSON Lines. If anything
    // else follows the first value, it is delimited text.
    if (/^[ \t]*\r?\n\s*[[{]/.test(rest) || (value instanceof Map && isObject(rest))) return { format: 'jsonl' }
    const next = end + rest.search(/\S/)
    if (isListOfObjects(value) && /[[{]/.test(content[next] as string))
      return { format: 'broken-json', reason: message('json.value-after-list', {}), ...toLineAndColumn(content, next) }
    return { format: 'csv' }
  }
  if (syntaxError)
    return looksLikeCells(content.slice(start)) ? { format: 'csv' } : { format: 'broken-json', ...syntaxError }
  if (value === undefined || !isContainer) return { format: 'csv' }
  if (!isComplete) return { format: 'json', root: value }
  const trimmed = content.trimEnd()
  return { format: 'broken-json', reason: message('json.ends-early', {}), ...toLineAndColumn(trimmed, trimmed.length) }
}

const isListOfObjects = (value: JsonNode): boolean => Array.isArray(value) && value.some((item) => item instanceof Map)

/** Returns whether the text starts with an object, which may be truncated. */
function isObject(text: string): boolean {
  const start = text.search(/\S/)
  if (text[start] !== '{') return false
  const { value, syntaxError } = parseJsonPrefix(text, start)
  return value instanceof Map && value.size > 0 && syntaxError === undefined
}

/** Finds a function call or an assignment around JSON records. */
function findScript(text: string, isComplete: boolean): TextFormat | undefined {
  const before = /^(?:[\w$.]{1,100}\s*\(|(?:(?:var|let|const)\s+)?[\w$.]{1,100}\s*=)\s*(?=[[{]\s*[[{"])/.exec(text)?.[0]
  if (before === undefined) return undefined
  const { value, isComplete: isValueComplete, end, syntaxError } = parseJsonPrefix(text, before.length)
  const hasRecords = value instanceof Map || (Array.isArray(value) && value.some((item) => typeof item === 'object'))
  if (syntaxError || !hasRecords || (!isValueComplete && isComplete)) return undefined
  const after = text.slice(end).trim()
  if (isValueComplete && !(before.includes('(') ? /^\)\s*;?$/ : /^;?$/).test(after)) return undefined
  return { format: 'script', before: before.trim(), after }
}

/** Maximum number of characters per line that are compared with a pattern that takes quadratic time. */
const maxExaminedCharacters = 2_000

/** Returns whether the first line and most others start with a tag, unless they are cells with one element each. */
function isMarkup(text: string): boolean {
  if (!/^\s*<[A-Za-z!][\w:.-]*[\s>/]/.test(text)) return false
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '')
  const cells = lines.filter((line) =>
    /^\s*<([\w:.-]+)(?![\w:.-])[^<>]*>[^<]*<\/\1>[^\S\t]*[,;\t|]/.test(line.slice(0, maxExaminedCharacters)),
  )
  if (cells.length >= 0.6 * lines.length) return false
  return lines.filter((line) => /^\s*<\/?[A-Za-z!]/.test(line)).length >= 0.6 * lines.length
}

/** Returns whether brackets at the start are part of a cell ("[a];1") rather than JSON. */
function looksLikeCells(text: string): boolean {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  return (
    /^(?:\[[^\]]*\]|\{[^}]*\})[^\S\t]*[,;\t|]\s*\S/.test(line) &&
    !/^\{\s*"[^"]*"\s*:/.test(line) &&
    !/^\[\s*[[{"]/.test(line)
  )
}

/**
 * Parses concatenated JSON values: one per line, several per line, or objects of several lines. Lines that are not JSON
 * are skipped.
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
 * Parses records from a part of a list that starts and ends at any position: objects that follow an object and have no
 * keys other than `keys`.
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
