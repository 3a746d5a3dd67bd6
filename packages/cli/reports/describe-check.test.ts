import { warning } from '@aw-flow/schema'
import type { CheckReport } from '@aw-flow/schema/internal'
import { expect, it } from 'vitest'
import { describeCheck } from './describe-check.ts'

const report: CheckReport = {
  rows: 1_000_000,
  rowsChecked: 250_000,
  columns: Array.from({ length: 20 }, (_, column) => `column_${column}`),
  repeated: [],
  groups: [],
  findings: [],
  notes: [warning('check.sampled', { checked: 250_000, rows: 1_000_000, blocks: 40, maxCells: 5_000_000 })],
}

it('warns that only a sample of a large table was checked, with and without findings', () => {
  const empty = describeCheck(report, 100)
  expect(empty).toContain('No suspicious cells in 250000 rows of 1000000 and 20 columns.')
  expect(empty).toMatch(/warning[^\n]*250,000 of 1,000,000 rows were checked/i)
  const found = describeCheck(
    {
      ...report,
      findings: [
        {
          row: 700_001,
          column: 'column_1',
          value: 'Ukm',
          repair: 'Ulm',
          rule: 'spelling',
          reason: { code: 'finding.typo', params: { value: 'Ulm', rows: 12 } },
          confidence: 0.9,
        },
      ],
    },
    100,
  )
  expect(found).toContain('700001')
  expect(found).toContain('250,000 of 1,000,000 rows were checked')
})
