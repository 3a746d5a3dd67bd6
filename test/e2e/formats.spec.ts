import { resolve } from 'node:path'
import { loadReportSchema } from '@aw-flow/schema'
import { selectSlowCases } from '../sizes.ts'
import { test } from './support/one-page.ts'
import { expect } from './support/test.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, '../fixtures/formats', name)

const formats = [
  ['types.parquet', 'parquet', 2, 'l', 'DECIMAL(38,2)'],
  ['types.feather', 'arrow', 3, 'pair', 'STRUCT(a INTEGER, b VARCHAR)'],
  ['prices.zip', 'csv', 30, 'price', 'DOUBLE'],
  ['prices.csv.gz', 'csv', 30, 'price', 'DOUBLE'],
  ['shop.sqlite', 'sqlite', 3, 'balance', 'DECIMAL(10,2)'],
] as const

// `browser-tables.browser.test.ts` reads all formats in a page.
for (const [name, format, rows, column, type] of selectSlowCases(formats)) {
  test(`loads ${name} in the page with its types, under the policy`, async ({ editor }) => {
    await editor.dropData(fixture(name))
    await editor.run()
    const { load } = (await editor.lastRun()).nodes
    expect(load).toMatchObject({ state: 'completed', rows })
    const report = loadReportSchema.parse(load!.report!.report)
    expect(report.plan.format).toBe(format)
    expect(report.columns.find((one) => one.name === column)?.type).toBe(type)
  })
}
