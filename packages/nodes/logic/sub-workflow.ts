import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { createEmptyWorkflow } from '@aw-flow/schema'
import { z } from 'zod'

const settings = z.strictObject({
  workflow: z.string().default('').meta({
    title: 'Workflow',
    description: 'Name or ID of the workflow to run. A run uses the version that is current when it starts.',
    format: 'workflow',
  }),
  document: z.record(z.string(), z.unknown()).default({}).meta({
    title: 'Document',
    description: 'The workflow as JSON, used if no workflow is named. Its ports become the ports of this node.',
    format: 'json',
  }),
})

/** Runs another workflow as part of this one. @internal */
export const subWorkflowNode = defineNode({
  type: 'sub_workflow',
  version: 1,
  family: 'logic',
  title: 'Sub-workflow',
  description: 'Runs another workflow. Its ports become the ports of this node.',
  icon: 'workflow',
  control: 'sub-workflow',
  verbatim: ['workflow', 'document'],
  inputs: [],
  outputs: [],
  subWorkflow({ workflow, document }) {
    if (workflow.trim() !== '') return { name: workflow.trim() }
    return { document: Object.keys(document).length > 0 ? document : createEmptyWorkflow('Empty workflow') }
  },
  settings,

  describe({ settings: { workflow, document } }) {
    const { name, nodes } = document
    const count = Array.isArray(nodes) ? nodes.length : 0
    const displayName = typeof name === 'string' ? name : message('sub-workflow.none', {})
    return {
      outputs: {},
      summary: message(
        'sub-workflow.summary',
        workflow.trim() === '' ? { workflow: displayName, count } : { workflow, count: 0 },
      ),
    }
  },

  run() {
    throw new Error('A sub-workflow node is expanded into its inner nodes and cannot be run directly.')
  },
})
