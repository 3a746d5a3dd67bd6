import { message, type Message } from '@aw-flow/messages'
import { info, warning, type LoadPlan, type Problem, type RecordsShape } from '@aw-flow/schema'
import { checkWidth } from './check-width.ts'
import { columnNames } from '../columns/column-names.ts'
import type { DetectedEncoding } from '../detect/detect-encoding.ts'
import { detectHeader } from '../structure/detect-header.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { columnNamesPlace, findRecords, valueAt, type RecordsPlace } from '../structure/find-records.ts'
import { jsonCellText, jsonColumns, type JsonColumn } from '../columns/json-columns.ts'
import type { JsonNode } from '../detect/parse-json-prefix.ts'
import { planColumns, type SampledColumn } from './plan-columns.ts'

/** Parsed JSON of which a table is to be made. `whole` is false for a document of which only the beginning is known. */
export interface JsonSample {
  format: 'json' | 'jsonl'
  root: JsonNode
  whole: boolean
  /** The name of the file, for problems. */
  file: string
}

const lookedRecords = 5000
/** Of a wide table fewer records are looked at: no more than so many cells. */
const lookedCells = 4_000_000

/** Plans how JSON becomes a table: where its records are, which columns they have, of which types. */
export function planJson(sample: JsonSample, encoding: DetectedEncoding, overrides: LoadOverrides): FilePlan {
  const places = sample.format === 'jsonl' ? findRecords(sample.root).slice(0, 1) : findRecords(sample.root)
  const told = overrides.recordsPath
  const place = told ? (places.find(({ path }) => path.join('.') === told.join('.')) ?? oneAt(told)) : places[0]
  const chosen: RecordsPlace = place ?? { path: [], shape: 'objects', count: 0 }
  const value = valueAt(sample.root, chosen.path)
  const records = recordsAt(value, chosen.shape)
  const named =
    chosen.shape === 'lists' && overrides.header === undefined ? columnNamesPlace(sample.root, places) : undefined
  const check = (columns: number): void => checkWidth(sample.file, columns, !sample.whole)
  const { columns, headerRows } = columnsAt(value, chosen.shape, records, overrides.header, named?.names, check)
  check(columns.length)
  const names = columnNames(columns.map(({ name }) => name))
  const looked = spread(records.slice(headerRows), Math.ceil(lookedCells / Math.max(1, columns.length)))
  const sampled: SampledColumn[] = columns.map(({ path }, index) => ({
    ...(names[index] as { name: string }),
    path,
    cells: cellsOf(value, chosen.shape, looked, path),
  }))
  const planned = planColumns(sampled, (index) => ({ row: index + 1 }), { decimal: '.' })
  const plan: LoadPlan = {
    format: sample.format,
    encoding: encoding.encoding,
    skippedLines: 0,
    headerLines: headerRows,
    recordsPath: chosen.path,
    recordsShape: chosen.shape,
    columns: planned.columns,
    evidence: [encoding.evidence, explainPlace(chosen, places, told !== undefined), ...planned.evidence],
  }
  // What names the columns is part of the table.
  const besides = named ? places.filter(({ path }) => path.join('.') !== named.path.join('.')) : places
  return { plan, others: [], warnings: [...placeWarnings(chosen, besides, told !== undefined), ...planned.warnings] }
}

const oneAt = (path: readonly string[]): RecordsPlace => ({ path: [...path], shape: 'object', count: 1 })

/** The records that are looked at: all of few, of many the first, and others spread evenly over the rest. */
function recordsAt(value: JsonNode | undefined, shape: RecordsShape): JsonNode[] {
  if (shape === 'keyed') return value instanceof Map ? spread([...value.values()]) : []
  if (shape === 'object' || shape === 'columns') return value instanceof Map ? [value] : []
  return Array.isArray(value) ? spread(value) : []
}

function spread<T>(list: readonly T[], most = lookedRecords): T[] {
  if (list.length <= most) return [...list]
  const half = Math.ceil(most / 2)
  const step = (list.length - half) / half
  return [
    ...list.slice(0, half),
    ...Array.from({ length: half }, (_, index) => list[half + Math.floor(index * step)] as T),
  ]
}

