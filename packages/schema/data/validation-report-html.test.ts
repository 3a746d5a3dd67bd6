import { englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import { renderValidationReport } from './validation-report-html.ts'

it('writes a report as one file, failing rules first, with escaped text', () => {
  const rule = { code: 'min', column: 'a', checked: 1000, severity: 'warning' as const }
  const html = renderValidationReport(
    {
      valid: false,
      rows: 1000,
      rules: [
        { ...rule, rule: '`a` has a value', valid: true, failing: 0, sample: [], message: 'All keep it.' },
        {
          ...rule,
          rule: '`<b>` is "good" & new',
          valid: false,
          failing: 25,
          sample: [
            { row: 7, value: '<script>alert(1)</script>' },
            { row: 8, value: null },
          ],
          message: '25 fail.',
        },
      ],
    },
    { title: '<img src=x>', language: 'de', format: englishFormatter.format },
  )
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).toContain('`&lt;b&gt;` is &quot;good&quot; &amp; new')
  expect(html).toContain('25 / 1.000')
  expect(html).toMatch(/2,5\s%/)
  expect(html).toContain('row 8: <code>null</code>')
  expect(html.indexOf('&quot;good&quot;')).toBeLessThan(html.indexOf('has a value'))
})

it('counts no rows for a missing column', () => {
  const rule = { code: 'column', column: 'a', rule: '`a` is in the table', valid: false, failing: 10, checked: 10 }
  const report = {
    valid: false,
    rows: 10,
    rules: [{ ...rule, sample: [], message: 'Column `a` is not in the table.' }],
  }
  const html = renderValidationReport(report, { title: 'Orders', format: englishFormatter.format })
  expect(html).toContain('is not in the table')
  expect(html).not.toContain('10 / 10')
})

it('cuts long texts, and ends lists that would be too long for a file', () => {
  const rules = Array.from({ length: 3_000 }, (_, index) => ({
    code: 'min',
    column: 'a',
    rule: `Rule ${index} ${"'".repeat(100_000)}`,
    valid: index % 2 === 0,
    failing: 1,
    checked: 10,
    sample: Array.from({ length: 10 }, (_, row) => ({ row, value: '<'.repeat(1_000_000) })),
    message: '&'.repeat(100_000),
  }))
  const html = renderValidationReport(
    { valid: false, rows: 10, rules },
    { title: 'x'.repeat(1_000_000), format: (text) => englishFormatter.format(text) },
  )
  expect(html.length).toBeLessThan(22_000_000)
  expect(html).toContain(`<code>${'&lt;'.repeat(2_000)}…</code>`)
  const shownRules = [...html.matchAll(/Rule (\d+) /g)].map(([, index]) => Number(index))
  const omitted = [...html.matchAll(/Rules not in this file: ([\d,]+)/g)].map(([, count]) =>
    Number(count!.replace(',', '')),
  )
  const failing = shownRules.filter((index) => index % 2 === 1).length
  expect(failing).toBeGreaterThan(10)
  expect(omitted).toEqual([
    1_500 - failing,
    ...(shownRules.length - failing < 1_500 ? [1_500 - (shownRules.length - failing)] : []),
  ])
})
