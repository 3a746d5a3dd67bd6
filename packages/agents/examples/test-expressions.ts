import fc, { type Arbitrary } from 'fast-check'
import { inputFormats, outputDirectives } from './dates.ts'
import { tokenPatterns } from './token-patterns.ts'
import type { CellNumber, TextExpression, NumberFormat, Position, Test } from './text-expression.ts'
import cases from './expressions.cases.json' with { type: 'json' }

/** Cells that exercise the special cases of expressions. */
export const cells = cases.cells

const text = fc.constantFrom(...cells)
const pattern = fc.constantFrom(...tokenPatterns.map(([source]) => source), '[ \\t\\r\\n]+', ',', '\\.', '-')
const delimiter = fc.constantFrom(', ', ',', ' ', '-', '.', '/', 'e', '://', '\\', '$', '|')
const nonZeroInteger = fc.integer({ min: -3, max: 3 }).filter((value) => value !== 0)
const cellNumber: Arbitrary<CellNumber> = fc.oneof(
  { weight: 5, arbitrary: nonZeroInteger },
  fc.record({ column: fc.constant(2), add: fc.constantFrom(0, -1), sign: fc.constantFrom(1 as const, -1 as const) }),
)
const position: Arbitrary<Position> = fc.oneof(
  fc.constant({ kind: 'end' as const }),
  fc.integer({ min: -6, max: 6 }).map((offset) => ({ kind: 'offset' as const, offset })),
  cellNumber.map((offset) => ({ kind: 'offset' as const, offset })),
  fc.record({
    kind: fc.constant('edge' as const),
    pattern,
    index: nonZeroInteger,
    side: fc.constantFrom('start' as const, 'end' as const),
  }),
)
const numberFormat: Arbitrary<NumberFormat> = fc.oneof(
  fc.constantFrom<NumberFormat>(
    { group: '', decimalMark: '.' },
    { group: ',', decimalMark: '.' },
    { group: '.', decimalMark: ',' },
    { group: ' ', decimalMark: ',' },
    { group: '', decimalMark: '.', decimals: 0 },
    { group: ',', decimalMark: '.', decimals: 2 },
  ),
)
const letterCase = fc.constantFrom('lower' as const, 'upper' as const, 'title' as const, 'sentence' as const)
const insertedText = fc.constantFrom('', '-', ' / ', 'x', '$1', '\\1')

/** Counts the lambda functions in an expression. SQL nodes reject nested ones. */
const countLambdas = (expression: TextExpression): number =>
  JSON.stringify(expression).match(/"kind":"rejoin"|"form":"title"/g)?.length ?? 0

/** Random expressions over three columns: two strings and a number. */
export const anyExpression: Arbitrary<TextExpression> = fc
  .letrec<{ expression: TextExpression; test: Test }>((tie) => {
    const subexpression = tie('expression')
    const createUnaryExpression = <Kind extends TextExpression['kind'], Fields extends object>(
      kind: Kind,
      fields: { [Key in keyof Fields]: Arbitrary<Fields[Key]> },
    ): Arbitrary<TextExpression> =>
      fc.record({ kind: fc.constant(kind), text: subexpression, ...fields }) as unknown as Arbitrary<TextExpression>
    const search = fc.oneof(
      delimiter.map((value): TextExpression => ({ kind: 'constant', value })),
      fc.constant<TextExpression>({ kind: 'column', column: 1 }),
    )
    const leaf: Arbitrary<TextExpression> = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.integer({ min: 0, max: 2 }).map((column): TextExpression => ({ kind: 'column', column })),
      },
      text.map((value): TextExpression => ({ kind: 'constant', value })),
    )
    const test = tie('test')
    return {
      expression: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        leaf,
        fc
          .array(subexpression, { minLength: 2, maxLength: 3 })
          .map((parts): TextExpression => ({ kind: 'concat', parts })),
        createUnaryExpression('slice', { from: position, to: position }),
        createUnaryExpression('split', { delimiter, index: cellNumber }),
        createUnaryExpression('match', { pattern, index: cellNumber }),
        createUnaryExpression('before', { delimiter, occurrence: fc.constantFrom('first', 'last') }),
        createUnaryExpression('after', { delimiter, occurrence: fc.constantFrom('first', 'last') }),
        createUnaryExpression('case', { form: letterCase }),
        createUnaryExpression('trim', { collapse: fc.boolean() }),
        createUnaryExpression('replace', { search, by: insertedText }),
        createUnaryExpression('replace-pattern', { pattern, by: insertedText }),
        createUnaryExpression('pad', { width: fc.integer({ min: 1, max: 8 }), fill: fc.constantFrom('0', ' ') }),
        createUnaryExpression('number', {
          from: numberFormat,
          to: numberFormat,
          scale: fc.constantFrom(1, 100, 1.19, 0.5),
          offset: fc.constantFrom(0, -3),
        }),
        createUnaryExpression('date', {
          from: fc.constantFrom(...inputFormats),
          to: fc.constantFrom(...outputDirectives),
        }),
        createUnaryExpression('rejoin', {
          delimiter,
          form: fc.constantFrom('same', 'initial', 'sentence'),
          isReversed: fc.boolean(),
          by: insertedText,
        }),
        createUnaryExpression('lookup', {
          entries: fc.constant([
            ['7', 'seven'],
            ['a,b,,c', ''],
          ]),
        }),
        createUnaryExpression('length', {}),
        createUnaryExpression('count-matches', { pattern }),
        createUnaryExpression('count', { search }),
        fc.record({
          kind: fc.constant('arithmetic' as const),
          operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
          left: subexpression,
          right: subexpression,
        }),
        fc.record({ kind: fc.constant('if' as const), test, whenTrue: subexpression, otherwise: subexpression }),
      ),
      test: fc.oneof(
        { maxDepth: 2 },
        fc.record({
          kind: fc.constantFrom('contains' as const, 'starts-with' as const, 'ends-with' as const, 'equals' as const),
          text: leaf,
          search,
        }),
        fc.record({ kind: fc.constant('matches' as const), text: leaf, pattern }),
        fc.record({
          kind: fc.constant('has-matches' as const),
          text: leaf,
          pattern,
          min: fc.integer({ min: 1, max: 3 }),
        }),
        fc.record({ kind: fc.constant('at-least' as const), text: leaf, limit: fc.constantFrom(0, 7, 12.5) }),
        fc.record({ kind: fc.constant('not' as const), test }),
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: test, right: test }),
      ),
    }
  })
  .expression.filter((expression) => countLambdas(expression) < 2)
