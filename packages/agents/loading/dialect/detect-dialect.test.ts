import { describe, expect, it } from 'vitest'
import { detectDialect } from './detect-dialect.ts'

const lines = (...all: string[]): string => `${all.join('\n')}\n`

/** Small files with their delimiter, quote and number of columns, labeled by hand. */
const cases: [string, string, { delimiter: string; quote?: string; escape?: string; width: number }][] = [
  ['commas', lines('a,b,c', '1,2,3', '4,5,6'), { delimiter: ',', width: 3 }],
  ['semicolons', lines('a;b', 'x;1', 'y;2'), { delimiter: ';', width: 2 }],
  [
    'semicolons with decimal commas',
    lines('ort;wert;preis', 'Ulm;1,5;2,75', 'Bonn;2,25;3,5', 'Köln;3,5;1,25'),
    { delimiter: ';', width: 3 },
  ],
  ['tabs', lines('a\tb\tc', '1\t2 3\t4', '5\t6 7\t8'), { delimiter: '\t', width: 3 }],
  [
    'tabs with commas in texts',
    lines('id\tname', '1\tSmith, Ann', '2\tJones, Bob', '3\tBrown, Cid'),
    { delimiter: '\t', width: 2 },
  ],
  ['pipes', lines('a|b|c', '1|x|2', '3|y|4'), { delimiter: '|', width: 3 }],
  [
    'commas with a pipe in texts',
    lines('id,tags,n', '1,red|green,3', '2,blue,4', '3,red|blue|green,5'),
    { delimiter: ',', width: 3 },
  ],
  [
    'commas with semicolons in texts',
    lines('id,list,n', '1,a;b;c,2', '2,d;e,3', '3,f,4'),
    { delimiter: ',', width: 3 },
  ],
  [
    'commas in quotes',
    lines('"name","note"', '"Ann","a, b, c"', '"Bob","d, e"'),
    { delimiter: ',', quote: '"', width: 2 },
  ],
  [
    'line breaks in quotes',
    lines('id,note', '1,"first', 'second"', '2,"third', 'fourth, fifth"', '3,plain'),
    { delimiter: ',', quote: '"', width: 2 },
  ],
  [
    'apostrophes as quotes',
    lines("'a','b'", "'1, 2','x'", "'3, 4','y'", "'5, 6','z'"),
    { delimiter: ',', quote: "'", width: 2 },
  ],
  [
    'apostrophes in texts',
    lines('name,town', "O'Brien,L'Aquila", "D'Arcy,Val d'Isère", 'Smith,Bath'),
    { delimiter: ',', width: 2 },
  ],
  [
    'escaped quotes',
    lines('a,b', '"say \\"hi\\", he said",1', '"\\"quoted\\", twice",2'),
    { delimiter: ',', quote: '"', escape: '\\', width: 2 },
  ],
  ['inches', lines('size,price', '5" nail,1.20', '6" nail,1.40', '3" pipe,2.10'), { delimiter: ',', width: 2 }],
  ['times with colons', lines('start,end', '10:00,11:30', '12:15,13:45', '14:00,15:00'), { delimiter: ',', width: 2 }],
  ['dates with slashes', lines('day;n', '01/02/2024;3', '02/02/2024;4', '03/02/2024;5'), { delimiter: ';', width: 2 }],
  [
    'URLs',
    lines('url,hits', 'https://a.example/x?y=1&z=2,10', 'https://b.example/?q=3;4,20', 'https://c.example,30'),
    { delimiter: ',', width: 2 },
  ],
  ['a comma, with a space after it', lines('a, b, c', '1, 2, 3', '4, 5, 6'), { delimiter: ',', width: 3 }],
  ['spaces', lines('x y z', '1 2 3', '4 5 6', '7 8 9'), { delimiter: ' ', width: 3 }],
  ['carets', lines('a^b^c', '1^x y^2', '3^z w^4', '5^v u^6'), { delimiter: '^', width: 3 }],
  ['a delimiter of several characters', lines('a~|~b~|~c', '1~|~2~|~3', '4~|~5~|~6'), { delimiter: '~|~', width: 3 }],
  ['a control character', lines('a\u0001b', '1\u0001x', '2\u0001y', '3\u0001z'), { delimiter: '\u0001', width: 2 }],
  [
    'a title above',
    lines('Report of the year', '', 'town,people', 'Rome,3', 'Oslo,1', 'Bern,2'),
    { delimiter: ',', width: 2 },
  ],
  ['one ragged row', lines('a,b,c', '1,2,3', '4,5,6,extra', '7,8,9', '1,2,3'), { delimiter: ',', width: 3 }],
  ['a line that specifies it', lines('sep=;', 'a;b,c', '1;2,3', '4;5,6'), { delimiter: ';', width: 2 }],
  [
    'amounts with thousands separators',
    lines('item,price', 'Chair,"$1,234.50"', 'Table,"$2,500.00"'),
    { delimiter: ',', quote: '"', width: 2 },
  ],
]

