import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import { findingKindSchema, findingRuleSchema, type Finding } from './finding.ts'
import { describeGroup, groupFindings, isError } from './group-findings.ts'
import { planGroupRepairs, planRepairs } from './plan-repairs.ts'

const finding = (row: number, value: string, repair: string | undefined, more: Partial<Finding> = {}): Finding => ({
  row,
  column: 'ounces',
  value,
  ...(repair === undefined ? {} : { repair }),
  rule: 'format',
  kind: 'unit-spelling',
  reason: { code: 'finding.unit-spelling', params: { forms: 7, example: value, canonical: '12' } },
  confidence: 0.9,
  ...more,
})
const texts = new Set(['ounces'])
const typo = (row: number): Finding => ({
  row,
  column: 'city',
  value: 'Bnon',
  repair: 'Bonn',
  rule: 'spelling',
  reason: 'Typo.',
  confidence: 0.9,
})

describe('groups of findings', () => {
  it('have one column and kind, or rule, and are sorted by size', () => {
    const findings = [typo(1), finding(1, '12 oz', '12'), finding(2, '16 oz', undefined, { confidence: 0.95 })]
    const groups = groupFindings(findings)
    expect(groups.map(({ group }) => group)).toEqual([
      {
        column: 'ounces',
        rule: 'format',
        kind: 'unit-spelling',
        cells: 2,
        values: 2,
        repairs: 1,
        reason: findings[1]!.reason,
        confidence: 0.925,
      },
      { column: 'city', rule: 'spelling', cells: 1, values: 1, repairs: 1, reason: 'Typo.', confidence: 0.9 },
    ])
    expect(groups[0]!.findings.map(({ row }) => row)).toEqual([2, 1])
    expect(groups.map(({ group }) => englishFormatter.format(describeGroup(group)))).toEqual([
      '7 spellings of one unit',
      'typos',
    ])
  })

  it('separate errors, which come first, from findings that are worth a look', () => {
    const findings = [
      finding(1, '12 oz', '12', { confidence: 0.6 }),
      finding(2, 'n/a', '', { kind: 'missing-word', confidence: 0.95 }),
      finding(3, '16 oz', '16', { confidence: 0.95 }),
    ]
    const groups = groupFindings(findings).map(({ group }) => group)
    expect(groups.map(({ kind, confidence }) => [kind, confidence])).toEqual([
      ['unit-spelling', 0.95],
      ['missing-word', 0.95],
      ['unit-spelling', 0.6],
    ])
    expect(groups.map(isError)).toEqual([true, false, false])
  })

  it('all have a description', () => {
    const { group } = groupFindings([typo(1)])[0]!
    const texts = [
      // `null-word` is the earlier name of `missing-word`.
      ...findingKindSchema
        .exclude(['null-word'])
        .options.map((kind) => englishFormatter.format(describeGroup({ ...group, kind }))),
      ...findingRuleSchema.options.map((rule) => englishFormatter.format(describeGroup({ ...group, rule }))),
    ]
    for (const text of texts) expect(text).toMatch(/^[1a-z]/)
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('are made and planned in linear time', () => {
    const findings = Array.from({ length: 100_000 }, (_, row) =>
      finding(row + 1, `${row % 5000} oz`, String(row % 5000)),
    )
    expect(groupFindings(findings)[0]!.group.cells).toBe(100_000)
    expect(planRepairs(findings, 0)).toHaveLength(1)
    expect(planGroupRepairs(findings, findings, texts)).toMatchObject([{ op: 'map-values', column: 'ounces' }])
  })
})

describe('repairs of groups', () => {
  it('map values if the repair depends on the value alone', () => {
    const all = [finding(1, '12 oz', '12'), finding(4, '12 oz', '12'), finding(5, 'N/A', ''), typo(2)]
    expect(planGroupRepairs(all.slice(0, 3), all, texts)).toMatchObject([
      {
        op: 'map-values',
        values: [
          { from: '12 oz', to: '12' },
          { from: 'N/A', to: null },
        ],
        others: 'keep',
      },
    ])
  })

  it.each([
    ['the repair depends on the row', [finding(1, '12 oz', '12'), finding(2, '12 oz', '13')], []],
    ['an equal value is not approved', [finding(1, '12 oz', '12')], [finding(2, '12 oz', '12')]],
    ['a cell is empty', [finding(1, '', '12')], []],
    ['the kind is not about the form of values', [finding(1, '12', '13', { kind: 'contradiction' })], []],
    ['the column is not text', [finding(1, '12', '13', { column: 'number' })], []],
  ])('set single cells if %s', (_, approved, others) => {
    expect(planGroupRepairs(approved, [...approved, ...others], texts)).toMatchObject([
      { op: 'set-cells', cells: approved.map(({ row }) => ({ row })) },
    ])
  })

  it('set single cells before values are mapped, and omit findings without a repair', () => {
    const all = [finding(1, '12 oz', '12'), finding(2, '?', undefined), typo(7), typo(3)]
    expect(planGroupRepairs(all, all, texts)).toMatchObject([
      { op: 'set-cells', column: 'city', cells: [{ row: 3 }, { row: 7 }] },
      { op: 'map-values', column: 'ounces', values: [{ from: '12 oz', to: '12' }] },
    ])
  })
})
