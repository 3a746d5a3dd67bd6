import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { workflowToMarkdown } from './workflow-to-markdown.ts'
import { createNode } from '../../../test/create-node.ts'

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![pixel](https://evil.example/pixel.png)',
  '![pixel][1]',
  '[open](javascript:alert(1))',
  '[open]( JavaScript:alert(1))',
  '[open](data:text/html,x)',
  '[1]: https://evil.example/pixel.png',
  // A backslash that is escaped no longer escapes the character after it.
  String.raw`\<img src=x onerror=alert(1)>`,
  String.raw`\\\<img src=x onerror=alert(1)>`,
  String.raw`[open\](javascript:alert(1))`,
  String.raw`[open\\](javascript:alert(1))`,
  String.raw`[1\]: javascript:alert(1)`,
  String.raw`\![pixel](https://evil.example/pixel.png)`,
]

const write = (workflow: Partial<Workflow>): string =>
  workflowToMarkdown({ ...createEmptyWorkflow('W'), ...workflow }, new Map(), (text) =>
    typeof text === 'string' ? text : text.code,
  )

test.each(attacks)('%s is text in a description, a note, a label and a name', (attack) => {
  const markdown = write({
    name: attack,
    description: `Why:\n\n${attack}`,
    nodes: [{ id: 'a', type: 'filter', position: { x: 0, y: 0 }, data: { label: attack, config: {} } }],
    groups: [{ id: 'g', label: attack, nodes: ['a', attack] }],
    notes: [{ id: 'n', text: `Note\r${attack}`, position: { x: 0, y: 0 }, size: { width: 9, height: 9 } }],
  })
  // HTML, images, references and definitions start with these characters, unless they are escaped.
  expect(markdown).not.toMatch(/(?<!\\)(?:\\\\)*(?:<|!\[|\]\s*[[:])/)
  expect(markdown).not.toMatch(/(?<!\\)(?:\\\\)*\]\(\s*(?:javascript|data):/i)
  expect(markdown).not.toMatch(/^\[1\]:/m)
})

test('formatting and web links of a note are kept', () => {
  const text = '**Why** see [the page](https://example.com/a) and [below](#b)'
  const markdown = write({ notes: [{ id: 'n', text, position: { x: 0, y: 0 }, size: { width: 9, height: 9 } }] })
  expect(markdown).toContain(`> ${text}`)
})

test('a long label is not repeated for each edge and group', () => {
  const label = 'x'.repeat(100_000)
  const nodes = Array.from({ length: 2_000 }, (_, index) =>
    createNode(`n${index}`, 'filter', {}, { label: index === 0 ? label : 'Step' }),
  )
  const markdown = write({
    nodes,
    edges: nodes.slice(1).map(({ id }) => ({ id: `e${id}`, source: 'n0', target: id })),
    groups: Array.from({ length: 200 }, (_, index) => ({ id: `g${index}`, label: 'Group', nodes: ['n0', 'n1'] })),
  })
  expect(markdown).toContain(`## 1. ${label}\n`)
  expect(markdown).toContain(`- from ${'x'.repeat(200)}…\n`)
  expect(markdown.length).toBeLessThan(2_000_000)
})

test('a setting with many backticks is code', () => {
  const value = '`a'.repeat(400_000)
  const data = { label: 'A', config: { value } }
  const markdown = write({ nodes: [{ id: 'a', type: 'filter', position: { x: 0, y: 0 }, data }] })
  expect(markdown).toContain(`- value: \`\` "${value}" \`\``)
})
