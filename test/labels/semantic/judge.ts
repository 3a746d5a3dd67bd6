import type { LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { decodeText } from '../../../packages/agents/loading/detect/detect-encoding.ts'
import { planLoad } from '../../../packages/agents/loading/plan/plan-load.ts'
import { memoryFile } from '../../../packages/agents/test-file.ts'
import type { SemanticCase } from './read-cases.ts'

/** The outcome of a case: its label, the loader's decision (`''`: none), and whether it is correct. */
export interface Judgement {
  id: string
  label: string
  answer: string
  right: boolean
}

async function planOf(content: string | Uint8Array): Promise<LoadPlan | undefined> {
  const { filePlan } = await planLoad(memoryFile('case', content))
  return filePlan?.plan
}

/** Is the first line (or the first lines) a header? */
export async function judgeHeader({ id, header, text }: SemanticCase<'header'>): Promise<Judgement> {
  const plan = await planOf(text)
  const label = header > 0 ? 'header' : 'none'
  const answer = plan === undefined ? '' : plan.headerLines > 0 ? 'header' : 'none'
  return { id, label, answer, right: answer === label && plan?.skippedLines === 0 }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** A table with the cells as its second column, as in a published file. */
export function tableText(delimiter: string, names: string[], columns: string[][]): string {
  const rows = (columns[0] as string[]).map((_, row) => columns.map((cells) => cells[row] as string))
  const write = (cell: string): string => (/[",;\t]/.test(cell) && cell.includes(delimiter) ? quoted(cell) : cell)
  return [names, ...rows].map((row) => `${row.map(write).join(delimiter)}\n`).join('')
}

const keys = (cells: string[]): string[] => cells.map((_, row) => `${'KRST'[row % 4]}${row + 11}`)

async function columnOf(delimiter: string, name: string, cells: string[], beside?: string[]): Promise<Planned> {
  const names = ['key', name, ...(beside ? ['share'] : [])]
  const columns = [keys(cells), cells, ...(beside ? [beside] : [])]
  const plan = await planOf(tableText(delimiter, names, columns))
  const column = plan?.columns[1]
  const type = plan?.evidence.find(({ decision }) => column !== undefined && decision === `type of ${column.name}`)
  return { column: plan?.columns.length === names.length ? column : undefined, confidence: type?.confidence ?? 1 }
}

interface Planned {
  column: PlannedColumn | undefined
  confidence: number
}

/** Which part of the dates comes first? Also correct if the order is unknown and the plan says so. */
export async function judgeDates({ id, name, cells, order, shown }: SemanticCase<'dates'>): Promise<Judgement> {
  const { column, confidence } = await columnOf('\t', name, cells)
  const answer = column === undefined ? '' : orderOf(column)
  const label = shown === 'nothing' ? 'cannot be told' : order
  const unsure = confidence < 0.75 && answer !== 'none'
  if (shown === 'nothing') return { id, label, answer: unsure ? label : answer, right: unsure }
  return {
    id,
    label,
    answer: unsure && shown === 'written' ? 'cannot be told' : answer,
    right: answer === order && !(unsure && shown === 'written'),
  }
}

function orderOf({ type, format }: PlannedColumn): string {
  if (type !== 'DATE' && type !== 'TIMESTAMP') return 'none'
  if (format === undefined) return 'year first'
  const places: [string, number][] = [
    ['year first', format.search(/%[Yy]/)],
    ['month first', format.search(/%[mbB]/)],
    ['day first', format.search(/%d/)],
  ]
  return (places.filter(([, place]) => place >= 0).sort((a, b) => a[1] - b[1])[0] as [string, number])[0]
}

/** Which characters are the decimal and the thousands separator, or are these not numbers? */
export async function judgeNumbers(one: SemanticCase<'numbers'>): Promise<Judgement> {
  const { id, delimiter, cells, beside, decimal, thousands } = one
  const { column } = await columnOf(delimiter, 'value', cells, beside)
  const answer = column === undefined ? '' : markOf(column, cells)
  const right = answer === decimal && (decimal === 'text' || (column?.thousands ?? '').includes(thousands))
  return { id, label: decimal, answer, right }
}

function markOf({ type, decimal = '.' }: PlannedColumn, cells: readonly string[]): string {
  if (type.endsWith('INT')) return 'whole'
  if (type === 'DOUBLE' || type.startsWith('DECIMAL'))
    return cells.some((cell) => cell.includes(decimal)) ? decimal : 'whole'
  return 'text'
}

/** Is the original text decoded? */
export async function judgeEncoding({ id, encoding, text, bytes }: SemanticCase<'encodings'>): Promise<Judgement> {
  const content = new Uint8Array(Buffer.from(bytes, 'base64'))
  const answer = (await planOf(content))?.encoding ?? ''
  return { id, label: encoding, answer, right: answer !== '' && decodeText(content, answer) === text }
}

export interface Score {
  cases: number
  /** Share of correct outcomes among those with this (or any) decision. */
  precision: number
  /** Share of correct outcomes among the cases with this (or any) label. */
  recall: number
}

/** Precision and recall over all decisions except `none`, which is not a decision. */
export function score(judged: readonly Judgement[], none: readonly string[]): Score {
  const right = judged.filter((one) => one.right && !none.includes(one.label)).length
  const answered = judged.filter(({ answer }) => !none.includes(answer)).length
  const labelled = judged.filter(({ label }) => !none.includes(label)).length
  return { cases: judged.length, precision: right / answered, recall: right / labelled }
}
