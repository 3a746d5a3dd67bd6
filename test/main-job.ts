import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'

/** Creates a workflow with a chain of four nodes without settings. */
export const mainJob = (): Workflow => ({
  ...createEmptyWorkflow('Prepare a messy file'),
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load file', config: {} } },
    { id: 'prepare', type: 'preparing', position: { x: 320, y: 0 }, data: { label: 'Prepare', config: {} } },
    { id: 'validate', type: 'validation', position: { x: 640, y: 0 }, data: { label: 'Validate', config: {} } },
    { id: 'table', type: 'table', position: { x: 960, y: 0 }, data: { label: 'Table', config: {} } },
  ],
  edges: [
    { id: 'e1', source: 'load', target: 'prepare', sourceHandle: 'table', targetHandle: 'table' },
    { id: 'e2', source: 'prepare', target: 'validate', sourceHandle: 'table', targetHandle: 'table' },
    { id: 'e3', source: 'validate', target: 'table', sourceHandle: 'table', targetHandle: 'table' },
  ],
})
