import { quoteIdentifier, sql, tableName, type RunControl } from '@aw-flow/engine'
import type { Text } from '@aw-flow/messages'
import { createLanguageFormatter, englishFormatter } from '@aw-flow/messages/catalogs'
import { messages as german } from '@aw-flow/messages/de'
import type { Problem, Value } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { describeLogic, runLogic, getStates, whenWaiting, createWorkflow } from './test-logic.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const germanFormatter = createLanguageFormatter('de', german)

const tables = await openTestTables()

const json = (value: Value | undefined): unknown => (value?.kind === 'json' ? value.json : value)

describe('condition', () => {
  it('activates one output and skips the nodes after the other, with the reason', async () => {
    const workflow = createWorkflow(
      {
        a: ['give', { json: { n: 5 } }],
        c: ['condition', { expression: 'input.value.n > 3 and a.out.n < 9' }],
        yes: ['give'],
        no: ['give'],
      },
      ['a.out>c.value', 'c.true>yes.in', 'c.false>no.in'],
    )
    const { view } = await runLogic(workflow)
    expect(view.state).toBe('completed')
    expect(getStates(view)).toMatchObject({ yes: 'completed', no: 'skipped' })
    expect(view.nodes.no?.reason).toBe('Not run: "c" had no output at "false".')
    expect(json(view.nodes.c?.outputs.true)).toEqual({ n: 5 })
  })

  it('reports an invalid expression before a run', () => {
    const { problems } = describeLogic(createWorkflow({ c: ['condition', { expression: 'a >' }] }, []))
    expect(problems).toMatchObject([{ code: 'expression.invalid', where: { node: 'c', setting: 'expression' } }])
  })
})

describe('switch', () => {
  it.each([
    ['red', 'case1'],
    ['blue', 'case2'],
    ['green', 'otherwise'],
  ])('takes its branch for %s', async (colour, way) => {
    const workflow = createWorkflow(
      {
        a: ['give', { json: colour }],
        s: ['switch', { expression: 'input.value', cases: 'red\nblue' }],
        end: ['give'],
      },
      ['a.out>s.value', `s.${way}>end.in`] as never,
    )
    expect(describeLogic(workflow).nodes.s?.ports?.outputs.map(({ name }) => name)).toEqual([
      'case1',
      'case2',
      'otherwise',
    ])
    const { view } = await runLogic(workflow)
    expect(getStates(view)).toEqual({ a: 'completed', s: 'completed', end: 'completed' })
  })
})

