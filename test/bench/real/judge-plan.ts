import { toEncodingLabel, createDecoder } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { isCommentAt } from '@aw-flow/schema/internal'
import type { PlanLabel } from '../../labels/label.ts'

export const questions = ['encoding', 'dialect', 'header', 'region'] as const

/** A part of a plan that is compared with the label. */
export type Question = (typeof questions)[number]

/** Whether each part is correct; `undefined` if the label marks the part as doubtful. */
export type Verdict = Record<Question, boolean | undefined>

/** A plan in the terms of its label, for reporting failures. */
export interface PlanSummary {
  encoding: string
  delimiter: string
  quote: string
  fixedWidth: boolean
  headerLines: number[]
  first: number | null
  last: number | null
  columns: number
}

const createVerdict = (judgeQuestion: (question: Question) => boolean | undefined): Verdict => ({
  encoding: judgeQuestion('encoding'),
  dialect: judgeQuestion('dialect'),
  header: judgeQuestion('header'),
  region: judgeQuestion('region'),
})

/** Compares a plan with the label of the same bytes. `plan` is `undefined` if the file was rejected. */
export function judgePlan(
  bytes: Uint8Array,
  plan: LoadPlan | undefined,
  label: PlanLabel,
): { verdict: Verdict; summary?: PlanSummary } {
  const judgeUnlessDoubtful = (question: Question, isCorrect: () => boolean): boolean | undefined =>
    label.doubtfulAbout.includes(question) ? undefined : isCorrect()
  if (!plan) return { verdict: createVerdict((question) => judgeUnlessDoubtful(question, () => false)) }
  const text = decode(bytes, plan.encoding)
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  const summary = summarizePlan(plan, lines)
  return {
    summary,
    verdict: {
      encoding: judgeUnlessDoubtful(
        'encoding',
        () => summary.encoding.split('/')[0] === label.encoding || text === decode(bytes, label.encoding),
      ),
      dialect: judgeUnlessDoubtful('dialect', () => isDelimiter(summary, label) && isQuote(summary, label, text)),
      header: judgeUnlessDoubtful(
        'header',
        () => summary.headerLines.join() === withoutBlankLines(label.headerLines, lines).join(),
      ),
      region: judgeUnlessDoubtful(
        'region',
        () => summary.first === label.firstRecordLine && summary.last === label.lastRecordLine,
      ),
    },
  }
}

function summarizePlan(plan: LoadPlan, lines: readonly string[]): PlanSummary {
  const { dialect, skippedLines, headerLines, trailingLines = 0, columns } = plan
  const names = Array.from({ length: headerLines }, (_, index) => skippedLines + index + 1)
  let first = skippedLines + headerLines + 1
  let last = lines.length - trailingLines
  const isComment = (line: string | undefined): boolean =>
    dialect !== undefined && line !== undefined && isCommentAt(line, 0, dialect)
  while (first <= last && (isBlank(lines[first - 1]) || isComment(lines[first - 1]))) first++
  while (last >= first && isBlank(lines[last - 1])) last--
  return {
    encoding: plan.encoding,
    delimiter: columns.length < 2 ? '' : (dialect?.delimiter ?? ''),
    quote: dialect?.quote ?? '',
    fixedWidth: dialect?.columnStarts !== undefined,
    headerLines: withoutBlankLines(names, lines),
    first: first > last ? null : first,
    last: first > last ? null : last,
    columns: columns.length,
  }
}

/**
 * Returns whether the delimiter is correct. For a table with one column and empty cells, a plan may have a delimiter or
 * none. For fixed-width columns, a plan may have column positions or the label's delimiter.
 */
const isDelimiter = (summary: PlanSummary, label: PlanLabel): boolean =>
  (label.fixedWidth === true && summary.fixedWidth) ||
  (summary.delimiter === label.delimiter && !(label.fixedWidth === true && label.delimiter === '')) ||
  (label.columns === 1 && summary.delimiter === '')

/** Returns whether the quote character is correct. If the text contains no quotes, any quote character is correct. */
const isQuote = (summary: PlanSummary, label: PlanLabel, text: string): boolean =>
  summary.quote === label.quote || (label.quote === '' && !text.includes(summary.quote))

/** Drops the numbers of lines without letters or digits, such as blank and ruled lines, which cannot name columns. */
const withoutBlankLines = (numbers: readonly number[], lines: readonly string[]): number[] =>
  numbers.filter((number) => !isBlank(lines[number - 1]) && /[\p{L}\p{N}]/u.test(lines[number - 1] ?? ''))

const isBlank = (line: string | undefined): boolean => line === undefined || !/[^\s,;|"]/.test(line)

const decode = (bytes: Uint8Array, encoding: string): string =>
  toEncodingLabel(encoding) === undefined ? '' : createDecoder(encoding).decode(bytes)
