import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from '../plan/plan-load.ts'
import { normalizeNewlines, readRecords } from '../detect/read-records.ts'

const archive = resolve(import.meta.dirname, '../../../../../shared/messy/csv-spectrum.tar.xz')
const present = existsSync(archive)

/** Plans a file without overrides and returns its column names and its records as strings. */
async function read(content: string | Uint8Array): Promise<{ names: string[]; records: string[][] }> {
  const { filePlan } = await planLoad(createMemoryFile('any.csv', content), { exact: true })
  if (!filePlan?.plan.dialect) return { names: [], records: [] }
  const { dialect, skippedLines, headerLines, trailingLines = 0, columns } = filePlan.plan
  const text = normalizeNewlines(typeof content === 'string' ? content : new TextDecoder().decode(content))
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const body = lines.slice(skippedLines + headerLines, lines.length - trailingLines).join('\n')
  const records = readRecords(body, dialect).filter(({ cells }) => cells.length > 1 || cells[0] !== '')
  return { names: columns.map(({ name }) => name), records: records.map(({ cells }) => cells) }
}

describe.skipIf(!present)(`csv-spectrum${present ? '' : ' (skipped: ../shared/messy is not here)'}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'aw-spectrum-'))
    execFileSync('tar', ['-xJf', archive, '-C', folder])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is read with the expected results', async () => {
    const files = join(folder, 'csv-spectrum')
    // The expected result of this file contains a different number than the file itself.
    for (const file of readdirSync(join(files, 'csvs')).filter((name) => name !== 'location_coordinates.csv')) {
      const answer = JSON.parse(readFileSync(join(files, 'json', file.replace(/\.csv$/, '.json')), 'utf8')) as Record<
        string,
        string
      >[]
      const { names, records } = await read(readFileSync(join(files, 'csvs', file)))
      const found = records.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])))
      const plain = (rows: Record<string, string | undefined>[]) => JSON.stringify(rows).replaceAll('\\r\\n', '\\n')
      expect(plain(found), file).toBe(plain(answer))
    }
  })
})

/** Rules that test suites of CSV parsers agree on: a text, its names and its records. */
describe('rules of CSV parsers', () => {
  const four = 'x,1\ny,2\nz,3\nw,4\n'
  it.each<[string, string, string[], string[][]]>([
    [
      'quotes around all cells',
      '"a","b"\n"1","2"\n"3","4"\n',
      ['a', 'b'],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'a comma in quotes',
      'a,b\n"x,y",1\nz,2\n',
      ['a', 'b'],
      [
        ['x,y', '1'],
        ['z', '2'],
      ],
    ],
    [
      'a line end in quotes',
      'a,b\n"x\ny",1\nz,2\n',
      ['a', 'b'],
      [
        ['x\ny', '1'],
        ['z', '2'],
      ],
    ],
    [
      'doubled quotes',
      'a,b\n"x ""y""",1\nz,2\n',
      ['a', 'b'],
      [
        ['x "y"', '1'],
        ['z', '2'],
      ],
    ],
    [
      'a cell of one doubled quote',
      'a,b\n"""",1\nz,2\n',
      ['a', 'b'],
      [
        ['"', '1'],
        ['z', '2'],
      ],
    ],
    [
      'escaped quotes',
      'a,b\n"x \\"y\\"",1\n"z \\"q\\"",2\n',
      ['a', 'b'],
      [
        ['x "y"', '1'],
        ['z "q"', '2'],
      ],
    ],
    [
      'empty quoted cells',
      'a,b,c\n"",1,""\nx,2,y\n',
      ['a', 'b', 'c'],
      [
        ['', '1', ''],
        ['x', '2', 'y'],
      ],
    ],
    [
      'empty cells',
      'a,b,c\n,1,\nx,2,y\n',
      ['a', 'b', 'c'],
      [
        ['', '1', ''],
        ['x', '2', 'y'],
      ],
    ],
    [
      'no line end at the end',
      `a,b\n${four.trimEnd()}`,
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'CRLF',
      `a,b\r\n${four.replaceAll('\n', '\r\n')}`,
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'CR',
      `a,b\r${four.replaceAll('\n', '\r')}`,
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\nx,1\ny,2\rz,3\r\nw,4\n',
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'blank lines at the ends',
      `\n\na,b\n${four}\n\n`,
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'a byte order mark',
      `\uFEFFa,b\n${four}`,
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'a quote inside a bare cell',
      'a,b\n5" pipe,1\n6" pipe,2\nrod,3\n',
      ['a', 'b'],
      [
        ['5" pipe', '1'],
        ['6" pipe', '2'],
        ['rod', '3'],
      ],
    ],
    [
      'a quote that is never closed',
      'a,b\n"x,1\ny,2\nz,3\nw,4\n',
      ['a', 'b'],
      [
        ['"x', '1'],
        ['y', '2'],
        ['z', '3'],
        ['w', '4'],
      ],
    ],
    [
      'text after a closing quote',
      'a,b\n"x" y,1\nz,2\nw,3\n',
      ['a', 'b'],
      [
        ['"x" y', '1'],
        ['z', '2'],
        ['w', '3'],
      ],
    ],
    [
      'spaces around quotes',
      'a,b\n "x" ,1\n "y" ,2\n',
      ['a', 'b'],
      [
        ['x', '1'],
        ['y', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\nx y\t1\nz, w\t2\n',
      ['a', 'b'],
      [
        ['x y', '1'],
        ['z, w', '2'],
      ],
    ],
    [
      'pipes',
      'a|b\nx, y|1\nz;w|2\n',
      ['a', 'b'],
      [
        ['x, y', '1'],
        ['z;w', '2'],
      ],
    ],
    [
      'semicolons and decimal commas',
      'a;b\nx;1,5\ny;2,25\nz;3,75\n',
      ['a', 'b'],
      [
        ['x', '1,5'],
        ['y', '2,25'],
        ['z', '3,75'],
      ],
    ],
    [
      'apostrophes as quotes',
      "a,b\n'x,y',1\n'z,w',2\n'q,r',3\n",
      ['a', 'b'],
      [
        ['x,y', '1'],
        ['z,w', '2'],
        ['q,r', '3'],
      ],
    ],
    [
      'JSON in a cell',
      'key,val\n1,"{""type"": ""Point"", ""at"": [1, 2]}"\n2,x\n',
      ['key', 'val'],
      [
        ['1', '{"type": "Point", "at": [1, 2]}'],
        ['2', 'x'],
      ],
    ],
    [
      'characters outside the Basic Multilingual Plane',
      'a,b\n😀,1\n𝄞,2\n',
      ['a', 'b'],
      [
        ['😀', '1'],
        ['𝄞', '2'],
      ],
    ],
    [
      'a delimiter of three characters',
      'a~|~b\nx, y~|~1\nz~|~2\nw~|~3\n',
      ['a', 'b'],
      [
        ['x, y', '1'],
        ['z', '2'],
        ['w', '3'],
      ],
    ],
  ])('%s', async (_, text, names, records) => {
    expect(await read(text)).toEqual({ names, records })
  })
})
