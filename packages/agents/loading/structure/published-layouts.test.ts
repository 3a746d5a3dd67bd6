import { describe, expect, it } from 'vitest'
import { memoryFile } from '../../test-file.ts'
import { textOf, type Layout } from '../layouts/layout.ts'
import { layouts } from '../layouts/layouts.ts'
import { planLoad } from '../plan/plan-load.ts'

/** Layouts that the loader does not detect correctly yet. Each must fail; remove it from this list when it passes. */
const unsupported = new Set([
  'office: census builder, options and counts above, terms and rights below',
  'network analyser: comments behind exclamation marks, an option line, blanks',
  'list of a business program: tabs in front, title, blank lines around the names, stars for the sum',
  'list without names: vocabulary of two languages',
  'types below the names, and roles below these, tabs',
  'web report: comments in hashes, the period, days without a mark above the names',
  'sheet: form as pairs of words and values, nothing else',
])

async function expectFound(layout: Layout): Promise<void> {
  const { text, header, first, last } = textOf(layout)
  const { filePlan } = await planLoad(memoryFile('layout.csv', text), { exact: true })
  const lines = text.split('\n').slice(0, -1)
  const isBlank = (line: number): boolean => !/[^\s,;|"]/.test(lines[line - 1] ?? '')
  const { skippedLines = 0, headerLines = 0, trailingLines = 0, columns = [] } = filePlan?.plan ?? {}
  const found = { first: skippedLines + headerLines + 1, last: lines.length - trailingLines }
  while (found.first < found.last && isBlank(found.first)) found.first++
  while (found.last > found.first && isBlank(found.last)) found.last--
  const dataLines = found.first > found.last ? { first: 0, last: 0 } : found
  const names = Array.from({ length: headerLines }, (_unused, index) => skippedLines + index + 1)
  expect({ ...dataLines, header: names.filter((line) => !isBlank(line)) }).toEqual({
    first,
    last,
    header: header.filter((line) => !isBlank(line)),
  })
  if (layout.columns !== undefined) expect(columns).toHaveLength(layout.columns)
  if (layout.names) expect(columns.map(({ name }) => name)).toEqual(layout.names)
}

describe.each(Object.entries(layouts))('layouts: %s', (_, list) => {
  for (const layout of list) (unsupported.has(layout.name) ? it.fails : it)(layout.name, () => expectFound(layout))
})
