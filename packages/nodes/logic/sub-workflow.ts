import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { emptyWorkflow } from '@aw-flow/schema'
import { z } from 'zod'

const settings = z.strictObject({
  workflow: z.string().default('').meta({
    title: 'Workflow',
    description:
      'The name or id of a workflow that runs within this node. A run keeps it as it is when the run begins.',
  }),
  document: z.record(z.string(), z.unknown()).default({}).meta({
    title: 'Document',
    description: 'The workflow itself, where none is named. Its ports are those of this node.',
    format: 'json',
  }),
})

/** Runs another workflow within it. */
export const subWorkflowNode = defineNode({
  type: 'sub_workflow',
  version: 1,
  family: 'logic',
  title: 'Sub-workflow',
  description: 'Runs another workflow within this one; its ports are the ports of this node.',
  icon: 'workflow',
  control: 'sub-workflow',
  verbatim: ['workflow', 'document'],
  inputs: [],
  outputs: [],
  inside({ workflow, document }) {
    if (workflow.trim() !== '') return { name: workflow.trim() }
    return { document: Object.keys(document).length > 0 ? document : emptyWorkflow('Nothing') }
  },
  settings,

  describe({ settings: { workflow, document } }) {
    const { name, nodes } = document
    const count = Array.isArray(nodes) ? nodes.length : 0
    const own = typeof name === 'string' ? name : message('sub-workflow.none', {})
    return {
      outputs: {},
      summary: message(
        'sub-workflow.summary',
        workflow.trim() === '' ? { workflow: own, count } : { workflow, count: 0 },
      ),
    }
  },

  run() {
    throw new Error('What runs of a sub-workflow is the nodes within it.')
  },
})
