import { describe, expect, test } from 'vitest'
import { createEmptyRunView, type NodeState, type RunView } from './fold-run.ts'
import { findResultTables } from './result-tables.ts'
import { getRunValidity } from './run-validity.ts'
import type { Value } from '../wire/value.ts'
import { createEmptyWorkflow } from '../document/workflow.ts'

const table = (id: string): Value => ({ kind: 'table', table: { id, columns: [], rows: 1 } })

function view(nodes: Record<string, [NodeState, Record<string, Value>]>, edges: [string, string, string?][]): RunView {
  const ids = Object.keys(nodes)
  return {
    ...createEmptyRunView('r'),
    workflow: {
      ...createEmptyWorkflow(),
      nodes: ids.map((id) => ({ id, type: 't', position: { x: 0, y: 0 }, data: { label: id, config: {} } })),
      edges: edges.map(([source, target, sourceHandle], index) => ({
        id: `e${index}`,
        source,
        target,
        ...(sourceHandle === undefined ? {} : { sourceHandle }),
      })),
    },
    nodes: Object.fromEntries(
      ids.map((node) => {
        const [state, outputs] = nodes[node]!
        return [node, { node, state, attempt: 1, outputs, retries: 0, problems: [] }]
      }),
    ),
  }
}

const found = (run: RunView): string[] =>
  findResultTables(run).map(({ node, port, table }) => `${node}.${port}=${table.id}`)

describe('findResultTables', () => {
  test('returns the last table of a chain', () => {
    const run = view({ a: ['completed', { table: table('1') }], b: ['cached', { table: table('2') }] }, [['a', 'b']])
    expect(found(run)).toEqual(['b.table=2'])
  })

  test('returns the input of a node that only displays a table', () => {
    const run = view(
      {
        split: ['completed', { kept: table('1'), other: table('2') }],
        show: ['completed', {}],
      },
      [['split', 'show', 'other']],
    )
    expect(found(run)).toEqual(['split.other=2'])
  })

  test('returns the tables of all branches without duplicates', () => {
    const run = view(
      {
        a: ['completed', { table: table('1') }],
        b: ['completed', { table: table('2') }],
        c: ['completed', {}],
        d: ['completed', {}],
      },
      [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['a', 'd'],
      ],
    )
    expect(found(run)).toEqual(['b.table=2', 'a.table=1'])
  })

  test('returns the tables of a stopped run so far', () => {
    const run = view({ a: ['completed', { table: table('1') }], b: ['failed', {}], c: ['skipped', {}] }, [
      ['a', 'b'],
      ['b', 'c'],
    ])
    expect(found(run)).toEqual(['a.table=1'])
  })

  test('returns nothing for a run that has not started', () => {
    expect(findResultTables(createEmptyRunView())).toEqual([])
  })
})

describe('getRunValidity', () => {
  const checked = (...verdicts: boolean[]): RunView => {
    const run = view(Object.fromEntries(verdicts.map((_, index) => [`v${index}`, ['completed', {}]])), [])
    verdicts.forEach((valid, index) => (run.nodes[`v${index}`]!.report = { kind: 'validate', report: { valid } }))
    return run
  }
  test('is false if one validation is, and undefined without any', () => {
    expect(getRunValidity(checked(true, true))).toBe(true)
    expect(getRunValidity(checked(true, false))).toBe(false)
    expect(getRunValidity(checked())).toBeUndefined()
  })
})
