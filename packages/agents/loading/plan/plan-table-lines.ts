import { message, type Message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, defined, type Problem } from '@aw-flow/schema'
import { isCommentAt, type Evidence, type RepairedRecord, type OtherTable } from '@aw-flow/schema/internal'
import { createColumnNames } from '../columns/create-column-names.ts'
import type { DetectedEncoding } from '../encoding/detect-encoding.ts'
import { detectHeader } from '../structure/detect-header.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { readBlockRecords, type TextSample } from '../structure/locate-table.ts'
import { repairRecords } from '../structure/repair-records.ts'
import { planColumns } from './plan-columns.ts'
import { getCell, planDelimited } from './plan-delimited.ts'
import { shiftProblem } from './plan-table.ts'
import { isBlank, normalizeNewlines, readRecords, type SourceRecord } from '../records/read-records.ts'

/** The table's extent as specified by the user, in physical lines of the text. Line numbers start at 1. */
interface SpecifiedLines {
  firstLine?: number | undefined
  lastLine?: number | undefined
  headerLines?: number | undefined
}

/** Number of physical lines in the sample and, if known, in the entire text. */
interface LineCounts {
  sampleCount: number
  totalCount: number | undefined
}

/**
 * Plans delimited text like `planDelimited`, but respects the first line, last line and number of header lines that the
 * user has specified. They override the detected preamble, notes and header.
 *
 * @param lineCount Number of lines in the text. Required if the sample is incomplete and `lastLine` is beyond its end.
 * @throws A `NodeError` if the specified lines contradict each other or do not exist in the file.
 */
export function planTableLines(
  sample: TextSample,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  lineCount?: number,
): FilePlan {
  const { firstLine, lastLine, headerLines, table, ...rest } = overrides
  const header = headerLines === undefined ? rest.header : headerLines === 0 ? 'no' : (rest.header ?? 'yes')
  const specifiedLines: SpecifiedLines = { firstLine, lastLine, headerLines: header === 'no' ? undefined : headerLines }
  const textOverrides: LoadOverrides = {
    ...rest,
    ...defined({ header }),
    ...(table === undefined || firstLine !== undefined ? {} : { table }),
  }
  if (firstLine === undefined && lastLine === undefined && headerLines === undefined)
    return planDelimited(sample, encoding, textOverrides)
  const sampleLines = splitLines(normalizeNewlines(sample.head))
  const counts = { sampleCount: sampleLines.length, totalCount: sample.isComplete ? sampleLines.length : lineCount }
  checkLines(specifiedLines, counts)
  const firstLineNumber = firstLine ?? 1
  const endsInSample = lastLine !== undefined && lastLine <= counts.sampleCount
  const excerpt: TextSample = {
    head: sampleLines
      .slice(firstLineNumber - 1, lastLine)
      .map((line) => `${line}\n`)
      .join(''),
    blocks: endsInSample ? [] : sample.blocks,
    isComplete: sample.isComplete || endsInSample,
    ...defined({ file: sample.file }),
    ...(sample.header && firstLine === undefined && headerLines === undefined ? { header: sample.header } : {}),
  }
  const adjustLines = (detectedPlan: FilePlan): FilePlan => {
    const adjustedPlan = matchesSpecifiedLines(detectedPlan, specifiedLines)
      ? detectedPlan
      : applySpecifiedLines(detectedPlan, excerpt, specifiedLines, overrides.columns)
    return shiftLines(
      adjustedPlan,
      specifiedLines,
      lastLine === undefined ? 0 : Math.max(0, (counts.totalCount ?? lastLine) - lastLine),
    )
  }
  const detectedPlan = planDelimited(excerpt, encoding, textOverrides)
  const alternatives = detectedPlan.alternatives.map(({ reason, createPlan }) => ({
    reason,
    createPlan: () => adjustLines(createPlan()),
  }))
  return { ...adjustLines(detectedPlan), alternatives }
}

const splitLines = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')

