import { englishFormatter } from '@aw-flow/messages/catalogs'
import { TablesError } from '@aw-flow/engine'
import { mostColumns } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { memoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `c${at}`)
const line = (count: number, cell: string): string => Array.from({ length: count }, () => cell).join(',')

/** How many columns a file is planned with, or the problem with which it is refused. */
async function widthOf(content: string): Promise<number | string> {
  try {
    const { filePlan } = await planLoad(memoryFile('wide.txt', content), { exact: true })
    return filePlan?.plan.columns.length ?? 'refused'
  } catch (cause) {
    if (!(cause instanceof TablesError)) throw cause
    return englishFormatter.problem(cause.problem).message
  }
}

const forms: Record<string, (columns: number) => string> = {
  'a delimited text': (columns) => `${names(columns).join(',')}\n${line(columns, '1')}\n${line(columns, '2')}\n`,
  'JSON records': (columns) => JSON.stringify([Object.fromEntries(names(columns).map((name) => [name, 1]))]),
  'JSON lists': (columns) => `[[${line(columns, '1')}],[${line(columns, '2')}]]`,
  'JSON lines': (columns) =>
    `${JSON.stringify(Object.fromEntries(names(columns).map((name) => [name, 1])))}\n{"c0":2}\n`,
}

describe('the most columns of a table', () => {
  for (const [form, make] of Object.entries(forms)) {
    it(`${form}: as many are planned, one more is refused with both numbers`, async () => {
      expect(await widthOf(make(mostColumns))).toBe(mostColumns)
      expect(await widthOf(make(mostColumns + 1))).toBe('`wide.txt` has 4,001 columns; a table can have 4,000.')
    })
  }

  it('a first line that goes on behind what is looked at has at least so many', async () => {
    expect(await widthOf(names(200_000).join(','))).toMatch(
      /^`wide.txt` has at least \d+,\d+ columns; a table can have/,
    )
  })

  it('records of keys that are all different are counted over all of them', async () => {
    const records = names(mostColumns + 1).map((name) => ({ [name]: 1 }))
    expect(await widthOf(JSON.stringify(records))).toContain('4,001 columns')
  })
})
