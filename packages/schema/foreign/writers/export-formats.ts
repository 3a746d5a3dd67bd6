import type { Workflow } from '../../document/workflow.ts'
import { writeMermaid } from './write-mermaid.ts'
import { writeN8n } from './write-n8n.ts'
import { writeNodeRed } from './write-node-red.ts'
import { writeServerlessWorkflow } from './write-serverless-workflow.ts'

/** A format of another tool, as a file. @internal */
export interface ExportFormat {
  readonly name: string
  readonly extension: string
  readonly mediaType: string
  write(workflow: Workflow): string
}

/**
 * The formats in which a workflow can be written without node types. Menus, `aw export` and the route list them.
 *
 * @internal
 */
export const exportFormats = {
  n8n: { name: 'n8n', extension: '.n8n.json', mediaType: 'application/json', write: writeN8n },
  'node-red': { name: 'Node-RED', extension: '.node-red.json', mediaType: 'application/json', write: writeNodeRed },
  mermaid: { name: 'Mermaid', extension: '.mmd', mediaType: 'text/vnd.mermaid', write: writeMermaid },
  'serverless-workflow': {
    name: 'Serverless Workflow',
    extension: '.sw.json',
    mediaType: 'application/json',
    write: writeServerlessWorkflow,
  },
} as const satisfies Record<string, ExportFormat>

/** The name of a format. @internal */
export type ExportFormatName = keyof typeof exportFormats
