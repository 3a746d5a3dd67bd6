import { allowedFunctions } from '../../../packages/engine/sql/allowed-functions.ts'
import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { encodeText } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
const functionNames = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom(...allowedFunctions) },
  fc.constantFrom(
    'read_text',
    'getenv',
    'query',
    'random',
    'now',
    'pragma_version',
    'read_csv',
    'glob',
    'current_setting',
    'x',
  ),
)
const names = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'num1',
      'num2',
      'txt1',
      'txt2',
      'day1',
      'list1',
      'input',
      '*',
      'COLUMNS(*)',
      '"num1"',
      'input.txt1',
    ),
  },
  hostileNames.map((name) => `"${name.replaceAll('"', '""').replaceAll('\0', '')}"`),
)
const literals = fc.oneof(
  {
    weight: 2,
    arbitrary: values.filter((text) => !/\d{8}|\de\d/.test(text)).map((text) => quoteText(text.replaceAll('\0', ''))),
  },
  // Numbers that are refused together with functions such as `repeat`.
  { weight: 1, arbitrary: fc.constantFrom('9223372036854775807', '1e308', '-1e308', '10000000000', "'9e9'") },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'NULL', 'true', '0', '1', '-1', '2', '10', '1000000', '0.1', "DATE '2024-01-01'", "INTERVAL '1' YEAR", '[1, 2]', "{'a': 1}", "MAP {'a': 1}",
      "'a%b'", "'%Y-%m'", "'x'", "''", "'[a-z]+'", "TIMESTAMP '2024-02-29 12:00:00'",
    ), // oxfmt-ignore
  },
)
const operators = fc.constantFrom(
  '+', '-', '*', '/', '//', '%', '**', '||', '=', '<>', '<', 'AND', 'OR', 'LIKE', 'NOT ILIKE', 'GLOB', 'SIMILAR TO', '~', '^@', 'IS NOT DISTINCT FROM', 'IN', '->', '::', 'COLLATE', 'AT TIME ZONE',
) // oxfmt-ignore
const types = fc.constantFrom(
  'INTEGER',
  'HUGEINT',
  'VARCHAR',
  'DATE',
  'TIMESTAMPTZ',
  'DECIMAL(38, 10)',
  'DOUBLE',
  'INTEGER[]',
  'BLOB',
  'BIT',
  'JSON',
  'UUID',
  'STRUCT(a INTEGER)',
  'x',
)

const { value, query } = fc.letrec<{ value: string; query: string }>((tie) => {
  const inner = tie('value')
  const many = fc.array(inner, { maxLength: 3 })
  const source = fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'input',
      'input',
      'input',
      'input a, input b',
      'input JOIN input i2 USING (num1)',
      'range(10)',
      'range(1000000000)',
      'missing',
      '"aw secret"',
      "'/etc/passwd'",
    ),
    tie('query').map((text) => `(${text})`),
    fc.tuple(inner, inner).map(([a, b]) => `(VALUES (${a}), (${b})) v(num1)`),
    inner.map((item) => `unnest(${item}) u(num1)`),
  )
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(names, literals),
      fc.tuple(functionNames, many).map(([name, items]) => `${name}(${items.join(', ')})`),
      fc.tuple(functionNames, many).map(([name, items]) => `${name}(${items.join(', ')})`),
      fc.tuple(functionNames, many).map(([name, items]) => `${name}(${items.join(', ')})`),
      fc.tuple(inner, operators, inner).map((parts) => `(${parts.join(' ')})`),
      fc.tuple(inner, types).map(([item, type]) => `TRY_CAST(${item} AS ${type})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `CASE WHEN ${a} THEN ${b} ELSE ${c} END`),
      fc
        .tuple(functionNames, inner, inner)
        .map(([name, a, b]) => `${name}(${a}) OVER (PARTITION BY ${b} ORDER BY ${a})`),
      fc
        .tuple(functionNames, inner, inner)
        .map(([name, a, b]) => `${name}(DISTINCT ${a} ORDER BY ${b}) FILTER (${b} IS NULL)`),
      fc.tuple(inner, inner).map(([a, b]) => `list_transform(${a}, lambda x: ${b})`),
      fc.tuple(inner, inner).map(([a, b]) => `[${a} FOR x IN ${b} IF x]`),
      fc
        .tuple(inner, fc.constantFrom(10, 10, 100, 10_000, 1_000_000))
        .map(([item, count]) => `repeat(${item}, ${count})`),
      tie('query').map((text) => `(${text})`),
    ),
    query: fc
      .record({
        start: fc.constantFrom(
          'SELECT',
          'SELECT',
          'SELECT',
          'SELECT DISTINCT',
          'FROM',
          'WITH c AS (SELECT 1 AS num1) SELECT',
          'WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c) SELECT',
          'SELECT * EXCLUDE (num1) REPLACE (txt2 AS txt1),',
        ),
        columns: fc.array(inner, { minLength: 1, maxLength: 3 }),
        source,
        where: fc.option(inner),
        group: fc.option(fc.oneof(inner, fc.constantFrom('ALL', '1', 'CUBE (num1, txt1)', 'ROLLUP (num1)', '()'))),
        order: fc.option(inner),
        end: fc.constantFrom(
          '',
          '',
          '',
          'LIMIT 3',
          'LIMIT 50%',
          'OFFSET 1',
          'UNION ALL SELECT 1',
          'UNION BY NAME FROM input',
          'QUALIFY 1',
          'USING SAMPLE 1',
          ';',
          '; SELECT 1',
          '--',
          '/*',
        ),
      })
      .map(({ start, columns, source: from, where, group, order, end }) =>
        [
          start,
          columns.map((column, index) => `${column} AS c${index}`).join(', '),
          `FROM ${from}`,
          where === null ? '' : `WHERE ${where}`,
          group === null ? '' : `GROUP BY ${group}`,
          order === null ? '' : `ORDER BY ${order}`,
          end,
        ].join(' '),
      ),
  }
})

/** SELECT statements with every allowed function, and attempts to leave the inputs. */
export const statementTarget: FuzzTarget = {
  name: 'statement',
  extension: 'sql',
  check: 'statement',
  inputs: fc
    .oneof(
      { weight: 12, arbitrary: query },
      { weight: 4, arbitrary: value.map((item) => `SELECT ${item} AS c FROM input`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('(', 'SELECT (', 'abs(', '[', 'CASE WHEN ', 'NOT ', '- ', "'", '$$', '/*'),
            fc.constantFrom(100, 2_000, 50_000),
          )
          .map(([part, depth]) => `SELECT ${part.repeat(depth)}`),
      },
    )
    .map(encodeText),
}
