import { lineAndColumn, parseJsonPrefix, type JsonNode } from './parse-json-prefix.ts'

/** What a text is, by its content; a name like `data.json` over a delimited text changes nothing. */
export type TextFormat =
  | { format: 'empty' }
  | { format: 'csv' }
  | { format: 'json'; root: JsonNode }
  | { format: 'jsonl' }
  /** XML, HTML or SVG, which no reader here reads. */
  | { format: 'markup'; kind: string }
  /** JSON up to a place where it breaks. */
  | { format: 'broken-json'; message: string; line: number; column: number }

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
    return { format: 'csv' }
  const { value, complete, end, fault } = parseJsonPrefix(content, start)
  const isContainer = Array.isArray(value) || value instanceof Map
  if (complete && isContainer) {
    const rest = content.slice(end)
    if (rest.trim() === '') return { format: 'json', root: value }
    // Another value on the next line: one record a line. Anything else behind the first value: cells.
    return /^[ \t]*\r?\n\s*[[{]/.test(rest) ? { format: 'jsonl' } : { format: 'csv' }
  }
  if (fault) return looksLikeCells(content.slice(start)) ? { format: 'csv' } : { format: 'broken-json', ...fault }
  if (value === undefined || !isContainer) return { format: 'csv' }
  if (!whole) return { format: 'json', root: value }
  const ended = content.trimEnd()
  return { format: 'broken-json', message: 'the text ends before the JSON does', ...lineAndColumn(ended, ended.length) }
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

/** The values of JSON lines, in order; lines that are no JSON are left out. */
export function parseJsonLines(text: string): JsonNode[] {
  const values: JsonNode[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const { value, complete } = parseJsonPrefix(line)
    if (complete && value !== undefined) values.push(value)
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
