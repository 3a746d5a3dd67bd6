import { message, type Message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, type Evidence, type Mend, type OtherTable, type Problem } from '@aw-flow/schema'
import { columnNames } from '../columns/column-names.ts'
import type { DetectedEncoding } from '../detect/detect-encoding.ts'
import { detectHeader } from '../structure/detect-header.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { blockRecords, type TextSample } from '../structure/locate-table.ts'
import { mendRecords } from '../structure/mend-records.ts'
import { planColumns } from './plan-columns.ts'
import { planDelimited } from './plan-delimited.ts'
import { isBlank, normaliseNewlines, readRecords, type SourceRecord } from '../detect/read-records.ts'

/** What a person has said of where the table stands. Physical lines of the text, from 1. */
interface ToldLines {
  firstLine?: number | undefined
  lastLine?: number | undefined
  headerLines?: number | undefined
}

/** Physical lines of the text: of its sample, and of all of it where that is known. */
interface CountedLines {
  inHead: number
  total: number | undefined
}

/**
 * Plans a delimited text as `planDelimited` does, between the lines that a person has named, with as many header lines
 * as were told: what is found there otherwise (a preamble, notes, another header) is overruled. `lines` is how many the
 * text has, to be given where the sample is not all of it and `lastLine` is told. Throws a `NodeError` where the lines
 * make no sense.
 */
export function planTableLines(
  sample: TextSample,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  lines?: number,
): FilePlan {
  const { firstLine, lastLine, headerLines, table, ...rest } = overrides
  const header = headerLines === undefined ? rest.header : headerLines === 0 ? 'no' : (rest.header ?? 'yes')
  const told: ToldLines = { firstLine, lastLine, headerLines: header === 'no' ? undefined : headerLines }
  const settled: LoadOverrides = {
    ...rest,
    ...(header === undefined ? {} : { header }),
    ...(table === undefined || firstLine !== undefined ? {} : { table }),
  }
  if (firstLine === undefined && lastLine === undefined && headerLines === undefined)
    return planDelimited(sample, encoding, settled)
  const text = linesOf(normaliseNewlines(sample.head))
  const counted = { inHead: text.length, total: sample.whole ? text.length : lines }
  checkLines(told, counted)
  const first = firstLine ?? 1
  const inSample = lastLine !== undefined && lastLine <= counted.inHead
  const piece: TextSample = {
    head: text
      .slice(first - 1, lastLine)
      .map((line) => `${line}\n`)
      .join(''),
    blocks: inSample ? [] : sample.blocks,
    whole: sample.whole || inSample,
    ...(sample.file === undefined ? {} : { file: sample.file }),
    ...(sample.header && firstLine === undefined && headerLines === undefined ? { header: sample.header } : {}),
  }
  const settle = (found: FilePlan): FilePlan => {
    const asTold = holds(found, told) ? found : overrule(found, piece, told)
    return placed(asTold, told, lastLine === undefined ? 0 : Math.max(0, (counted.total ?? lastLine) - lastLine))
  }
  const found = planDelimited(piece, encoding, settled)
  const others = found.others.map(({ reason, make }) => ({ reason, make: () => settle(make()) }))
  return { ...settle(found), others }
}

const linesOf = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')

function checkLines({ firstLine, lastLine, headerLines }: ToldLines, { inHead, total }: CountedLines): void {
  const refuse = (problem: Problem): never => {
    throw new NodeError('permanent', problem)
  }
  const at = (line: number) => ({ where: { line } })
  if (firstLine !== undefined && lastLine !== undefined && firstLine > lastLine)
    refuse(error('load.lines-exchanged', { first: firstLine, last: lastLine }, at(lastLine)))
  if (lastLine !== undefined && lastLine > inHead && total === undefined)
    refuse(error('load.last-line-unknown', { line: lastLine, lines: inHead }, at(lastLine)))
  if (firstLine !== undefined && firstLine > (total ?? inHead)) {
    const place = total === undefined ? 'sample' : 'first'
    refuse(error('load.line-beyond', { place, line: firstLine, from: 1, lines: total ?? inHead }, at(firstLine)))
  }
  if (lastLine !== undefined && total !== undefined && lastLine > total)
    refuse(
      error('load.line-beyond', { place: 'last', line: lastLine, from: firstLine ?? 1, lines: total }, at(lastLine)),
    )
  const room = Math.min(lastLine ?? Infinity, total ?? inHead) - (firstLine ?? 1) + 1
  if (headerLines !== undefined && headerLines > room)
    refuse(error('load.header-too-long', { header: headerLines, lines: room }))
}

function holds({ plan }: FilePlan, { firstLine, lastLine, headerLines }: ToldLines): boolean {
  return (
    (firstLine === undefined || plan.skippedLines === 0) &&
    (lastLine === undefined || !plan.trailingLines) &&
    (headerLines === undefined || plan.headerLines === headerLines)
  )
}

