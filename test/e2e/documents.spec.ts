import { resolve } from 'node:path'
import { loadReportSchema } from '@aw-flow/schema/internal'
import { selectSlowCases } from '../sizes.ts'
import { test } from './support/one-page.ts'
import { expect } from './support/test.ts'

const document = (name: string): string => resolve(import.meta.dirname, '../fixtures/documents', name)

const documents = [
  ['survey.openpyxl.xlsx', 'excel', 6, 'Sales Amount'],
  ['survey.xls', 'excel', 6, 'Sales Amount'],
  ['survey.ods', 'ods', 6, 'Sales Amount'],
  ['books.latin1.xml', 'xml', 3, 'address.city'],
  ['cities.htm', 'html', 4, 'Population 2020'],
] as const

// `documents.browser.test.ts` reads all of them in a page.
for (const [name, format, rows, column] of selectSlowCases(documents)) {
  test(`loads ${name} in the page with a bundled reader`, async ({ editor }) => {
    await editor.dropData(document(name))
    await editor.run()
    const { load } = (await editor.lastRun()).nodes
    expect(load).toMatchObject({ state: 'completed', rows })
    const report = loadReportSchema.parse(load!.report!.report)
    expect(report.plan.format).toBe(format)
    expect(report.columns.map((one) => one.name)).toContain(column)
    expect(report.parts!.length).toBeGreaterThan(1)
  })
}
