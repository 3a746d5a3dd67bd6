import type { Random } from './random.ts'

/** A table of strings. Its cells may contain characters that a text file cannot, such as lone surrogates. */
export interface JunkTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

type CreateCell = (random: Random, row: number) => string

const pad = (number: number, length = 2): string => String(number).padStart(length, '0')
const pickFrom =
  (list: string): CreateCell =>
  (random) =>
    random.pick(list.split('|'))
const words = 'alpha|beta|gamma|delta|omega|red|green|blue|house|river'
const createDecimal: CreateCell = (random) => `${random.int(0, 9_999)}.${pad(random.int(0, 99))}`
const createDay: CreateCell = (random) =>
  `${random.int(1990, 2030)}-${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`

/** The types of columns: their names, and the formats of their values. A column has one or several of the formats. */
const columnTypes: readonly { readonly names: readonly string[]; readonly formats: readonly CreateCell[] }[] = [
  { names: ['id', 'index'], formats: [(_, row) => String(row + 1), (_, row) => `A-${pad(row, 4)}`] },
  {
    names: ['amount', 'x', 'y'],
    formats: [
      (random) => String(random.int(-500, 500)),
      createDecimal,
      (random) => `${random.int(0, 9)}.${pad(random.int(0, 999), 3)},${pad(random.int(0, 99))}`,
      (random) => `${random.int(1, 9)}.${random.int(0, 9)}e${random.int(-9, 9)}`,
      (_, row) => String(row * 2 + 1),
      (random, row) => `0.${'0'.repeat(120)}${row + random.int(0, 9)}`,
      (random, row) => `${row + 1}${'0'.repeat(60)}${random.int(0, 9)}`,
    ],
  },
  {
    names: ['price', 'cost'],
    formats: [
      (random, row) => `$${createDecimal(random, row)}`,
      (random, row) => `${createDecimal(random, row)} €`,
      (random, row) => `USD ${createDecimal(random, row)}`,
    ],
  },
  {
    names: ['weight', 'length', 'share'],
    formats: ['kg', 'g', ' km', '%', 'M'].map((unit) => (random, row) => createDecimal(random, row) + unit),
  },
  {
    names: ['date', 'created', 'born'],
    formats: [
      createDay,
      (random) => `${random.int(1, 28)}.${random.int(1, 12)}.${random.int(1990, 2030)}`,
      (random) => `${random.int(1, 12)}/${random.int(1, 28)}/${random.int(90, 99)}`,
      (random) => `${random.int(1, 28)} ${random.pick(['Jan', 'March', 'Sept.'])} ${random.int(1990, 2030)}`,
      (random, row) => `${createDay(random, row)}T${pad(random.int(0, 23))}:${pad(random.int(0, 59))}:00Z`,
      (_, row) => `2024-01-${pad((row % 28) + 1)}`,
    ],
  },
  {
    names: ['time', 'duration'],
    formats: [
      (random) => `${pad(random.int(0, 23))}:${pad(random.int(0, 59))}`,
      (random) => `${random.int(1, 12)}:${pad(random.int(0, 59))} pm`,
      (random) => `${random.int(1, 9)}h ${random.int(0, 59)}m`,
      (random) => `PT${random.int(1, 90)}M`,
    ],
  },
  {
    names: ['language', 'lang'],
    formats: [pickFrom('en|de|fr|es|ja'), pickFrom('eng|deu|fre|spa|jpn'), pickFrom('English|German|French|Spanish')],
  },
  {
    names: ['country', 'nation code'],
    formats: [
      pickFrom('DE|FR|US|GB|JP|IT|ES'),
      pickFrom('Germany|France|United States|Japan'),
      pickFrom('DEU|FRA|USA'),
    ],
  },
  { names: ['currency'], formats: [pickFrom('EUR|USD|GBP|JPY|CHF|SEK|INR'), pickFrom('€|$|£')] },
  { names: ['state'], formats: [pickFrom('CA|NY|TX|WA'), pickFrom('California|Texas|Ohio')] },
  {
    names: ['month', 'weekday'],
    formats: [pickFrom('Jan|Feb|May'), pickFrom('January|March|May'), pickFrom('1|02|5')],
  },
  {
    names: ['url', 'website'],
    formats: [
      (random) => `https://example.com/${random.int(1, 99)}?q=a%20b`,
      (random) => `www.example.org/${random.int(1, 9)}`,
    ],
  },
  {
    names: ['email'],
    formats: [
      (random) => `user${random.int(1, 99)}@example.com`,
      (random) => `mailto:user${random.int(1, 99)}@Example.org`,
    ],
  },
  { names: ['phone'], formats: [(random) => `+49 ${random.int(100, 999)} ${random.int(10_000, 99_999)}`] },
  { names: ['ip'], formats: [(random) => `10.0.${random.int(0, 255)}.${random.int(0, 255)}`] },
  {
    names: ['active', 'valid'],
    formats: [pickFrom('true|false'), pickFrom('yes|no'), pickFrom('0|1'), pickFrom('Y|N')],
  },
  {
    names: ['json', 'tags'],
    formats: [
      (random) => `{"a":${random.int(0, 9)},"b":["x"]}`,
      (random) => `[${random.int(0, 9)},${random.int(0, 9)}]`,
      (random) => `{"type":"Point","coordinates":[${random.int(-90, 90)},${random.int(-90, 90)}]}`,
      pickFrom('red;green|blue;red|green'),
    ],
  },
  { names: ['name', 'customer'], formats: [pickFrom('Ada Lovelace|Lovelace, Ada|ALAN TURING|Grace Hopper')] },
  { names: ['latitude', 'longitude'], formats: [createDecimal, () => `48°8'${pad(14)}"N`] },
  { names: ['source', 'target', 'category', 'text'], formats: [pickFrom(words), pickFrom(words.toUpperCase())] },
  { names: ['isbn', 'card'], formats: [() => '978-3-16-148410-0', () => '4111111111111111'] },
]

