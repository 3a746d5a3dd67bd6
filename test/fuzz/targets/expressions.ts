import { expressionFunctions } from '../../../packages/engine/expressions/functions/expression-functions.ts'
import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { encodeText } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'

const functionNames = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...expressionFunctions.map(({ name }) => name.replace(/^\$?/, '$'))) },
  fc.constantFrom('$eval', '$f', '$x', '$constructor', '$__proto__', '$toString', '$'),
)
const names = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'rows', 'n', 'text', 'list', 'hostile', 'b', '$', '$$', '%', '*', '**', '$x', '$f'),
  },
  hostileNames.map((name) => `\`${name.replaceAll('`', '')}\``),
)
const texts = values.map((value) => JSON.stringify(value))
const numbers = fc.constantFrom(
  '0',
  '1',
  '-1',
  '2',
  '0.1',
  '1e10',
  '1e308',
  '1e309',
  '9007199254740993',
  '1000000',
  '1/0',
)
const pictures = fc.constantFrom(
  '"[Y0001]-[M01]-[D01]"', '"[Y]-[M]-[D] [H]:[m]:[s].[f]"', '"[W] [F] [Pn] [E] [C]"', '"[Yw]"', '"[MNn,3-3]"', '"#,##0.00;(#)"',
  '"[D1o]"', '"[Y9,999,*]"', '"[H99999999]"', '"[" & text', '"0.###e0"', '"%0‰"',
) // oxfmt-ignore
const patterns = fc.constantFrom(
  '/a/',
  '/(a+)+$/',
  '/^(a|a)*$/i',
  '/(.*)*x/m',
  '/\\b/',
  '/(?=a)/',
  '/(a)\\1/',
  '/[/',
  '/./',
  '/$/',
  '/\\p{L}+/',
)
const signatures = fc.constantFrom(
  '',
  '',
  '<n:n>',
  '<s-n?:s>',
  '<a<n>+:x>',
  '<f:f>',
  '<(sn)-:j>',
  `<${'n?'.repeat(30)}:n>`,
  '<.*:x>',
)
const operators = fc.constantFrom(
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '=',
  '!=',
  '<',
  '>=',
  ' in ',
  ' and ',
  ' or ',
  '..',
  '~>',
  '.',
  ':=',
  '?:',
  '??',
  '@$i.',
  '#$i.',
)

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression')
  const many = fc.array(inner, { maxLength: 4 })
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(
        names,
        names,
        texts,
        numbers,
        pictures,
        patterns,
        fc.constantFrom('true', 'null', '[]', '{}', '[1..5]', '[1..1000000]', '?'),
      ),
      fc.tuple(functionNames, many).map(([name, items]) => `${name}(${items.join(', ')})`),
      fc.tuple(functionNames, many).map(([name, items]) => `${name}(${items.join(', ')})`),
      fc.tuple(inner, operators, inner).map((parts) => parts.join('')),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      many.map((items) => `[${items.join(', ')}]`),
      many.map((items) => `(${items.join('; ')})`),
      fc
        .array(fc.tuple(inner, inner), { maxLength: 3 })
        .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
      fc.tuple(inner, inner).map(([a, b]) => `${a}[${b}]`),
      fc.tuple(inner, inner).map(([a, b]) => `${a}^(>${b})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a}{${b}: ${c}}`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `|${a}|${b}, ${c}|`),
      fc.tuple(signatures, inner).map(([signature, body]) => `function($x, $y)${signature}{${body}}`),
      fc.tuple(inner, many).map(([body, items]) => `($f := function($x){${body}}; $f(${items.join(', ')}))`),
      fc.tuple(inner, inner).map(([a, b]) => `$map(${a}, function($x, $i){${b}})`),
      fc.tuple(inner, inner).map(([a, b]) => `$reduce(${a}, function($x, $y){${b}})`),
    ),
  }
})

/** JSONata expressions: calls of every function, lambdas, patterns and pictures. */
export const expressionTarget: FuzzTarget = {
  name: 'expression',
  extension: 'jsonata',
  check: 'expression',
  inputs: fc
    .oneof(
      { weight: 10, arbitrary: expression },
      {
        weight: 2,
        arbitrary: fc
          .array(
            fc.oneof(
              expression,
              operators,
              fc.constantFrom('(', ')', '[', ']', '{', '}', '"', '/', '/*', '`', '|', '\\', '\n'),
            ),
            { maxLength: 6 },
          )
          .map((parts) => parts.join(' ')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('(', '[', '{"a":', '-', '$f(', 'a.', 'a[', '/', '"'),
            fc.constantFrom(100, 5_000, 50_000),
          )
          .map(([part, depth]) => part.repeat(depth)),
      },
    )
    .map(encodeText),
}
