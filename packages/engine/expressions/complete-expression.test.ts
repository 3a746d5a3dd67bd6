import { renderMessages } from '../../../test/render-messages.ts'
import { describe, expect, it, vi } from 'vitest'
import { createCatalog } from '../node/catalog.ts'
import { describeWorkflow } from '../plan/describe-workflow.ts'
import { createControlWorkflow, createControlNodes } from '../test-control.ts'
import { compileExpression } from './compile-expression.ts'
import { ExpressionError } from './expression-error.ts'
import { completeExpression, type ExpressionScope } from './complete-expression.ts'
import { describeScope } from './describe-scope.ts'
import { expressionFunctions } from './functions/expression-functions.ts'
import { findPlaceholders } from './template.ts'
import { tryExpression } from './try-expression.ts'
import { inferShape } from './value-shape.ts'

const scope: ExpressionScope = {
  load: {
    type: 'object',
    keys: {
      table: { type: 'object', keys: { rows: { type: 'number' }, columns: { type: 'list', of: { type: 'text' } } } },
    },
  },
  'load-2': { type: 'any' },
  orders: inferShape([
    { id: 1, 'zip code': '0', items: [{ sku: 'x' }] },
    { id: 2, note: null },
  ]),
  limit: { type: 'number' },
}
/** Returns the labels of the completions at `|`. */
const at = (text: string): string[] => {
  const offset = text.indexOf('|')
  return completeExpression(text.replace('|', ''), offset, scope).options.map(({ label }) => label)
}

describe('completion', () => {
  it.each([
    ['lo|', ['load', 'load-2']],
    ['load.|', ['table']],
    ['`load-2` * 2 + lim|', ['limit']],
    ['$sum(orders.`zip code`) + `loa|', ['load', 'load-2']],
    ['load.table.|', ['rows', 'columns']],
    ['load.table.ro|', ['rows']],
    ['orders.|', ['id', 'zip code', 'items', 'note']],
    ['orders[id = 1].items[0].|', ['sku']],
    ['orders . items . s|', ['sku']],
    ['$sum(orders.i|)', ['id', 'items']],
    ['$$.orders.items.|', ['sku']],
    ['limit.|', []],
    ['missing.|', []],
    ['1 + li|', ['limit']],
    ['"load.|"', []],
    ['/* load.| */', []],
    ['$lowerc|', ['$lowercase']],
    ['($total := 1; $to|)', ['$total', '$toMillis']],
    ['function($row) { $ro| }', ['$row', '$round']],
    ['n|', ['null']],
  ])('offers at %s', (text, labels) => expect(at(text)).toEqual(labels))

  it('quotes names where needed, describes them, and replaces the complete word', () => {
    expect(completeExpression('load-', 4, scope).options).toEqual([
      { text: 'load', label: 'load', kind: 'name', detail: 'object' },
      { text: '`load-2`', label: 'load-2', kind: 'name', detail: 'value' },
    ])
    expect(completeExpression('1 + orders.ite * 2', 13, scope)).toMatchObject({
      from: 11,
      to: 14,
      options: [{ text: 'items', kind: 'key', detail: 'list of object' }],
    })
    expect(completeExpression('$su', 3, scope).options.find(({ label }) => label === '$sum')).toEqual({
      text: '$sum(',
      label: '$sum',
      kind: 'function',
      detail: '$sum(numbers)',
      description: 'Returns the sum.',
    })
  })

  it('completes all functions that exist, and no others', async () => {
    for (const { name } of expressionFunctions) {
      const isThere = await compileExpression(`$type(${name})`).evaluate({}, { now: 0, seed: 1 })
      expect([name, isThere]).toEqual([name, 'function'])
    }
    expect(expressionFunctions).toHaveLength(64)
  })
})