const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__']

/** Values that code may not expect in a column of any type. */
const junk: readonly string[] = [
  keys,
  keys.flatMap((key) => [
    `5 ${key}`,
    `5${key}`,
    `${key} 5`,
    `&${key};`,
    `1 ${key} 2024`,
    `${key}@${key}`,
    `2024-${key}-01`,
  ]),
  ['und', 'UND', 'Und', 'mul', 'zxx', 'root', 'i-default', 'x-private', 'und-ZZ', 'ZZ', 'XX', 'AA', 'QO', 'XXX'],
  ['NaN', 'nan', 'Infinity', '-Infinity', 'inf', '1e999', '-1e999', '1e-999', '1e308', '5e-324', '-0', '+0', '-0.0'],
  ['0x10', '0b1', '1_000', '00', '.', '-', '+', '1.', '.5', ',', '1,,2', '1e', 'e5', '9'.repeat(40), '9'.repeat(400)],
  [`0.${'3'.repeat(150)}`, `1.${'0'.repeat(120)}`, `-0.${'0'.repeat(310)}1`, `1e${'9'.repeat(30)}`],
  ['1.7976931348623157e308', '9007199254740993', '18446744073709551616', '170141183460469231731687303715884105728'],
  ['null', 'NULL', 'undefined', 'N/A', '#REF!', '#DIV/0!', 'None', '?', '-', '—', '', ' ', '\u00a0', '\u3000'],
  ['true', 'false', 'yes', 'on', '0', '1'],
  ['9999999-99-99', '0000-00-00', '0000-01-01', '9999-12-31', '275760-09-13', '275761-01-01', '+275761-01-01'],
  ['-271821-04-20', '-000001-01-01', '2024-02-30', '99999-01-01', '1/1/0', '31.12.99999', '2024-13-45T99:99:99Z'],
  ['infinity', 'epoch', '294247-01-10', '290309-12-22 (BC)', '2024-W99-9', '24:00:00', '99:99', '-1:-1', '25:61:61 pm'],
  ['P1Y2M3DT4H5M6S', 'PT', 'PT1e9S', '999999999h', 'Feb 30, 2024', '0 Jan 0', '32 Dec 99'],
  ['%E0%A4%A', '%', '%%', '%00', 'http://', 'http://[', 'https://\ud800', 'https://a:99999', 'javascript:1', '//'],
  ['http://xn--a', 'a@', '@b', 'a@b@c', '@', '999.999.999.999', '::ffff:1', '+', '+49', '00000000-0000'],
  [
    '\ud800',
    '\udfff',
    'a\udc00b',
    '\ud83d',
    '\u0000',
    'a\u0000b',
    '\u0001\u001f',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufffd',
    '\uffff',
  ],
  [
    '\u200f',
    '\u202eabc',
    '\u200b',
    '\u200d',
    '\u061c5',
    '\u0301',
    `e${'\u0301'.repeat(200)}`,
    'İ',
    'ß',
    'ﬁ',
    'ǅ',
    '٣',
    '１２',
    '²',
    '½',
    'Ⅷ',
  ],
  ['😀', '👨‍👩‍👧', '🇩🇪', '🇩', '中文', 'ü', 'Ã¼', 'â‚¬', 'ÃƒÂ¼', '\u00c3\u0000'],
  [
    '.*',
    '(',
    ')',
    '[',
    '[^',
    '\\',
    '\\d',
    '$&',
    '$1',
    '$`',
    "$'",
    '$<a>',
    '(?<',
    '{1,',
    '^',
    '|',
    '*',
    '(a+)+$',
    '\\u{110000}',
  ],
  [
    '&#99999999;',
    '&#x110000;',
    '&#xFFFFFFFFFF;',
    '&#0;',
    '&#55296;',
    '&amp;',
    '&amp;amp;',
    '<b>',
    '</',
    '<!--',
    '<![CDATA[',
  ],
  [
    '"',
    "'",
    '""',
    "''",
    "';--",
    '`',
    '{',
    '}',
    '{}',
    '[]',
    '{"__proto__":1}',
    '{"constructor":{"a":1}}',
    '{"a":',
    '[1,',
    '[[[',
    '"\\ud800"',
    '{"":1}',
    '{"a":1e999}',
    '{"type":"Point"}',
    '{"type":"Point","coordinates":["a"]}',
  ],
  [
    '=1+1',
    '@SUM(A1)',
    '{{a}}',
    '${a}',
    '%s',
    '%n',
    '..',
    '/',
    '\t',
    '\n',
    '\r\n',
    'a\nb',
    ';',
    '|',
    '€',
    '$',
    '$5',
    '-$',
    '€€',
    'EUR',
    'USD USD',
    '5 %',
    '%5',
    '5 kg',
    '5 g',
    '1e999 kg',
    '5 m2',
    'kg',
  ],
  [
    '90°0\'0"N',
    '999°',
    '°',
    '48° 99\' 99" X',
    '1/0',
    '0/0',
    '1/3',
    '3 1/2',
    '٠٫٥',
    '1 000',
    "1'000",
    '(5)',
    '(',
    '5-',
    '--5',
    '1.2.3.4.5',
  ],
  ['978-0-00-000000-0', '0000000000', 'X', '4111111111111112', 'DE00', 'GB00XXXX'],
  'a'.repeat(5_000),
  '1,'.repeat(2_000),
  '('.repeat(3_000),
  '['.repeat(3_000),
  'word '.repeat(800),
  '-'.repeat(2_000),
].flat()