function checkLines(
  { firstLine, lastLine, headerLines }: SpecifiedLines,
  { sampleCount, totalCount }: LineCounts,
): void {
  const fail = (problem: Problem): never => {
    throw new NodeError('permanent', problem)
  }
  const createLocation = (line: number) => ({ where: { line } })
  if (firstLine !== undefined && lastLine !== undefined && firstLine > lastLine)
    fail(error('load.lines-reversed', { first: firstLine, last: lastLine }, createLocation(lastLine)))
  if (lastLine !== undefined && lastLine > sampleCount && totalCount === undefined)
    fail(error('load.last-line-unknown', { line: lastLine, lines: sampleCount }, createLocation(lastLine)))
  if (firstLine !== undefined && firstLine > (totalCount ?? sampleCount)) {
    const place = totalCount === undefined ? 'sample' : 'first'
    fail(
      error(
        'load.line-beyond',
        { place, line: firstLine, from: 1, lines: totalCount ?? sampleCount },
        createLocation(firstLine),
      ),
    )
  }
  if (lastLine !== undefined && totalCount !== undefined && lastLine > totalCount)
    fail(
      error(
        'load.line-beyond',
        { place: 'last', line: lastLine, from: firstLine ?? 1, lines: totalCount },
        createLocation(lastLine),
      ),
    )
  const maxHeaderLines = Math.min(lastLine ?? Infinity, totalCount ?? sampleCount) - (firstLine ?? 1) + 1
  if (headerLines !== undefined && headerLines > maxHeaderLines)
    fail(error('load.header-too-long', { header: headerLines, lines: maxHeaderLines }))
}

function matchesSpecifiedLines({ plan }: FilePlan, { firstLine, lastLine, headerLines }: SpecifiedLines): boolean {
  return (
    (firstLine === undefined || plan.skippedLines === 0) &&
    (lastLine === undefined || !plan.trailingLines) &&
    (headerLines === undefined || plan.headerLines === headerLines)
  )
}

/**
 * Replaces the lines of a detected plan with the specified ones and plans its columns again. The dialect does not
 * change. Line numbers are relative to the excerpt.
 */
function applySpecifiedLines(
  { plan, warnings, ...rest }: FilePlan,
  excerpt: TextSample,
  specifiedLines: SpecifiedLines,
  declaredColumns: LoadOverrides['columns'],
): FilePlan {
  const { dialect } = plan
  if (!dialect) return { plan, warnings, ...rest }
  const lines = splitLines(normalizeNewlines(excerpt.head))
  const skippedCount = specifiedLines.firstLine === undefined ? plan.skippedLines : 0
  const trailingCount = specifiedLines.lastLine === undefined && excerpt.isComplete ? (plan.trailingLines ?? 0) : 0
  const text = lines
    .slice(skippedCount, lines.length - trailingCount)
    .map((line) => `${line}\n`)
    .join('')
  const nonBlankRecords = readRecords(text, dialect, { width: plan.columns.length }).filter(
    (record) => !isBlank(record) && !isCommentAt(text, record.start, dialect),
  )
  const records = excerpt.isComplete ? nonBlankRecords : nonBlankRecords.slice(0, -1)
  const { names, headerLines } = resolveHeader(records, plan.columns.length, specifiedLines, plan.headerLines)
  const dataRecords = records.filter(({ line }) => line > headerLines)
  const width = Math.max(1, plan.columns.length, names.length)
  const columns = createColumnNames(Array.from({ length: width }, (_, index) => names[index] ?? '')).map(
    (name, index) => ({
      ...name,
      cells: [...dataRecords, ...readBlockRecords(excerpt, dialect)].map((record) => getCell(record, index, width)),
    }),
  )
  const columnPlan = planColumns(
    columns,
    (index) => {
      const record = dataRecords[index]
      return record ? { row: index + 1, line: record.line + skippedCount } : {}
    },
    { comma: dialect.delimiter === ';' ? 'decimal' : 'thousands' },
    declaredColumns,
  )
  const isLineBased = dialect.repeated === true || dialect.columnStarts !== undefined || dialect.enclosed !== undefined
  const repairs = isLineBased ? [] : repairRecords(dataRecords, width, dialect, text)
  const { mends: _, trailingLines: __, ...otherFields } = plan
  return {
    ...rest,
    plan: {
      ...otherFields,
      skippedLines: skippedCount,
      headerLines,
      ...(specifiedLines.lastLine === undefined && plan.trailingLines ? { trailingLines: plan.trailingLines } : {}),
      ...(repairs.length === 0
        ? {}
        : { mends: repairs.map((repair) => ({ ...repair, line: repair.line + skippedCount })) }),
      columns: columnPlan.columns,
      evidence: [...plan.evidence.filter(({ decision }) => !decision.startsWith('type of ')), ...columnPlan.evidence],
    },
    warnings: columnPlan.warnings,
  }
}

