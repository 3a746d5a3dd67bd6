import { englishFormatter } from '@aw-flow/messages/catalogs'
import { NodeError } from '@aw-flow/engine'
import type { LoadOverrides, LoadPreview } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../../test/sizes.ts'
import { createMemoryFile } from '../../test-file.ts'
import { planLoad } from './plan-load.ts'
import { previewPlan } from '../run/preview-plan.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const preview = (text: string, overrides: LoadOverrides): Promise<LoadPreview> =>
  previewPlan(createMemoryFile('lines.csv', text), { tables, id: 'lines', overrides })

const names = ({ columns }: LoadPreview): string[] => columns.map(({ name }) => name)

async function refused(text: string, overrides: LoadOverrides): Promise<{ code: string; message: string }> {
  try {
    await preview(text, overrides)
  } catch (cause) {
    if (cause instanceof NodeError)
      return { code: cause.problem.code, ...englishFormatter.renderProblem(cause.problem) }
    throw cause
  }
  throw new Error('The lines were accepted.')
}

const report = 'Sales of May\nmade by hand\nid;price\n1;2,5\n2;3,5\n3;4,5\nTotal;10,5\nchecked twice\n'

describe('specified lines', () => {
  it('start the table where none would be detected', async () => {
    const result = await preview('a,b\n1,2\n3,4\nid,price\n5,6\n7,8\n', { firstLine: 4 })
    expect(result.plan).toMatchObject({ skippedLines: 3, headerLines: 1 })
    expect(names(result)).toEqual(['id', 'price'])
    expect(result.rows).toEqual([
      ['5', '6'],
      ['7', '8'],
    ])
  })

  it('override a detected preamble', async () => {
    const result = await preview(report, { firstLine: 3, lastLine: 7 })
    expect(result.plan).toMatchObject({ skippedLines: 2, headerLines: 1, trailingLines: 1 })
    expect(result.rows.at(-1)).toEqual(['Total', '10.5'])
    const all = await preview(report, { firstLine: 1, lastLine: 8, header: 'no' })
    expect(all.plan).toMatchObject({ skippedLines: 0, headerLines: 0 })
    expect(all.plan.trailingLines).toBeUndefined()
    expect(all.rows.length + all.rejects.length).toBe(8)
  })

  it('end the table, and the lines below are notes', async () => {
    const result = await preview(report, { lastLine: 5 })
    expect(result.plan).toMatchObject({ skippedLines: 2, trailingLines: 3 })
    expect(result.rows).toEqual([
      ['1', '2.5'],
      ['2', '3.5'],
    ])
    expect(result.plan.evidence).toContainEqual(
      expect.objectContaining({ decision: 'end', reason: { code: 'loading.specified', params: {} } }),
    )
  })

  it('set a header of two lines, one line or none', async () => {
    const text = 'year,sales\n(a),in euro\n2001,5\n2002,6\n2003,7\n'
    const two = await preview(text, { headerLines: 2 })
    expect(two.plan.headerLines).toBe(2)
    expect(names(two)).toEqual(['year (a)', 'sales in euro'])
    expect(two.rows).toHaveLength(3)
    const one = await preview(text, { headerLines: 1 })
    expect(names(one)).toEqual(['year', 'sales'])
    expect(one.rows[0]).toEqual(['(a)', 'in euro'])
    const none = await preview(text, { headerLines: 0 })
    expect(none.plan.headerLines).toBe(0)
    expect(none.rows).toHaveLength(5)
  })

  it('keep the line numbers of repaired records', async () => {
    const body = Array.from(
      { length: 60 },
      (_, at) => `${at},"name ${at}",2001-02-${String((at % 28) + 1).padStart(2, '0')}`,
    )
    body[30] = '30,"name, "30"",2001-02-03'
    const text = `x\ny\nz\nid,name,day\n${body.join('\n')}\n`
    const free = await preview(text, {})
    const specified = await preview(text, { firstLine: 4, headerLines: 1 })
    expect(specified.plan.mends).toEqual(free.plan.mends)
    expect(specified.rows).toEqual(free.rows)
  })

  it('may be after the sample of a large file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `${at},text ${at}`).join('\n')
    const file = createMemoryFile('large.csv', `id,name\n${rows}\nsome words below\nand some more`)
    const { filePlan } = await planLoad(file, { overrides: { lastLine: 59_000 } })
    expect(filePlan?.plan.trailingLines).toBe(1_003)
  })

  it('are rejected if they contradict each other or the file, with a valid range', async () => {
    expect(await refused(report, { firstLine: 5, lastLine: 3 })).toMatchObject({ code: 'load.lines-reversed' })
    expect(await refused(report, { firstLine: 9 })).toMatchObject({
      code: 'load.line-beyond',
      message: 'The table cannot start at line 9: the file has 8 lines.',
    })
    expect(await refused(report, { lastLine: 90 })).toMatchObject({ code: 'load.line-beyond' })
    expect(await refused(report, { firstLine: 7, headerLines: 3 })).toMatchObject({ code: 'load.header-too-long' })
  })

  it('do not change other decisions', async () => {
    const free = await preview(report, {})
    const { skippedLines, headerLines, trailingLines = 0 } = free.plan
    const specified = await preview(report, { firstLine: skippedLines + 1, lastLine: 8 - trailingLines, headerLines })
    expect(specified.plan.columns).toEqual(free.plan.columns)
    expect(specified.rows).toEqual(free.rows)
    expect(specified.regions).toEqual(free.regions)
  })

  it('apply to any text', async () => {
    const cell = fc.constantFrom('1', '2.5', 'a b', '', 'x"y', '2001-02-03', '"q,q"')
    const line = fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(','))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 2, maxLength: 12 }),
        fc.nat(11),
        fc.nat(11),
        fc.nat(3),
        async (lines, start, end, headerLines) => {
          const first = 1 + (Math.min(start, end) % lines.length)
          const last = Math.max(first, 1 + (Math.max(start, end) % lines.length))
          const file = createMemoryFile('any.csv', `id,name\n${lines.join('\n')}\n`)
          const specified = { firstLine: first, lastLine: last, headerLines: Math.min(headerLines, last - first + 1) }
          const { filePlan } = await planLoad(file, { overrides: specified })
          if (filePlan?.plan.format !== 'csv') return
          const { plan } = filePlan
          expect(plan.skippedLines).toBe(first - 1)
          expect(plan.headerLines).toBe(specified.headerLines)
          expect(plan.trailingLines ?? 0).toBe(lines.length + 1 - last)
        },
      ),
      { seed, numRuns: sizes.propertyRuns },
    )
  })
})