describe('for each', () => {
  const loop = (config: object = {}, add: object = {}) =>
    createWorkflow(
      { a: ['give', { json: [1, 2, 3, 4] }], l: ['for_each', config as never], b: ['add', add as never], z: ['give'] },
      ['a.out>l.items', 'l.item>b.in', 'b.out>l.result', 'l.results>z.in'],
    )

  it.each([1, 3])('collects results in order, %i at a time', async (parallel) => {
    const { view } = await runLogic(loop({ parallel }, { by: 10 }))
    expect(view.state).toBe('completed')
    expect(json(view.nodes.l?.outputs.results)).toEqual([11, 12, 13, 14])
    expect(view.nodes.l?.iterations).toEqual({ started: 4, completed: 4, failed: 0, total: 4 })
    expect(view.nodes.b).toMatchObject({ state: 'completed', instances: { completed: 4 } })
  })

  it('iterates over batches of a list', async () => {
    const { view } = await runLogic(
      createWorkflow({ a: ['give', { json: [1, 2, 3] }], l: ['for_each', { over: 'batches', batchSize: 2 }] }, [
        'a.out>l.items',
        'l.item>l.result',
      ]),
    )
    expect(json(view.nodes.l?.outputs.results)).toEqual([[1, 2], [3]])
  })

  it('iterates over an empty list', async () => {
    const { view } = await runLogic(
      createWorkflow({ a: ['give', { json: [] }], l: ['for_each'], b: ['add'] }, [
        'a.out>l.items',
        'l.item>b.in',
        'b.out>l.result',
      ]),
    )
    expect(view.state).toBe('completed')
    expect(json(view.nodes.l?.outputs.results)).toEqual([])
    expect(view.nodes.b).toMatchObject({ state: 'skipped' })
  })

  it('stops at a failed iteration, or continues with the others', async () => {
    const stopped = await runLogic(loop({}, { failAt: [2] }))
    expect(stopped.view.state).toBe('failed')
    expect(stopped.view.nodes.l?.error?.problem.message).toBe(
      'Iteration 2 of "l" failed: The node is configured to fail for 2.',
    )
    expect(stopped.view.nodes.l?.iterations).toMatchObject({ started: 2, failed: 1 })
    const { view } = await runLogic(loop({ onError: 'continue' }, { failAt: [2] }))
    expect(view.state).toBe('completed')
    expect(json(view.nodes.l?.outputs.results)).toEqual([2, 4, 5])
    expect(json(view.nodes.l?.outputs.failed)).toEqual([1])
  })

  it('rejects values that are not lists', async () => {
    const { view } = await runLogic(
      createWorkflow({ a: ['give', { json: 7 }], l: ['for_each'] }, ['a.out>l.items', 'l.item>l.result']),
    )
    expect(view.nodes.l?.error?.problem).toMatchObject({
      code: 'for-each.not-a-list',
      where: { node: 'l', port: 'items' },
    })
  })

  it('iterates over rows and batches of a table, and appends tables in order', async () => {
    const table = await tables.create(sql`SELECT range AS n, 'x' || range AS t FROM range(5)`, { id: 'five' })
    const given = { inputs: { l: { items: { kind: 'table', table } } } } as const
    const rows = await runLogic(createWorkflow({ l: ['for_each', {}], s: ['give'] }, ['l.item>l.result']), {
      tables,
      ...given,
    })
    expect(rows.view.problem?.code).toBe('node.missing-input')
    const of = (config: object) =>
      createWorkflow({ s: ['variable', {}], l: ['for_each', config as never] }, ['s.value>l.items', 'l.item>l.result'])
    const outside = { tables, inputs: { s: { value: { kind: 'table', table } } } } as const
    const each = await runLogic(of({}), outside)
    expect(json(each.nodes.l?.outputs.results)).toEqual([0, 1, 2, 3, 4].map((n) => ({ n, t: `x${n}` })))
    const batches = await runLogic(of({ over: 'batches', batchSize: 2, parallel: 3 }), outside)
    const result = batches.nodes.l?.outputs.results
    expect(result).toMatchObject({ kind: 'table', table: { rows: 5, columns: [{ name: 'n' }, { name: 't' }] } })
    const id = result?.kind === 'table' ? result.table.id : ''
    expect(await tables.rows(sql`SELECT n FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)).toEqual(
      [0, 1, 2, 3, 4].map((n) => ({ n })),
    )
    expect(await tables.contentHash({ ...table, id })).toBe(await tables.contentHash(table))
  })

  it('describes its columns before a run', () => {
    const { nodes } = describeLogic(loop())
    expect(nodes.l?.outputs).toMatchObject({ item: { type: 'json' }, results: { type: 'json' } })
  })
})

describe('while', () => {
  it('iterates while its condition is true', async () => {
    const workflow = createWorkflow(
      { a: ['give', { json: 1 }], w: ['while', { condition: 'value < 100' }], b: ['add', { by: 30 }] },
      ['a.out>w.start', 'w.item>b.in', 'b.out>w.result'],
    )
    const { view } = await runLogic(workflow)
    expect(view.state).toBe('completed')
    expect(json(view.nodes.w?.outputs.value)).toBe(121)
  })

  it('stops at the iteration limit', async () => {
    const workflow = createWorkflow({ w: ['while', { condition: 'true', maxTurns: 5 }], b: ['add'] }, [
      'w.item>b.in',
      'b.out>w.result',
    ])
    const { view } = await runLogic(workflow)
    expect(view.nodes.w?.error?.problem).toMatchObject({
      code: 'while.too-many-iterations',
      where: { node: 'w', setting: 'maxTurns' },
    })
    expect(view.nodes.w?.iterations).toMatchObject({ started: 5 })
  })
})

describe('merge', () => {
  it.each([
    ['any', 'one', 1],
    ['any', 'list', [1]],
    ['first', 'one', 1],
  ])('waits for %s and gives %s', async (wait, how, merged) => {
    const workflow = createWorkflow(
      {
        c: ['condition', { expression: 'true' }],
        yes: ['give', { json: 1 }],
        no: ['give', { json: 2 }],
        m: ['merge', { wait, how }],
      },
      ['c.true>yes.in', 'c.false>no.in', 'yes.out>m.in1', 'no.out>m.in2'],
    )
    const { view } = await runLogic(workflow)
    expect(view.state).toBe('completed')
    expect(json(view.nodes.m?.outputs.merged)).toEqual(merged)
  })

  it('appends the rows of tables', async () => {
    const one = await tables.create(sql`SELECT 1 AS a, 2 AS b`, { id: 'one' })
    const two = await tables.create(sql`SELECT 3 AS a, 4 AS c`, { id: 'two' })
    const workflow = createWorkflow({ x: ['variable'], y: ['variable'], m: ['merge', { how: 'rows', wait: 'all' }] }, [
      'x.value>m.in1',
      'y.value>m.in2',
    ])
    const inputs = { x: { value: { kind: 'table', table: one } }, y: { value: { kind: 'table', table: two } } } as const
    const { view } = await runLogic(workflow, { tables, inputs })
    const merged = view.nodes.m?.outputs.merged
    expect(
      merged?.kind === 'table' &&
        (await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(merged.table.id))}`)),
    ).toEqual([
      { a: 1, b: 2, c: null },
      { a: 3, b: null, c: 4 },
    ])
  })
})

