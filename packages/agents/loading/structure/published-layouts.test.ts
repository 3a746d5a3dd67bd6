import { isCommentAt } from '@aw-flow/schema/internal'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { selectEvery, sizes } from '../../../../test/sizes.ts'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from '../plan/plan-load.ts'

/** A small file whose lines are marked with their role; see `test/fixtures/layouts/README.md`. */
interface Layout {
  name: string
  columns?: number
  names?: string[]
  /** Whether the loader still detects it incorrectly. Remove this property when the test passes. */
  isUnsupported: boolean
  text: string
  /** Physical lines of the header, from 1. */
  header: number[]
  /** Physical lines of the first and last record; 0 without records. */
  first: number
  last: number
}

const folder = new URL('../../../../test/fixtures/layouts/', import.meta.url)

const readLayouts = (file: string): Layout[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .trimEnd()
    .split(/\n\n(?=== )/)
    .map(parseLayout)

function parseLayout(block: string): Layout {
  const [title = '', ...rest] = block.split('\n')
  const start = rest.findIndex((line) => /^[PHRNOB](?: |$)/.test(line))
  const settings = new Map(rest.slice(0, start).map((line) => line.split(/: (.*)/) as [string, string]))
  const lines = rest.slice(start)
  const marked = (mark: string): number[] => lines.flatMap((line, index) => (line.startsWith(mark) ? [index + 1] : []))
  const [columns, names] = [settings.get('columns'), settings.get('names')]
  const records = marked('R')
  return {
    name: title.slice(3),
    isUnsupported: settings.has('unsupported'),
    text: lines.map((line) => `${line.slice(2)}\n`).join(''),
    header: marked('H'),
    first: records[0] ?? 0,
    last: records.at(-1) ?? 0,
    ...(columns === undefined ? {} : { columns: Number(columns) }),
    ...(names === undefined ? {} : { names: JSON.parse(names) as string[] }),
  }
}

async function expectFound({ text, header, first, last, columns: width, names }: Layout): Promise<void> {
  const { filePlan } = await planLoad(createMemoryFile('layout.csv', text), { exact: true })
  const lines = text.split('\n').slice(0, -1)
  const isBlank = (line: number): boolean => !/[^\s,;|"]/.test(lines[line - 1] ?? '')
  const { skippedLines = 0, headerLines = 0, trailingLines = 0, columns = [], dialect } = filePlan?.plan ?? {}
  const isComment = (line: number): boolean => dialect !== undefined && isCommentAt(lines[line - 1] ?? '', 0, dialect)
  const found = { first: skippedLines + headerLines + 1, last: lines.length - trailingLines }
  while (found.first < found.last && (isBlank(found.first) || isComment(found.first))) found.first++
  while (found.last > found.first && isBlank(found.last)) found.last--
  const dataLines = found.first > found.last ? { first: 0, last: 0 } : found
  const foundHeader = Array.from({ length: headerLines }, (_, index) => skippedLines + index + 1)
  // Ruled lines and empty comments do not name columns.
  const namesColumns = (line: number): boolean => /[\p{L}\p{N}]/u.test(lines[line - 1] ?? '')
  expect({ ...dataLines, header: foundHeader.filter(namesColumns) }).toEqual({
    first,
    last,
    header: header.filter(namesColumns),
  })
  if (width !== undefined) expect(columns).toHaveLength(width)
  if (names) expect(columns.map(({ name }) => name)).toEqual(names)
}

const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))

describe.each(files)('%s', (file) => {
  for (const layout of selectEvery(readLayouts(file), sizes.layoutEveryNth))
    (layout.isUnsupported ? it.fails : it)(layout.name, () => expectFound(layout))
})
