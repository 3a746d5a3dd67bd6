import type { LoadPlan } from '@aw-flow/schema'
import type { PlannedColumn } from '@aw-flow/schema/internal'
import { decodeText } from '../../../packages/agents/loading/encoding/detect-encoding.ts'
import { planLoad } from '../../../packages/agents/loading/plan/plan-load.ts'
import { createMemoryFile } from '../../../packages/agents/test-file.ts'
import type { SemanticCase } from './read-cases.ts'

/** The outcome of a case: its label, the loader's decision (`''`: none), and whether it is correct. */
export interface Judgment {
  id: string
  label: string
  answer: string
  right: boolean
}

async function planContent(content: string | Uint8Array): Promise<LoadPlan | undefined> {
  const { filePlan } = await planLoad(createMemoryFile('case', content))
  return filePlan?.plan
}

/** Judges whether the loader recognizes the header, or its absence. */
export async function judgeHeader({ id, header, text }: SemanticCase<'header'>): Promise<Judgment> {
  const plan = await planContent(text)
  const label = header > 0 ? 'header' : 'none'
  const answer = plan === undefined ? '' : plan.headerLines > 0 ? 'header' : 'none'
  return { id, label, answer, right: answer === label && plan?.skippedLines === 0 }
}

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** Returns a table as delimited text with a header, as in a published file. */
export function tableText(delimiter: string, names: string[], columns: string[][]): string {
  const rows = (columns[0] as string[]).map((_, row) => columns.map((cells) => cells[row] as string))
  const write = (cell: string): string => (/[",;\t]/.test(cell) && cell.includes(delimiter) ? quote(cell) : cell)
  return [names, ...rows].map((row) => `${row.map(write).join(delimiter)}\n`).join('')
}

const keys = (cells: string[]): string[] => cells.map((_, row) => `${'KRST'[row % 4]}${row + 11}`)

async function planColumn(delimiter: string, name: string, cells: string[], beside?: string[]): Promise<Planned> {
  const names = ['key', name, ...(beside ? ['share'] : [])]
  const columns = [keys(cells), cells, ...(beside ? [beside] : [])]
  const plan = await planContent(tableText(delimiter, names, columns))
  const column = plan?.columns[1]
  const type = plan?.evidence.find(({ decision }) => column !== undefined && decision === `type of ${column.name}`)
  return { column: plan?.columns.length === names.length ? column : undefined, confidence: type?.confidence ?? 1 }
}

interface Planned {
  column: PlannedColumn | undefined
  confidence: number
}

/** Judges which date part the loader puts first. If nothing shows the order, a low confidence is correct. */
export async function judgeDates({ id, name, cells, order, shown }: SemanticCase<'dates'>): Promise<Judgment> {
  const { column, confidence } = await planColumn('\t', name, cells)
  const answer = column === undefined ? '' : findOrder(column)
  const label = shown === 'nothing' ? 'cannot be told' : order
  const isUnsure = confidence < 0.75 && answer !== 'none'
  if (shown === 'nothing') return { id, label, answer: isUnsure ? label : answer, right: isUnsure }
  return {
    id,
    label,
    answer: isUnsure && shown === 'written' ? 'cannot be told' : answer,
    right: answer === order && !(isUnsure && shown === 'written'),
  }
}

function findOrder({ type, format }: PlannedColumn): string {
  if (type !== 'DATE' && type !== 'TIMESTAMP') return 'none'
  if (format === undefined) return 'year first'
  const positions: [string, number][] = [
    ['year first', format.search(/%[Yy]/)],
    ['month first', format.search(/%[mbB]/)],
    ['day first', format.search(/%d/)],
  ]
  return (positions.filter(([, position]) => position >= 0).sort((a, b) => a[1] - b[1])[0] as [string, number])[0]
}

/** Judges the decimal and thousands separators, and whether text is taken for numbers. */
export async function judgeNumbers(numbersCase: SemanticCase<'numbers'>): Promise<Judgment> {
  const { id, delimiter, cells, beside, decimal, thousands } = numbersCase
  const { column } = await planColumn(delimiter, 'value', cells, beside)
  const answer = column === undefined ? '' : findDecimal(column, cells)
  const right = answer === decimal && (decimal === 'text' || (column?.thousands ?? '').includes(thousands))
  return { id, label: decimal, answer, right }
}

function findDecimal({ type, decimal = '.' }: PlannedColumn, cells: readonly string[]): string {
  if (type.endsWith('INT')) return 'whole'
  if (type === 'DOUBLE' || type.startsWith('DECIMAL'))
    return cells.some((cell) => cell.includes(decimal)) ? decimal : 'whole'
  return 'text'
}

/** Judges whether the detected encoding decodes the original text. */
export async function judgeEncoding({ id, encoding, text, bytes }: SemanticCase<'encodings'>): Promise<Judgment> {
  const content = new Uint8Array(Buffer.from(bytes, 'base64'))
  const answer = (await planContent(content))?.encoding ?? ''
  return { id, label: encoding, answer, right: answer !== '' && decodeText(content, answer) === text }
}

export interface Score {
  cases: number
  /** Share of correct outcomes among those with this (or any) decision. */
  precision: number
  /** Share of correct outcomes among the cases with this (or any) label. */
  recall: number
}

/** Returns precision and recall. Answers and labels in `none` do not count as decisions. */
export function score(judged: readonly Judgment[], none: readonly string[]): Score {
  const correctCount = judged.filter((judgment) => judgment.right && !none.includes(judgment.label)).length
  const answeredCount = judged.filter(({ answer }) => !none.includes(answer)).length
  const labeledCount = judged.filter(({ label }) => !none.includes(label)).length
  return { cases: judged.length, precision: correctCount / answeredCount, recall: correctCount / labeledCount }
}
