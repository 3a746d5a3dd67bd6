import { workflowFormatVersion, type Config, type Workflow } from '@aw-flow/schema'
import type { Template } from '../store/workflows/templates.ts'

/** Creates a chain of nodes, each of which takes the table of the previous one as input. */
export function createChain(
  name: string,
  steps: readonly { id: string; type: string; label: string; config?: Config }[],
): Workflow {
  return {
    version: workflowFormatVersion,
    name,
    status: 'draft',
    tags: [],
    settings: {},
    nodes: steps.map(({ id, type, label, config = {} }, index) => ({
      id,
      type,
      position: { x: 40 + index * 300, y: 120 },
      data: { label, config },
    })),
    edges: steps.slice(1).map(({ id: target }, index) => {
      const source = steps[index]!.id
      return { id: `${source}-${target}`, source, target, sourceHandle: 'table', targetHandle: 'table' }
    }),
  }
}

const load = { id: 'load', type: 'loading', label: 'Load' }
const table = { id: 'table', type: 'table', label: 'Table' }

const createTemplate = (id: string, description: string, workflow: Workflow): Template => ({
  id,
  name: workflow.name,
  description,
  workflow: { ...workflow, description, tags: [id] },
  trust: 'own',
})

/** The templates of the server. */
export const builtInTemplates: readonly Template[] = [
  createTemplate('look', 'Loads any file and shows its table.', createChain('View a file', [load, table])),
  createTemplate(
    'cosmo-ready',
    'Loads any file, prepares points for Cosmograph, checks them, and shows the table.',
    createChain('Prepare a messy file', [
      load,
      { id: 'prepare', type: 'preparing', label: 'Prepare', config: { target: 'cosmo-ready' } },
      { id: 'validate', type: 'validation', label: 'Validate', config: { schema: 'cosmo-ready' } },
      table,
    ]),
  ),
  createTemplate(
    'ml-ready',
    'Loads any file and converts it to complete, scaled numbers for machine learning.',
    createChain('Prepare data for machine learning', [
      load,
      { id: 'prepare', type: 'preparing', label: 'Prepare', config: { target: 'ml-ready' } },
      table,
    ]),
  ),
]