describe('variable', () => {
  it('is read by name in later nodes, in {{…}} and in expressions', async () => {
    const workflow = createWorkflow(
      {
        v: ['variable', { name: 'limit', expression: '20 + 1' }],
        g: ['give', { json: '{{limit}}' }],
        t: ['give', { json: 'at most {{limit + 1}}, {{run.workflow}}' }],
      },
      ['v.value>g.in', 'g.out>t.in'],
    )
    const { view } = await runLogic(workflow)
    expect(json(view.nodes.g?.outputs.out)).toBe(21)
    expect(json(view.nodes.t?.outputs.out)).toBe('at most 22, test')
  })

  it('is unknown in earlier nodes', () => {
    const workflow = createWorkflow({ v: ['variable', { name: 'limit' }], g: ['give', { json: '{{limit}}' }] }, [])
    expect(describeLogic(workflow).problems).toMatchObject([
      { code: 'expression.unknown-name', where: { node: 'g', setting: 'json' } },
    ])
  })
})

describe('delay', () => {
  it('waits and passes its input on', async () => {
    const { events, view } = await runLogic(
      createWorkflow({ a: ['give', { json: 1 }], d: ['delay', { seconds: 0.02 }] }, ['a.out>d.value']),
    )
    expect(events.map(({ type }) => type)).toContain('node-waiting')
    expect(json(view.nodes.d?.outputs.value)).toBe(1)
  })

  it('suspends the run if the host asks for it', async () => {
    const { view } = await runLogic(createWorkflow({ d: ['delay', { until: '2999-01-01T00:00:00Z' }] }, []), {
      whenIdle: 'return',
    })
    expect(view.state).toBe('waiting')
    expect(view.nodes.d).toMatchObject({ state: 'waiting', waitFor: { kind: 'time', until: Date.UTC(2999, 0, 1) } })
  })

  it('does not wait for a past time, and rejects an invalid one', async () => {
    const { view } = await runLogic(createWorkflow({ d: ['delay', { until: '2001-01-01' }] }, []))
    expect(view.state).toBe('completed')
    expect(describeLogic(createWorkflow({ d: ['delay', { until: 'soon' }] }, [])).problems).toMatchObject([
      { code: 'delay.invalid-time' },
    ])
  })
})

describe('wait for event', () => {
  it('continues with the data of the event', async () => {
    const receivers: (number | undefined)[] = []
    const { view } = await runLogic(
      createWorkflow({ w: ['wait_for_event', { name: 'paid' }] }, []),
      whenWaiting((control) => {
        void control.signal('other').then((count) => receivers.push(count))
        void control.signal('paid', { sum: 3 }).then((count) => receivers.push(count))
      }),
    )
    expect(json(view.nodes.w?.outputs.event)).toEqual({ sum: 3 })
    expect(receivers).toEqual([0, 1])
  })

  it.each([
    ['fail', 'failed'],
    ['continue', 'completed'],
  ])('can %s after its timeout', async (onTimeout, state) => {
    const { view } = await runLogic(
      createWorkflow({ w: ['wait_for_event', { timeoutSeconds: 0.02, onTimeout }] }, []),
      {
        whenIdle: 'wait',
      },
    )
    expect(view.state).toBe(state)
  })
})

