import { renderMessages } from '../../../test/render-messages.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter } from '../../../test/any-character.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import { compileExpression } from './compile-expression.ts'
import { findPlaceholders, type Template } from './template.ts'
import { createControlWorkflow, runControlWorkflow } from '../test-control.ts'

const options = { now: Date.UTC(2026, 10, 20), seed: 1 }
const evaluate = async (text: string, values: Record<string, unknown> = {}): Promise<unknown> =>
  compileExpression(text).evaluate(values, options)
const fill = async (setting: unknown, values: Record<string, unknown>): Promise<unknown> => {
  const { template, problems } = findPlaceholders({ setting: setting as never })
  if (!template) return renderMessages(problems[0]?.reason)
  const filled = template.fill(
    (expression) => expression.evaluate(values, options),
    (cause) => cause,
  )
  return (await filled).setting
}

describe('expressions', () => {
  it.each([
    ['a.b', { a: { b: 2 } }, 2],
    ['a.b[1]', { a: { b: [1, 2] } }, 2],
    ['a.b', { a: [{ b: 1 }, { b: 2 }] }, [1, 2]],
    ['a.`x-y`.z', { a: { 'x-y': { z: 3 } } }, 3],
    ['`load-1`.rows > 10', { 'load-1': { rows: 11 } }, true],
    ['$sum(a.n)', { a: [{ n: 1 }, { n: 2 }] }, 3],
    ['a.missing', { a: {} }, undefined],
    ['$map(a, function($x) { $x * 2 })', { a: [1, 2] }, [2, 4]],
    ['"a" & 1 & missing', {}, 'a1'],
    ['$string({"a": 1}) & $join(["x", "y"], "-") & $pad("z", 3)', {}, '{"a":1}x-yz  '],
    ['$replace("abc", /b/, "x")', {}, 'axc'],
    ['$match("a1b22", /[a-z](\\d+)/).groups', {}, ['1', '22']],
  ])('[E75] %s', async (text, values, result) => {
    expect(await evaluate(text, values)).toEqual(result)
  })

  it('[E75] has no $eval, and uses clock and seed of the run', async () => {
    await expect(evaluate('$eval("1 + 1")')).rejects.toThrow(/non-function/)
    expect(await evaluate('$now() & " " & $millis()')).toBe(`2026-11-20T00:00:00.000Z ${options.now}`)
    expect(await evaluate('$now("[Y]")')).toBe('2026')
    expect(await evaluate('[$random(), $random()]')).toEqual(await evaluate('[$random(), $random()]'))
    expect(await evaluate('$shuffle([1..9])')).toEqual(await evaluate('$shuffle([1..9])'))
    expect(await evaluate('$sort($shuffle([1..9]))')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('[E75] reads the top-level input inside steps and filters', async () => {
    const values = { a: [{ n: 1 }, { n: 2 }], b: 2 }
    expect(await evaluate('a[n = $$.b].n', values)).toBe(2)
    const nodes = { a: ['do', { give: 'A' }], b: ['do', { give: 'B' }], z: ['do', { give: '{{a.(out & $$.b.out)}}' }] }
    const { view } = await runControlWorkflow(createControlWorkflow(nodes as never, ['a.out>z.in', 'b.out>z.more']))
    expect(view.nodes.z?.outputs.out).toEqual({ kind: 'json', json: 'AB' })
  })

  it('[E75] lists the names that it reads', () => {
    const names = (text: string): unknown => compileExpression(text).names && [...compileExpression(text).names!].sort()
    expect(names('a.b.c')).toEqual(['a'])
    expect(names('a.b + c[d = 1].e ? $sum(f.g) : "h"')).toEqual(['a', 'c', 'f'])
    expect(names('$map(list, function($x) { $x.y & other })')).toEqual(['list', 'other'])
    expect(names('$keys($)')).toBeUndefined()
    for (const text of ['a[b = $$.c]', 'a.(b & $$.c)', 'a{b: $$.c}', 'a^($$.c)']) expect(names(text)).toBeUndefined()
  })

  it.each([
    ['endless recursion', '($f := function($n) { $f($n + 1) }; $f(1))', /infinite loop|Stack overflow/],
    ['deep recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(1))', /Stack overflow/],
    [
      'a text that doubles',
      '($f := function($t, $n) { $n = 0 ? $t : $f($t & $t, $n - 1) }; $length($f("abcdefgh", 40)))',
      /characters/,
    ],
    [
      'a text that is joined',
      '($f := function($t, $n) { $n = 0 ? $t : $f($join([$t, $t]), $n - 1) }; $length($f("abcdefgh", 40)))',
      /characters/,
    ],
    [
      'a list that doubles',
      '($f := function($t, $n) { $n = 0 ? $t : $f($append($t, $t), $n - 1) }; $count($f([1..9], 40)))',
      /items|sequence/,
    ],
    ['padding', '$pad("x", 1000000000)', /characters/],
    ['another name for a function', '($p := $pad; $p("x", 1000000000))', /characters/],
    ['a list without end', '$count([1..9000000])', /sequence|allocat/],
    ['no syntax', 'a b +', /Syntax error|Unexpected/],
    ['a look-behind', '$match("a", /(?<=b)a/)', /regex|invalid|look/i],
  ])('[E76] refuses %s', async (_, text, message) => {
    await expect((async () => evaluate(text))()).rejects.toThrow(message)
  })

  it('[E76] matches in linear time', async () => {
    expect(await evaluate('$contains(t, /^(a+)+$/)', { t: `${'a'.repeat(5000)}!` })).toBe(false)
  })

  it.each([
    ['words', '[Yw][Mw][Dw] x', 'one '.repeat(200)],
    ['words and numbers', '[Yw]-[Mw]-[Dw]-[Hw]', `${'twenty-'.repeat(100)}!`],
    ['fractions', '[f][f][f][f][f][f]', `${'1'.repeat(900)}!`],
    ['names', '[MNn][FNn][P][MNn][FNn][P]', `${'ab'.repeat(400)}1`],
    ['a text that matches late', '[MNn]b[FNn]b[MNn]b[P]1', `${'ab'.repeat(300)}1`],
  ])('[E76] parses dates in linear time: %s', async (_, picture, t) => {
    const startedAt = performance.now()
    await evaluate('$toMillis(t, picture)', { t, picture }).catch(() => undefined)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it.each([
    ['$toMillis("2023-02-29")'],
    ['$toMillis("2023-04-31T10:00:00+02:00")'],
    ['$toMillis("31.04.2023", "[D01].[M01].[Y0001]")'],
  ])('[E76] has no date for a day that its month does not have: %s', async (text) => {
    await expect(evaluate(text, {})).rejects.toThrow(/no-day/)
  })

  it.each([
    ['$toMillis("2024-02-29")', Date.UTC(2024, 1, 29)],
    ['$toMillis("2023-04-30T23:00:00-05:00")', Date.UTC(2023, 4, 1, 4)],
    ['$toMillis("30.04.2023", "[D01].[M01].[Y0001]")', Date.UTC(2023, 3, 30)],
    ['$toMillis("2023-04-30 23:00 -05:00", "[Y]-[M]-[D] [H]:[m] [Z]")', Date.UTC(2023, 4, 1, 4)],
    ['$number("8202522731445525542")', '8202522731445525542'],
    ['$number("12") + $number(true)', 13],
    ['$number(missing)', undefined],
  ])('[E76] reads dates and numbers: %s', async (text, expected) => {
    expect(await evaluate(text, {})).toEqual(expected)
  })

  it('[E76] limits dates and their pictures', async () => {
    await expect(evaluate('$toMillis(t, "[Yw]")', { t: 'one '.repeat(1000) })).rejects.toThrow(/long-date/)
    await expect(evaluate('$toMillis("1", picture)', { picture: '[Yw]'.repeat(100) })).rejects.toThrow(/long-date/)
  })

  it('[E76] limits the ways in which arguments can match a signature', async () => {
    const call = (signature: string, count: number): string =>
      `(function($a)${signature}{ 1 })(${Array.from({ length: count }, () => '1').join(',')}, "x")`
    for (const signature of [`<${'n+'.repeat(15)}b:n>`, `<${'n?'.repeat(30)}b:n>`, '<(s](n+)+[s)b:n>'])
      await expect((async () => evaluate(call(signature, 30)))()).rejects.toThrow(/signature/)
    expect(await evaluate('(function($a, $b)<n-n?:n>{ $a + $b })(1, 2)')).toBe(3)
    expect(await evaluate('(function($a)<a<n>:n>{ $sum($a) })([1, 2])')).toBe(3)
  })

  it.each([
    ['{{a}}', { a: 1 }, 1],
    ['{{a}}', { a: { b: [1] } }, { b: [1] }],
    ['{{ a.b }} and {{a}}', { a: { b: true } }, 'true and {"b":true}'],
    ['\\{{a}} {{b}}', { b: 'x' }, '{{a}} x'],
    ['{{ {"x": {"y": 1}} }}', {}, { x: { y: 1 } }],
    ['{{"}}" & a}}!', { a: 1 }, '}}1!'],
    ['{{"\\"}}"}}', {}, '"}}'],
    [['{{a}}', { b: '{{a}}' }], { a: 2 }, [2, { b: 2 }]],
    ['{{a}}', { a: '{{b}}', b: 1 }, '{{b}}'],
    ['{{a', {}, '"{{a" is not closed by }}.'],
  ])('[E77] %s', async (setting, values, result) => {
    expect(await fill(setting, values)).toEqual(result)
  })

  it('[E77] keeps texts without placeholders, and values of any type', async () => {
    const text = fc.string({ unit: anyCharacter }).filter((value) => !value.includes('{{'))
    await fc.assert(
      fc.asyncProperty(text, fc.jsonValue(), async (around, value) => {
        expect(findPlaceholders({ setting: around }).template).toBeUndefined()
        expect(await fill('{{value}}', { value })).toEqual(value)
        if (around === '' || around.endsWith('\\')) return
        expect(await fill(`${around}{{value}}`, { value: 'x' })).toBe(`${around}x`)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[E77] lists the settings that it evaluates', () => {
    const { template } = findPlaceholders({ a: '{{x}}', b: { c: ['{{y}}!', 'z'] }, d: '{{q}}' }, { verbatim: ['d'] })
    const find = (...path: string[]): unknown => (template as Template).findPlaceholder(path)
    expect([find('a'), find('b'), find('b', 'c', '0'), find('b', 'c', '1'), find('d')]).toEqual([
      'value',
      'inside',
      'text',
      undefined,
      undefined,
    ])
    expect([...(template as Template).names!]).toEqual(['x', 'y'])
  })

  it('[E78] includes the values that it reads in the derivation key', async () => {
    const key = async (n: number): Promise<string | undefined> => {
      const workflow = createControlWorkflow({ a: ['do', { give: n }], b: ['ask', { what: 'a.out > 1' }] }, [
        'a.out>b.in',
      ])
      workflow.edges = []
      workflow.edges.push({ id: 'e', source: 'a', sourceHandle: 'other', target: 'b', targetHandle: 'in' })
      const { view } = await runControlWorkflow(workflow, { a: ({ settings }) => (settings as { give: number }).give })
      expect(view.nodes.b?.outputs.out).toEqual({ kind: 'json', json: n > 1 })
      return view.nodes.b?.key
    }
    expect(await key(1)).toBe(await key(1))
    expect(await key(1)).not.toBe(await key(2))
  })
})
