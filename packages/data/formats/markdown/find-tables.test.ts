import { describe, expect, it } from 'vitest'
import { findTextTables } from './find-tables.ts'
import { isMarkdown } from './is-markdown.ts'

const isMarkdownText = (text: string): boolean => isMarkdown(new TextEncoder().encode(text))

describe('findTextTables', () => {
  it('finds tables in Markdown with headings and cells', () => {
    const text = `# Report

Some words | with a pipe

## Prices ##

| name | price | note |
|:-----|------:|:----:|
| **a** | 1.50 | x \\| y |
| \`b\` | 2 | |
| c&amp;d | 3 | one<br>two |

Text below.

a | b
- | -
1 | 2
`
    expect(findTextTables(text)).toEqual([
      {
        heading: 'Prices',
        header: ['name', 'price', 'note'],
        rows: [
          ['a', '1.50', 'x | y'],
          ['b', '2', ''],
          ['c&d', '3', 'one\ntwo'],
        ],
      },
      { heading: 'Prices', header: ['a', 'b'], rows: [['1', '2']] },
    ])
  })

  it.each([
    ['PostgreSQL', ' id | name\n----+------\n  1 | a\n  2 | b\n(2 rows)\n'],
    [
      'MySQL',
      '+----+------+\n| id | name |\n+----+------+\n|  1 | a    |\n|  2 | b    |\n+----+------+\n2 rows in set\n',
    ],
    ['DuckDB', '┌────┬──────┐\n│ id │ name │\n├────┼──────┤\n│  1 │ a    │\n│  2 │ b    │\n└────┴──────┘\n'],
    ['org mode', '| id | name |\n|----+------|\n|  1 | a    |\n|  2 | b    |\n'],
  ])('finds tables in the output of %s', (_, text) => {
    expect(findTextTables(text)).toEqual([
      {
        heading: '',
        header: ['id', 'name'],
        rows: [
          ['1', 'a'],
          ['2', 'b'],
        ],
      },
    ])
    expect(isMarkdownText(text)).toBe(true)
  })

  it.each([
    'a,b\n1,2\n--,--\n',
    'a|b\n1|2\n3|4\n',
    'a|b|c\n--|--\n1|2|3\n',
    'name  price\n----  -----\na     1\n',
    '---\ntitle: x | y\n---\ntext\n',
    '2024-01-01|a--b\n2024-01-02|c\n',
    '',
  ])('finds no table in %j', (text) => {
    expect(isMarkdownText(text)).toBe(false)
  })

  it('handles very long lines quickly', () => {
    const text = `${'- '.repeat(40_000)}x\n${'|'.repeat(60_000)}\n#${' '.repeat(60_000)}#x\n${'-|'.repeat(30_000)}`
    expect(findTextTables(text)).toEqual([])
  })
})
