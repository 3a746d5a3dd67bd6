import { renderMessages } from '../../test/render-messages.ts'
import { describe, expect, it } from 'vitest'
import type { Workflow } from '@aw-flow/schema'
import { z } from 'zod'
import { createCatalog } from './node/catalog.ts'
import { defineNode } from './node/define-node.ts'
import { describeWorkflow } from './plan/describe-workflow.ts'
import { planRun } from './results/plan-run.ts'
import { createResultCache } from './results/results.ts'
import {
  createControlWorkflow,
  createControlNodes,
  describeControlWorkflow,
  failWith,
  runControlWorkflow,
  getStates,
  getJsonValue,
} from './test-control.ts'

const loop = (config: object, more: Record<string, [string, object?]> = {}, edges: string[] = []) =>
  createControlWorkflow(
    { a: ['do', { give: [1, 2, 3, 4] }], l: ['each', config as never], b: ['do'], z: ['do'], ...(more as object) },
    ['a.out>l.items', 'l.item>b.in', 'b.out>l.result', 'l.results>z.in', ...edges],
  )
const codes = (workflow: Parameters<typeof describeControlWorkflow>[0]): string[] =>
  describeControlWorkflow(workflow).problems.map(({ code }) => code)

describe('the graph', () => {
  it.each([
    ['all', 'skipped', 'skipped'],
    ['any', 'completed', 'skipped'],
    ['first', 'completed', 'skipped'],
  ])('[E15] a join waits for %s of its edges', async (join, one, none) => {
    const sides = { a: ['do', { take: 'out' }], b: ['do'], c: ['do'] } as const
    const both = createControlWorkflow({ ...sides, j: ['do', {}, { join }] } as never, [
      'a.out>b.in',
      'a.other>c.in',
      'b.out>j.in',
      'c.out>j.more',
    ])
    expect(getStates((await runControlWorkflow(both)).view).j).toBe(one)
    const neither = createControlWorkflow({ a: ['do', {}, { mode: 'disabled' }], b: ['do'], j: ['do', {}, { join }] }, [
      'a.out>b.in',
      'a.out>j.in',
      'b.out>j.more',
    ])
    expect(getStates((await runControlWorkflow(neither)).view).j).toBe(none)
  })

  it('[E15] starts at the first edge with a value, without waiting for the others', async () => {
    let free = (): void => undefined
    const slow = new Promise<void>((resolve) => (free = resolve))
    const workflow = createControlWorkflow({ a: ['do'], b: ['do', { give: 2 }], j: ['do', {}, { join: 'first' }] }, [
      'a.out>j.in',
      'b.out>j.more',
    ])
    const { order } = await runControlWorkflow(workflow, { a: () => slow, j: () => void setTimeout(free, 5) })
    expect(order.indexOf('node-completed j')).toBeLessThan(order.indexOf('node-completed a'))
  })

  it('[E16] skips nodes after an inactive output, with the reason, and completes', async () => {
    const workflow = createControlWorkflow({ c: ['do', { take: 'out' }], yes: ['do'], no: ['do'], behind: ['do'] }, [
      'c.out>yes.in',
      'c.other>no.in',
      'no.out>behind.in',
    ])
    const { view } = await runControlWorkflow(workflow)
    expect(view.state).toBe('completed')
    expect(getStates(view)).toEqual({ c: 'completed', yes: 'completed', no: 'skipped', behind: 'skipped' })
    expect(renderMessages([view.nodes.no?.reason, view.nodes.behind?.reason])).toEqual([
      'Not run: "c" had no output at "other".',
      'Not run: "no" was skipped.',
    ])
  })

  it.each([1, 2, 9])(
    '[E17] runs a body once for each item, with %i parallel iterations, and collects results in order',
    async (parallel) => {
      let now = 0
      let maxRunning = 0
      const later = async (args: { inputs: object; scope: readonly string[] }): Promise<string> => {
        maxRunning = Math.max(maxRunning, ++now)
        const iteration = Number(args.scope[0]!.split('#')[1])
        await new Promise((resolve) => setTimeout(resolve, 8 - 2 * iteration))
        now--
        return `iteration ${iteration}`
      }
      const { view, events } = await runControlWorkflow(
        loop({ parallel }),
        { b: later as never },
        { maxParallelNodes: 8 },
      )
      expect(getJsonValue(view.nodes.z?.outputs.out)).toEqual([
        'iteration 0',
        'iteration 1',
        'iteration 2',
        'iteration 3',
      ])
      expect(maxRunning).toBe(Math.min(parallel, 4))
      expect(view.nodes.l?.iterations).toEqual({ started: 4, completed: 4, failed: 0, total: 4 })
      expect(events.find((event) => event.type === 'node-started' && event.node === 'b')).toMatchObject({
        scope: ['l#0'],
      })
    },
  )

  it('[E17] completes without items', async () => {
    const workflow = createControlWorkflow({ a: ['do', { give: [] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>l.result',
    ])
    const { view } = await runControlWorkflow(workflow)
    expect(view.state).toBe('completed')
    expect(getJsonValue(view.nodes.l?.outputs.results)).toEqual([])
    expect(renderMessages(view.nodes.b?.reason)).toBe('Not run: no branch led to this node.')
  })

  it('[E18] iterates while the loop continues, each time with the previous results', async () => {
    const workflow = createControlWorkflow({ w: ['again', { below: 5 }], b: ['do'] }, ['w.item>b.in', 'b.out>w.result'])
    const seen: unknown[] = []
    const { view } = await runControlWorkflow(workflow, {
      b: ({ inputs }) => (seen.push(getJsonValue(inputs.in)), Number(getJsonValue(inputs.in)) + 2),
    })
    expect(seen).toEqual([0, 2, 4])
    expect(getJsonValue(view.nodes.w?.outputs.last)).toBe(6)
  })

  it('[E19] allows cycles only in loops, whose bodies are nested or disjoint', () => {
    expect(codes(createControlWorkflow({ a: ['do'], b: ['do'] }, ['a.out>b.in', 'b.out>a.in']))).toEqual([
      'workflow.cycle',
    ])
    const wrongWay = createControlWorkflow({ l: ['each'], b: ['do'] }, ['l.item>b.in', 'b.out>l.items'])
    expect(codes(wrongWay)).toEqual(['loop.wrong-return-port'])
    const outside = createControlWorkflow({ a: ['do', { give: [1] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'a.out>l.result',
    ])
    expect(codes(outside)).toEqual(['loop.source-outside-body'])
    const two = { a: ['do', { give: [1] }], k: ['each'], l: ['each'], b: ['do'] } as const
    const overlap = createControlWorkflow(two as never, [
      'a.out>k.items',
      'a.out>l.items',
      'k.item>b.in',
      'l.item>b.more',
      'b.out>l.result',
    ])
    expect(codes(overlap)).toEqual(['loop.overlap'])
    const atItsEnd = createControlWorkflow({ a: ['do', { give: [1] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'l.results>b.more',
      'b.out>l.result',
    ])
    expect(codes(atItsEnd)).toEqual(['workflow.cycle'])
    expect(codes(loop({}))).toEqual([])
  })

  it('[E19] nests loops', async () => {
    const workflow = createControlWorkflow(
      { a: ['do', { give: [[1, 2], [3], []] }], k: ['each'], l: ['each'], b: ['do'] },
      ['a.out>k.items', 'k.item>l.items', 'l.item>b.in', 'b.out>l.result', 'l.results>k.result'],
    )
    const { view, events } = await runControlWorkflow(workflow, {
      b: ({ inputs }) => Number(getJsonValue(inputs.in)) * 10,
    })
    expect(getJsonValue(view.nodes.k?.outputs.results)).toEqual([[10, 20], [30], []])
    expect(
      events
        .filter((event) => event.type === 'node-started' && event.node === 'b')
        .map((event) => 'scope' in event && event.scope),
    ).toEqual([
      ['k#0', 'l#0'],
      ['k#0', 'l#1'],
      ['k#1', 'l#0'],
    ])
  })

  it('[E20] waits for everything outside that its body reads', async () => {
    const workflow = loop({}, { c: ['do', { give: 100 }], d: ['do'] }, ['c.out>d.in', 'd.out>b.more'])
    const { view, order } = await runControlWorkflow(workflow, {
      b: ({ inputs }) => Number(getJsonValue(inputs.in)) + Number(getJsonValue(inputs.more)),
    })
    expect(getJsonValue(view.nodes.z?.outputs.out)).toEqual([101, 102, 103, 104])
    expect(order.indexOf('node-started l')).toBeGreaterThan(order.indexOf('node-completed d'))
    const broken = await runControlWorkflow(workflow, { d: failWith() })
    expect(getStates(broken.view)).toMatchObject({ d: 'failed', l: 'skipped', b: 'skipped', z: 'skipped' })
  })

  const inner = createControlWorkflow({ x: ['do'], y: ['do'] }, ['x.out>y.in'], {
    ports: {
      inputs: [{ name: 'n', type: 'any', required: true, to: [{ node: 'x', port: 'in' }] }],
      outputs: [{ name: 'm', type: 'any', from: { node: 'y', port: 'out' } }],
    },
  })

  it('[E21] runs a sub-workflow by its ports, nested, in loops, and by name', async () => {
    const middle = createControlWorkflow({ s: ['within', { name: 'inner' }] }, [], {
      ports: {
        inputs: [{ name: 'n', type: 'any', to: [{ node: 's', port: 'n' }] }],
        outputs: [{ name: 'm', type: 'any', from: { node: 's', port: 'm' } }],
      },
    })
    const workflow = createControlWorkflow(
      { a: ['do', { give: [1, 2] }], l: ['each'], s: ['within', { document: middle as never }] },
      ['a.out>l.items', 'l.item>s.n', 's.m>l.result'],
    )
    const add = ({ inputs }: { inputs: Record<string, never> }): number => Number(getJsonValue(inputs.in)) + 1
    const { view, events } = await runControlWorkflow(
      workflow,
      { x: add as never, y: add as never },
      { workflows: { inner } },
    )
    expect(view.problem).toBeUndefined()
    expect(getJsonValue(view.nodes.l?.outputs.results)).toEqual([3, 4])
    expect(view.inner?.['s/s/y']).toMatchObject({ state: 'completed', instances: { completed: 2 } })
    expect(events.find((event) => 'node' in event && event.node === 'y')).toMatchObject({
      scope: ['l#0', 's#0', 's#0'],
    })
    expect(events[0]).toMatchObject({ workflows: { inner: { name: 'test' } }, types: { do: 1, within: 1 } })
  })

  it('[E21] reports its problems before a run', () => {
    const problems = (config: object, workflows?: object) =>
      describeControlWorkflow(createControlWorkflow({ s: ['within', config as never] }, []), workflows as never)
        .problems
    expect(problems({ name: 'gone' })).toMatchObject([{ code: 'sub-workflow.missing', where: { node: 's' } }])
    expect(
      problems({ name: 'own' }, { own: createControlWorkflow({ t: ['within', { name: 'own' }] }, []) }),
    ).toMatchObject([{ code: 'sub-workflow.recursive' }])
    expect(problems({ document: inner })).toMatchObject([
      { code: 'node.missing-input', where: { node: 's', port: 'n' } },
    ])
    const lost = {
      ...inner,
      ports: { inputs: [], outputs: [{ name: 'm', type: 'any', from: { node: 'q', port: 'out' } }] },
    }
    expect(renderMessages(problems({ document: lost })[0])).toMatchObject({
      code: 'sub-workflow.no-port',
      message: expect.stringContaining('In "s"'),
    })
  })

  it('[E22] skips disabled nodes and those after them, and passes values through bypassed ones', async () => {
    const nodes = (mode?: string) =>
      ({ a: ['do', { give: 1 }], b: ['do', { give: 2 }, mode ? { mode } : {}], c: ['do'] }) as never
    const edges = ['a.out>b.in', 'b.out>c.in']
    const off = await runControlWorkflow(createControlWorkflow(nodes('disabled'), edges))
    expect(getStates(off.view)).toEqual({ a: 'completed', b: 'skipped', c: 'skipped' })
    expect(renderMessages(off.view)).toMatchObject({
      state: 'completed',
      nodes: { b: { reason: 'Not run: the node is disabled.' } },
    })
    const past = await runControlWorkflow(createControlWorkflow(nodes('bypassed'), edges))
    expect(getStates(past.view)).toEqual({ a: 'completed', b: 'skipped', c: 'completed' })
    expect(getJsonValue(past.view.nodes.c?.outputs.out)).toBe(1)
    const group = { groups: [{ id: 'g', label: 'G', nodes: ['b', 'gone'], mode: 'bypassed' }] }
    const grouped = await runControlWorkflow(createControlWorkflow(nodes(), edges, group))
    expect(getJsonValue(grouped.view.nodes.c?.outputs.out)).toBe(1)
    const bypassedLoop = loop({})
    bypassedLoop.nodes[1]!.mode = 'bypassed'
    const { view } = await runControlWorkflow(bypassedLoop)
    expect(view.nodes.z?.state).toBe('completed')
  })

  it('[E25] evaluates {{…}} before a node starts, for its record and its key', async () => {
    const workflow = createControlWorkflow(
      {
        a: ['do', { give: { n: 7 } }],
        b: ['do', { give: '{{a.out.n}}' }],
        c: ['do', { give: '{{a.out.n * 2}} of \\{{{{limit}}' }],
      },
      ['a.out>b.in', 'a.out>c.in'],
      { settings: { variables: { limit: 9 } } },
    )
    const { view, events } = await runControlWorkflow(workflow)
    expect(getJsonValue(view.nodes.b?.outputs.out)).toBe(7)
    expect(getJsonValue(view.nodes.c?.outputs.out)).toBe('14 of {{9')
    expect(events.find((event) => event.type === 'node-started' && event.node === 'b')).toMatchObject({
      filled: { give: 7 },
    })
    workflow.nodes[0]!.data.config = { give: { n: 8 } }
    const other = await runControlWorkflow(workflow)
    expect(other.view.nodes.b?.key).not.toBe(view.nodes.b?.key)
  })

  it('[E25] never evaluates the results of expressions', async () => {
    const workflow = createControlWorkflow({ a: ['do', { give: 'x' }], b: ['do', { give: '{{a.out}}' }] }, [
      'a.out>b.in',
    ])
    const { view } = await runControlWorkflow(workflow, { a: () => '{{run.id}}' })
    expect(getJsonValue(view.nodes.b?.outputs.out)).toBe('{{run.id}}')
  })

  it('[E25] reports unknown names before the run, and missing values as errors of the run', async () => {
    const unknown = createControlWorkflow({ a: ['do'], b: ['do', { give: '{{a.out}}' }] }, [])
    expect(renderMessages(describeControlWorkflow(unknown).problems)).toMatchObject([
      {
        code: 'expression.unknown-name',
        where: { node: 'b', setting: 'give' },
        hint: expect.stringContaining('input'),
      },
    ])
    const asked = createControlWorkflow({ a: ['do'], b: ['ask', { what: 'a.out > input.in' }] }, [])
    expect(codes(asked)).toEqual(['expression.unknown-name'])
    const broken = createControlWorkflow({ b: ['do', { give: '{{run.' }] }, [])
    expect(codes(broken)).toEqual(['expression.invalid'])
    const empty = createControlWorkflow({ a: ['do', { give: {} }], b: ['do', { give: '{{a.out.missing}}' }] }, [
      'a.out>b.in',
    ])
    const { view } = await runControlWorkflow(empty)
    expect(view.nodes.b?.error?.problem).toMatchObject({
      code: 'expression.no-value',
      where: { node: 'b', setting: 'give' },
    })
  })

  it('[E25] reads the item of the loop around it', async () => {
    const workflow = loop({})
    workflow.nodes[2]!.data.config = { give: 'item {{item}} of {{a.out[3]}}, {{l.item}}' }
    const { view } = await runControlWorkflow(
      createControlWorkflow(
        { a: ['do', { give: [1, 2] }], l: ['each'], b: ['do', { give: 'item {{item}}, {{l.item}}' }] },
        ['a.out>l.items', 'l.item>b.in', 'b.out>l.result'],
      ),
    )
    expect(getJsonValue(view.nodes.l?.outputs.results)).toEqual(['item 1, 1', 'item 2, 2'])
    expect((await runControlWorkflow(workflow)).view.state).toBe('completed')
  })

  it('[E26] starts only at triggers, if the workflow has any', async () => {
    const workflow = createControlWorkflow({ t: ['start', { give: 1 }], a: ['do'], alone: ['do'] }, ['t.out>a.in'])
    const { view } = await runControlWorkflow(workflow)
    expect(getStates(view)).toEqual({ t: 'completed', a: 'completed', alone: 'skipped' })
    expect(renderMessages(view.nodes.alone?.reason)).toBe('Not run: the workflow starts at its triggers.')
  })

  it('[E26] starts the entire workflow at a trigger without edges', async () => {
    const workflow = createControlWorkflow({ t: ['start', { give: 1 }], a: ['do'], b: ['do'] }, ['a.out>b.in'])
    const { view } = await runControlWorkflow(workflow)
    expect(getStates(view)).toEqual({ t: 'completed', a: 'completed', b: 'completed' })
  })

  it('[E39] describes through loops and sub-workflows', () => {
    const columns = [{ name: 'n', type: 'BIGINT' }]
    const table = defineNode({
      ...createControlNodes({})[0]!,
      type: 'table',
      inputs: [],
      settings: z.strictObject({}),
      ports: () => ({ inputs: [], outputs: [{ name: 'out', type: 'table' }] }),
      describe: () => ({ outputs: { out: { type: 'table', columns } }, summary: 'Table' }),
    })
    const catalog = createCatalog([...createControlNodes({}), table])
    const workflow = createControlWorkflow(
      { t: ['table'], l: ['each'], s: ['within', { document: inner as never }], z: ['do'] },
      ['t.out>l.items', 'l.item>s.n', 's.m>l.result', 'l.results>z.in'],
    )
    const {
      nodes,
      problems,
      inner: within,
    } = describeWorkflow(workflow, {
      catalog,
      context: { findPreview: () => undefined },
    })
    expect(problems).toEqual([])
    const given = { type: 'table', columns }
    expect(Object.keys(within ?? {}).toSorted()).toEqual(['s/x', 's/y'])
    expect(within?.['s/x']?.inputs.in).toEqual(given)
    expect(nodes.l?.outputs).toMatchObject({ item: given, results: given })
    expect(nodes.s).toMatchObject({ inputs: { n: given }, outputs: { m: given } })
    expect(nodes.z?.inputs.in).toEqual(given)
    const description = describeControlWorkflow(
      createControlWorkflow({ l: ['each'], s: ['within', { document: inner as never }] }, [
        'l.item>s.n',
        's.m>l.result',
      ]),
    )
    expect(description.nodes.s?.ports).toMatchObject({
      inputs: [{ name: 'n', required: true }],
      outputs: [{ name: 'm' }],
    })
  })

  it('[E39] describes nodes with the datasets of the next run', () => {
    const datasets: unknown[] = []
    const read = defineNode({
      ...createControlNodes({})[0]!,
      type: 'read',
      inputs: [],
      settings: z.strictObject({}),
      ports: () => ({ inputs: [], outputs: [] }),
      describe({ runDataset }) {
        datasets.push(runDataset)
        return { outputs: {}, summary: 'Read' }
      },
    })
    const document = createControlWorkflow({ c: ['read'] }, [])
    describeWorkflow(
      createControlWorkflow(
        { a: ['read'], b: ['within', { document: document as never }], toString: ['read'] as [string] },
        [],
      ),
      {
        catalog: createCatalog([...createControlNodes({}), read]),
        context: { findPreview: () => undefined },
        runDatasets: { a: 'outer', 'b/c': 'inner' },
      },
    )
    expect(datasets.toSorted()).toEqual(['inner', 'outer', undefined])
  })

  it('[E3] supports node ids that are properties of all objects', async () => {
    for (const id of ['toString', 'valueOf', 'hasOwnProperty', '__defineGetter__']) {
      const workflow = createControlWorkflow({ [id]: ['do', { give: 1 }], z: ['do', { give: `{{input.in}}` }] }, [
        `${id}.out>z.in`,
      ])
      const { view, order } = await runControlWorkflow(workflow, Object.create(null))
      expect(order).toContain(`node-started ${id}`)
      expect(getJsonValue(view.nodes.z?.outputs.out)).toBe(1)
      const { providedOutputs } = planRun({ workflow, catalog: createCatalog(createControlNodes({})), part: { kind: 'from', node: 'z' }, earlierRun: view, hasTable: () => true }) // oxfmt-ignore
      expect(Object.keys(providedOutputs)).toEqual([id])
    }
  })

  it('[E89] records logs with levels, reports progress, and names the node instance in both', async () => {
    const progress: unknown[] = []
    let late: (() => void) | undefined
    const workflow = createControlWorkflow({ a: ['do', { give: [1, 2] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>l.result',
    ])
    const { view, events } = await runControlWorkflow(
      workflow,
      {
        b: ({ log, reportProgress: report, inputs }) => {
          log(getJsonValue(inputs.in) === 1 ? 'debug' : 'warning', `item ${String(getJsonValue(inputs.in))}`)
          report(1, 4, 'steps', 'first')
          late = () => {
            log('error', 'late')
            report(4, 4, 'steps')
          }
        },
      },
      { onProgress: (entry) => progress.push(entry) },
    )
    const logged = events.filter(({ type }) => type === 'node-logged')
    expect(logged).toMatchObject([
      { node: 'b', scope: ['l#0'], level: 'debug', message: 'item 1' },
      { node: 'b', scope: ['l#1'], level: 'warning', message: 'item 2' },
    ])
    expect(view.log).toMatchObject([
      { level: 'debug', node: 'b' },
      { level: 'warning', node: 'b' },
    ])
    const expected = { run: 'r', node: 'b', done: 1, total: 4, unit: 'steps', message: 'first' }
    expect(progress).toEqual([
      { ...expected, scope: ['l#0'] },
      { ...expected, scope: ['l#1'] },
    ])
    expect(events.some(({ type }) => type.includes('progress'))).toBe(false)
    late!()
    expect(events).toHaveLength(events.at(-1)!.seq + 1)
    expect(progress).toHaveLength(2)
  })

  it('[E83] reuses results of random expressions for the same seed, and never those that read the time', async () => {
    const results = createResultCache()
    const run = async (what: string, seed: number) => {
      const { view } = await runControlWorkflow(
        createControlWorkflow({ a: ['ask', { what }] }, []),
        {},
        { seed, results },
      )
      return [view.nodes.a?.state, getJsonValue(view.nodes.a?.outputs.out)]
    }
    const [, first] = await run('$random()', 1)
    expect(await run('$random()', 1)).toEqual(['cached', first])
    const [state, second] = await run('$random()', 2)
    expect([state, second === first]).toEqual(['completed', false])
    await run('$millis() > 0', 1)
    expect(await run('$millis() > 0', 1)).toEqual(['completed', true])
  })

  it('[E7] fails a node with an internal error if an input from outside is not JSON', async () => {
    const round: Record<string, unknown> = {}
    round.round = round
    const inputs = { b: { in: { kind: 'json' as const, json: round } } }
    const { view } = await runControlWorkflow(
      createControlWorkflow({ a: ['do'], b: ['do'] }, ['a.out>b.more']),
      {},
      { inputs },
    )
    expect(view.nodes.b).toMatchObject({ state: 'failed', error: { kind: 'internal' } })
  })

  it('[E21] reports workflows that refer to each other twice, at any depth', () => {
    const workflows: Record<string, Workflow> = { w0: createControlWorkflow({ a: ['do'] }, []) }
    for (let level = 1; level <= 40; level++) {
      const name = `w${level - 1}`
      workflows[`w${level}`] = createControlWorkflow({ a: ['within', { name }], b: ['within', { name }] }, [])
    }
    const { ready, problems } = describeControlWorkflow(
      createControlWorkflow({ w: ['within', { name: 'w40' }] }, []),
      workflows,
    )
    expect(ready).toBe(false)
    expect(problems.map(({ code }) => code)).toEqual(['sub-workflow.too-many-nodes'])
  })
})
