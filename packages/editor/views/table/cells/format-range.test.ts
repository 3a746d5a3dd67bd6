import type { Column } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { formatRange } from './format-range.ts'
import { createColumns } from '../../../../../test/columns.ts'

const columns: Column[] = createColumns('order_id BIGINT, note VARCHAR')
const write = (cell: string): string => formatRange('markdown', columns, [['1', cell]])

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[open](javascript:alert(1))',
  '![pixel](https://evil.example/pixel.png)',
  '<javascript:alert(1)>',
  String.raw`\<img src=x onerror=alert(1)>`,
  String.raw`[open\](javascript:alert(1))`,
  '`` ` `code` | <b>',
  'a | b\\| c \\\\| d',
  '**bold** ~~gone~~ __init__',
  '&lt;img src=x&gt; &#60;b&#62; &#x3c;',
])('%s is the text of one cell in Markdown', (attack) => {
  for (const markdown of [write(attack), formatRange('markdown', [{ name: attack, type: 'VARCHAR' }], [['x']])]) {
    expect(markdown.split('\n')).toHaveLength(3)
    // Without the escapes, the table contains the text, and nothing that could start markup.
    expect(markdown.replaceAll(/\\([\\`*[\]<>|~_&])/g, '$1')).toContain(attack)
    const rest = markdown.replaceAll(/\\[\\`*[\]<>|~_&]/g, '')
    expect(rest.replaceAll(/^\||\|$| \| /gm, '')).not.toMatch(/[\\`*[\]<>|~]|&#?\w+;|__/)
  }
})

test.each(['a\nb', 'a\r\nb', 'a\rb'])('%j is one cell with a line break in Markdown', (text) => {
  expect(write(text)).toBe('| order_id | note |\n| ---: | --- |\n| 1 | a<br>b |')
})

test('numbers, names and web addresses remain readable in Markdown', () => {
  expect(write('-1.5 & b, https://example.com/a_b?c=1&d=2')).toContain(
    '| 1 | -1.5 & b, https://example.com/a_b?c=1&d=2 |',
  )
})

test.each(['tsv', 'csv'] as const)('copied %s contains no formula that runs when it is pasted', (format) => {
  const row = [
    '=HYPERLINK("https://evil.example")',
    '@SUM(1)',
    '-2+cmd|A1',
    '＝1',
    '\t=1',
    '-1.5',
    '+49 (30) 12-34',
    'a=1',
  ]
  const text = formatRange(format, columns, [row, [undefined]])
  for (const [cell] of row.map((value) => [value.replaceAll('"', '""')]).slice(0, 5)) expect(text).toContain(`'${cell}`)
  expect(text).not.toContain("'-1.5")
  expect(text).toMatch(/(^|[\t,])-1\.5[\t,]\+49 \(30\) 12-34[\t,]a=1$/m)
})
