import { describe, expect, test } from 'vitest'
import { isSimpleExpression } from './is-simple-expression.ts'

describe('an expression that a process may evaluate beside those of other workspaces', () => {
  test.each([
    'input.value',
    'a.b[0].`c d`',
    '(a.b)[1] + -c * 2 / 3 - 1',
    'a = 1 and b != "x" or not_a < 3',
    'a in b ? "yes" : "no" & a',
    'a ?? b',
    '$count(a.b) > 1 and $exists($lowercase(c))',
    '$not($boolean(a))',
    '1 /* a comment */',
    '$boolean((input.value.rows > 100\n))',
  ])('reads, compares and computes values: %s', (text) => expect(isSimpleExpression(text)).toBe(true))

  test.each([
    '$eval("1")',
    '$map(a, $string)',
    'function($x) { $x }',
    '($f := $string; $f(1))',
    'a.b[c = 1]',
    'a[$ = 1]',
    '$',
    '$$',
    'a.*',
    '**.b',
    'a.%.b',
    'a@$b.c',
    'a#$i.c',
    'a{b: c}',
    'a ~> |b|{"c": 1}|',
    'a ~> $string',
    'a^(b)',
    '[1..1000000]',
    '[a, b]',
    '{"a": b}',
    '/a+/',
    '$match(a, /a/)',
    '$contains(a, b)',
    '$toString',
    '$lookup(a, "b")',
    'a.constructor("x")',
    'a.$string',
    '"x".(function(){1}())',
    '(a; b)',
    'a) or $eval("b"',
    'a /*',
    '',
    `${'a.'.repeat(1_000)}b`,
  ])('does nothing else: %s', (text) => expect(isSimpleExpression(text)).toBe(false))
})
