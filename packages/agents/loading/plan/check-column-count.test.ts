import { englishFormatter } from '@aw-flow/messages/catalogs'
import { TablesError } from '@aw-flow/engine'
import { maxColumns } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `c${at}`)
const line = (count: number, cell: string): string => Array.from({ length: count }, () => cell).join(',')

/** Returns the number of planned columns, or the message of the problem. */
async function widthOf(content: string): Promise<number | string> {
  try {
    const { filePlan } = await planLoad(createMemoryFile('wide.txt', content), { exact: true })
    return filePlan?.plan.columns.length ?? 'refused'
  } catch (cause) {
    if (!(cause instanceof TablesError)) throw cause
    return englishFormatter.renderProblem(cause.problem).message
  }
}

const forms: Record<string, (columns: number) => string> = {
  'a delimited text': (columns) => `${names(columns).join(',')}\n${line(columns, '1')}\n${line(columns, '2')}\n`,
  'JSON records': (columns) => JSON.stringify([Object.fromEntries(names(columns).map((name) => [name, 1]))]),
  'JSON lists': (columns) => `[[${line(columns, '1')}],[${line(columns, '2')}]]`,
  'JSON lines': (columns) =>
    `${JSON.stringify(Object.fromEntries(names(columns).map((name) => [name, 1])))}\n{"c0":2}\n`,
}

describe('the maximum number of columns', () => {
  for (const [form, make] of Object.entries(forms)) {
    it(`${form}: accepts the maximum and rejects one more with both numbers`, async () => {
      expect(await widthOf(make(maxColumns))).toBe(maxColumns)
      expect(await widthOf(make(maxColumns + 1))).toBe('`wide.txt` has 4,001 columns; a table can have at most 4,000.')
    })
  }

  it('reports a minimum if the first line is longer than the sample', async () => {
    expect(await widthOf(names(200_000).join(','))).toMatch(
      new RegExp('^`wide.txt` has at least \\d+,\\d+ columns; a table can have'),
    )
  })

  it('counts distinct keys over all records', async () => {
    const records = names(maxColumns + 1).map((name) => ({ [name]: 1 }))
    expect(await widthOf(JSON.stringify(records))).toContain('4,001 columns')
  })
})
