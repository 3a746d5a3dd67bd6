import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { Reply } from '../../../agents/language-model/test-model-server.ts'
import { createBuiltInCatalog } from '../../built-in-nodes.ts'
import type { ModelPlan } from './model-plan.ts'

export const answerCatalog = createBuiltInCatalog()

export const createWorkflow = (nodes: object[], edges: object[]): Workflow => {
  const { workflow, problems } = readWorkflow({ version: 1, name: 'Orders', nodes, edges })
  if (!workflow || problems.length > 0) throw new Error('The document is not valid.')
  return workflow
}
export const createNode = (id: string, type: string, config: object, x: number) => ({
  id,
  type,
  position: { x, y: 100 },
  data: { label: id, config },
})
const createEdge = (source: string, target: string) => ({
  id: `${source}-${target}`,
  source,
  sourceHandle: 'table',
  target,
  targetHandle: 'table',
})
export const emptyWorkflow = createWorkflow([], [])
export const orderWorkflow = createWorkflow(
  [
    createNode('orders', 'loading', {}, 100),
    createNode('sorted', 'sort', { by: [{ column: 'id', direction: 'ascending' }] }, 404),
    createNode('shown', 'table', {}, 708),
  ],
  [createEdge('orders', 'sorted'), createEdge('sorted', 'shown')],
)

export const emptyPlan: ModelPlan = {
  needs: [],
  nodes: [],
  edges: [],
  settings: [],
  remove: [],
  questions: [],
  remarks: '',
}
export const createReply = (plan: Partial<ModelPlan>): Reply => ({ says: JSON.stringify({ ...emptyPlan, ...plan }) })

/** Node types with a table as their first input and output. */
const tableTypes = answerCatalog
  .list()
  .filter(({ inputs, outputs }) => inputs[0]?.type === 'table' && outputs[0]?.type === 'table')
  .map(({ type, defaults }) => ({ type, configJson: JSON.stringify(defaults) }))

/** Sixty correct answers that add a node at the end, between two nodes, or followed by a second new node. */
export const validPlans = tableTypes
  .flatMap(({ type, configJson }) => {
    const nodes = [{ ref: 'new', type, label: 'New', configJson }]
    const incomingEdge = { from: 'sorted', fromPort: '', to: 'new', toPort: '' }
    const outgoingEdge = { from: 'new', fromPort: '', to: 'shown', toPort: '' }
    const secondNode = { ref: 'second', type: 'sample', label: '', configJson: '{}' }
    return [
      { ...emptyPlan, nodes, edges: [incomingEdge] },
      { ...emptyPlan, nodes, edges: [incomingEdge, outgoingEdge] },
      {
        ...emptyPlan,
        nodes: [...nodes, secondNode],
        edges: [incomingEdge, { from: 'new', fromPort: '', to: 'second', toPort: '' }],
      },
    ]
  })
  .slice(0, 60)

const serializePlan = (plan: ModelPlan): string => JSON.stringify(plan)
const changeNode = (plan: ModelPlan, change: object): Reply =>
  createReply({ ...plan, nodes: plan.nodes.map((item) => ({ ...item, ...change })) })
const changeEdge = (plan: ModelPlan, change: object): Reply =>
  createReply({ ...plan, edges: plan.edges.map((item) => ({ ...item, ...change })) })

/** Ways in which an answer can be wrong. */
export const mutations: Readonly<Record<string, (plan: ModelPlan) => Reply>> = {
  truncated: (plan) => ({ says: serializePlan(plan).slice(0, -20), ended: 'length' }),
  interrupted: (plan) => ({ cutAfter: serializePlan(plan).slice(0, 60) }),
  'an unknown type': (plan) => changeNode(plan, { type: 'teleport' }),
  'a wrong port': (plan) => changeEdge(plan, { toPort: 'nowhere' }),
  'a cycle': (plan) =>
    createReply({
      ...plan,
      edges: [
        ...plan.edges,
        { from: 'shown', fromPort: '', to: 'orders', toPort: '' },
        { from: 'new', fromPort: '', to: 'sorted', toPort: '' },
      ],
    }),
  'a missing setting': (plan) => changeNode(plan, { configJson: '{}' }),
  'settings that are not JSON': (plan) => changeNode(plan, { configJson: '{column: id' }),
  'a setting of the wrong type': (plan) =>
    createReply({ ...plan, settings: [{ ref: 'sorted', pathJson: '["by"]', valueJson: '7' }] }),
  'an invalid path': (plan) =>
    createReply({
      ...plan,
      settings: [
        { ref: 'sorted', pathJson: '"by"', valueJson: '[]' },
        { ref: 'sorted', pathJson: '["__proto__","x"]', valueJson: '1' },
      ],
    }),
  'prose around JSON': (plan) => ({ says: `Here is the change:\n${serializePlan(plan)}\nI hope this helps.` }),
  'a code fence': (plan) => ({ says: `\`\`\`json\n${serializePlan(plan)}\n\`\`\`` }),
  prose: () => ({ says: 'I would add a node that sorts the orders.' }),
  'an empty answer': () => ({ says: '' }),
  'a list': () => ({ says: '[1, 2]' }),
  'a refusal': () => ({ refuses: 'I cannot do that.' }),
  'an unknown ref': (plan) => changeEdge(plan, { from: 'ghost' }),
  'a removed node that is used': (plan) => createReply({ ...plan, remove: ['sorted', 'ghost'] }),
  'a ref that exists': (plan) => changeNode(plan, { ref: 'shown' }),
  'a reserved name': (plan) => changeNode(plan, { ref: '__proto__' }),
}
