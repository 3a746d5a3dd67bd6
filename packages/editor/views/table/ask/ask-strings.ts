import type { DataAnswer } from '@aw-flow/schema/internal'

type Choice = DataAnswer['choices'][number]

/** UI strings of the panel for asking a question about a table. */
export const askStrings = {
  title: 'Ask the data',
  open: 'Ask…',
  question: 'Question',
  placeholder: 'average price by city since 2024',
  hint: 'Use the names of columns and values. The workflow does not change until you add the query.',
  submit: 'Show query',
  reading: 'Reading the question…',
  failed: (reason: string): string => `The question could not be read: ${reason}`,
  unknown: (words: readonly string[]): string =>
    `Not understood: ${words.join(', ')}. Use the names of columns or values.`,
  unsupported: (words: readonly string[]): string => `Not supported: ${words.join(', ')}. Add a SQL node for this.`,
  emptyQuestion: 'Enter a question, such as “number of rows by city”.',
  /** Asks what an ambiguous word means. */
  choose: (kind: Choice['kind'], words: string): string =>
    kind === 'calculation'
      ? `Which calculation for “${words}”?`
      : kind === 'period'
        ? `Which period for “${words}”?`
        : `What is “${words}”?`,
  /** Option that interprets a noun such as "orders" as the rows of the table. */
  allRows: 'The rows of the table',
  /** Explains that a noun refers to all rows. */
  rowNoun: (noun: string): string => `“${noun}” refers to the rows of the table, so it is not a filter.`,
  /** Option for single rows instead of a calculation. */
  row: 'Single rows',
  share: 'Share',
  periods: { day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year' } satisfies Record<
    'day' | 'week' | 'month' | 'quarter' | 'year',
    string
  >,
  parts: {
    compute: 'Calculate',
    group: 'For each',
    filter: 'Only where',
    order: 'Order by',
    limit: 'Rows',
  } satisfies Record<DataAnswer['parts'][number]['kind'], string>,
  statement: 'SQL statement',
  note: 'Adds a SQL node that reads this table. Undo removes it.',
  add: 'Add node',
  addWithChart: 'Add node and chart',
  /** Label of the button that asks a language model. */
  askModel: (model: string): string => `Ask ${model}`,
  askingModel: (model: string): string => `Asking ${model}…`,
  /** Describes the data that is sent to a language model. */
  sentDataNote: (model: string): string =>
    `${model} receives the question and the names and types of the columns, but no rows.`,
  answeredBy: (model: string, host: string): string => `Written by ${model} (${host}). Check the statement.`,
  questions: 'Questions from the model',
  result: (rows: number): string => (rows === 1 ? 'Result: 1 row' : `Result: ${rows.toLocaleString('en')} rows`),
  noRows: 'The result has no rows.',
  loadingResult: 'Computing the result…',
  resultFailed: (reason: string): string => `The result could not be computed: ${reason}`,
}
export type AskStrings = typeof askStrings