const namesOfColumns: readonly string[] = [
  keys,
  [
    '',
    ' ',
    'NaN',
    'id',
    'ID',
    'index',
    'x',
    'label',
    'rows',
    'source',
    'target',
    '"',
    "'",
    'a"b',
    'a.b',
    '$',
    '\\',
    '😀',
    'a\nb',
    '\u200f',
    '\u0000',
    '\ud800',
    'select',
    'c0',
    '0',
    '-1',
    'und',
    '%',
    '{{a}}',
    '[',
    'İ',
    'row_number()',
    'length',
    'then',
  ],
].flat()

/** Columns that are computed from two others, because a check also learns from the relations of columns. */
const relations: readonly ((cell: string, other: string) => string)[] = [
  (cell) => cell,
  (cell, other) => `${cell} ${other}`,
  (cell) => cell.slice(0, 3),
  (cell) => String(Number(cell) * 1.19),
  (cell) => String(Number(cell) + 7),
  (cell, other) => String(Number(cell) + Number(other)),
  (cell, other) => String(Number(cell) * Number(other)),
  (cell) => `${cell}${'0'.repeat(120)}`,
  (cell) => `2${cell}`,
]

/** Creates a table of typed columns with junk in their cells, and at times in their names. */
export function createJunkTable(random: Random): JunkTable {
  const rowCount = random.pick([1, 3, 8, 16, 24])
  const junkShare = random.pick([0.01, 0.04, 0.04, 0.2, 0.6, 1])
  const columns = Array.from({ length: random.int(1, 4) }, () => {
    const { names, formats } = random.pick(columnTypes)
    const mainFormat = random.pick(formats)
    const otherShare = random.pick([0, 0.2, 0.4])
    // The same junk in many cells passes thresholds that one cell of it does not.
    const columnJunk = random.chance(0.5) ? [random.pick(junk)] : [random.pick(junk), random.pick(junk), ...junk]
    const hasJunk = random.chance(0.9)
    const cells = Array.from({ length: rowCount }, (_, row) => {
      if (hasJunk && random.chance(junkShare)) return random.pick(columnJunk)
      return (random.chance(otherShare) ? random.pick(formats) : mainFormat)(random, row)
    })
    if (hasJunk && junkShare < 0.1) cells[random.int(0, rowCount - 1)] = random.pick(columnJunk)
    return { name: random.chance(0.15) ? random.pick(namesOfColumns) : random.pick(names), cells }
  })
  if (random.chance(0.3)) {
    const relate = random.pick(relations)
    const [source, other] = [random.pick(columns).cells, random.pick(columns).cells]
    columns.push({ name: 'related', cells: source.map((cell, row) => relate(cell, other[row] as string)) })
  }
  return {
    header: columns.map(({ name }) => name),
    rows: Array.from({ length: rowCount }, (_, row) => columns.map(({ cells }) => cells[row] as string)),
  }
}
