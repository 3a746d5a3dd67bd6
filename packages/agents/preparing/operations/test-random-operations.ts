import type { OperationName, OperationOf } from '@aw-flow/schema/internal'
import fc, { type Arbitrary } from 'fast-check'

type Settings<Name extends OperationName> = Omit<OperationOf<Name>, 'op' | 'reason' | 'id' | 'state'>

/** The columns of the table in `test-operations-suite.ts`, by type. */
const numberColumnNames = ['num1', 'int1'] as const
const textColumnNames = ['txt1', 'txt2', 'money1', 'date1'] as const
const allColumns = [...numberColumnNames, ...textColumnNames, 'when1', 'flag1'] as const

const column = fc.constantFrom(...allColumns)
const textColumn = fc.constantFrom(...textColumnNames)
const numberColumn = fc.constantFrom(...numberColumnNames)
const createColumnLists = (minLength: number): Arbitrary<string[]> =>
  fc.uniqueArray(column, { minLength, maxLength: 4 })
/** Names for a new column; some need quoting, and one already exists. */
const newName = fc.constantFrom('new', 'New "1"', "o'clock", 'größe', 'a b', 'SELECT', 'aw:new', '=', 'flag1')
const createNewNames = (count: number): Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom('new', 'New "1"', 'a b', 'größe', 'SELECT', '='), {
    minLength: count,
    maxLength: count,
    selector: (name) => name.toLowerCase(),
  })
/** Values that occur in cells, and other values. */
const text = fc.constantFrom(
  'Oslo',
  'oslo',
  ' Oslo ',
  'Riga',
  'n/a',
  '-',
  '',
  'new york',
  '1',
  '2.0',
  'true',
  "O'Hara",
  '\\',
  '%',
)
const stringLists = fc.uniqueArray(text, { minLength: 1, maxLength: 5 })
const number = fc.constantFrom(-3, -0.1, 0, 0.3, 1, 2.5, 10, 1e9)
const divisor = fc.constantFrom(-2, 0.1, 1, 3, 1e6)
const type = fc.constantFrom('VARCHAR', 'BIGINT', 'INTEGER', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'DECIMAL(18,3)')
const pattern = fc.constantFrom('a', '[a-z]+', '(a)(b?)', '^ ', '\\d', "'", '(?i)OSLO', '-$')
const condition = fc.constantFrom(
  'int1 = 2',
  'num1 > 2',
  'num1 < 0 or int1 >= 3',
  'txt1 = "Oslo"',
  'flag1',
  '$exists(txt2)',
  '$length(txt1) > 4 and flag1 = false',
)
const numberFormat = {
  decimal: fc.constantFrom('.' as const, ',' as const),
  thousands: fc.constantFrom('', ',', '.', ' '),
}
const within = fc.uniqueArray(fc.constantFrom('flag1', 'txt2', 'date1'), { maxLength: 2 })

