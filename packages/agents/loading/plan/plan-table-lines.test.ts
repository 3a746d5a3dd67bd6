import { englishFormatter } from '@aw-flow/messages/catalogs'
import { openDuckDb } from '@aw-flow/data/node'
import { NodeError, type Tables } from '@aw-flow/engine'
import type { LoadOverrides, LoadPreview } from '@aw-flow/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../../test/sizes.ts'
import { memoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'
import { previewPlan } from '../run/preview-plan.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const look = (text: string, overrides: LoadOverrides): Promise<LoadPreview> =>
  previewPlan(memoryFile('told.csv', text), { tables, id: 'told', overrides })

const names = ({ columns }: LoadPreview): string[] => columns.map(({ name }) => name)

async function refused(text: string, overrides: LoadOverrides): Promise<{ code: string; message: string }> {
  try {
    await look(text, overrides)
  } catch (cause) {
    if (cause instanceof NodeError) return { code: cause.problem.code, ...englishFormatter.problem(cause.problem) }
    throw cause
  }
  throw new Error('It was not refused.')
}

const report = 'Sales of May\nmade by hand\nid;price\n1;2,5\n2;3,5\n3;4,5\nTotal;10,5\nchecked twice\n'

describe('lines that a person names', () => {
  it('begin the table where nothing would be seen to begin', async () => {
    const looked = await look('a,b\n1,2\n3,4\nid,price\n5,6\n7,8\n', { firstLine: 4 })
    expect(looked.plan).toMatchObject({ skippedLines: 3, headerLines: 1 })
    expect(names(looked)).toEqual(['id', 'price'])
    expect(looked.rows).toEqual([
      ['5', '6'],
      ['7', '8'],
    ])
  })

  it('overrule a preamble that was found', async () => {
    const looked = await look(report, { firstLine: 3, lastLine: 7 })
    expect(looked.plan).toMatchObject({ skippedLines: 2, headerLines: 1, trailingLines: 1 })
    expect(looked.rows.at(-1)).toEqual(['Total', '10.5'])
    const all = await look(report, { firstLine: 1, lastLine: 8, header: 'no' })
    expect(all.plan).toMatchObject({ skippedLines: 0, headerLines: 0 })
    expect(all.plan.trailingLines).toBeUndefined()
    expect(all.rows.length + all.rejects.length).toBe(8)
  })

  it('end the table, and what is below is a note', async () => {
    const looked = await look(report, { lastLine: 5 })
    expect(looked.plan).toMatchObject({ skippedLines: 2, trailingLines: 3 })
    expect(looked.rows).toEqual([
      ['1', '2.5'],
      ['2', '3.5'],
    ])
    expect(looked.plan.evidence).toContainEqual(
      expect.objectContaining({ decision: 'end', reason: { code: 'loading.specified', params: {} } }),
    )
  })

  it('make a header of two lines, of one, and of none', async () => {
    const text = 'year,sales\n(a),in euro\n2001,5\n2002,6\n2003,7\n'
    const two = await look(text, { headerLines: 2 })
    expect(two.plan.headerLines).toBe(2)
    expect(names(two)).toEqual(['year (a)', 'sales in euro'])
    expect(two.rows).toHaveLength(3)
    const one = await look(text, { headerLines: 1 })
    expect(names(one)).toEqual(['year', 'sales'])
    expect(one.rows[0]).toEqual(['(a)', 'in euro'])
    const none = await look(text, { headerLines: 0 })
    expect(none.plan.headerLines).toBe(0)
    expect(none.rows).toHaveLength(5)
  })

  it('keep the lines of what was mended and of further tables as they stand in the text', async () => {
    const body = Array.from(
      { length: 60 },
      (_, at) => `${at},"name ${at}",2001-02-${String((at % 28) + 1).padStart(2, '0')}`,
    )
    body[30] = '30,"name, "30"",2001-02-03'
    const text = `x\ny\nz\nid,name,day\n${body.join('\n')}\n`
    const free = await look(text, {})
    const told = await look(text, { firstLine: 4, headerLines: 1 })
    expect(told.plan.mends).toEqual(free.plan.mends)
    expect(told.rows).toEqual(free.rows)
  })

  it('may be behind what is looked at of a large file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `${at},text ${at}`).join('\n')
    const file = memoryFile('large.csv', `id,name\n${rows}\nsome words below\nand some more`)
    const { filePlan } = await planLoad(file, { overrides: { lastLine: 59_000 } })
    expect(filePlan?.plan.trailingLines).toBe(1_003)
  })

  it('are refused where they make no sense, with what would', async () => {
    expect(await refused(report, { firstLine: 5, lastLine: 3 })).toMatchObject({ code: 'load.lines-exchanged' })
    expect(await refused(report, { firstLine: 9 })).toMatchObject({
      code: 'load.line-beyond',
      message: 'The table cannot start at line 9: the file has 8 lines.',
    })
    expect(await refused(report, { lastLine: 90 })).toMatchObject({ code: 'load.line-beyond' })
    expect(await refused(report, { firstLine: 7, headerLines: 3 })).toMatchObject({ code: 'load.header-too-long' })
  })

  it('leave what they do not touch as it was found', async () => {
    const free = await look(report, {})
    const { skippedLines, headerLines, trailingLines = 0 } = free.plan
    const told = await look(report, { firstLine: skippedLines + 1, lastLine: 8 - trailingLines, headerLines })
    expect(told.plan.columns).toEqual(free.plan.columns)
    expect(told.rows).toEqual(free.rows)
    expect(told.regions).toEqual(free.regions)
  })

  it('hold whatever the text, and every line is still of one region', async () => {
    const cell = fc.constantFrom('1', '2.5', 'a b', '', 'x"y', '2001-02-03', '"q,q"')
    const line = fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(','))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 2, maxLength: 12 }),
        fc.nat(11),
        fc.nat(11),
        fc.nat(3),
        async (lines, one, other, headerLines) => {
          const first = 1 + (Math.min(one, other) % lines.length)
          const last = Math.max(first, 1 + (Math.max(one, other) % lines.length))
          const file = memoryFile('any.csv', `id,name\n${lines.join('\n')}\n`)
          const told = { firstLine: first, lastLine: last, headerLines: Math.min(headerLines, last - first + 1) }
          const { filePlan } = await planLoad(file, { overrides: told })
          if (filePlan?.plan.format !== 'csv') return
          const { plan } = filePlan
          expect(plan.skippedLines).toBe(first - 1)
          expect(plan.headerLines).toBe(told.headerLines)
          expect(plan.trailingLines ?? 0).toBe(lines.length + 1 - last)
        },
      ),
      { seed, numRuns: sizes.propertyRuns },
    )
  })
})
