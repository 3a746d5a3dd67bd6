import type { Workflow, WorkflowNode } from '../../document/workflow.ts'
import type { Problem } from '../../wire/problem.ts'
import { listLosses, type WorkflowPart } from './list-losses.ts'
import { writeMermaid } from './write-mermaid.ts'
import { hasN8nCounterpart, writeN8n } from './write-n8n.ts'
import { hasNodeRedCounterpart, writeNodeRed } from './write-node-red.ts'
import { hasTask, writeServerlessWorkflow } from './write-serverless-workflow.ts'

/** A format of another tool, as a file. @internal */
export interface ExportFormat {
  readonly name: string
  readonly extension: string
  readonly mediaType: string
  /** Parts that a file of this format cannot contain. */
  readonly leavesOut: readonly WorkflowPart[]
  /** Returns whether the format can describe the work of a node. Absent if the format is not executed. */
  readonly hasCounterpart?: (node: WorkflowNode) => boolean
  write(workflow: Workflow): string
}

const leftOutOfFlows = ['expressions', 'retries', 'failures', 'variables', 'groups', 'bends'] as const

/**
 * The formats in which a workflow can be written without node types. Menus, `aw export` and the route list them.
 *
 * @internal
 */
export const exportFormats = {
  n8n: {
    name: 'n8n',
    extension: '.n8n.json',
    mediaType: 'application/json',
    leavesOut: ['bypasses', ...leftOutOfFlows],
    hasCounterpart: hasN8nCounterpart,
    write: writeN8n,
  },
  'node-red': {
    name: 'Node-RED',
    extension: '.node-red.json',
    mediaType: 'application/json',
    leavesOut: ['bypasses', ...leftOutOfFlows],
    hasCounterpart: hasNodeRedCounterpart,
    write: writeNodeRed,
  },
  mermaid: {
    name: 'Mermaid',
    extension: '.mmd',
    mediaType: 'text/vnd.mermaid',
    leavesOut: ['settings', 'modes', 'retries', 'failures', 'variables', 'positions', 'notes', 'groups', 'bends'],
    write: writeMermaid,
  },
  'serverless-workflow': {
    name: 'Serverless Workflow',
    extension: '.sw.json',
    mediaType: 'application/json',
    leavesOut: ['branches', 'modes', 'positions', 'notes', ...leftOutOfFlows],
    hasCounterpart: hasTask,
    write: writeServerlessWorkflow,
  },
} as const satisfies Record<string, ExportFormat>

/** The name of a format. @internal */
export type ExportFormatName = keyof typeof exportFormats

/** The formats that need the node types, written by `@aw-flow/canvas/text-formats`. @internal */
export const typedFormats = {
  litegraph: { name: 'litegraph.js', leavesOut: ['retries', 'failures', 'variables', 'groups', 'bends'] },
  markdown: { name: 'Markdown', leavesOut: ['retries', 'failures', 'variables', 'positions', 'bends'] },
} as const satisfies Record<string, Pick<ExportFormat, 'name' | 'leavesOut'>>

/** Reports what a workflow loses in a format. @internal */
export const listExportLosses = (workflow: Workflow, format: ExportFormatName | keyof typeof typedFormats): Problem[] =>
  listLosses(
    workflow,
    format in exportFormats
      ? exportFormats[format as ExportFormatName]
      : typedFormats[format as keyof typeof typedFormats],
  )