function columnsAt(
  value: JsonNode | undefined,
  shape: RecordsShape,
  records: readonly JsonNode[],
  told: 'yes' | 'no' | undefined,
  named: readonly string[] | undefined,
  check: (columns: number) => void,
): { columns: JsonColumn[]; headerRows: number } {
  if (shape === 'values') return { columns: [{ name: 'value', path: [] }], headerRows: 0 }
  if (shape === 'keyed') {
    const every = value instanceof Map ? [...value.values()] : []
    return { columns: [{ name: 'key', path: [] }, ...jsonColumns(every)], headerRows: 0 }
  }
  if (shape === 'columns') {
    const keys = value instanceof Map ? [...value.keys()] : []
    return { columns: keys.map((name) => ({ name, path: [name] })), headerRows: 0 }
  }
  if (shape !== 'lists') {
    // Keys that only late records have would be lost: all of them are looked through.
    const every = shape === 'objects' && Array.isArray(value) ? value : records
    return { columns: jsonColumns(every), headerRows: 0 }
  }
  const lists = records.filter(Array.isArray) as JsonNode[][]
  const width = lists.reduce((most, list) => Math.max(most, list.length), 0)
  check(width)
  const rows = lists.map((list) => list.map((cell) => jsonCellText(cell) ?? ''))
  if (named && width === named.length)
    return { columns: named.map((name, index) => ({ name, path: [String(index)] })), headerRows: 0 }
  const isNames = lists[0]?.every((cell) => typeof cell === 'string') === true && told !== 'no'
  const header = told === 'yes' || (isNames && detectHeader(rows, width).rows > 0) ? (rows[0] ?? []) : undefined
  const columns = Array.from({ length: width }, (_, index) => ({ name: header?.[index] ?? '', path: [String(index)] }))
  return { columns, headerRows: header ? 1 : 0 }
}

function cellsOf(
  value: JsonNode | undefined,
  shape: RecordsShape,
  records: readonly JsonNode[],
  path: readonly string[],
): (string | null)[] {
  if (shape === 'values') return records.map(jsonCellText)
  if (shape === 'keyed' && path.length === 0) return value instanceof Map ? spread([...value.keys()]) : []
  if (shape === 'columns') {
    const column = valueAt(value, path)
    const cells = column instanceof Map ? [...column.values()] : Array.isArray(column) ? column : []
    return spread(cells).map(jsonCellText)
  }
  return records.map((record) => jsonCellText(valueAt(record, path)))
}

/** A path of JSON keys; empty: the document itself. */
const pathName = (path: readonly string[]): Message => message('loading.records-path', { path: path.join('.') })

const placeName = ({ path, count }: RecordsPlace): Message =>
  message('loading.records-at', { place: pathName(path), records: count })

function explainPlace(chosen: RecordsPlace, places: readonly RecordsPlace[], isSpecified: boolean) {
  return {
    decision: 'records',
    value: chosen.path.join('.'),
    confidence: isSpecified ? 1 : places.length > 1 ? 0.8 : 1,
    reason: message('loading.records-shape', { place: pathName(chosen.path), shape: chosen.shape }),
    runnersUp: places
      .filter((place) => place !== chosen && place.shape !== 'object')
      .slice(0, 3)
      .map(({ path, count }) => ({ value: `${path.join('.')}: ${count}`, score: 0 })),
  }
}

function placeWarnings(chosen: RecordsPlace, places: readonly RecordsPlace[], isSpecified: boolean): Problem[] {
  const problems: Problem[] = []
  const rest = places.filter((place) => place !== chosen && ['objects', 'keyed', 'lists'].includes(place.shape))
  if (!isSpecified && rest.length > 0 && chosen.path.length > 0)
    problems.push(warning('load.other-records', { chosen: placeName(chosen), others: rest.slice(0, 6).map(placeName) }))
  else if (chosen.path.length > 0) problems.push(info('load.records-under-key', { place: pathName(chosen.path) }))
  if (chosen.shape === 'object' && !isSpecified) problems.push(warning('load.one-object', {}))
  return problems
}
