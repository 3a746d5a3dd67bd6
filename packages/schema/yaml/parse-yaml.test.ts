import { expect, test } from 'vitest'
import { getSentence } from '../../../test/render-messages.ts'
import { readWorkflow } from '../document/read-workflow.ts'
import { getProblem, unwrap } from '../wire/result.ts'
import { parseYaml } from './parse-yaml.ts'

const steps = `
name: Nightly check   # as its source writes it
steps:
  - id: load
    agent: loading
    input: { retries: 2, sheets: [a, "b: c"] }
  - id: check
    agent: validation
    depends_on: [load]
    timeout_ms: 1000
`

test('reads steps in YAML like the same steps in JSON', () => {
  const json = unwrap(parseYaml(steps))
  const same = {
    name: 'Nightly check',
    steps: [
      { id: 'load', agent: 'loading', input: { retries: 2, sheets: ['a', 'b: c'] } },
      { id: 'check', agent: 'validation', depends_on: ['load'], timeout_ms: 1000 },
    ],
  }
  expect(json).toEqual(same)
  const { workflow } = readWorkflow(json)
  expect(workflow?.edges).toHaveLength(1)
  expect(workflow).toEqual(readWorkflow(same).workflow)
})

test.each([
  ['a: 1\nb: [1,\n', 'line 3'],
  ['a: 1\na: 2\n', 'line 2'],
  ['a: *nobody\n', 'nobody'],
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(30)}]\nc: &c [${'*b,'.repeat(30)}]\nd: [${'*c,'.repeat(30)}]`,
    'alias',
  ],
  // Aliases of an empty list were not counted, so 20 lines were expanded without end.
  [
    Array.from(
      { length: 20 },
      (_, index) => `a${index}: &a${index} [${`*a${index - 1},`.repeat(index === 0 ? 0 : 40)}]`,
    ).join('\n'),
    'alias',
  ],
  // Aliases of a long text are a value each.
  [`a: &a "${'x'.repeat(300_000)}"\nb: [${'*a,'.repeat(1000)}]`, 'alias'],
  [`? &a "${'x'.repeat(300_000)}"\n: 1\nb: [${'{*a : 1},'.repeat(1000)}]`, 'alias'],
  ['['.repeat(20_000), ''],
  ['x'.repeat(1_000_001), '1,000,000'],
])('a fault is reported with its place', (text, said) => {
  const problem = getProblem(parseYaml(text))
  expect(problem!.code).toBe('yaml.malformed')
  expect(getSentence(problem)).toContain(said)
})

test('supports only what JSON can express, and cannot modify prototypes', () => {
  expect(unwrap(parseYaml('a: .nan\nb: !!js/function "x"\nc: 2026-01-01\n'))).toEqual({
    a: null,
    b: 'x',
    c: '2026-01-01',
  })
  const json = unwrap(parseYaml('__proto__: { nodes: [] }\nname: x\n'))
  expect(Object.getPrototypeOf(json)).toBe(Object.prototype)
  expect(readWorkflow(json).problems[0]).toMatchObject({ code: 'workflow.reserved-name' })
})

test.each([
  ['brackets', '['.repeat(400_000)],
  ['closed brackets', '['.repeat(400_000) + ']'.repeat(400_000)],
  ['objects', `${'{a: '.repeat(101)}1${'}'.repeat(101)}`],
  ['lists on one line', `${'- '.repeat(400_000)}1`],
  ['keys on one line', `${'? '.repeat(400_000)}1`],
])('rejects deep nesting before parsing: %s', (_, text) => {
  expect(getSentence(getProblem(parseYaml(text)))).toContain('nested too deeply')
})

test('accepts brackets and dashes in texts', () => {
  const text = `a: "${'['.repeat(200)}"\nb: |\n  ${'- ['.repeat(200)}\nc: x${' -'.repeat(200)}\n`
  expect(Object.keys(unwrap(parseYaml(text)) as object)).toEqual(['a', 'b', 'c'])
})

// Regression: everything after the first document was ignored.
test('rejects several documents in one text', () => {
  expect(getSentence(getProblem(parseYaml('name: One\n---\nname: Two\n')))).toContain('multiple documents')
  expect(unwrap(parseYaml('---\nname: One\n'))).toEqual({ name: 'One' })
})

// Regression: the error of the parser contains the rest of the document.
test.each([`a: | ${'b '.repeat(1_000)}`, `*${'a'.repeat(1_000)}`])(
  'describes an error in a long text briefly: %#',
  (text) => {
    expect(getSentence(getProblem(parseYaml(text)))!.length).toBeLessThan(400)
  },
)
