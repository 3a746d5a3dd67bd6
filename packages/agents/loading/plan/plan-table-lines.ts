import { message, type Message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, isCommentAt, type Evidence, type RepairedRecord, type OtherTable, type Problem } from '@aw-flow/schema'
import { createColumnNames } from '../columns/create-column-names.ts'
import type { DetectedEncoding } from '../detect/detect-encoding.ts'
import { detectHeader } from '../structure/detect-header.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { readBlockRecords, type TextSample } from '../structure/locate-table.ts'
import { repairRecords } from '../structure/repair-records.ts'
import { planColumns } from './plan-columns.ts'
import { getCell, planDelimited } from './plan-delimited.ts'
import { shiftProblem } from './plan-table.ts'
import { isBlank, normalizeNewlines, readRecords, type SourceRecord } from '../detect/read-records.ts'

/** The table's extent as specified by the user, in physical lines of the text. Line numbers start at 1. */
interface SpecifiedLines {
  firstLine?: number | undefined
  lastLine?: number | undefined
  headerLines?: number | undefined
}

/** Number of physical lines in the sample and, if known, in the entire text. */
interface LineCounts {
  sampled: number
  total: number | undefined
}

/**
 * Plans delimited text like `planDelimited`, but respects the first line, last line and number of header lines that the
 * user has specified. They override the detected preamble, notes and header.
 *
 * @param lines Number of lines in the text. Required if `lastLine` is specified and the sample is incomplete.
 * @throws A `NodeError` if the specified lines contradict each other or do not exist in the file.
 */
export function planTableLines(
  sample: TextSample,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  lines?: number,
): FilePlan {
  const { firstLine, lastLine, headerLines, table, ...rest } = overrides
  const header = headerLines === undefined ? rest.header : headerLines === 0 ? 'no' : (rest.header ?? 'yes')
  const specified: SpecifiedLines = { firstLine, lastLine, headerLines: header === 'no' ? undefined : headerLines }
  const textOverrides: LoadOverrides = {
    ...rest,
    ...(header === undefined ? {} : { header }),
    ...(table === undefined || firstLine !== undefined ? {} : { table }),
  }
  if (firstLine === undefined && lastLine === undefined && headerLines === undefined)
    return planDelimited(sample, encoding, textOverrides)
  const sampleLines = splitLines(normalizeNewlines(sample.head))
  const counts = { sampled: sampleLines.length, total: sample.isComplete ? sampleLines.length : lines }
  checkLines(specified, counts)
  const firstLineNumber = firstLine ?? 1
  const endsInSample = lastLine !== undefined && lastLine <= counts.sampled
  const excerpt: TextSample = {
    head: sampleLines
      .slice(firstLineNumber - 1, lastLine)
      .map((line) => `${line}\n`)
      .join(''),
    blocks: endsInSample ? [] : sample.blocks,
    isComplete: sample.isComplete || endsInSample,
    ...(sample.file === undefined ? {} : { file: sample.file }),
    ...(sample.header && firstLine === undefined && headerLines === undefined ? { header: sample.header } : {}),
  }
  const adjustLines = (detected: FilePlan): FilePlan => {
    const adjusted = satisfiesLines(detected, specified) ? detected : applySpecifiedLines(detected, excerpt, specified)
    return shiftLines(
      adjusted,
      specified,
      lastLine === undefined ? 0 : Math.max(0, (counts.total ?? lastLine) - lastLine),
    )
  }
  const detected = planDelimited(excerpt, encoding, textOverrides)
  const alternatives = detected.alternatives.map(({ reason, createPlan }) => ({
    reason,
    createPlan: () => adjustLines(createPlan()),
  }))
  return { ...adjustLines(detected), alternatives }
}

const splitLines = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')

