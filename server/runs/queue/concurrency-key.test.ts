import { describe, expect, it } from 'vitest'
import { findInvalidPlaceholder, renderConcurrencyKey } from './concurrency-key.ts'

describe('concurrency keys', () => {
  it.each<[string, unknown, string]>([
    ['customer-{{customer.id}}', { customer: { id: 42 } }, 'customer-42'],
    ['{{ a }}/{{b.0}}', { a: true, b: ['x'] }, 'true/x'],
    ['{{customer}}', { customer: { b: 1, a: 2 } }, '{"a":2,"b":1}'],
    ['{{customer.id}}', {}, ''],
    ['{{customer.id}}', 'text', ''],
    ['{{toString}}-{{a.length}}', { a: 'abc' }, '-'],
    ['{{a}}', { a: '{{b}}', b: 'c' }, '{{b}}'],
    ['all', undefined, 'all'],
  ])('%s of %j is %s', (template, data, key) => expect(renderConcurrencyKey(template, data as never)).toBe(key))

  it('long keys are replaced by their hash', () => {
    const render = (name: string): string => renderConcurrencyKey('{{name}}', { name })
    expect(render('x'.repeat(200))).toBe('x'.repeat(200))
    expect(render('x'.repeat(201))).toMatch(/^[0-9a-f]{64}$/)
    expect(render('x'.repeat(202))).not.toBe(render('x'.repeat(201)))
  })

  it.each([
    ['{{customer.id}}', undefined],
    ['plain {text}', undefined],
    ['{{}}', '{{}}'],
    ['a {{b..c}}', '{{b..c}}'],
    ['{{a b}}', '{{a b}}'],
    ['{{a[0]}}', '{{a[0]}}'],
    ['id {{customer', '{{customer'],
    ['customer}}', '}}'],
  ])('the problem of the template %s is %s', (template, problem) =>
    expect(findInvalidPlaceholder(template)).toBe(problem),
  )
})
