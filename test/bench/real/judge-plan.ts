import { encodingLabel, openDecoder } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import type { PlanLabel } from '../../labels/label.ts'

export const questions = ['encoding', 'dialect', 'header', 'region'] as const

/** The parts of a plan that are compared with the label. */
export type Question = (typeof questions)[number]

/** Whether each part is correct; `undefined` if the label marks it as doubtful. */
export type Verdict = Record<Question, boolean | undefined>

/** The plan in the label's terms, for readers of the verdict. */
export interface Said {
  encoding: string
  delimiter: string
  quote: string
  fixedWidth: boolean
  headerLines: number[]
  first: number | null
  last: number | null
  columns: number
}

const verdictFor = (verdictOf: (question: Question) => boolean | undefined): Verdict => ({
  encoding: verdictOf('encoding'),
  dialect: verdictOf('dialect'),
  header: verdictOf('header'),
  region: verdictOf('region'),
})

/** Compares a plan with the label of the same bytes. `plan` is `undefined` if the file was rejected. */
export function judgePlan(
  bytes: Uint8Array,
  plan: LoadPlan | undefined,
  label: PlanLabel,
): { verdict: Verdict; said?: Said } {
  const open = (question: Question, right: () => boolean): boolean | undefined =>
    label.doubtfulAbout.includes(question) ? undefined : right()
  if (!plan) return { verdict: verdictFor((question) => open(question, () => false)) }
  const text = decode(bytes, plan.encoding)
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const said = whatItSays(plan, lines)
  return {
    said,
    verdict: {
      encoding: open(
        'encoding',
        () => said.encoding.split('/')[0] === label.encoding || text === decode(bytes, label.encoding),
      ),
      dialect: open('dialect', () => isDelimiter(said, label) && isQuote(said, label, text)),
      header: open('header', () => said.headerLines.join() === filled(label.headerLines, lines).join()),
      region: open('region', () => said.first === label.firstRecordLine && said.last === label.lastRecordLine),
    },
  }
}

function whatItSays(plan: LoadPlan, lines: readonly string[]): Said {
  const { dialect, skippedLines, headerLines, trailingLines = 0, columns } = plan
  const names = Array.from({ length: headerLines }, (_, index) => skippedLines + index + 1)
  let first = skippedLines + headerLines + 1
  let last = lines.length - trailingLines
  while (first <= last && isBlank(lines[first - 1])) first++
  while (last >= first && isBlank(lines[last - 1])) last--
  return {
    encoding: plan.encoding,
    delimiter: columns.length < 2 ? '' : (dialect?.delimiter ?? ''),
    quote: dialect?.quote ?? '',
    fixedWidth: dialect?.columnStarts !== undefined,
    headerLines: filled(names, lines),
    first: first > last ? null : first,
    last: first > last ? null : last,
    columns: columns.length,
  }
}

/**
 * A table of one column followed by empty cells may be described with its delimiter or without. One of fixed columns may
 * be described by positions, or by the label's delimiter if there is one.
 */
const isDelimiter = (said: Said, label: PlanLabel): boolean =>
  (label.fixedWidth === true && said.fixedWidth) ||
  (said.delimiter === label.delimiter && !(label.fixedWidth === true && label.delimiter === '')) ||
  (label.columns === 1 && said.delimiter === '')

/** If no quotes occur, any quote character is correct. */
const isQuote = (said: Said, label: PlanLabel, text: string): boolean =>
  said.quote === label.quote || (label.quote === '' && !text.includes(said.quote))

/** Line numbers without those of blank lines, and of ruled lines and empty comments, which name no column. */
const filled = (numbers: readonly number[], lines: readonly string[]): number[] =>
  numbers.filter((number) => !isBlank(lines[number - 1]) && /[\p{L}\p{N}]/u.test(lines[number - 1] ?? ''))

const isBlank = (line: string | undefined): boolean => line === undefined || !/[^\s,;|"]/.test(line)

const decode = (bytes: Uint8Array, encoding: string): string =>
  encodingLabel(encoding) === undefined ? '' : openDecoder(encoding).decode(bytes)
