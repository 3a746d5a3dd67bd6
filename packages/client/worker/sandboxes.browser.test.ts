import { requests } from '../engine/requests.ts'
import { getProblem, createEmptyWorkflow, foldRun, type RunEvent, type Workflow } from '@aw-flow/schema'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import type { Engine } from '../engine/engine.ts'
import { createEngine } from '../engine/create-engine.ts'
import workerUrl from './worker.ts?worker&url'
import { createNode } from '../../../test/create-node.ts'

type Config = Workflow['nodes'][number]['data']['config']

/** A chain of nodes; each is [type, config, input port, output port]. */
function chain(...nodes: [type: string, config: Config, input: string, output: string][]): Workflow {
  return {
    ...createEmptyWorkflow('Chain'),
    nodes: nodes.map(([type, config], at) => createNode(`${type}${at}`, type, config, { label: type })),
    edges: nodes.slice(1).map(([type, , input], at) => ({
      id: `e${at}`,
      source: `${nodes[at]![0]}${at}`,
      sourceHandle: nodes[at]![3],
      target: `${type}${at + 1}`,
      targetHandle: input,
    })),
  }
}

describe('user code runs in the page', () => {
  let engine: Engine
  before(() => {
    engine = createEngine({ workerUrl, wasmUrl, abortTimeoutMs: 500 })
  })
  after(() => engine.close())

  let runs = 0
  const run = async (workflow: Workflow) => {
    const events: RunEvent[] = []
    const problem = await engine
      .run(
        { run: `run-${runs++}`, workflowId: 'w', workflow, files: {}, seed: 1 },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (more) => void events.push(...more),
        },
      )
      .then(getProblem)
    return { problem, view: foldRun(events) }
  }

  it('code in a separate worker, a transformation, a statement', async () => {
    const { problem, view } = await run(
      chain(
        ['code', { code: 'return [1, 2, 3].map((n) => ({ n, at: new Date(n).toISOString() }))' }, 'input', 'value'],
        ['transform', { result: 'table', expression: 'input[n > 1]' }, 'input', 'table'],
        ['code', { over: 'rows', code: 'console.log(row.n)\nreturn { ...row, twice: row.n * 2 }' }, 'input', 'table'],
        ['sql', { statement: 'SELECT sum(twice) AS total FROM input' }, 'input', 'table'],
      ),
    )
    expect(problem).to.equal(undefined)
    expect(view.state).to.equal('completed')
    const table = view.nodes['sql3']?.outputs['table']
    if (table?.kind !== 'table') throw new Error('No table came out.')
    expect(table.table).to.deep.include({ rows: 1 })
    expect(table.table.columns).to.deep.equal([{ name: 'total', type: 'HUGEINT' }])
  })

  it('an expression while it is edited', async () => {
    const workflow = chain(['code', { code: 'return 1' }, 'input', 'value'], ['condition', {}, 'value', 'true'])
    const outputs = { code0: { value: { kind: 'json' as const, json: { n: [1, 2] } } } }
    const ask = (text: string, offset = text.length) =>
      engine.ask(requests.completeExpression({ workflow, previews: [], node: 'condition1', text, offset, outputs }))
    const helped = await ask('$sum(input.value.n) + cod')
    if (!helped.ok) throw new Error(helped.problem.message)
    expect(helped.value.completions.options.map(({ label }) => label)).to.deep.equal(['code0'])
    expect(helped.value.tried).to.deep.include({ ok: true })
    const wrong = await ask('$sum(code0.value.n) +')
    expect(wrong.ok && wrong.value.tried).to.deep.include({ ok: false, message: { code: 'jsonata.S0207', params: {} } })
    const right = await ask('$sum(code0.value.n)')
    expect(right.ok && right.value.tried).to.deep.include({ ok: true, value: 3 })
  })

  it('an expression of a node in a sub-workflow', async () => {
    const inner = chain(['code', { code: 'return 1' }, 'input', 'value'], ['condition', {}, 'value', 'true'])
    const middle = chain(['sub_workflow', { document: inner as never }, 'input', 'value'])
    const workflow = chain(['sub_workflow', { document: middle as never }, 'input', 'value'])
    const outputs = { code0: { value: { kind: 'json' as const, json: { n: [1, 2] } } } }
    const ask = (text: string, node: string) =>
      engine.ask(requests.completeExpression({ workflow, previews: [], node, text, offset: text.length, outputs }))
    const helped = await ask('cod', 'sub_workflow0/sub_workflow0/condition1')
    expect(helped.ok && helped.value.completions.options.map(({ label }) => label)).to.deep.equal(['code0'])
    const tried = await ask('$sum(input.value.n)', 'sub_workflow0/sub_workflow0/condition1')
    expect(tried.ok && tried.value.tried).to.deep.include({ ok: true, value: 3 })
    const missing = await ask('cod', 'sub_workflow0/none/condition1')
    expect(missing.ok && missing.value.completions.options).to.deep.equal([])
  })

  it('an expression over rows, evaluated on the first ones, and the documentation of a node type', async () => {
    const workflow = chain(
      ['code', { code: 'return [{ "unit price": 2, n: 3 }, { "unit price": 5 }]' }, 'input', 'value'],
      ['transform', { result: 'table' }, 'input', 'table'],
      ['derive_column', { expression: '1' }, 'table', 'table'],
    )
    const { view } = await run(workflow)
    const outputs = Object.fromEntries(Object.values(view.nodes).map((node) => [node.node, node.outputs]))
    const ask = async (text: string, over: 'row' | 'value' = 'row', of = workflow) => {
      const node = of.nodes.at(-1)!.id
      const offset = text.length
      const helped = await engine.ask(
        requests.completeExpression({ workflow: of, previews: [], node, text, offset, outputs, over }),
      )
      if (!helped.ok) throw new Error(helped.problem.message)
      return helped.value
    }
    const helped = await ask('`unit price` * n')
    expect(helped.rows).to.deep.equal([
      { ok: true, value: 6, shape: { type: 'number' }, text: '6', isTruncated: false },
      { ok: true, value: undefined, shape: { type: 'any' }, text: '', isTruncated: false },
    ])
    expect((await ask('`un')).completions.options.map(({ text }) => text)).to.deep.equal(['`unit price`'])
    const unknown = await ask('n + m')
    expect(unknown.tried).to.deep.include({ ok: false, location: { offset: 4, line: 1, column: 5, token: 'm' } })
    expect((await ask('n +')).tried).to.deep.include({ ok: false, message: { code: 'jsonata.S0207', params: {} } })
    const each = { ...workflow, nodes: workflow.nodes.slice(0, 2) }
    each.nodes.push({ ...workflow.nodes[2]!, type: 'transform', data: { label: '', config: { over: 'rows' } } })
    const rows = await ask('row.n + index', 'value', each)
    // The second row has no n, so that the sum has no value.
    expect(rows.rows?.map((row) => row.ok && row.value)).to.deep.equal([3, undefined])
    expect((await ask('row.', 'value', each)).completions.options.map(({ label }) => label)).to.deep.equal([
      'unit price',
      'n',
    ])
    const docs = await engine.ask(requests.readNodeDocs({ type: 'derive_column' }))
    expect(docs.ok && docs.value?.markdown).to.match(/^# Compute column/)
    const german = await engine.ask(requests.readNodeDocs({ type: 'derive_column', language: 'de-AT' }))
    expect(german.ok && german.value?.markdown).to.match(/^# Spalte berechnen/)
    const languages = [docs, german, await engine.ask(requests.readNodeDocs({ type: 'derive_column', language: 'fr' }))]
    expect(languages.map((page) => page.ok && page.value?.language)).to.deep.equal(['en', 'de', 'en'])
    expect(await engine.ask(requests.readNodeDocs({ type: 'constructor' }))).to.deep.equal({
      ok: true,
      value: undefined,
    })
  })

  it('terminates only code that does not end', async () => {
    const code = 'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)'
    const { problem, view } = await run(chain(['code', { code, timeLimit: 0.2 }, 'input', 'value']))
    expect(problem).to.equal(undefined)
    expect(view.nodes['code0']?.error?.problem).to.deep.include({ code: 'code.out-of-time' })
    expect(engine.status.state).to.equal('ready')
  })

  it('terminates and restarts a worker that a statement blocks', async () => {
    const statement =
      'SELECT count(*) FROM range(3000000) a JOIN range(3000000) b ON a.range % 1013 < b.range % 7 - 6 OR a.range + b.range = -1'
    const slow = chain(
      ['code', { code: 'return [{ a: 1 }]' }, 'input', 'value'],
      ['transform', { result: 'table' }, 'input', 'table'],
      ['sql', { statement, timeLimit: 0.5 }, 'input', 'table'],
    )
    const { problem, view } = await run(slow)
    const reported = problem ?? view.nodes['sql2']?.error?.problem
    expect(reported).to.deep.include({ code: 'sql.out-of-time' })
    const { view: again } = await run(chain(['code', { code: 'return 1' }, 'input', 'value']))
    expect(again.state).to.equal('completed')
  })
})
