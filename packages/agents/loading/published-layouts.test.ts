import { describe, expect, it } from 'vitest'
import { memoryFile } from '../test-file.ts'
import { planLoad } from './plan-load.ts'
import { layouts, textOf } from './test-layouts.ts'

describe('layouts that are published', () => {
  it.each(layouts.map((layout) => [layout.name, layout] as const))('%s', async (_, layout) => {
    const { text, header, first, last } = textOf(layout)
    const { filePlan } = await planLoad(memoryFile('layout.csv', text), { exact: true })
    const lines = text.split('\n').slice(0, -1)
    const isBlank = (line: number): boolean => !/[^\s,;|"]/.test(lines[line - 1] ?? '')
    const { skippedLines = 0, headerLines = 0, trailingLines = 0, columns = [] } = filePlan?.plan ?? {}
    const found = { first: skippedLines + headerLines + 1, last: lines.length - trailingLines }
    while (found.first < found.last && isBlank(found.first)) found.first++
    while (found.last > found.first && isBlank(found.last)) found.last--
    const names = Array.from({ length: headerLines }, (_unused, index) => skippedLines + index + 1)
    expect({ ...found, header: names.filter((line) => !isBlank(line)), columns: columns.length }).toEqual({
      first,
      last,
      header,
      columns: layout.columns,
    })
    if (layout.names) expect(columns.map(({ name }) => name)).toEqual(layout.names)
  })
})