describe('detectDialect', () => {
  it.each(cases)('finds %s', (_, text, expected) => {
    const { dialect, width } = detectDialect(text)
    const { quote, escape } = expected
    expect({ delimiter: dialect.delimiter, width }).toEqual({ delimiter: expected.delimiter, width: expected.width })
    if (quote !== undefined) expect(dialect.quote).toBe(quote)
    if (escape !== undefined) expect(dialect.escape).toBe(escape)
  })

  it.each([
    ['one column', lines('name', 'Ann', 'Bob', 'Cid')],
    ['one column of numbers', lines('1.5', '2.5', '3.25')],
    [
      'prose',
      lines(
        'It was a dark and stormy night; the rain',
        'fell in torrents, except at occasional',
        'intervals when it was checked',
      ),
    ],
    ['a sentence', 'This is a text file and no table.\n'],
  ])('does not split %s', (_, text) => {
    const { dialect, width } = detectDialect(text)
    expect(width).toBe(1)
    expect(text.split('\n').some((line) => line.includes(dialect.delimiter) && dialect.delimiter.length === 1)).toBe(
      false,
    )
  })

  it.each<[string, string, string]>([
    ['LF', 'a,b\n1,2\n', '\n'],
    ['CRLF', 'a,b\r\n1,2\r\n', '\r\n'],
    ['CR', 'a,b\r1,2\r3,4\r', '\r'],
    ['a mixture', 'a,b\r\n1,2\n3,4\r\n', 'mixed'],
  ])('detects line endings: %s', (_, text, newline) => {
    expect(detectDialect(text).dialect.newline).toBe(newline)
  })

  it('uses specified values', () => {
    const { dialect, evidence } = detectDialect('a;b,c\n1;2,3\n', { delimiter: ',' })
    expect(dialect.delimiter).toBe(',')
    expect(evidence.confidence).toBe(1)
  })

  it('lists alternatives', () => {
    const { alternatives, evidence } = detectDialect('a,b|c,d\n1,x|y,3\n4,z|w,6\n')
    expect(alternatives.map(({ dialect }) => dialect.delimiter)).toContain('|')
    expect(evidence.runnersUp.length).toBeGreaterThan(0)
  })

  it('assumes double quotes if the sample has none', () => {
    expect(detectDialect('a,b\n1,2\n').dialect).toMatchObject({ quote: '"', escape: '"' })
  })
})

describe('texts written as formulas', () => {
  it('do not count as stray quotes', () => {
    const text = [
      'From:;="01.09.2026"',
      'Kind:;="All"',
      'Account:;="CH93"',
      'Currency:;="CHF"',
      '',
      'Day;Text;In;Out;Balance',
      '30.09.2026;"Market Square";;-45.60;12\'345.75',
      '28.09.2026;"Wages";6\'500.00;;12\'391.35',
      '25.09.2026;"Rent";;-1\'850.00;',
    ]
    expect(detectDialect(text.join('\n')).dialect).toMatchObject({ delimiter: ';', quote: '"' })
  })
})
