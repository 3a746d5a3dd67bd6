import { message, type Message } from '@aw-flow/messages'
import { info, warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import type { RecordsShape } from '@aw-flow/schema/internal'
import { checkColumnCount } from './check-column-count.ts'
import { createColumnNames } from '../columns/create-column-names.ts'
import type { DetectedEncoding } from '../encoding/detect-encoding.ts'
import { detectHeader } from '../structure/detect-header.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { findColumnNames, findRecords, resolvePath, type RecordsLocation } from '../structure/find-records.ts'
import { toCellText, findJsonColumns, type JsonColumn } from '../columns/find-json-columns.ts'
import type { JsonNode } from '../format/parse-json-prefix.ts'
import { planColumns, type SampledColumn } from './plan-columns.ts'

/** A parsed JSON document, or only its start if `isComplete` is false. */
export interface JsonSample {
  format: 'json' | 'jsonl'
  root: JsonNode
  /** Number of lines with comments above the document. */
  commentLines?: number
  isComplete: boolean
  /** File name for problem messages. */
  file: string
}

const maxSampledRecords = 5000
/** Maximum number of sampled cells. It reduces the number of sampled records for wide tables. */
const maxSampledCells = 4_000_000

/** Plans how to load a JSON document: locates its records, and infers column names and types. */
export function planJson(sample: JsonSample, encoding: DetectedEncoding, overrides: LoadOverrides): FilePlan {
  const locations = sample.format === 'jsonl' ? findRecords(sample.root).slice(0, 1) : findRecords(sample.root)
  const specifiedPath = overrides.recordsPath
  const location = specifiedPath
    ? (locations.find(({ path }) => path.join('.') === specifiedPath.join('.')) ?? createObjectLocation(specifiedPath))
    : locations[0]
  const chosenLocation: RecordsLocation = location ?? { path: [], shape: 'objects', count: 0 }
  const value = resolvePath(sample.root, chosenLocation.path)
  const records = sampleRecords(value, chosenLocation.shape)
  const columnNameList =
    chosenLocation.shape === 'lists' && overrides.header === undefined
      ? findColumnNames(sample.root, locations)
      : undefined
  const checkColumns = (columnCount: number): void => checkColumnCount(sample.file, columnCount, !sample.isComplete)
  const { columns, headerRows } = findColumns(
    value,
    chosenLocation.shape,
    records,
    overrides.header,
    columnNameList?.names,
    checkColumns,
  )
  checkColumns(columns.length)
  const names = createColumnNames(columns.map(({ name }) => name))
  const sampledRecords = sampleItems(
    records.slice(headerRows),
    Math.ceil(maxSampledCells / Math.max(1, columns.length)),
  )
  const sampledColumns: SampledColumn[] = columns.map(({ path }, index) => ({
    ...(names[index] as { name: string }),
    path,
    cells: getCells(value, chosenLocation.shape, sampledRecords, path),
  }))
  const locate = (index: number): { row: number } => ({ row: index + 1 })
  const columnPlan = planColumns(sampledColumns, locate, { decimal: '.' }, overrides.columns)
  const plan: LoadPlan = {
    format: sample.format,
    encoding: encoding.encoding,
    skippedLines: sample.commentLines ?? 0,
    headerLines: headerRows,
    recordsPath: chosenLocation.path,
    recordsShape: chosenLocation.shape,
    columns: columnPlan.columns,
    evidence: [
      encoding.evidence,
      createLocationEvidence(chosenLocation, locations, specifiedPath !== undefined),
      ...columnPlan.evidence,
    ],
  }
  // The list of column names belongs to the table, so it does not count as another location of records.
  const otherLocations = columnNameList
    ? locations.filter(({ path }) => path.join('.') !== columnNameList.path.join('.'))
    : locations
  return {
    plan,
    alternatives: [],
    warnings: [
      ...createLocationWarnings(chosenLocation, otherLocations, specifiedPath !== undefined),
      ...columnPlan.warnings,
    ],
  }
}

const createObjectLocation = (path: readonly string[]): RecordsLocation => ({
  path: [...path],
  shape: 'object',
  count: 1,
})

/** Returns a sample of the records at a location. */
function sampleRecords(value: JsonNode | undefined, shape: RecordsShape): JsonNode[] {
  if (shape === 'keyed') return value instanceof Map ? sampleItems([...value.values()]) : []
  if (shape === 'object' || shape === 'columns') return value instanceof Map ? [value] : []
  return Array.isArray(value) ? sampleItems(value) : []
}

/**
 * Samples a list. If it is too long, half of the sample comes from its start and the rest is spread evenly across the
 * remainder.
 */
function sampleItems<T>(list: readonly T[], maxItems = maxSampledRecords): T[] {
  if (list.length <= maxItems) return [...list]
  const half = Math.ceil(maxItems / 2)
  const step = (list.length - half) / half
  return [
    ...list.slice(0, half),
    ...Array.from({ length: half }, (_, index) => list[half + Math.floor(index * step)] as T),
  ]
}

function findColumns(
  value: JsonNode | undefined,
  shape: RecordsShape,
  records: readonly JsonNode[],
  header: 'yes' | 'no' | undefined,
  columnNames: readonly string[] | undefined,
  checkColumns: (columnCount: number) => void,
): { columns: JsonColumn[]; headerRows: number } {
  if (shape === 'values') return { columns: [{ name: 'value', path: [] }], headerRows: 0 }
  if (shape === 'keyed') {
    const allRecords = value instanceof Map ? [...value.values()] : []
    return { columns: [{ name: 'key', path: [] }, ...findJsonColumns(allRecords)], headerRows: 0 }
  }
  if (shape === 'columns') {
    const keys = value instanceof Map ? [...value.keys()] : []
    return { columns: keys.map((name) => ({ name, path: [name] })), headerRows: 0 }
  }
  if (shape !== 'lists') {
    // Keys are collected from all records, because later records may have additional ones.
    const allRecords = shape === 'objects' && Array.isArray(value) ? value : records
    return { columns: findJsonColumns(allRecords), headerRows: 0 }
  }
  const lists = records.filter(Array.isArray) as JsonNode[][]
  const width = lists.reduce((max, list) => Math.max(max, list.length), 0)
  checkColumns(width)
  const rows = lists.map((list) => list.map((cell) => toCellText(cell) ?? ''))
  if (columnNames && width === columnNames.length)
    return { columns: columnNames.map((name, index) => ({ name, path: [String(index)] })), headerRows: 0 }
  const canBeHeader = lists[0]?.every((cell) => typeof cell === 'string') === true && header !== 'no'
  const names =
    header === 'yes' || (canBeHeader && detectHeader(rows, width).rowCount > 0) ? (rows[0] ?? []) : undefined
  const columns = Array.from({ length: width }, (_, index) => ({ name: names?.[index] ?? '', path: [String(index)] }))
  return { columns, headerRows: names ? 1 : 0 }
}

function getCells(
  value: JsonNode | undefined,
  shape: RecordsShape,
  records: readonly JsonNode[],
  path: readonly string[],
): (string | null)[] {
  if (shape === 'values') return records.map(toCellText)
  if (shape === 'keyed' && path.length === 0) return value instanceof Map ? sampleItems([...value.keys()]) : []
  if (shape === 'columns') {
    const column = resolvePath(value, path)
    const cells = column instanceof Map ? [...column.values()] : Array.isArray(column) ? column : []
    return sampleItems(cells).map(toCellText)
  }
  return records.map((record) => toCellText(resolvePath(record, path)))
}

/** Describes a path of JSON keys. The empty path is the document itself. */
const describePath = (path: readonly string[]): Message => message('loading.records-path', { path: path.join('.') })

const describeLocation = ({ path, count }: RecordsLocation): Message =>
  message('loading.records-at', { place: describePath(path), records: count })

function createLocationEvidence(
  chosenLocation: RecordsLocation,
  locations: readonly RecordsLocation[],
  isSpecified: boolean,
) {
  return {
    decision: 'records',
    value: chosenLocation.path.join('.'),
    confidence: isSpecified ? 1 : locations.length > 1 ? 0.8 : 1,
    reason: message('loading.records-shape', { place: describePath(chosenLocation.path), shape: chosenLocation.shape }),
    runnersUp: locations
      .filter((location) => location !== chosenLocation && location.shape !== 'object')
      .slice(0, 3)
      .map(({ path, count }) => ({ value: `${path.join('.')}: ${count}`, score: 0 })),
  }
}

function createLocationWarnings(
  chosenLocation: RecordsLocation,
  locations: readonly RecordsLocation[],
  isSpecified: boolean,
): Problem[] {
  const problems: Problem[] = []
  const otherRecordLocations = locations.filter(
    (location) => location !== chosenLocation && ['objects', 'keyed', 'lists'].includes(location.shape),
  )
  if (!isSpecified && otherRecordLocations.length > 0 && chosenLocation.path.length > 0)
    problems.push(
      warning('load.other-records', {
        chosen: describeLocation(chosenLocation),
        others: otherRecordLocations.slice(0, 6).map(describeLocation),
      }),
    )
  else if (chosenLocation.path.length > 0)
    problems.push(info('load.records-under-key', { place: describePath(chosenLocation.path) }))
  if (chosenLocation.shape === 'object' && !isSpecified) problems.push(warning('load.one-object', {}))
  return problems
}