describe('approval', () => {
  const workflow = (config: object = {}) =>
    createWorkflow({ a: ['give', { json: { n: 1 } }], p: ['approval', config as never], yes: ['give'], no: ['give'] }, [
      'a.out>p.value',
      'p.approved>yes.in',
      'p.rejected>no.in',
    ])

  it('shows its input and continues with the decision', async () => {
    for (const decision of ['approve', 'reject'] as const) {
      const { view } = await runLogic(
        workflow(),
        whenWaiting((control, { waitFor }) => {
          expect(waitFor).toMatchObject({ kind: 'approval', shown: { value: { kind: 'json', json: { n: 1 } } } })
          const digest = waitFor.kind === 'approval' ? waitFor.digest : ''
          void control.decide({ node: 'p', digest, decision, by: 'Ann' })
        }),
      )
      expect(view.state).toBe('completed')
      expect(getStates(view)).toMatchObject(
        decision === 'approve' ? { yes: 'completed', no: 'skipped' } : { yes: 'skipped', no: 'completed' },
      )
      expect(json(view.nodes.p?.outputs.decision)).toMatchObject({ decision, by: 'Ann', edited: false })
    }
  })

  it('uses edited values', async () => {
    const { view } = await runLogic(
      workflow(),
      whenWaiting((control, { waitFor }) => {
        const digest = waitFor.kind === 'approval' ? waitFor.digest : ''
        void control.decide({ node: 'p', digest, decision: 'approve', edited: { n: 2 } })
      }),
    )
    expect(json(view.nodes.p?.outputs.approved)).toEqual({ n: 2 })
  })

  it('edits cells of a table, and asks again after an invalid edit', async () => {
    const table = await tables.create(sql`SELECT range AS n, 'x' AS t FROM range(3)`, { id: 'three' })
    const requests: unknown[] = []
    const { view } = await runLogic(createWorkflow({ s: ['variable'], p: ['approval'] }, ['s.value>p.value']), {
      tables,
      inputs: { s: { value: { kind: 'table', table } } },
      ...whenWaiting((control, { waitFor }) => {
        const { digest, shown } = waitFor as Extract<typeof waitFor, { kind: 'approval' }>
        const { problem } = shown as { problem?: Text }
        requests.push(problem && [englishFormatter.format(problem), germanFormatter.format(problem)])
        const edited =
          requests.length === 1
            ? [{ row: 9, column: 'n', value: 1 }]
            : requests.length === 2
              ? [{ row: 1, column: 'n', value: 'much' }]
              : [{ row: 2, column: 'n', value: 50 }]
        void control.decide({ node: 'p', digest, decision: 'approve', edited })
      }),
    })
    expect(requests).toEqual([
      undefined,
      [
        expect.stringContaining('Row 9 does not exist (the table has 3 rows)'),
        expect.stringContaining('Die Zeile 9 gibt es nicht (die Tabelle hat 3 Zeilen)'),
      ],
      [expect.stringContaining('much'), expect.stringContaining('much')],
    ])
    const approved = view.nodes.p?.outputs.approved
    expect(
      approved?.kind === 'table' &&
        (await tables.rows(sql`SELECT n FROM ${quoteIdentifier(tableName(approved.table.id))} ORDER BY rowid`)),
    ).toEqual([{ n: 0 }, { n: 50 }, { n: 2 }])
  })

  it.each([
    ['reject', 'completed', { yes: 'skipped', no: 'completed' }],
    ['approve', 'completed', { yes: 'completed', no: 'skipped' }],
    ['fail', 'failed', { yes: 'skipped', no: 'skipped' }],
  ])('counts as %s after its deadline', async (onDeadline, state, ways) => {
    const { view } = await runLogic(workflow({ deadlineHours: 0.02 / 3600, onDeadline }), { whenIdle: 'wait' })
    expect(view.state).toBe(state)
    expect(getStates(view)).toMatchObject(ways)
  })

  it('accepts one decision, about the shown value', async () => {
    const answers: (Problem | undefined)[] = []
    let control: RunControl | undefined
    await runLogic(
      workflow(),
      whenWaiting((given, { waitFor }) => {
        control = given
        const digest = waitFor.kind === 'approval' ? waitFor.digest : ''
        const collect = (problem: Problem | undefined): void => void answers.push(problem)
        void given.decide({ node: 'p', digest: 'old', decision: 'approve' }).then(collect)
        void given.decide({ node: 'p', digest, decision: 'approve', by: 'one tab' }).then(collect)
        void given.decide({ node: 'p', digest, decision: 'reject', by: 'the other' }).then(collect)
      }),
    )
    expect(answers.map((problem) => problem?.code).sort()).toEqual([
      'approval.not-waiting',
      'approval.stale',
      undefined,
    ])
    expect(await control!.decide({ node: 'p', digest: '', decision: 'reject' })).toMatchObject({
      code: 'run.not-active',
    })
  })
})