/** The plan that holds all that was told, cut as the one found is; lines are those of the piece. */
function overrule({ plan, warnings, ...rest }: FilePlan, piece: TextSample, told: ToldLines): FilePlan {
  const { dialect } = plan
  if (!dialect) return { plan, warnings, ...rest }
  const lines = linesOf(normaliseNewlines(piece.head))
  const skipped = told.firstLine === undefined ? plan.skippedLines : 0
  const trailing = told.lastLine === undefined && piece.whole ? (plan.trailingLines ?? 0) : 0
  const text = lines
    .slice(skipped, lines.length - trailing)
    .map((line) => `${line}\n`)
    .join('')
  const read = readRecords(text, dialect, { width: plan.columns.length }).filter((record) => !isBlank(record))
  const records = piece.whole ? read : read.slice(0, -1)
  const { names, headerLines } = headerOf(records, plan.columns.length, told, plan.headerLines)
  const data = records.filter(({ line }) => line > headerLines)
  const width = Math.max(1, plan.columns.length, names.length)
  const columns = columnNames(Array.from({ length: width }, (_, at) => names[at] ?? '')).map((name, at) => ({
    ...name,
    cells: [...data, ...blockRecords(piece, dialect)].map((record) => cellOf(record, at, width)),
  }))
  const planned = planColumns(
    columns,
    (index) => {
      const record = data[index]
      return record ? { row: index + 1, line: record.line + skipped } : {}
    },
    { comma: dialect.delimiter === ';' ? 'decimal' : 'thousands' },
  )
  const isCutByPlace = dialect.repeated === true || dialect.columnStarts !== undefined || dialect.enclosed !== undefined
  const mends = isCutByPlace ? [] : mendRecords(data, width, dialect, text)
  const { mends: _, trailingLines: __, ...kept } = plan
  return {
    ...rest,
    plan: {
      ...kept,
      skippedLines: skipped,
      headerLines,
      ...(told.lastLine === undefined && plan.trailingLines ? { trailingLines: plan.trailingLines } : {}),
      ...(mends.length === 0 ? {} : { mends: mends.map((mend) => ({ ...mend, line: mend.line + skipped })) }),
      columns: planned.columns,
      evidence: [...plan.evidence.filter(({ decision }) => !decision.startsWith('type of ')), ...planned.evidence],
    },
    warnings: planned.warnings,
  }
}

/** The names in the header lines that were told; else in those that are found where the table begins now. */
function headerOf(
  records: readonly SourceRecord[],
  width: number,
  told: ToldLines,
  found: number,
): { names: string[]; headerLines: number } {
  if (told.headerLines === undefined && (found === 0 || told.firstLine === undefined))
    return { headerLines: found, names: namesIn(records, found) }
  const rows = records.map(({ cells }) => cells)
  const detected = detectHeader(rows, width)
  const last = records[detected.rows]
  const lines = last ? last.line - 1 : detected.rows
  if (told.headerLines === undefined) return { names: detected.names, headerLines: lines }
  if (lines === told.headerLines) return { names: detected.names, headerLines: lines }
  return { names: namesIn(records, told.headerLines), headerLines: told.headerLines }
}

/** Per column what stands in it in the first lines, each text once. */
function namesIn(records: readonly SourceRecord[], lines: number): string[] {
  const above = records.filter(({ line }) => line <= lines)
  const width = Math.max(0, ...above.map(({ cells }) => cells.length))
  return Array.from({ length: width }, (_, at) =>
    [...new Set(above.map(({ cells }) => cells[at]?.trim() ?? ''))].filter(Boolean).join(' '),
  )
}

function cellOf({ cells, quoted }: SourceRecord, at: number, width: number): string | null {
  const cell = cells.length > width ? undefined : cells[at]
  return cell === undefined || (cell === '' && !quoted[at]) ? null : cell
}

/** A plan of a piece as one of the text that it was cut from. */
function placed({ plan, warnings, ...rest }: FilePlan, told: ToldLines, below: number): FilePlan {
  const above = told.firstLine === undefined ? 0 : told.firstLine - 1
  const trailing = (plan.trailingLines ?? 0) + below
  const { trailingLines: _, mends, otherTables, ...kept } = plan
  const specified = (decision: string, value: Message): Evidence => ({
    decision,
    value,
    confidence: 1,
    reason: message('loading.specified', {}),
    runnersUp: [],
  })
  const evidence = [
    ...(told.firstLine === undefined ? [] : [specified('preamble', message('loading.lines', { lines: above }))]),
    ...(told.headerLines === undefined
      ? []
      : [specified('header', message('loading.lines', { lines: told.headerLines }))]),
    ...(told.lastLine === undefined ? [] : [specified('end', message('loading.lines-below', { lines: trailing }))]),
  ]
  const overruled = new Set(evidence.map(({ decision }) => decision))
  return {
    ...rest,
    plan: {
      ...kept,
      skippedLines: plan.skippedLines + above,
      ...(trailing === 0 ? {} : { trailingLines: trailing }),
      ...(mends ? { mends: mends.map((mend): Mend => ({ ...mend, line: mend.line + above })) } : {}),
      ...(otherTables ? { otherTables: otherTables.map((other) => moved(other, above)) } : {}),
      evidence: [...plan.evidence.filter(({ decision }) => !overruled.has(decision)), ...evidence],
    },
    warnings: warnings.map((problem): Problem => {
      const line = problem.where?.line
      return line === undefined ? problem : { ...problem, where: { ...problem.where, line: line + above } }
    }),
  }
}

const moved = ({ lines: [from, to], ...rest }: OtherTable, by: number): OtherTable => ({
  ...rest,
  lines: [from + by, to + by],
})