/** Random settings for each kind of operation. Some do not fit the table and are rejected. */
export const randomSettings: { [Name in OperationName]: Arbitrary<Settings<Name>> } = {
  trim: fc.record({ column, inner: fc.boolean() }),
  case: fc.record({ column: textColumn, to: fc.constantFrom('upper', 'lower', 'title', 'sentence') }),
  replace: fc.oneof(
    fc.record({ column: textColumn, find: text.filter((find) => find !== ''), with: text }),
    fc.record({
      column: textColumn,
      find: pattern,
      with: fc.constantFrom('', 'x', '\\0', '\\1', '$1'),
      isPattern: fc.constant(true),
    }),
  ),
  'parse-number': fc.record({ column: textColumn, strip: fc.subarray(['$', '€', ' ', 'US']), ...numberFormat }),
  'parse-date': fc.record({
    column: textColumn,
    format: fc.constantFrom('%d/%m/%Y', '%Y-%m-%d', '%m/%d/%Y'),
    type: fc.constantFrom('DATE', 'TIMESTAMP'),
  }),
  'parse-currency': fc.record({
    column: textColumn,
    signs: fc.subarray(['$', 'US$', '€', 'CHF'], { minLength: 1 }),
    ...numberFormat,
    currency: newName,
  }),
  cast: fc.record({ column, type }),
  finite: fc.record({ column: numberColumn }),
  'empty-texts': fc.record({ column: textColumn, texts: stringLists }),
  'map-values': fc.record({
    column,
    values: fc.array(fc.record({ from: text, to: fc.option(text) }), { maxLength: 4 }),
    others: fc.constantFrom('keep', 'empty'),
  }),
  'merge-spellings': fc.record({
    column: textColumn,
    groups: fc.array(fc.record({ to: text, from: stringLists }), { maxLength: 2 }),
  }),
  scale: fc.record({ column: numberColumn, offset: number, divisor }),
  unscale: fc.record({
    column: numberColumn,
    offset: number,
    divisor,
    type: fc.constantFrom('DOUBLE', 'BIGINT', 'INTEGER'),
  }),
  'empty-where': fc.record({ column, expression: condition }),
  'set-cells': fc.record({
    column: fc.constantFrom('txt1', 'int1', 'num1'),
    cells: fc.uniqueArray(
      fc.record({ row: fc.integer({ min: 1, max: 12 }), from: fc.option(text), to: fc.option(text) }),
      { maxLength: 5, selector: ({ row }) => row },
    ),
  }),
  rename: fc.record({ column, to: newName }),
  copy: fc.record({ column, to: newName, type }),
  split: fc.record({
    column: textColumn,
    separator: fc.constantFrom('-', ' ', 'o', '/', "'"),
    into: fc.integer({ min: 1, max: 4 }).chain(createNewNames),
  }),
  'join-columns': fc.record({ columns: createColumnLists(1), separator: fc.constantFrom('', ' / ', "'"), to: newName }),
  extract: fc.record({ column: textColumn, pattern, group: fc.integer({ min: 0, max: 2 }), to: newName }),
  derive: fc.record({
    to: newName,
    expression: fc.constantFrom('num1 + int1 * 2', 'txt1 & "-" & txt2', 'int1 - 1', '$uppercase(txt1)', 'num1 > int1'),
  }),
  flag: fc.record({ to: newName, expression: condition }),
  encode: fc.record({ column, how: fc.constantFrom('one-hot', 'ordinal'), values: stringLists, to: newName }),
  decode: fc.oneof(
    fc.record({
      columns: fc.tuple(numberColumn),
      how: fc.constant('ordinal' as const),
      values: stringLists,
      to: newName,
    }),
    fc.record({
      columns: fc.constant<string[]>(['int1', 'num1']),
      how: fc.constant('one-hot' as const),
      values: fc.uniqueArray(text, { minLength: 2, maxLength: 2 }),
      to: newName,
    }),
  ),
  bucket: fc.record({
    column: numberColumn,
    edges: fc.uniqueArray(number, { minLength: 1, maxLength: 5 }).map((edges) => edges.toSorted((a, b) => a - b)),
    to: newName,
  }),
  project: fc
    .tuple(
      fc.array(fc.record({ column: numberColumn, offset: number, divisor, x: number, y: number }), {
        minLength: 1,
        maxLength: 3,
      }),
      createNewNames(2),
      fc.nat(9),
    )
    .map(([terms, [x, y], seed]) => ({ terms, x: x as string, y: y as string, seed })),
  'generate-id': fc.record({ to: newName, prefix: fc.constantFrom('', 'row-', "'") }),
  'number-rows': fc.record({ to: newName }),
  'drop-column': fc.record({ column }),
  select: fc.record({ columns: createColumnLists(1) }),
  'order-columns': fc.record({ first: createColumnLists(0) }),
  'drop-null-rows': fc.record({ columns: createColumnLists(1) }),
  'drop-rows': fc.record({ expression: condition }),
  filter: fc.record({ expression: condition }),
  deduplicate: fc.record({
    columns: createColumnLists(0),
    keep: fc.constantFrom('first', 'last'),
    ignoreCase: fc.boolean(),
  }),
  fill: fc.oneof(
    fc.record({ column, how: fc.constant('constant' as const), value: fc.oneof(text, number, fc.boolean()) }),
    fc.record({ column, how: fc.constantFrom('previous' as const, 'next' as const, 'mode' as const), within }),
    fc.record({ column: numberColumn, how: fc.constantFrom('mean' as const, 'median' as const), within }),
  ),
  interpolate: fc.record(
    { column: numberColumn, by: fc.constantFrom('when1', 'int1'), within },
    { requiredKeys: ['column'] },
  ),
  pivot: fc.record({
    rows: fc.uniqueArray(fc.constantFrom('flag1', 'txt2', 'int1'), { maxLength: 2 }),
    column: fc.constantFrom('txt1', 'int1'),
    values: stringLists,
    function: fc.constantFrom('count', 'min', 'max', 'first', 'last'),
    value: column,
  }),
  unpivot: fc
    .tuple(fc.constantFrom(...[numberColumnNames, textColumnNames].map((names) => [...names])), createNewNames(2))
    .map(([columns, [nameColumn, valueColumn]]) => ({
      columns,
      nameColumn: nameColumn as string,
      valueColumn: valueColumn as string,
    })),
  'join-tables': fc.record(
    {
      table: fc.constant('places'),
      keys: fc.subarray(
        [
          { left: 'txt1', right: 'name' },
          { left: 'int1', right: 'place' },
        ],
        { minLength: 1 },
      ),
      kind: fc.constantFrom('left', 'inner'),
      columns: fc.subarray(['lat', 'lon', 'name']),
    },
    { requiredKeys: ['table', 'keys', 'kind'] },
  ),
  geocode: createNewNames(2).chain(([toLatitude, toLongitude]) =>
    fc.record({
      column: textColumn,
      table: fc.constant('places'),
      key: fc.constant('name'),
      latitude: fc.constantFrom('lat', 'lon'),
      longitude: fc.constant('lon'),
      toLatitude: fc.constant(toLatitude as string),
      toLongitude: fc.constant(toLongitude as string),
    }),
  ),
  'points-of-links': createNewNames(2).chain(([to, degree]) =>
    fc.record({ source: column, target: column, to: fc.constant(to as string), degree: fc.constant(degree as string) }),
  ),
  'resolve-links': createNewNames(2).chain(([toSource, toTarget]) =>
    fc.record({
      source: textColumn,
      target: fc.constantFrom('txt1', 'txt2'),
      points: fc.constant('places'),
      pointId: fc.constant('name'),
      pointIndex: fc.constant('place'),
      toSource: fc.constant(toSource as string),
      toTarget: fc.constant(toTarget as string),
    }),
  ),
}
