import { loadingNode } from '../data-agents/loading.ts'
import { applyEdit, type SuggestedFix, type Problem, type Workflow } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import type { Tables } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { selectEvery, sizes } from '../../../test/sizes.ts'
import { findFixes } from './find-fixes.ts'
import { probeNode, type ProbeDependencies } from './probe-node.ts'
import { errorsWithoutFix, heldOutErrors, knownErrors, laterErrors, type PlantedError } from './test-planted-errors.ts'
import { openTestHarness, testCatalog } from './test-probe.ts'

const { createDependencies } = openTestHarness()

/** Runs a workflow up to the faulty node and returns its problem. */
async function findProblem({ workflow, node, code, otherWorkflows }: PlantedError): Promise<Problem> {
  const { outcome, staticProblems, runProblems } = await probeNode(workflow, node, createDependencies(otherWorkflows))
  expect(outcome).toBe('failed')
  const problem = [...staticProblems, ...runProblems].find((candidate) => candidate.code === code)
  expect(problem, JSON.stringify([...staticProblems, ...runProblems])).toBeDefined()
  return problem!
}

const find = async (planted: PlantedError, other?: ProbeDependencies): Promise<SuggestedFix[]> =>
  findFixes(
    {
      workflow: planted.workflow,
      problem: await findProblem(planted),
      workflowNames: Object.keys(planted.otherWorkflows ?? {}),
    },
    other ?? createDependencies(planted.otherWorkflows),
  )

const byName = (errors: readonly PlantedError[]): [string, PlantedError][] =>
  errors.map((planted) => [planted.name, planted])

it('has twenty planted errors, and others that were written after the rules', () => {
  expect([knownErrors.length, heldOutErrors.length, laterErrors.length]).toEqual([10, 10, 23])
})

const triedErrors = [...knownErrors, ...heldOutErrors, ...selectEvery(laterErrors, sizes.laterErrorEveryNth)]
it.each(byName(triedErrors))('removes the error: %s', async (_name, planted) => {
  const [fix] = await find(planted)
  expect(fix?.verified).toBe(true)
  const { workflow, inverse, problems } = applyEdit(planted.workflow, fix!.edit)
  expect(problems).toEqual([])
  const after = await probeNode(workflow, planted.node, createDependencies(planted.otherWorkflows))
  expect(after.outcome).toBe('completed')
  expect(hasErrors([...after.staticProblems, ...after.runProblems])).toBe(false)
  expect(JSON.stringify(applyEdit(workflow, inverse).workflow)).toBe(JSON.stringify(planted.workflow))
})

it.each(byName(errorsWithoutFix))('offers nothing for %s', async (_name, planted) => {
  expect(await find(planted)).toEqual([])
})

const [misspelled] = knownErrors as [PlantedError]

it('offers a fix as not verified if nothing can be run', async () => {
  const { run: _run, ...others } = createDependencies()
  expect((await find(misspelled, others)).map(({ verified }) => verified)).toEqual([false])
})

it('reaches nothing outside, and offers a fix after a request as not verified', async () => {
  const request = { id: 'get', type: 'http_request', position: { x: 0, y: 0 } }
  const config = { url: 'https://api.example.com/orders', method: 'POST', response: 'table' }
  const workflow: Workflow = {
    ...misspelled.workflow,
    nodes: [{ ...request, data: { label: 'get', config } }, ...misspelled.workflow.nodes.slice(1)],
    edges: [{ id: 'e1', source: 'get', sourceHandle: 'table', target: 'big', targetHandle: 'table' }],
  }
  const problem = await findProblem(misspelled)
  const fixes = await findFixes({ workflow, problem }, createDependencies())
  expect(fixes.map(({ verified }) => verified)).toEqual([false])
})

