import type { HostileKind } from './hostile-file.ts'
import type { Random } from './random.ts'

const hostileCharacters = '",;\t|\'\\\r\n \0\uFEFF=#a1.-–é中𝒳\u202E\u200B'

function table(random: Random, rows = random.int(2, 60), columns = random.int(1, 12)): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      row === 0
        ? `column ${column}`
        : random.pick([String(random.int(-999, 99999)), random.text(6, 'abc de'), '', '2024-02-30']),
    ),
  )
}

const csv = (rows: string[][], delimiter = ','): string => rows.map((row) => row.join(delimiter)).join('\n') + '\n'

/** Inserts a string at a random position. */
function insert(random: Random, text: string, inserted: string): string {
  const index = random.int(0, text.length)
  return text.slice(0, index) + inserted + text.slice(index)
}

/** Strings that make regular expressions backtrack when repeated. */
const repeated = [
  'a ',
  'a',
  '1',
  ' ',
  '1 ',
  'a:',
  '1,',
  'a,',
  '.',
  '-',
  ';',
  '\t',
  "'",
  '""',
  'é',
  '(',
  '1.',
  'a@b.',
  'x=1 ',
]

/** A cell of one or two characters, repeated thousands of times, in any part of a table. */
function endlessCell(random: Random): string {
  const cell = random.pick(repeated).repeat(random.int(10_000, 60_000))
  const rows = csv(table(random, 40, 3))
  const bare = cell.replaceAll(/[",]/g, '')
  return random.pick([
    `x,"${cell}",z\n${rows}`,
    `${rows}1,"${cell}",2\n${rows}`,
    `${rows}1,12${bare},2\n${rows}`,
    `${bare}\n\n${rows}`,
    `${rows}\n${bare}\n`,
    cell,
  ])
}

const hostileNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'rowid',
  '',
  ' ',
  'A',
  'a',
  'a ',
  '"; DROP TABLE t; --',
  "x' OR '1'='1",
  '<script>alert(1)</script>',
  '\u202Eabc',
  'aw:bad-cells',
  'NULL',
  'select',
  'x'.repeat(5_000),
  '😀',
  '\0',
]

export const hostileText: HostileKind[] = [
  { name: 'empty', make: () => '' },
  { name: 'one byte', make: ({ random }) => random.bytes(1) },
  { name: 'blanks and line ends', make: ({ random }) => random.text(random.int(1, 3_000), ' \t\r\n') },
  { name: 'delimiters only', make: ({ random }) => random.text(random.int(1, 3_000), ',;\n') },
  { name: 'quotes only', make: ({ random }) => random.text(random.int(1, 3_000), '"\n') },
  { name: 'wicked characters', make: ({ random }) => random.text(random.int(1, 4_000), hostileCharacters) },
  {
    name: 'NUL bytes in a table',
    make: ({ random }) => insert(random, insert(random, csv(table(random)), '\0'), '\0\0'),
  },
  { name: 'all NUL', make: ({ random }) => new Uint8Array(random.int(1, 100_000)) },
  {
    name: 'a quote never closed',
    make: ({ random }) => insert(random, csv(table(random, 200)), random.pick([',"', '\n"', '"'])),
  },
  {
    name: 'a quote never closed at the start of a large table',
    once: true,
    make: ({ random, large }) => `a,b,c\n"1,2,3\n${`${random.int(1, 9)},x,"y"\n`.repeat(large * 100_000)}`,
  },
  { name: 'a cell that does not end', make: ({ random }) => endlessCell(random) },
  { name: 'another cell that does not end', make: ({ random }) => endlessCell(random) },
  {
    name: 'quotes everywhere',
    make: ({ random }) =>
      csv(table(random).map((row) => row.map((cell) => random.text(2, '"a,') + cell + random.text(2, '"a')))),
  },
  { name: 'ragged', make: ({ random }) => Array.from({ length: 80 }, () => table(random, 1)[0]?.join(',')).join('\n') },
  {
    name: 'mixed line ends',
    make: ({ random }) =>
      table(random, 100)
        .map((row) => row.join(',') + random.pick(['\n', '\r\n', '\r', '\n\r', '\u2028', '\u0085', '\f']))
        .join(''),
  },
  {
    name: 'blank lines between all',
    make: ({ random }) => csv(table(random)).replaceAll('\n', '\n'.repeat(random.int(2, 400))),
  },
  {
    name: 'terrible names',
    make: ({ random }) => {
      const names = Array.from({ length: 12 }, () => `"${random.pick(hostileNames).replaceAll('"', '""')}"`)
      return `${names.join(',')}\n${Array.from({ length: 20 }, () => names.map(() => random.int(0, 9)).join(',')).join('\n')}\n`
    },
  },
  {
    name: 'formulas',
    make: ({ random }) => csv(table(random).map((row) => row.map((cell) => `=cmd|'/c ${cell}'!A0`))),
  },
  {
    name: 'several tables',
    make: ({ random }) =>
      Array.from({ length: 5 }, () => csv(table(random), random.pick([',', ';', '\t']))).join('\n\n'),
  },
  { name: 'one very long line', once: true, make: ({ large }) => 'x'.repeat(large * 2 ** 20) },
  {
    name: 'a table with one very long cell',
    once: true,
    make: ({ large }) => `a,b\n1,2\n3,"${'long '.repeat(large * 200_000)}"\n4,5\n`,
  },
  {
    name: 'a very long line of delimiters',
    once: true,
    make: ({ large }) => `a,b\n1,2\n${','.repeat(large * 2 ** 20)}\n3,4\n`,
  },
  {
    name: 'a million columns',
    once: true,
    make: () => {
      const line = (cell: (index: number) => string): string =>
        Array.from({ length: 1_000_000 }, (_, index) => cell(index)).join(',')
      return `${line((index) => `c${index}`)}\n${line(String)}\n${line(() => 'x')}\n`
    },
  },
  {
    name: 'four thousand columns',
    once: true,
    make: ({ random }) => csv(table(random, 20, 4_000)),
  },
  {
    name: 'numbers beyond all bounds',
    make: ({ random }) =>
      csv([
        ['n'],
        ...Array.from({ length: 40 }, () => [
          random.pick([
            '9'.repeat(400),
            '1e999',
            '-1e-999',
            '0x1F',
            '٣',
            '１２',
            'NaN',
            '-Infinity',
            '1e',
            '--1',
            '1..2',
            '+',
            '00000000000000000000000001',
          ]),
        ]),
      ]),
  },
  {
    name: 'dates beyond all bounds',
    make: ({ random }) =>
      csv([
        ['d'],
        ...Array.from({ length: 40 }, () => [
          random.pick([
            '0000-00-00',
            '9999-12-31',
            '2024-02-30',
            '31.12.99999',
            '29.02.1900',
            '24:00:00',
            '1970-01-01T00:00:00+99:99',
            '1/1/1',
            '-2024-01-01',
            '12/31/24',
            '31/12/24',
          ]),
        ]),
      ]),
  },
  {
    name: 'UTF-8 cut and wrong',
    make: ({ random }) => {
      const bytes = new TextEncoder().encode(csv(table(random, 60)) + 'é中𝒳'.repeat(20))
      for (let changes = 0; changes < 6; changes++) bytes[random.int(0, bytes.length - 1)] = random.int(128, 255)
      return bytes.slice(0, bytes.length - random.int(0, 3))
    },
  },
  {
    name: 'a mark that lies',
    make: ({ random }) => {
      const byteOrderMark = random.pick([
        [0xff, 0xfe],
        [0xfe, 0xff],
        [0xef, 0xbb, 0xbf],
        [0xff, 0xfe, 0, 0],
        [0, 0, 0xfe, 0xff],
        [0x2b, 0x2f, 0x76, 0x38],
      ])
      return Uint8Array.from([...byteOrderMark, ...new TextEncoder().encode(csv(table(random)))])
    },
  },
  {
    name: 'UTF-16 with an odd end',
    make: ({ random }) => {
      const text = csv(table(random))
      const bytes = new Uint8Array(text.length * 2 + 1)
      for (let index = 0; index < text.length; index++) bytes[2 * index + random.int(0, 0)] = text.charCodeAt(index)
      return bytes
    },
  },
  { name: 'noise', make: ({ random }) => random.bytes(random.int(1, 50_000)) },
  {
    name: 'a table that turns into noise',
    make: ({ random }) => {
      const validStart = new TextEncoder().encode(csv(table(random, 100)))
      return Uint8Array.from([...validStart, ...random.bytes(4_000)])
    },
  },
  {
    name: 'fixed columns with holes',
    make: ({ random }) => Array.from({ length: 60 }, () => random.text(random.int(0, 90), 'ab   12')).join('\n'),
  },
  {
    name: 'comments without end',
    make: ({ random }) => `${'# note, with, commas\n'.repeat(random.int(1, 5_000))}a,b\n1,2\n`,
  },
  {
    name: 'names with line ends',
    make: ({ random }) =>
      `${Array.from({ length: 8 }, (_, index) => `"a${'\n'.repeat(random.int(1, 300))}${index % 3}"`).join(',')}\n${'1,2,3,4,5,6,7,8\n'.repeat(random.int(1, 40))}`,
  },
  {
    name: 'very many blank lines and a table behind them',
    once: true,
    make: ({ random, large }) => '\n'.repeat(large * 50_000) + csv(table(random)),
  },
  {
    name: 'UTF-32 with noise',
    make: ({ random }) => {
      const text = csv(table(random))
      const bytes = new Uint8Array(4 + text.length * 4 + random.int(0, 3))
      bytes.set([0xff, 0xfe, 0, 0])
      for (let index = 0; index < text.length; index++) bytes[4 + 4 * index] = text.charCodeAt(index)
      for (let changes = 0; changes < 6; changes++) bytes[random.int(4, bytes.length - 1)] = random.int(0, 255)
      return bytes
    },
  },
  {
    name: 'columns of one name',
    once: true,
    make: () => `${'a,'.repeat(2_000)}a\n${'1,'.repeat(2_000)}1\n${'2,'.repeat(2_000)}2\n`,
  },
  {
    name: 'control characters',
    make: ({ random }) => csv(table(random)).replaceAll('a', () => String.fromCharCode(random.int(1, 31))),
  },
]
