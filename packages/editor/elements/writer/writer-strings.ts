/** The kind of setting that the writer dialog writes. */
export type WriterKind = 'sql' | 'row-expression' | 'expression' | 'rule' | 'pattern'

/** UI strings for the writer dialog. @public */
export interface WriterStrings {
  readonly titles: Readonly<Record<WriterKind, string>>
  readonly description: string
  readonly placeholders: Readonly<Record<WriterKind, string>>
  readonly write: string
  readonly writing: string
  readonly ask: (model: string) => string
  readonly asking: (model: string) => string
  readonly sent: (model: string) => string
  readonly answeredBy: (model: string, host: string) => string
  readonly questions: string
  readonly examples: string
  /** Label of the field for a row's expected result. */
  readonly expected: (row: number) => string
  readonly examplesHint: string
  readonly matches: string
  readonly rejects: string
  readonly linesHint: string
  readonly result: Readonly<Record<WriterKind, string>>
  readonly preview: string
  readonly noRows: string
  readonly passes: string
  readonly fails: (failingCount: number, checkedCount: number) => string
  readonly failed: (reason: string) => string
  readonly unknown: (words: readonly string[]) => string
  readonly contradiction: string
  readonly nothing: string
  readonly cancel: string
  readonly use: string
  readonly note: string
}

/** English UI strings for the writer dialog. @public */
export const writerStrings: WriterStrings = {
  titles: {
    sql: 'Write SQL from a description',
    'row-expression': 'Write an expression from a description or examples',
    expression: 'Write an expression from a description',
    rule: 'Write a rule from a description',
    pattern: 'Write a regular expression from a description or examples',
  },
  description: 'Description',
  placeholders: {
    sql: 'average price by city since 2024',
    'row-expression': 'price times quantity, rounded to 2 digits',
    expression: 'total is over 100',
    rule: 'age is between 0 and 120',
    pattern: 'two capital letters, a hyphen and 4 digits',
  },
  write: 'Write',
  writing: 'Writing…',
  ask: (model) => `Ask ${model}`,
  asking: (model) => `Asking ${model}…`,
  sent: (model) =>
    `${model} receives the description, the examples, and the names and types of the columns, but no rows.`,
  answeredBy: (model, host) => `Written by ${model} (${host}). Check the result.`,
  questions: 'Questions from the model',
  examples: 'Examples (optional)',
  expected: (row) => `Expected result in row ${row}`,
  examplesHint: 'Enter the expected results for two or three rows.',
  matches: 'Must match',
  rejects: 'Must not match',
  linesHint: 'One example per line.',
  result: {
    sql: 'SQL statement',
    'row-expression': 'Expression',
    expression: 'Expression',
    rule: 'Rule',
    pattern: 'Regular expression',
  },
  preview: 'Preview of the first rows',
  noRows: 'Connect the input, or run the previous step, to see a preview.',
  passes: 'All rows pass.',
  fails: (failingCount, checkedCount) => `${failingCount} of ${checkedCount} rows fail.`,
  failed: (reason) => `No result could be generated: ${reason}`,
  unknown: (words) => `Not understood: ${words.join(', ')}. Use column names, or add examples.`,
  contradiction: 'No result fits all examples. Correct or remove an example.',
  nothing: 'Enter a description or examples.',
  cancel: 'Cancel',
  use: 'Use',
  note: 'Replaces the setting without running anything. You can undo this.',
}