describe('sub-workflow', () => {
  const inner = createWorkflow({ x: ['add', { by: 5 }], y: ['add', { by: 5 }] }, ['x.out>y.in'], {
    ports: {
      inputs: [{ name: 'n', type: 'any', to: [{ node: 'x', port: 'in' }] }],
      outputs: [{ name: 'sum', type: 'any', from: { node: 'y', port: 'out' } }],
    },
  })

  it('runs inside a node with its own ports, also nested and by name', async () => {
    const middle = createWorkflow({ s: ['sub_workflow', { workflow: 'inner' }], t: ['add'] }, ['s.sum>t.in'], {
      ports: {
        inputs: [{ name: 'n', type: 'any', to: [{ node: 's', port: 'n' }] }],
        outputs: [{ name: 'out', type: 'any', from: { node: 't', port: 'out' } }],
      },
    })
    const workflow = createWorkflow(
      { a: ['give', { json: 1 }], s: ['sub_workflow', { document: middle as never }], z: ['add'] },
      ['a.out>s.n', 's.out>z.in'],
    )
    const { view, events } = await runLogic(workflow, { workflows: { inner } })
    expect(view.problem).toBeUndefined()
    expect(json(view.nodes.z?.outputs.out)).toBe(13)
    expect(view.inner?.['s/s/y']).toMatchObject({ state: 'completed' })
    expect(events[0]).toMatchObject({ workflows: { inner: { name: 'test' } } })
  })

  it('fails with its inner node', async () => {
    const workflow = createWorkflow(
      {
        a: ['give', { json: 1 }],
        s: ['sub_workflow', { document: createWorkflow({ x: ['give', { fail: true }] }, []) as never }],
      },
      [],
    )
    const { view } = await runLogic(workflow)
    expect(view.nodes.s?.error?.problem.message).toBe('In "s": The test makes it fail.')
    expect(view.inner?.['s/x']?.state).toBe('failed')
  })

  it('reports inner problems, a missing workflow, and recursion', () => {
    const problem = (config: object) =>
      describeLogic(createWorkflow({ s: ['sub_workflow', config as never] }, [])).problems[0]
    expect(problem({ workflow: 'gone' })).toMatchObject({ code: 'sub-workflow.missing', where: { node: 's' } })
    expect(problem({ document: { nodes: 3 } })?.message).toContain('In "s"')
    expect(problem({})).toBeUndefined()
  })
})

describe('error handler', () => {
  it('runs after all other nodes if one has failed', async () => {
    const workflow = createWorkflow(
      {
        a: ['give', { fail: true }],
        b: ['give', { json: 1 }],
        h: ['error_handler'],
        z: ['give', { json: '{{h.message}}' }],
      },
      ['h.failures>z.in'],
    )
    const { view } = await runLogic(workflow)
    expect(view.state).toBe('failed')
    expect(json(view.nodes.h?.outputs.failures)).toMatchObject([
      { node: 'a', kind: 'internal', message: 'The test makes it fail.' },
    ])
    expect(json(view.nodes.z?.outputs.out)).toBe('The test makes it fail.')
  })

  it('is skipped without a failure, and receives the error of a connected node', async () => {
    const quiet = await runLogic(createWorkflow({ a: ['give'], h: ['error_handler'] }, []))
    expect(quiet.view).toMatchObject({
      state: 'completed',
      nodes: { h: { state: 'skipped', reason: 'Not run: nothing failed.' } },
    })
    const workflow = createWorkflow(
      { a: ['give', { fail: true }, { onError: 'branch' }], n: ['give'], h: ['error_handler'] },
      ['a.out>n.in', 'a.error>h.error'],
    )
    const { view } = await runLogic(workflow)
    expect(view.state).toBe('completed')
    expect(getStates(view)).toEqual({ a: 'failed', n: 'skipped', h: 'completed' })
  })
})