describe('the preview of an expression', () => {
  const look = (text: string, values = {}) => tryExpression(text, values, { now: 0, seed: 1 })

  it('returns value and shape', async () => {
    expect(await look('$sum(a)', { a: [1, 2] })).toEqual({
      ok: true,
      value: 3,
      shape: { type: 'number' },
      text: '3',
      isTruncated: false,
    })
    expect(await look('a.b', {})).toMatchObject({ ok: true, value: undefined, text: '' })
    expect(await look('$pad("x", 20000)')).toMatchObject({ ok: true, isTruncated: true })
  })

  it.each([
    ['a +', 3, 1, 4, undefined],
    ['  a b', 4, 1, 5, 'b'],
    ['(\n  1;\n  a b\n)', 11, 3, 5, 'b'],
    ['$sum(1,\n$nosuch(1))', 9, 2, 2, 'nosuch'],
    ['"a" + 1', 4, 1, 5, '+'],
    ['$join([1])', 1, 1, 2, 'join'],
  ])('reports the location of the error in %j', async (text, offset, line, column, token) => {
    const found = await look(text)
    expect(found).toMatchObject({ ok: false, location: { offset, line, column, ...(token ? { token } : {}) } })
    expect(found.ok ? '' : renderMessages(found.message)).not.toMatch(/aw /)
  })

  it('rejects regular expressions that would take unbounded time', () => {
    expect(() => compileExpression('a[/(?=x)/]')).toThrow(ExpressionError)
    expect(() => compileExpression('$match(a, /(a)\\1/)')).toThrow(
      expect.objectContaining({ text: expect.objectContaining({ code: 'expression.bad-regex' }) }),
    )
  })

  it('limits values that grow by repeated references', async () => {
    const twice = '$reduce([1..60], function($o) { {"a": $o, "b": $o} }, 1)'
    for (const text of [
      twice,
      `$string(${twice})`,
      `"" & ${twice}`,
      `${twice} = ${twice}`.replace('$o) {', '$o, $i) {'),
    ]) {
      expect(await look(text.replaceAll('function($o)', 'function($o, $i)'))).toMatchObject({ ok: false })
    }
  })

  it.each([
    '($text := $pad("a", 1000000); [1..100000].$text)',
    '($text := $pad("a", 1000000); [1..100].{$text: $})',
    '($text := $pad("a", 1000000); [1..100].$text = [1..99].$text)',
  ])('limits the characters of repeated references to a string: %s', async (text) => {
    // On a busy machine, the limit of the evaluation time, which reads the clock, would end it first.
    vi.useFakeTimers({ toFake: ['Date'] })
    const found = await look(text).finally(() => vi.useRealTimers())
    expect(found).toMatchObject({ ok: false, message: { code: 'expression.too-many-characters' } })
  })

  it('limits the characters of a setting that contains a string many times', () => {
    const { template } = findPlaceholders({ text: '{{a}},'.repeat(60) })
    const failed: unknown[] = []
    const toFailure = (cause: unknown, setting: string): Error => {
      failed.push(setting, (cause as ExpressionError).text)
      return new Error('failed')
    }
    expect(() => template!.fill(() => 'x'.repeat(1_000_000), toFailure)).toThrow('failed')
    expect(failed).toMatchObject(['text', { code: 'expression.too-many-characters', params: { max: 50_000_000 } }])
  })
})

describe('the scope of expressions', () => {
  it('contains inputs, earlier nodes, variables and the run, with types', () => {
    const catalog = createCatalog(createControlNodes({}))
    const flow = createControlWorkflow({ a: ['do'], b: ['do'], c: ['do'] }, ['a.out>b.in', 'b.out>c.in'])
    const workflow = { ...flow, settings: { ...flow.settings, variables: { minimum: 3, names: ['x'] } } }
    const description = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
    const found = describeScope(workflow, 'b', { catalog, description })
    expect(Object.keys(found).sort()).toEqual([
      'a',
      'input',
      'last_response',
      'minimum',
      'names',
      'run',
      'trigger_data',
    ])
    expect(found.minimum).toEqual({ type: 'number' })
    expect(found.names).toEqual({ type: 'list', of: { type: 'text' } })
    expect(found.a).toMatchObject({ type: 'object', keys: { out: { type: 'any' } } })
    expect(found.input).toMatchObject({ type: 'object', keys: { in: { type: 'any' } } })
    expect(completeExpression('a.', 2, found).options.map(({ label }) => label)).toContain('out')
    expect(describeScope(workflow, 'nobody', { catalog, description })).toEqual({})
  })
})
