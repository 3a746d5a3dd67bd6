import { message } from '@aw-flow/messages'
import { lineAndColumn, parseJsonPrefix, type JsonFault, type JsonNode } from './parse-json-prefix.ts'

/** What a text is, by its content; a name like `data.json` over a delimited text changes nothing. */
export type TextFormat =
  | { format: 'empty' }
  | { format: 'csv' }
  | { format: 'json'; root: JsonNode }
  | { format: 'jsonl' }
  /** XML, HTML or SVG, which no reader here reads. */
  | { format: 'markup'; kind: string }
  /** JSON up to a place where it breaks. */
  | ({ format: 'broken-json' } & JsonFault)
  /** JSON that a script calls a function with (`callback` of JSONP) or gives a name: what stands before and behind it. */
  | { format: 'script'; before: string; behind: string }

/**
 * Tells the format of a text. `whole` says whether more may follow. A text that begins like JSON and breaks later is
 * told as such and not read as a delimited text; one that merely begins with a bracket is.
 */
export function detectFormat(text: string, whole: boolean): TextFormat {
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
    return findScript(content.slice(start), whole) ?? { format: 'csv' }
  const { value, complete, end, fault } = parseJsonPrefix(content, start)
  const isContainer = Array.isArray(value) || value instanceof Map
  if (complete && isContainer) {
    const rest = content.slice(end)
    if (rest.trim() === '') return { format: 'json', root: value }
    // Another value on the next line: one record a line. Anything else behind the first value: cells, but for objects.
    if (/^[ \t]*\r?\n\s*[[{]/.test(rest) || (value instanceof Map && isObject(rest))) return { format: 'jsonl' }
    const next = end + rest.search(/\S/)
    if (isListOfObjects(value) && /[[{]/.test(content[next] as string))
      return { format: 'broken-json', reason: message('json.value-after-list', {}), ...lineAndColumn(content, next) }
    return { format: 'csv' }
  }
  if (fault) return looksLikeCells(content.slice(start)) ? { format: 'csv' } : { format: 'broken-json', ...fault }
  if (value === undefined || !isContainer) return { format: 'csv' }
  if (!whole) return { format: 'json', root: value }
  const ended = content.trimEnd()
  return { format: 'broken-json', reason: message('json.ends-early', {}), ...lineAndColumn(ended, ended.length) }
}

const isListOfObjects = (value: JsonNode): boolean => Array.isArray(value) && value.some((one) => one instanceof Map)

/** True where a text begins with an object, whole or cut at the text's end. */
function isObject(text: string): boolean {
  const start = text.search(/\S/)
  if (text[start] !== '{') return false
  const { value, fault } = parseJsonPrefix(text, start)
  return value instanceof Map && value.size > 0 && fault === undefined
}

/** The script around records of JSON, where it is no more than a call or a name. */
function findScript(text: string, whole: boolean): TextFormat | undefined {
  const before = /^(?:[\w$.]{1,100}\s*\(|(?:(?:var|let|const)\s+)?[\w$.]{1,100}\s*=)\s*(?=[[{]\s*[[{"])/.exec(text)?.[0]
  if (before === undefined) return undefined
  const { value, complete, end, fault } = parseJsonPrefix(text, before.length)
  const holds = value instanceof Map || (Array.isArray(value) && value.some((one) => typeof one === 'object'))
  if (fault || !holds || (!complete && whole)) return undefined
  const behind = text.slice(end).trim()
  if (complete && !(before.includes('(') ? /^\)\s*;?$/ : /^;?$/).test(behind)) return undefined
  return { format: 'script', before: before.trim(), behind }
}

/** True where the first line and most others begin with a tag, and are not cells that hold an element each. */
function isMarkup(text: string): boolean {
  if (!/^\s*<[A-Za-z!][\w:.-]*[\s>/]/.test(text)) return false
  const lines = text.split('\n', 200).filter((line) => line.trim() !== '')
  const cells = lines.filter((line) => /^\s*<([\w:.-]+)[^<>]*>[^<]*<\/\1>\s*[,;\t|]/.test(line))
  if (cells.length >= 0.6 * lines.length) return false
  return lines.filter((line) => /^\s*<\/?[A-Za-z!]/.test(line)).length >= 0.6 * lines.length
}

/** True where what begins with a bracket is a cell ("[a];1"), and not the beginning of JSON. */
function looksLikeCells(text: string): boolean {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  return (
    /^(?:\[[^\]]*\]|\{[^}]*\})\s*[,;\t|]\s*\S/.test(line) &&
    !/^\{\s*"[^"]*"\s*:/.test(line) &&
    !/^\[\s*[[{"]/.test(line)
  )
}

/**
 * The values of JSON one after another, in order: one a line, several on a line, or of several lines each. Lines that are no
 * JSON are left out.
 */
export function parseJsonLines(text: string): JsonNode[] {
  const values: JsonNode[] = []
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at)
    if (text.slice(at, lineEnd).trim() === '') {
      at = lineEnd + 1
      continue
    }
    const { value, complete, end } = parseJsonPrefix(text.slice(at, lineEnd))
    const isObjectNext = value instanceof Map && /^\s*\{/.test(text.slice(at + end, lineEnd))
    if (complete && value !== undefined) values.push(value)
    const longer = complete || !/^\s*\{\s*$/.test(text.slice(at, lineEnd)) ? undefined : parseJsonPrefix(text, at)
    if (longer?.complete && longer.value !== undefined) values.push(longer.value)
    at = complete && isObjectNext ? at + end : longer?.complete ? longer.end : lineEnd + 1
  }
  return values
}

/** Records from the middle of a list, cut anywhere: objects behind objects that have no other keys than these. */
export function parseJsonRecords(text: string, keys: ReadonlySet<string>): Map<string, JsonNode>[] {
  const records: Map<string, JsonNode>[] = []
  const between = /\}\s*,\s*(?=\{)/g
  for (let found = between.exec(text); found; found = between.exec(text)) {
    const { value, complete, end } = parseJsonPrefix(text, between.lastIndex)
    if (!complete || !(value instanceof Map) || ![...value.keys()].every((key) => keys.has(key))) continue
    records.push(value)
    between.lastIndex = end - 1
  }
  return records
}