/** Returns the column names from the specified header lines, or from the detected ones if none are specified. */
function resolveHeader(
  records: readonly SourceRecord[],
  width: number,
  specifiedLines: SpecifiedLines,
  detectedLineCount: number,
): { names: string[]; headerLines: number } {
  if (specifiedLines.headerLines === undefined && (detectedLineCount === 0 || specifiedLines.firstLine === undefined))
    return { headerLines: detectedLineCount, names: joinHeaderCells(records, detectedLineCount) }
  const rows = records.map(({ cells }) => cells)
  const detectedHeader = detectHeader(rows, width)
  const firstDataRecord = records[detectedHeader.rowCount]
  const lineCount = firstDataRecord ? firstDataRecord.line - 1 : detectedHeader.rowCount
  if (specifiedLines.headerLines === undefined) return { names: detectedHeader.names, headerLines: lineCount }
  if (lineCount === specifiedLines.headerLines) return { names: detectedHeader.names, headerLines: lineCount }
  return { names: joinHeaderCells(records, specifiedLines.headerLines), headerLines: specifiedLines.headerLines }
}

/** Joins the distinct names of each column in the header lines. */
function joinHeaderCells(records: readonly SourceRecord[], lineCount: number): string[] {
  const headerRecords = records.filter(({ line }) => line <= lineCount)
  const width = Math.max(0, ...headerRecords.map(({ cells }) => cells.length))
  return Array.from({ length: width }, (_, index) =>
    [...new Set(headerRecords.map(({ cells }) => cells[index]?.trim() ?? ''))].filter(Boolean).join(' '),
  )
}

/**
 * Converts line numbers within the excerpt to line numbers in the entire text, and adds evidence for specified lines.
 */
function shiftLines(
  { plan, warnings, ...rest }: FilePlan,
  specifiedLines: SpecifiedLines,
  lineCountBelow: number,
): FilePlan {
  const lineCountAbove = specifiedLines.firstLine === undefined ? 0 : specifiedLines.firstLine - 1
  const trailingCount = (plan.trailingLines ?? 0) + lineCountBelow
  const { trailingLines: _, mends, otherTables, ...otherFields } = plan
  const createSpecifiedEvidence = (decision: string, value: Message): Evidence => ({
    decision,
    value,
    confidence: 1,
    reason: message('loading.specified', {}),
    runnersUp: [],
  })
  const evidence = [
    ...(specifiedLines.firstLine === undefined
      ? []
      : [createSpecifiedEvidence('preamble', message('loading.lines', { lines: lineCountAbove }))]),
    ...(specifiedLines.headerLines === undefined
      ? []
      : [createSpecifiedEvidence('header', message('loading.lines', { lines: specifiedLines.headerLines }))]),
    ...(specifiedLines.lastLine === undefined
      ? []
      : [createSpecifiedEvidence('end', message('loading.lines-below', { lines: trailingCount }))]),
  ]
  const replacedDecisions = new Set(evidence.map(({ decision }) => decision))
  return {
    ...rest,
    plan: {
      ...otherFields,
      skippedLines: plan.skippedLines + lineCountAbove,
      ...(trailingCount === 0 ? {} : { trailingLines: trailingCount }),
      ...(mends
        ? { mends: mends.map((repair): RepairedRecord => ({ ...repair, line: repair.line + lineCountAbove })) }
        : {}),
      ...(otherTables ? { otherTables: otherTables.map((table) => shiftTable(table, lineCountAbove)) } : {}),
      evidence: [...plan.evidence.filter(({ decision }) => !replacedDecisions.has(decision)), ...evidence],
    },
    warnings: warnings.map((problem) => shiftProblem(problem, lineCountAbove)),
  }
}

const shiftTable = ({ lines: [start, end], ...rest }: OtherTable, offset: number): OtherTable => ({
  ...rest,
  lines: [start + offset, end + offset],
})