it('requires approval of the tools with which an agent could send private data out', async () => {
  const tool = (name: string) => ({
    name,
    kind: 'node',
    use: 'http_request',
    approval: 'never',
    config: { url: 'https://example.com/{{input.value.q}}' },
  })
  const config = { prompt: 'Go', memory: 'conversation', tools: [tool('send'), tool('post')] }
  const workflow: Workflow = {
    ...misspelled.workflow,
    nodes: [{ id: 'ask', type: 'agent', position: { x: 0, y: 0 }, data: { label: 'ask', config } }],
    edges: [],
  }
  const { staticProblems } = await probeNode(workflow, 'ask', createDependencies())
  const problem = staticProblems.find(({ code }) => code === 'agent.unapproved-effect')
  expect(problem?.params).toMatchObject({ tool: 'send' })
  // Approval of one tool is not enough.
  const fixes = await findFixes({ workflow, problem: problem! }, createDependencies())
  expect(fixes).toMatchObject([
    { change: { params: { from: 'send: never, post: never' } }, verified: false },
    {
      change: { code: 'fix.target', params: { tool: 'send' } },
      fields: [{ type: 'http_request', setting: 'url', path: ['0', 'config', 'url'], value: 'https://example.com/' }],
    },
  ])
  const { workflow: fixed } = applyEdit(workflow, fixes[0]!.edit)
  const after = await probeNode(fixed, 'ask', createDependencies())
  expect(after.staticProblems.filter(({ code }) => code === 'agent.unapproved-effect')).toEqual([])
})

it('does not read large files completely', async () => {
  const base = createDependencies()
  const line = '7,18,80.25,open,2024-01-17\n'
  const head = 'order_id,customer_id,amount,status,order_date\n'
  const size = head.length + line.length * 1_000_000
  const read: number[] = []
  const open = (dataset: string) =>
    Promise.resolve({
      dataset,
      name: dataset,
      size,
      read(start: number, end: number) {
        read.push(Math.min(end, size))
        const text =
          start === 0
            ? head + line.repeat(Math.ceil(end / line.length))
            : line.repeat(Math.ceil((end - start) / line.length))
        return Promise.resolve(new TextEncoder().encode(text).subarray(0, Math.min(end, size) - start))
      },
    })
  const sampled = { ...base, run: { ...base.run!, files: { open } } }
  const [fix] = await find(misspelled, sampled)
  expect(fix?.verified).toBe(true)
  expect(Math.max(...read)).toBeLessThan(size / 2)
})

it('runs no node whose type it does not know', async () => {
  const catalog = {
    ...testCatalog,
    get: (type: string) => (type === loadingNode.type ? undefined : testCatalog.get(type)),
  }
  const [fix] = await find(misspelled, { ...createDependencies(), catalog })
  expect(fix?.verified).toBe(false)
})

it('creates separate tables, and drops them', async () => {
  const base = createDependencies()
  const { tables } = base.run!
  const create = (run: string): { ids: string[]; run: NonNullable<ProbeDependencies['run']> } => {
    const ids: string[] = []
    const load: Tables['load'] = (file, plan, options) => {
      ids.push(options.id)
      return tables.load(file, plan, options)
    }
    return { ids, run: { ...base.run!, tables: Object.assign(Object.create(tables), { load }), id: run } }
  }
  const [first, second] = [create('first'), create('second')]
  await find(misspelled, { ...base, run: first.run })
  await find(misspelled, { ...base, run: second.run })
  expect([first.ids.length, second.ids.length]).toEqual([1, 1])
  expect(first.ids).not.toEqual(second.ids)
  expect([...first.ids, ...second.ids].filter((id) => tables.has(id))).toEqual([])
})

it('reads the file that the last run was given', async () => {
  const workflow: Workflow = {
    ...misspelled.workflow,
    nodes: misspelled.workflow.nodes.map((node) =>
      node.id === 'orders' ? { ...node, data: { ...node.data, config: {} } } : node,
    ),
  }
  const problem = await findProblem(misspelled)
  const base = createDependencies()
  expect((await findFixes({ workflow, problem }, base)).map(({ verified }) => verified)).toEqual([false])
  const inputs = { orders: { file: { kind: 'file' as const, dataset: 'orders.csv', name: 'orders.csv' } } }
  const portsWithInputs = { ...base, run: { ...base.run!, inputs, id: 'given' } }
  expect((await findFixes({ workflow, problem }, portsWithInputs)).map(({ verified }) => verified)).toEqual([true])
})
