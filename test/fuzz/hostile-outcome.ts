import { englishFormatter } from '@aw-flow/messages/catalogs'
import { loadFile } from '@aw-flow/agents'
import { NodeError, openDecoder, type SourceFile, type Tables } from '@aw-flow/engine'
import type { LoadReport, Region } from '@aw-flow/schema'
import { regionsOf } from '../../packages/data/files/regions-of.ts'

/** Outcome of a hostile file: a table, or an error that names the file and the next step. */
export interface HostileOutcome {
  outcome: 'loaded' | 'refused'
  /** The reasons why the outcome is not acceptable; empty if it is. */
  violations: string[]
}

/**
 * Loads a hostile file and checks what must hold for any content: only a `NodeError` with a hint is thrown, the report
 * agrees with the table, and each physical line of a text is in exactly one region.
 */
export async function hostileOutcome(file: SourceFile, tables: Tables, id: string): Promise<HostileOutcome> {
  const violations: string[] = []
  const hold = (holds: boolean, violation: string): void => void (holds || violations.push(violation))
  try {
    const { table, report } = await loadFile(file, { tables, id, maxRetries: 3 })
    hold(report.rows === table.rows, `${report.rows} rows are reported and ${table.rows} there.`)
    const names = new Set(table.columns.map(({ name }) => name.toLowerCase()))
    hold(names.size === table.columns.length, 'Columns share a name.')
    hold(report.columns.length === table.columns.length, 'Columns are missing in the report.')
    hold(report.rejectSample.length === Math.min(100, report.rejects), 'Rejects are missing in the report.')
    hold(table.columns.length > 0 || file.size < 1 << 16 || (await isBlank(file)), 'What is in the file is lost.')
    violations.push(...(await regionViolations(file, tables, report)))
    return { outcome: 'loaded', violations }
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const { severity } = cause.problem
    const { message, hint } = englishFormatter.problem(cause.problem)
    hold(severity === 'error', `The problem is ${severity}.`)
    hold(message.includes(file.name), `The problem does not name the file: ${message}`)
    hold(hint !== undefined && hint !== '', `The problem says no next step: ${message}`)
    return { outcome: 'refused', violations }
  } finally {
    await tables.drop(id)
  }
}

/** The text that a plan reads, if its lines are those of the file. */
async function regionViolations(file: SourceFile, { formats }: Tables, report: LoadReport): Promise<string[]> {
  const { plan, regions } = report
  if (!plan || plan.format !== 'csv') return []
  const opened = plan.unpack ? await formats.open(file, { unpack: plan.unpack, format: 'text' }) : undefined
  if (opened && opened.kind !== 'text') return []
  const padded = report.warnings.some(({ code }) => code === 'load.padded-rows')
  const found = new Regions()
  for await (const region of regionsOf(opened?.file ?? file, plan, { pad: padded })) found.add(region)
  const { violations, lines, records } = found
  const expected = await physicalLines(opened?.file ?? file, plan.encoding)
  if (found.end !== expected) violations.push(`Regions end at line ${found.end} of ${expected}.`)
  if (records < report.rows) violations.push(`${report.rows} rows of ${records} lines of records.`)
  if (lines('reject') < report.rejects) violations.push(`${report.rejects} rejects of ${lines('reject')} lines.`)
  if ((report.rows === 0) !== (records === 0)) violations.push(`${report.rows} rows of ${records} lines of records.`)
  if ((report.rejects === 0) !== (lines('reject') === 0))
    violations.push(`${report.rejects} rejects of ${lines('reject')} lines.`)
  // If memory runs out, the table has the first records only, and the report says so.
  const isCut = report.warnings.some(({ code }) => code === 'load.memory-ends')
  const counted = isCut ? undefined : regions?.records
  if (counted && (counted.rows !== report.rows || counted.rejects !== report.rejects))
    violations.push(
      `${counted.rows} rows and ${counted.rejects} rejects by the regions, ${report.rows} and ${report.rejects} by the table.`,
    )
  const listed = regions?.list ?? []
  if (listed.some(({ kind, from, to }, index) => !found.startsWith(index, { kind, from, to })))
    violations.push('The regions of the report are not those of the text.')
  return violations
}

/** Checks regions as they arrive. */
class Regions {
  readonly violations: string[] = []
  end = 0
  private before: string | undefined
  private readonly counts = new Map<string, number>()
  private readonly first: Region[] = []

  add(region: Region): void {
    const { kind, from, to } = region
    if (this.violations.length > 0) return
    if (from !== this.end + 1) this.violations.push(`A region starts at line ${from}, after line ${this.end}.`)
    if (to < from) this.violations.push(`A region goes from line ${from} to ${to}.`)
    if (kind === this.before) this.violations.push(`Two regions of ${kind} meet at line ${from}.`)
    this.end = to
    this.before = kind
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + to - from + 1)
    if (this.first.length < 1000) this.first.push(region)
  }

  startsWith(index: number, { kind, from, to }: Region): boolean {
    const region = this.first[index]
    return region?.kind === kind && region.from === from && region.to === to
  }

  get records(): number {
    return this.lines('record')
  }

  readonly lines = (kind: Region['kind']): number => this.counts.get(kind) ?? 0
}

/**
 * Number of lines, counted without the loader. LF, CRLF and CR each end a line; text after the last one is also a line.
 */
async function physicalLines(file: SourceFile, encoding: string): Promise<number> {
  const decoder = openDecoder(encoding)
  const size = 1 << 20
  let lines = 0
  let last = '\n'
  const count = (text: string): void => {
    const whole = last === '\r' && text.startsWith('\n') ? text.slice(1) : text
    lines += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    last = text.at(-1) ?? last
  }
  for (let start = 0; start < file.size; start += size)
    count(decoder.decode(await file.read(start, Math.min(file.size, start + size)), { stream: true }))
  count(decoder.decode())
  return last === '\n' || last === '\r' ? lines : lines + 1
}

/** True where each byte is a blank or a line end. */
async function isBlank(file: SourceFile): Promise<boolean> {
  const bytes = await file.read(0, file.size)
  return bytes.every((byte) => byte <= 0x20)
}