function checkLines({ firstLine, lastLine, headerLines }: SpecifiedLines, { sampled, total }: LineCounts): void {
  const fail = (problem: Problem): never => {
    throw new NodeError('permanent', problem)
  }
  const createLocation = (line: number) => ({ where: { line } })
  if (firstLine !== undefined && lastLine !== undefined && firstLine > lastLine)
    fail(error('load.lines-exchanged', { first: firstLine, last: lastLine }, createLocation(lastLine)))
  if (lastLine !== undefined && lastLine > sampled && total === undefined)
    fail(error('load.last-line-unknown', { line: lastLine, lines: sampled }, createLocation(lastLine)))
  if (firstLine !== undefined && firstLine > (total ?? sampled)) {
    const place = total === undefined ? 'sample' : 'first'
    fail(
      error(
        'load.line-beyond',
        { place, line: firstLine, from: 1, lines: total ?? sampled },
        createLocation(firstLine),
      ),
    )
  }
  if (lastLine !== undefined && total !== undefined && lastLine > total)
    fail(
      error(
        'load.line-beyond',
        { place: 'last', line: lastLine, from: firstLine ?? 1, lines: total },
        createLocation(lastLine),
      ),
    )
  const maxHeaderLines = Math.min(lastLine ?? Infinity, total ?? sampled) - (firstLine ?? 1) + 1
  if (headerLines !== undefined && headerLines > maxHeaderLines)
    fail(error('load.header-too-long', { header: headerLines, lines: maxHeaderLines }))
}

function satisfiesLines({ plan }: FilePlan, { firstLine, lastLine, headerLines }: SpecifiedLines): boolean {
  return (
    (firstLine === undefined || plan.skippedLines === 0) &&
    (lastLine === undefined || !plan.trailingLines) &&
    (headerLines === undefined || plan.headerLines === headerLines)
  )
}

/**
 * Replaces the lines of a detected plan with the specified ones and plans its columns again. The dialect is kept. Line
 * numbers are relative to the excerpt.
 */
function applySpecifiedLines(
  { plan, warnings, ...rest }: FilePlan,
  excerpt: TextSample,
  specified: SpecifiedLines,
): FilePlan {
  const { dialect } = plan
  if (!dialect) return { plan, warnings, ...rest }
  const lines = splitLines(normalizeNewlines(excerpt.head))
  const skipped = specified.firstLine === undefined ? plan.skippedLines : 0
  const trailing = specified.lastLine === undefined && excerpt.isComplete ? (plan.trailingLines ?? 0) : 0
  const text = lines
    .slice(skipped, lines.length - trailing)
    .map((line) => `${line}\n`)
    .join('')
  const nonBlank = readRecords(text, dialect, { width: plan.columns.length }).filter(
    (record) => !isBlank(record) && !isCommentAt(text, record.start, dialect),
  )
  const records = excerpt.isComplete ? nonBlank : nonBlank.slice(0, -1)
  const { names, headerLines } = resolveHeader(records, plan.columns.length, specified, plan.headerLines)
  const dataRecords = records.filter(({ line }) => line > headerLines)
  const width = Math.max(1, plan.columns.length, names.length)
  const columns = createColumnNames(Array.from({ length: width }, (_, index) => names[index] ?? '')).map(
    (name, index) => ({
      ...name,
      cells: [...dataRecords, ...readBlockRecords(excerpt, dialect)].map((record) => getCell(record, index, width)),
    }),
  )
  const planned = planColumns(
    columns,
    (index) => {
      const record = dataRecords[index]
      return record ? { row: index + 1, line: record.line + skipped } : {}
    },
    { comma: dialect.delimiter === ';' ? 'decimal' : 'thousands' },
  )
  const isLineBased = dialect.repeated === true || dialect.columnStarts !== undefined || dialect.enclosed !== undefined
  const repairs = isLineBased ? [] : repairRecords(dataRecords, width, dialect, text)
  const { mends: _, trailingLines: __, ...otherFields } = plan
  return {
    ...rest,
    plan: {
      ...otherFields,
      skippedLines: skipped,
      headerLines,
      ...(specified.lastLine === undefined && plan.trailingLines ? { trailingLines: plan.trailingLines } : {}),
      ...(repairs.length === 0 ? {} : { mends: repairs.map((repair) => ({ ...repair, line: repair.line + skipped })) }),
      columns: planned.columns,
      evidence: [...plan.evidence.filter(({ decision }) => !decision.startsWith('type of ')), ...planned.evidence],
    },
    warnings: planned.warnings,
  }
}

