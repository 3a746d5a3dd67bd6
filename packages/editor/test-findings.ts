import type {
  Answer,
  CheckReport,
  Finding,
  Operation,
  PlanPreview,
  RowProposal,
  Sensitivity,
} from '@aw-flow/schema/internal'
import type { CheckSource } from './views/findings/check-source.ts'

/** Findings from a check of an orders table. */
export const createTestFindings = (): CheckReport => ({
  rows: 1200,
  rowsChecked: 1200,
  columns: ['id', 'city', 'price'],
  findings: [
    {
      row: 2,
      column: 'city',
      value: 'Bnon',
      repair: 'Bonn',
      rule: 'spelling',
      reason: 'It is one character away from "Bonn", which occurs in 300 rows.',
      confidence: 0.99,
    },
    {
      row: 7,
      column: 'city',
      value: '',
      repair: 'Ulm',
      rule: 'missing',
      reason: 'Only 1 of 1200 rows is empty.',
      confidence: 0.82,
    },
    {
      row: 9,
      column: 'price',
      value: '16..5',
      rule: 'pattern',
      reason: 'It is not a number, but almost all other values are.',
      confidence: 0.97,
    },
    {
      row: 12,
      column: 'city',
      value: 'Berlin',
      repair: 'Ulm',
      rule: 'dependency',
      reason: 'With the same `id`, 12 of 12 other rows have "Ulm".',
      confidence: 0.86,
    },
  ],
  notes: [],
})

/** The same findings with two duplicate rows, one of them with a typo. */
export const createTestDuplicates = (): CheckReport => ({
  ...createTestFindings(),
  repeated: [
    {
      row: 20,
      like: 4,
      differ: ['id'],
      reason: 'It equals row 4 in all columns except `id`, which is unique.',
      confidence: 0.95,
    },
    {
      row: 31,
      like: 30,
      differ: ['city'],
      reason: 'It equals row 30 except for `city`: "Bonn" and "Bnon".',
      confidence: 0.6,
    },
  ],
})

const unitSpellings = ['oz', 'oz.', 'ounce', ' oz', 'OZ', 'ounces', 'Oz']

/** Findings in a column with a unit in seven spellings, each with a repair, followed by `createTestFindings`. */
export const createTestUnitFindings = (cellCount: number): CheckReport => {
  const orders = createTestFindings()
  return {
    ...orders,
    rows: cellCount,
    rowsChecked: cellCount,
    columns: [...orders.columns, 'ounces'],
    findings: [
      ...Array.from({ length: cellCount }, (_, index): Finding => ({
        row: index + 1,
        column: 'ounces',
        value: `${12 + (index % 3)} ${unitSpellings[index % unitSpellings.length] as string}`,
        repair: String(12 + (index % 3)),
        rule: 'format',
        kind: 'unit-spelling',
        reason: { code: 'finding.unit-spelling', params: { forms: 7, example: '12 oz', canonical: '12' } },
        confidence: 0.97,
      })),
      ...orders.findings,
    ],
  }
}

/** Proposes rows that have not been answered yet. Their `city` is suspicious. */
export const createTestProposal = (answers: readonly Answer[], rows = 5): RowProposal => ({
  rows: Array.from({ length: rows }, (_, index) => ({
    row: 10 * (index + 1),
    cells: [
      { column: 'id', value: String(10 * (index + 1)), confidence: 0.01 },
      { column: 'city', value: 'Bnon', confidence: 0.93, repair: 'Bonn' },
      { column: 'price', value: index === 1 ? '' : '16.5', confidence: 0.02 },
    ],
    informs: 100 - index,
    reason: 'The answer also applies to 300 similar cells of `city`.',
  })).filter(({ row }) => !answers.some((answer) => answer.row === row)),
  isWorthwhile: answers.length < 4,
  reason:
    answers.length < 4
      ? 'The next answer can change findings in 120 cells.'
      : `After ${answers.length} answers, more answers are not expected to change the findings.`,
})

/** A source whose checks run until `complete` or `fail` is called, or until they are aborted. */
export class TestCheckSource implements CheckSource {
  checkCount = 0
  /** The sensitivity of the last check. */
  sensitivity: Sensitivity | undefined
  /** The available language models. */
  models: readonly string[] | undefined
  /** The language model used by the last check. */
  model: string | undefined
  /** The answers of the last check. */
  answers: readonly Answer[] | undefined
  /** The operations whose effect was requested. */
  readonly previewedOperations: (readonly Operation[])[] = []
  complete: (report: CheckReport) => void = () => undefined
  fail: (cause: Error) => void = () => undefined
  reportProgress: (percent: number) => void = () => undefined
  readonly table: CheckSource['table']

  constructor(table?: CheckSource['table']) {
    this.table = table
  }

  check({
    signal,
    onProgress,
    sensitivity,
    answers,
    model,
  }: Parameters<CheckSource['check']>[0]): Promise<CheckReport> {
    this.checkCount++
    this.sensitivity = sensitivity
    this.answers = answers
    this.model = model
    this.reportProgress = onProgress
    return new Promise((resolve, reject) => {
      this.complete = resolve
      this.fail = reject
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
  }

  proposeRows(answers: readonly Answer[]): Promise<RowProposal> {
    return Promise.resolve(createTestProposal(answers))
  }

  /** Reports that each set cell changes, and 100 cells for each mapped value. */
  preview(operations: readonly Operation[]): Promise<PlanPreview> {
    this.previewedOperations.push(operations)
    const appliedOperations = operations.map((operation) => ({
      operation,
      rowsDropped: operation.op === 'deduplicate' ? 1 : 0,
      rowsAdded: 0,
      cellsChanged:
        operation.op === 'set-cells'
          ? operation.cells.length
          : operation.op === 'map-values'
            ? 100 * operation.values.length
            : 0,
      cellsNulled: 0,
      examples: [],
    }))
    const drift = { missing: [], added: [], types: [], values: [] }
    return Promise.resolve({ applied: appliedOperations, rowsIn: 1200, rowsOut: 1200, columnsOut: [], drift })
  }
}
