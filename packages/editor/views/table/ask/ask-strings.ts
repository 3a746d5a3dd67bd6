import type { DataAnswer } from '@aw-flow/schema'

type Choice = DataAnswer['choices'][number]

/** UI strings of the panel for asking a question about a table. */
export interface AskStrings {
  readonly title: string
  readonly open: string
  readonly question: string
  readonly placeholder: string
  readonly hint: string
  readonly submit: string
  readonly reading: string
  readonly failed: (reason: string) => string
  readonly unknown: (words: readonly string[]) => string
  readonly unsupported: (words: readonly string[]) => string
  readonly emptyQuestion: string
  /** Asks what an ambiguous word means. */
  readonly choose: (kind: Choice['kind'], words: string) => string
  /** Option that interprets a noun such as "orders" as the rows of the table. */
  readonly allRows: string
  /** Explains that a noun refers to all rows. */
  readonly rowNoun: (noun: string) => string
  /** Option for single rows instead of a calculation. */
  readonly row: string
  readonly share: string
  readonly periods: Readonly<Record<'day' | 'week' | 'month' | 'quarter' | 'year', string>>
  readonly parts: Readonly<Record<DataAnswer['parts'][number]['kind'], string>>
  readonly statement: string
  readonly note: string
  readonly add: string
  readonly addWithChart: string
  /** Label of the button that asks a language model. */
  readonly askModel: (model: string) => string
  readonly askingModel: (model: string) => string
  /** Describes the data that is sent to a language model. */
  readonly sentDataNote: (model: string) => string
  readonly answeredBy: (model: string, host: string) => string
  readonly questions: string
  readonly result: (rows: number) => string
  readonly noRows: string
  readonly loadingResult: string
  readonly resultFailed: (reason: string) => string
}

/** English UI strings. */
export const askStrings: AskStrings = {
  title: 'Ask the data',
  open: 'Ask…',
  question: 'Question',
  placeholder: 'average price by city since 2024',
  hint: 'Use the names of columns and values. The workflow does not change until you add the query.',
  submit: 'Show query',
  reading: 'Reading the question…',
  failed: (reason) => `The question could not be read: ${reason}`,
  unknown: (words) => `Not understood: ${words.join(', ')}. Use the names of columns or values.`,
  unsupported: (words) => `Not supported: ${words.join(', ')}. Add a SQL node for this.`,
  emptyQuestion: 'Enter a question, such as “number of rows by city”.',
  choose: (kind, words) =>
    kind === 'calculation'
      ? `Which calculation for “${words}”?`
      : kind === 'period'
        ? `Which period for “${words}”?`
        : `What is “${words}”?`,
  allRows: 'The rows of the table',
  rowNoun: (noun) => `“${noun}” refers to the rows of the table, so it is not a filter.`,
  row: 'Single rows',
  share: 'Share',
  periods: { day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year' },
  parts: { compute: 'Calculate', group: 'For each', filter: 'Only where', order: 'Order by', limit: 'Rows' },
  statement: 'SQL statement',
  note: 'Adds a SQL node that reads this table. Undo removes it.',
  add: 'Add node',
  addWithChart: 'Add node and chart',
  askModel: (model) => `Ask ${model}`,
  askingModel: (model) => `Asking ${model}…`,
  sentDataNote: (model) => `${model} receives the question and the names and types of the columns, but no rows.`,
  answeredBy: (model, host) => `Written by ${model} (${host}). Check the statement.`,
  questions: 'Questions from the model',
  result: (rows) => (rows === 1 ? 'Result: 1 row' : `Result: ${rows.toLocaleString('en')} rows`),
  noRows: 'The result has no rows.',
  loadingResult: 'Computing the result…',
  resultFailed: (reason) => `The result could not be computed: ${reason}`,
}
