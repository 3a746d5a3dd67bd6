import { englishFormatter } from '@aw-flow/messages/catalogs'
import { loadFile } from '@aw-flow/agents'
import { NodeError, createDecoder, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadReport } from '@aw-flow/schema'
import type { Region } from '@aw-flow/schema/internal'
import { readRegions } from '../../packages/data/files/read-regions.ts'

/** Outcome of a hostile file: a table, or an error that names the file and the next step. */
export interface HostileOutcome {
  outcome: 'loaded' | 'refused'
  /** The reasons why the outcome is not acceptable; empty if it is. */
  violations: string[]
}

/**
 * Loads a hostile file and checks the rules that apply to any content: only a `NodeError` with a hint is thrown, the
 * report agrees with the table, and each physical line of a text file is in exactly one region.
 */
export async function checkHostileFile(file: SourceFile, tables: Tables, id: string): Promise<HostileOutcome> {
  const violations: string[] = []
  const check = (isTrue: boolean, violation: string): void => void (isTrue || violations.push(violation))
  try {
    const { table, report } = await loadFile(file, { tables, id, maxRetries: 3 })
    check(report.rows === table.rows, `${report.rows} rows are reported, but the table has ${table.rows}.`)
    const names = new Set(table.columns.map(({ name }) => name.toLowerCase()))
    check(names.size === table.columns.length, 'Columns share a name.')
    check(report.columns.length === table.columns.length, 'Columns are missing in the report.')
    check(report.rejectSample.length === Math.min(100, report.rejects), 'Rejects are missing in the report.')
    const isText = report.plan?.format === 'csv'
    check(
      !isText || table.columns.length > 0 || file.size < 1 << 16 || (await isBlank(file)),
      'The content of the file is lost.',
    )
    violations.push(...(await checkRegions(file, tables, report)))
    return { outcome: 'loaded', violations }
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const { severity } = cause.problem
    const { message, hint } = englishFormatter.renderProblem(cause.problem)
    check(severity === 'error', `The problem is ${severity}.`)
    const namesFile = [file.name, cause.problem.where?.file].some(
      (name) => name !== undefined && message.includes(name),
    )
    check(namesFile, `The problem does not name the file: ${message}`)
    check(hint !== undefined && hint !== '', `The problem has no hint: ${message}`)
    return { outcome: 'refused', violations }
  } finally {
    await tables.drop(id)
  }
}

/** Compares the regions of a CSV file with its physical lines and the report; returns the violations. */
async function checkRegions(file: SourceFile, { formats }: Tables, report: LoadReport): Promise<string[]> {
  const { plan, regions } = report
  if (!plan || plan.format !== 'csv') return []
  const opened = plan.unpack ? await formats.open(file, { unpack: plan.unpack, format: 'text' }) : undefined
  if (opened && opened.kind !== 'text') return []
  const padded = report.warnings.some(({ code }) => code === 'load.padded-rows')
  const collected = new Regions()
  for await (const region of readRegions(opened?.file ?? file, plan, { padShortRecords: padded })) collected.add(region)
  const { violations, countLines: lines, records } = collected
  const expected = await countPhysicalLines(opened?.file ?? file, plan.encoding)
  if (collected.end !== expected) violations.push(`Regions end at line ${collected.end} of ${expected}.`)
  if (records < report.rows) violations.push(`${report.rows} rows from ${records} record lines.`)
  if (lines('reject') < report.rejects) violations.push(`${report.rejects} rejects from ${lines('reject')} lines.`)
  if ((report.rows === 0) !== (records === 0)) violations.push(`${report.rows} rows from ${records} record lines.`)
  if ((report.rejects === 0) !== (lines('reject') === 0))
    violations.push(`${report.rejects} rejects from ${lines('reject')} lines.`)
  // If memory runs out, the table has the first records only, and the report says so.
  const isCut = report.warnings.some(({ code }) => code === 'load.memory-full')
  const recordCounts = isCut ? undefined : regions?.records
  if (recordCounts && (recordCounts.rows !== report.rows || recordCounts.rejects !== report.rejects))
    violations.push(
      `${recordCounts.rows} rows and ${recordCounts.rejects} rejects in the regions, ${report.rows} and ${report.rejects} in the table.`,
    )
  const listed = regions?.list ?? []
  if (listed.some(({ kind, from, to }, index) => !collected.startsWith(index, { kind, from, to })))
    violations.push('The regions of the report differ from those of the text.')
  return violations
}

/** Checks regions as they arrive. */
class Regions {
  readonly violations: string[] = []
  end = 0
  private previousKind: string | undefined
  private readonly counts = new Map<string, number>()
  private readonly first: Region[] = []

  add(region: Region): void {
    const { kind, from, to } = region
    if (this.violations.length > 0) return
    if (from !== this.end + 1) this.violations.push(`A region starts at line ${from}, after line ${this.end}.`)
    if (to < from) this.violations.push(`A region goes from line ${from} to ${to}.`)
    if (kind === this.previousKind) this.violations.push(`Two adjacent regions have the kind ${kind} at line ${from}.`)
    this.end = to
    this.previousKind = kind
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + to - from + 1)
    if (this.first.length < 1000) this.first.push(region)
  }

  startsWith(index: number, { kind, from, to }: Region): boolean {
    const region = this.first[index]
    return region?.kind === kind && region.from === from && region.to === to
  }

  get records(): number {
    return this.countLines('record')
  }

  readonly countLines = (kind: Region['kind']): number => this.counts.get(kind) ?? 0
}

/**
 * Number of lines, counted without the loader. LF, CRLF and CR each end a line; text after the last one is also a line.
 */
async function countPhysicalLines(file: SourceFile, encoding: string): Promise<number> {
  const decoder = createDecoder(encoding)
  const size = 1 << 20
  let lines = 0
  let last = '\n'
  const count = (text: string): void => {
    const withoutPair = last === '\r' && text.startsWith('\n') ? text.slice(1) : text
    lines += withoutPair.match(/\r\n|\n|\r/g)?.length ?? 0
    last = text.at(-1) ?? last
  }
  for (let start = 0; start < file.size; start += size)
    count(decoder.decode(await file.read(start, Math.min(file.size, start + size)), { stream: true }))
  count(decoder.decode())
  return last === '\n' || last === '\r' ? lines : lines + 1
}

/** Whether every byte is a space, a line break or a control character. */
async function isBlank(file: SourceFile): Promise<boolean> {
  const bytes = await file.read(0, file.size)
  return bytes.every((byte) => byte <= 0x20)
}
