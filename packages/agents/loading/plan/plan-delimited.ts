import { message } from '@aw-flow/messages'
import { info, warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import {
  isCommentAt,
  type Dialect,
  type OtherTable,
  type PlannedColumn,
  type RepairedRecord,
} from '@aw-flow/schema/internal'
import { checkColumnCount } from './check-column-count.ts'
import { createColumnNames } from '../columns/create-column-names.ts'
import {
  describeDelimiter,
  detectDeclaredTable,
  detectDialect,
  type DetectedDialect,
  type DialectDetection,
} from '../dialect/detect-dialect.ts'
import type { DetectedEncoding } from '../encoding/detect-encoding.ts'
import type { DetectedHeader } from '../structure/detect-header.ts'
import type { Preamble } from '../structure/detect-preamble.ts'
import type { FilePlan, LoadOverrides, AlternativePlan } from './file-plan.ts'
import { findOtherTables } from '../structure/find-tables.ts'
import { locateDeclaredTable } from '../declared/locate-declared-table.ts'
import { readBlockRecords, locateTable, type TableEnd, type TextSample } from '../structure/locate-table.ts'
import { repairRecords } from '../structure/repair-records.ts'
import { createNoTableWarnings, createOneColumnWarnings } from './one-column-warnings.ts'
import { planColumns, type SampledColumn } from './plan-columns.ts'
import { createOtherTableWarnings, planTable, listAllTables } from './plan-table.ts'
import { normalizeNewlines, type SourceRecord } from '../records/read-records.ts'

/** Plans how to load delimited text: detects its dialect, preamble and header, and infers column names and types. */
export function planDelimited(sample: TextSample, encoding: DetectedEncoding, overrides: LoadOverrides): FilePlan {
  const { delimiter, quote, escape, header } = overrides
  const isSpecified = [delimiter, quote, escape, header].some((value) => value !== undefined)
  const declaredDetection = isSpecified || sample.header ? undefined : detectDeclaredTable(sample.head)
  const trimmedText = trimBlankLines(sample.head)
  const blankLines = normalizeNewlines(sample.head.slice(0, sample.head.length - trimmedText.length))
  const detection = declaredDetection ?? shiftRecords(detectDialect(trimmedText, overrides), blankLines)
  const alternatives: AlternativePlan[] = detection.alternatives.slice(0, 3).map((alternative) => ({
    reason: message('loading.try-delimiter', {
      delimiter: describeDelimiter(alternative.dialect.delimiter),
      before: describeDelimiter(detection.dialect.delimiter),
    }),
    createPlan: () => planWithDialect(sample, encoding, overrides, alternative, []),
  }))
  const filePlan = planWithDialect(sample, encoding, overrides, detection, alternatives)
  filePlan.plan.evidence.splice(1, 0, detection.evidence)
  const table = overrides.table ?? findLargestTable(filePlan, sample)
  if (table === undefined) return filePlan
  const tablePlan = planTable(sample, filePlan, table, (tableSample) => {
    const { delimiter, quote, escape } = detection.dialect
    // Quotes are detected again, because this table may contain quoted cells even if the main table does not.
    const fixedOverrides = { ...overrides, delimiter, ...(quote === '' ? {} : { quote, escape }) }
    const tableDialect = detectDialect(tableSample.head, fixedOverrides)
    const quotes = { quote: tableDialect.dialect.quote, escape: tableDialect.dialect.escape }
    return planWithDialect(
      tableSample,
      encoding,
      fixedOverrides,
      { ...tableDialect, dialect: { ...detection.dialect, ...quotes } },
      [],
    )
  })
  if (tablePlan.plan === filePlan.plan) return tablePlan
  tablePlan.plan.evidence.splice(1, 0, detection.evidence)
  if (overrides.table === undefined)
    tablePlan.warnings.push(...createOtherTableWarnings(tablePlan.plan.otherTables ?? []))
  return tablePlan
}

/**
 * Returns the 1-based number of the table with the most cells. Returns `undefined` if it has hardly more cells than the
 * planned table.
 */
function findLargestTable(
  { plan, hasNamedHeader, rowsInHead = 0 }: FilePlan,
  { head }: TextSample,
): number | undefined {
  if (!plan.otherTables) return undefined
  const tables = listAllTables(plan, head.replace(/\r?\n$/, '').split(/\r\n|\n|\r/).length)
  const cellCounts = tables.map(({ lines: [, end], rows = 0, columns, isMain }) => {
    if (hasNamedHeader && end <= plan.skippedLines) return 0
    return (isMain ? rowsInHead : rows) * Math.min(columns, maxComparedColumns)
  })
  const maxCells = Math.max(...cellCounts)
  const mainIndex = tables.findIndex(({ isMain }) => isMain)
  return minLargerRatio * (cellCounts[mainIndex] ?? 0) >= maxCells ? undefined : cellCounts.indexOf(maxCells) + 1
}

/** Ratio of the cells of a larger table to those of the planned one. */
const minLargerRatio = 1.2
/** Maximum number of columns that count, because a few records with many settings are not the largest table. */
const maxComparedColumns = 10

/** Removes leading blank lines, which could otherwise fill the sample used for detection. */
function trimBlankLines(text: string): string {
  const contentStart = text.search(/\S/)
  return contentStart < 1 ? text : text.slice(text.lastIndexOf('\n', contentStart) + 1)
}

/** Shifts the positions of well-formed records by the blank lines that were removed above them. */
function shiftRecords(detection: DialectDetection, blankLines: string): DialectDetection {
  const { wellFormedText } = detection
  if (!wellFormedText || blankLines === '') return detection
  const { length } = blankLines
  const lineCount = blankLines.split('\n').length - 1
  const records = wellFormedText.records.map((record) => ({
    ...record,
    line: record.line + lineCount,
    start: record.start + length,
    end: record.end + length,
  }))
  return { ...detection, wellFormedText: { ...wellFormedText, records } }
}

function planWithDialect(
  sample: TextSample,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  detectedDialect: DetectedDialect,
  alternatives: AlternativePlan[],
): FilePlan {
  const { dialect, declaredTable } = detectedDialect
  const { file = 'The text', isComplete } = sample
  const isFirstLineTruncated = !isComplete && !/[\r\n]/.test(sample.head)
  checkColumnCount(file, detectedDialect.width, isFirstLineTruncated)
  const locatedTable = declaredTable
    ? locateDeclaredTable(sample, dialect, declaredTable)
    : locateTable(sample, detectedDialect, overrides)
  checkColumnCount(file, locatedTable.width, isFirstLineTruncated)
  const { head, width, preamble, header, skippedLines, headerLines, records, end, pageHeaders = [] } = locatedTable
  const isLineBased = dialect.repeated === true || dialect.columnStarts !== undefined || dialect.enclosed !== undefined
  const repairs = isLineBased || detectedDialect.wellFormedText ? [] : repairRecords(records, width, dialect, head)
  const mends = [...repairs, ...pageHeaders.map((record) => createOmission(record, head))].sort(
    (a, b) => a.line - b.line,
  )
  const step = Math.max(isComplete ? 1 : Math.ceil(records.length / maxSampledRecords), findStep(records, width))
  const sampledRecords = records.filter((_, index) => index % step === 0)
  const nullMarkers = declaredTable?.nulls ?? []
  const allBlockRecords = readBlockRecords(sample, dialect)
  const blockStep = findStep(allBlockRecords, width)
  const blockRecords = allBlockRecords.filter((_, index) => index % blockStep === 0)
  const sampledColumns = sampleColumns([...sampledRecords, ...blockRecords], width, header.names)
  const columns = sampledColumns.map((column, index) => {
    const nullMarker = nullMarkers[index]
    if (nullMarker === undefined) return column
    return { ...column, cells: column.cells.map((cell) => (cell?.trim() === nullMarker ? null : cell)) }
  })
  const columnPlan = planColumns(
    columns,
    (index) => findLocation(sampledRecords[index], index * step, end.rowsInHead),
    {
      comma: dialect.delimiter === ';' ? 'decimal' : 'thousands',
    },
    overrides.columns,
  )
  const headTypes = isComplete
    ? []
    : planColumns(sampleColumns(sampledRecords, width, header.names), () => ({}), {}).columns.map(({ type }) => type)
  const otherTables = sample.isComplete && !declaredTable ? findOtherTables(locatedTable, detectedDialect) : []
  const plan: LoadPlan = {
    format: 'csv',
    encoding: encoding.encoding,
    dialect: locatedTable.hasComments || hasCommentsInBlocks(sample, dialect) ? dialect : removeCommentMarker(dialect),
    skippedLines,
    headerLines,
    ...(end.trailingLines === 0 ? {} : { trailingLines: end.trailingLines }),
    ...(otherTables.length === 0 ? {} : { otherTables }),
    ...(mends.length === 0 ? {} : { mends }),
    columns: columnPlan.columns.map((column, index) => addNullMarker(column, nullMarkers[index])),
    evidence: [
      encoding.evidence,
      header.evidence,
      ...createPreambleEvidence(skippedLines, preamble),
      ...createEndEvidence(end),
      ...columnPlan.evidence,
    ],
  }
  return {
    plan,
    alternatives,
    rowsInHead: end.rowsInHead,
    ...(locatedTable.hasNamedHeader ? { hasNamedHeader: true } : {}),
    warnings: [
      ...createLineWarnings(skippedLines, preamble, header, sample),
      ...createEndWarnings(end, otherTables),
      ...createRepairWarnings(repairs),
      ...(pageHeaders.length > 0 ? [info('load.repeated-header', { lines: pageHeaders.length })] : []),
      ...(width === 1 && overrides.delimiter === undefined ? createOneColumnWarnings(sample.head, !isComplete) : []),
      ...(overrides.delimiter === undefined
        ? createNoTableWarnings(head, width, header.names.length > 0 ? [] : records)
        : []),
      ...(hasOtherCells(headTypes, columnPlan.columns) ? [warning('load.other-cells', {})] : []),
      ...columnPlan.warnings,
    ],
  }
}

/** Returns whether most columns that have numbers or dates in the head of a large text also have text further down. */
function hasOtherCells(headTypes: readonly string[], columns: readonly PlannedColumn[]): boolean {
  const typedIndexes = headTypes.flatMap((type, index) => (type === 'VARCHAR' ? [] : [index]))
  const conflicts = typedIndexes.filter((index) => columns[index]?.type === 'VARCHAR').length
  return conflicts > 0 && conflicts * 2 >= typedIndexes.length
}

/** Creates a repair that omits a line. */
function createOmission({ line, start, end }: SourceRecord, text: string): RepairedRecord {
  const raw = text.slice(start, end).replace(/\n$/, '')
  return { line, lines: raw.split('\n').length, raw, cells: [], reason: message('loading.repeated-header', {}) }
}

/** Returns whether a sampled block from the middle or end of a large file contains a comment. */
const hasCommentsInBlocks = ({ blocks }: TextSample, dialect: Dialect): boolean =>
  dialect.comment !== undefined &&
  blocks.some((block) => block.split(/[\r\n]+/).some((line) => isCommentAt(line, 0, dialect)))

/** Removes the comment marker from a dialect, so that the reader does not look for comments. */
function removeCommentMarker(dialect: Dialect): Dialect {
  const { comment: _, ...rest } = dialect
  return rest
}

const addNullMarker = (column: PlannedColumn, nullMarker: string | undefined): PlannedColumn =>
  nullMarker === undefined || column.nulls.includes(nullMarker)
    ? column
    : { ...column, nulls: [...column.nulls, nullMarker] }

const createEndEvidence = ({ trailingLines, reason }: TableEnd) =>
  trailingLines === 0
    ? []
    : [
        {
          decision: 'end',
          value: message('loading.lines-below', { lines: trailingLines }),
          confidence: 0.8,
          reason,
          runnersUp: [],
        },
      ]

const createEndWarnings = ({ trailingLines, reason }: TableEnd, otherTables: readonly OtherTable[]): Problem[] => [
  ...(trailingLines > 0 ? [info('load.lines-below', { lines: trailingLines, reason })] : []),
  ...createOtherTableWarnings(otherTables),
]

function createRepairWarnings(repairs: readonly RepairedRecord[]): Problem[] {
  const firstRepair = repairs[0]
  if (!firstRepair) return []
  const lines = repairs.slice(0, 6).map(({ line }) => line)
  return [
    warning(
      'load.repaired-records',
      { records: repairs.length, lines, reason: firstRepair.reason },
      { where: { line: firstRepair.line } },
    ),
  ]
}

/** Maximum number of records used to infer column types. In a larger file, they are spread evenly across the head. */
const maxSampledRecords = 2_000

/**
 * Maximum number of cells used to infer column types. A text of the size of the head has fewer cells, but short records
 * of a wide table count with all of its columns.
 */
const maxSampledCells = 1_000_000

const findStep = (records: readonly SourceRecord[], width: number): number =>
  Math.ceil((records.length * width) / maxSampledCells) || 1

function sampleColumns(records: readonly SourceRecord[], width: number, names: readonly string[]): SampledColumn[] {
  const sourceNames = createColumnNames(Array.from({ length: width }, (_, index) => names[index] ?? ''))
  return sourceNames.map((name, column) => ({
    ...name,
    cells: records.map((record) => getCell(record, column, width)),
  }))
}

/**
 * Returns a cell's text. Returns `null` if the cell is missing or empty and unquoted, or if its record has too many
 * cells.
 */
export function getCell({ cells, quoted }: SourceRecord, column: number, width: number): string | null {
  const cell = cells.length > width ? undefined : cells[column]
  return cell === undefined || (cell === '' && !quoted[column]) ? null : cell
}

/** Returns the row and line number of a record in the head. They are unknown for records in other blocks. */
const findLocation = (record: SourceRecord | undefined, index: number, headRecordCount: number) =>
  record === undefined || index >= headRecordCount ? {} : { row: index + 1, line: record.line }

const createPreambleEvidence = (skippedLines: number, { reason }: Preamble) =>
  skippedLines === 0
    ? []
    : [
        {
          decision: 'preamble',
          value: message('loading.lines', { lines: skippedLines }),
          confidence: 0.9,
          reason,
          runnersUp: [],
        },
      ]

function createLineWarnings(
  skippedLines: number,
  preamble: Preamble,
  header: DetectedHeader,
  sample: TextSample,
): Problem[] {
  const hasSingleRecord = sample.isComplete && preamble.records.length === 1
  return [
    ...(skippedLines > 0
      ? [info('load.lines-skipped', { lines: skippedLines, reason: preamble.reason }, { where: { line: 1 } })]
      : []),
    ...(hasSingleRecord ? [header.rowCount > 0 ? warning('load.only-header', {}) : warning('load.only-row', {})] : []),
  ]
}
