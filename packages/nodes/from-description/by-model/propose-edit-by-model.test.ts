import { createOpenAiModel } from '@aw-flow/agents'
import { describeWorkflow } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { applyEdit, readWorkflow, type Workflow, type WorkflowProposal } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { selectEvery, sizes } from '../../../../test/sizes.ts'
import { openModelServer, type Reply } from '../../../agents/language-model/test-model-server.ts'
import { proposeEditWithModel } from './propose-edit-by-model.ts'
import {
  answerCatalog as catalog,
  validPlans,
  orderWorkflow,
  emptyWorkflow,
  mutations,
  createNode,
  createWorkflow,
  createReply,
} from './test-model-answers.ts'

/** Replies of the next requests; the last one is repeated. */
let script: Reply[] = []
const server = await openModelServer('first', () => (script.length > 1 ? script.shift()! : script[0]!))
afterAll(() => server.close())

async function propose(
  replies: readonly Reply[],
  workflow = orderWorkflow,
  request: { dataset?: string; columns?: { name: string; type: string }[] } = {},
): Promise<WorkflowProposal> {
  script = [...replies]
  server.requests.length = 0
  return proposeEditWithModel(
    { description: 'Change it', workflow, ...request },
    {
      model: createOpenAiModel({ address: server.address, model: 'm', secret: '' }, server.egress),
      catalog,
      describe: async (described) =>
        describeWorkflow(described, { catalog, context: { findPreview: () => undefined } }),
      signal: new AbortController().signal,
    },
  )
}

const apply = (workflow: Workflow, { edit }: WorkflowProposal): Workflow => {
  const applied = applyEdit(workflow, edit!)
  expect(applied.problems).toEqual([])
  return applied.workflow
}
const lastMessage = (): string => server.requests.at(-1)!.messages.at(-1)!.content

describe('a change that a language model proposes', () => {
  it('creates a workflow with the dataset, ids and positions of the program, connected by compatible ports', async () => {
    const proposal = await propose(
      [
        createReply({
          nodes: [
            { ref: 'load', type: 'loading', label: 'Orders', configJson: '{}' },
            { ref: 'top ten', type: 'sample', label: '', configJson: '{"how":"first","rows":10}' },
            { ref: 'show', type: 'table', label: 'Top ten', configJson: '' },
          ],
          edges: [
            { from: 'load', fromPort: '', to: 'top ten', toPort: '' },
            { from: 'top ten', fromPort: 'table', to: 'show', toPort: 'table' },
          ],
          remarks: 'The first ten rows.',
        }),
      ],
      emptyWorkflow,
      { dataset: 'data-1', columns: [{ name: 'id', type: 'BIGINT' }] },
    )
    expect(proposal).toMatchObject({
      problems: [],
      dropped: [],
      remarks: 'The first ten rows.',
      requests: 1,
      model: 'm',
    })
    const { nodes, edges } = apply(emptyWorkflow, proposal)
    expect(nodes.map(({ id, type, data }) => [id, type, data.label])).toEqual([
      ['load', 'loading', 'Orders'],
      ['step', 'sample', catalog.get('sample')!.title],
      ['show', 'table', 'Top ten'],
    ])
    expect(nodes[0]!.data.config).toEqual({ dataset: 'data-1' })
    expect(nodes.map(({ position }) => position.x)).toEqual([100, 404, 708])
    expect(edges.map(({ source, target }) => `${source}>${target}`)).toEqual(['load>step', 'step>show'])
    expect(server.requests[0]!.messages[1]!.content).toContain('"id" BIGINT')
  })

  it('inserts a node into an edge, changes a setting and removes a node, and one inverse restores the document', async () => {
    const proposal = await propose([
      createReply({
        nodes: [{ ref: 'first', type: 'sample', label: 'First', configJson: '{"how":"first","rows":5}' }],
        edges: [
          { from: 'sorted', fromPort: '', to: 'first', toPort: '' },
          { from: 'first', fromPort: '', to: 'shown', toPort: '' },
        ],
        settings: [{ ref: 'sorted', pathJson: '["by"]', valueJson: '[{"column":"price","direction":"descending"}]' }],
      }),
    ])
    const applied = applyEdit(orderWorkflow, proposal.edit!)
    const { nodes, edges } = applied.workflow
    expect(edges.map(({ source, target }) => `${source}>${target}`)).toEqual([
      'orders>sorted',
      'sorted>first',
      'first>shown',
    ])
    expect(nodes.find(({ id }) => id === 'sorted')!.data.config).toEqual({
      by: [{ column: 'price', direction: 'descending' }],
    })
    expect(applyEdit(applied.workflow, applied.inverse).workflow).toEqual(orderWorkflow)
    const removal = await propose([createReply({ remove: ['shown'] })])
    expect(apply(orderWorkflow, removal).nodes.map(({ id }) => id)).toEqual(['orders', 'sorted'])
  })

  it('sends the settings of node types on request, and no more than twice', async () => {
    const needs = createReply({ needs: ['sample', 'no-such-type'] })
    const { edit, requests } = await propose([
      needs,
      createReply({ settings: [{ ref: 'sorted', pathJson: '["by"]', valueJson: '[]' }] }),
    ])
    expect(edit).toBeDefined()
    expect(requests).toBe(2)
    expect(lastMessage()).toContain('sample: {')
    expect(lastMessage()).toContain('no-such-type: this type does not exist')
    expect((await propose([needs])).edit).toBeUndefined()
    expect(server.requests.length).toBeLessThanOrEqual(6)
  })

  it('reports errors of an answer, and uses the corrected one', async () => {
    const wrong = createReply({
      nodes: [{ ref: 'x', type: 'samples', label: '', configJson: '{}' }],
      edges: [{ from: 'sorted', fromPort: '', to: 'x', toPort: '' }],
    })
    const invalid = createReply({
      nodes: [{ ref: 'x', type: 'sample', label: '', configJson: '{"rows":"ten"}' }],
      edges: [{ from: 'sorted', fromPort: 'rows', to: 'x', toPort: '' }],
    })
    const right = createReply({
      nodes: [{ ref: 'x', type: 'sample', label: '', configJson: '{"how":"first","rows":10}' }],
      edges: [{ from: 'sorted', fromPort: '', to: 'x', toPort: '' }],
    })
    const proposal = await propose([wrong, invalid, right])
    expect(proposal).toMatchObject({ problems: [], dropped: [], requests: 3 })
    const sent = server.requests.map(({ messages }) => messages.at(-1)!.content)
    expect(sent[1]).toContain('the node type "samples" does not exist')
    expect(sent[2]).toContain('has no output "rows"; it has: table')
    expect(sent[2]).toMatch(/node x, setting rows: .+/)
  })

  it('returns questions without an edit, and never runs text of the model', async () => {
    const proposal = await propose([createReply({ questions: ['Which column is the price?'] })])
    expect(proposal).toMatchObject({ questions: ['Which column is the price?'], requests: 1 })
    expect(proposal.edit).toBeUndefined()
    expect(proposal.failure).toBeUndefined()
  })

  it('sends no row, and cuts long settings', async () => {
    const secret = 'x'.repeat(5_000)
    const long = createWorkflow([createNode('note', 'text', { text: secret }, 0)], [])
    await propose([createReply({ remove: ['note'] })], long)
    expect(server.requests[0]!.messages[1]!.content.length).toBeLessThan(40_000)
    expect(server.requests[0]!.messages[1]!.content).not.toContain(secret)
  })
})