/** Returns the column names from the specified header lines, or from the detected ones if none are specified. */
function resolveHeader(
  records: readonly SourceRecord[],
  width: number,
  specified: SpecifiedLines,
  detectedLines: number,
): { names: string[]; headerLines: number } {
  if (specified.headerLines === undefined && (detectedLines === 0 || specified.firstLine === undefined))
    return { headerLines: detectedLines, names: joinHeaderCells(records, detectedLines) }
  const rows = records.map(({ cells }) => cells)
  const detected = detectHeader(rows, width)
  const firstDataRecord = records[detected.rows]
  const lines = firstDataRecord ? firstDataRecord.line - 1 : detected.rows
  if (specified.headerLines === undefined) return { names: detected.names, headerLines: lines }
  if (lines === specified.headerLines) return { names: detected.names, headerLines: lines }
  return { names: joinHeaderCells(records, specified.headerLines), headerLines: specified.headerLines }
}

/** Joins the distinct names of each column in the header lines. */
function joinHeaderCells(records: readonly SourceRecord[], lines: number): string[] {
  const headerRecords = records.filter(({ line }) => line <= lines)
  const width = Math.max(0, ...headerRecords.map(({ cells }) => cells.length))
  return Array.from({ length: width }, (_, index) =>
    [...new Set(headerRecords.map(({ cells }) => cells[index]?.trim() ?? ''))].filter(Boolean).join(' '),
  )
}

/**
 * Converts line numbers within the excerpt to line numbers in the entire text, and adds evidence for specified lines.
 */
function shiftLines({ plan, warnings, ...rest }: FilePlan, specified: SpecifiedLines, linesBelow: number): FilePlan {
  const linesAbove = specified.firstLine === undefined ? 0 : specified.firstLine - 1
  const trailing = (plan.trailingLines ?? 0) + linesBelow
  const { trailingLines: _, mends, otherTables, ...otherFields } = plan
  const createSpecifiedEvidence = (decision: string, value: Message): Evidence => ({
    decision,
    value,
    confidence: 1,
    reason: message('loading.specified', {}),
    runnersUp: [],
  })
  const evidence = [
    ...(specified.firstLine === undefined
      ? []
      : [createSpecifiedEvidence('preamble', message('loading.lines', { lines: linesAbove }))]),
    ...(specified.headerLines === undefined
      ? []
      : [createSpecifiedEvidence('header', message('loading.lines', { lines: specified.headerLines }))]),
    ...(specified.lastLine === undefined
      ? []
      : [createSpecifiedEvidence('end', message('loading.lines-below', { lines: trailing }))]),
  ]
  const replacedDecisions = new Set(evidence.map(({ decision }) => decision))
  return {
    ...rest,
    plan: {
      ...otherFields,
      skippedLines: plan.skippedLines + linesAbove,
      ...(trailing === 0 ? {} : { trailingLines: trailing }),
      ...(mends
        ? { mends: mends.map((repair): RepairedRecord => ({ ...repair, line: repair.line + linesAbove })) }
        : {}),
      ...(otherTables ? { otherTables: otherTables.map((table) => shiftTable(table, linesAbove)) } : {}),
      evidence: [...plan.evidence.filter(({ decision }) => !replacedDecisions.has(decision)), ...evidence],
    },
    warnings: warnings.map((problem) => shiftProblem(problem, linesAbove)),
  }
}

const shiftTable = ({ lines: [from, to], ...rest }: OtherTable, offset: number): OtherTable => ({
  ...rest,
  lines: [from + offset, to + offset],
})
