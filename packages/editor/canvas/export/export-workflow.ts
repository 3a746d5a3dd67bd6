import { exportPng, exportSvg, type ExportedScene } from '@aw-flow/canvas'
import type { Text } from '@aw-flow/messages'
import type { NodeType, Problem, Workflow, WorkflowDescription } from '@aw-flow/schema'

/** A format in which a canvas can export the workflow. @public */
export type ExportKind =
  | 'svg'
  | 'png'
  | 'json'
  | 'html'
  | 'litegraph'
  | 'markdown'
  | 'n8n'
  | 'node-red'
  | 'mermaid'
  | 'serverless-workflow'

/** The file extension of each format. */
export const exportExtensions: Readonly<Record<ExportKind, string>> = {
  svg: '.svg',
  png: '.png',
  json: '.json',
  html: '.html',
  litegraph: '.litegraph.json',
  markdown: '.md',
  n8n: '.n8n.json',
  'node-red': '.node-red.json',
  mermaid: '.mmd',
  'serverless-workflow': '.sw.json',
}

export interface ExportSource extends ExportedScene {
  /** Renders summaries and problem messages. */
  readonly renderText: (text: Text) => string
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/** Exports a workflow as a file. Returns `undefined` if the browser cannot draw the image. */
export async function exportWorkflow(
  kind: Exclude<ExportKind, 'html'>,
  source: ExportSource,
): Promise<Blob | undefined> {
  const { document: workflow, types, renderText, description } = source
  switch (kind) {
    case 'png':
      return exportPng(source)
    case 'svg':
      return exportSvg(source)
    case 'json':
      return new Blob([JSON.stringify(workflow, undefined, 2), '\n'], { type: 'application/json' })
    case 'litegraph': {
      const { convertToLitegraph } = await import('@aw-flow/canvas/text-formats')
      const text = JSON.stringify(convertToLitegraph(workflow, types, description), undefined, 2)
      return new Blob([text, '\n'], { type: 'application/json' })
    }
    case 'markdown': {
      const { workflowToMarkdown } = await import('@aw-flow/canvas/text-formats')
      return new Blob([workflowToMarkdown(workflow, types, renderText, description)], { type: 'text/markdown' })
    }
    default: {
      const { exportFormats } = await import('@aw-flow/schema/foreign')
      const { write, mediaType } = exportFormats[kind]
      return new Blob([write(workflow)], { type: mediaType })
    }
  }
}

/** Reports what a workflow loses in a format. Images contain nothing else, and workflow and HTML files everything. */
export async function listLosses(kind: ExportKind, workflow: Workflow): Promise<Problem[]> {
  if (kind === 'svg' || kind === 'png' || kind === 'json' || kind === 'html') return []
  const { listExportLosses } = await import('@aw-flow/schema/foreign')
  return listExportLosses(workflow, kind)
}