/** Checks that a result is a valid edit or a clear message, and that untouched nodes are unchanged. */
function expectUsable(proposal: WorkflowProposal, untouched: readonly string[]): void {
  if (!proposal.edit) {
    expect(englishFormatter.format(proposal.failure ?? '') || proposal.dropped.join()).not.toBe('')
    return
  }
  const { workflow, inverse, problems } = applyEdit(orderWorkflow, proposal.edit)
  expect(problems).toEqual([])
  expect(readWorkflow(JSON.parse(JSON.stringify(workflow))).problems).toEqual([])
  for (const id of untouched) {
    expect(workflow.nodes.find((one) => one.id === id)).toEqual(orderWorkflow.nodes.find((one) => one.id === id))
  }
  expect(applyEdit(workflow, inverse).workflow).toEqual(orderWorkflow)
  // Problems that the answer leaves are reported.
  const description = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
  const isStructural = ({ code }: { code: string }): boolean =>
    code.startsWith('edge.') || code.startsWith('node.unknown')
  if (description.problems.some(isStructural)) expect(proposal.problems.some(isStructural)).toBe(true)
}

describe('answers of a language model', () => {
  it('have 60 cases', () => expect(validPlans).toHaveLength(60))

  it.each(Object.keys(mutations))('with %s give a valid edit or a clear message, in all cases', async (name) => {
    for (const plan of selectEvery(validPlans, sizes.modelAnswerEveryNth)) {
      const untouched = name.includes('removed')
        ? ['orders', 'shown']
        : name.includes('sett') || name.includes('path')
          ? ['orders', 'shown']
          : ['orders', 'sorted', 'shown']
      expectUsable(await propose([mutations[name]!(plan)]), untouched)
      // The model corrects its answer after the first error.
      const corrected = await propose([mutations[name]!(plan), createReply(plan)])
      expectUsable(corrected, untouched)
      if (name !== 'a refusal') expect(corrected.edit).toBeDefined()
    }
  })

  it('that are refused by a rate limit, or fail, give a clear message', async () => {
    const limited: Reply = {
      status: 429,
      body: { error: { message: 'Slow down', type: 'rate_limit', param: null, code: null } },
      headers: { 'retry-after': '0' },
    }
    const failing: Reply = {
      status: 500,
      body: { error: { message: 'Broken', type: 'server', param: null, code: null } },
    }
    for (const reply of [limited, failing]) {
      const proposal = await propose([reply])
      expect(proposal.edit).toBeUndefined()
      expect(englishFormatter.format(proposal.failure!)).toMatch(/"m"|model/)
    }
  })
})
