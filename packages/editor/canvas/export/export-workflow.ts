import { exportPng, exportSvg, type ExportedScene } from '@aw-flow/canvas'
import type { Text } from '@aw-flow/messages'
import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'

/** A format in which a canvas can export the workflow. @public */
export type ExportKind = 'svg' | 'png' | 'json' | 'litegraph' | 'markdown'

/** The file extension of each format. */
export const exportExtensions: Readonly<Record<ExportKind, string>> = {
  svg: '.svg',
  png: '.png',
  json: '.json',
  litegraph: '.litegraph.json',
  markdown: '.md',
}

export interface ExportSource extends ExportedScene {
  /** Renders summaries and problem messages. */
  readonly renderText: (text: Text) => string
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/** Exports a workflow as a file. Returns `undefined` if the browser cannot draw the image. */
export async function exportWorkflow(kind: ExportKind, source: ExportSource): Promise<Blob | undefined> {
  const { document: workflow, types, renderText, description } = source
  switch (kind) {
    case 'png':
      return exportPng(source)
    case 'svg':
      return exportSvg(source)
    case 'json':
      return new Blob([JSON.stringify(workflow, undefined, 2), '\n'], { type: 'application/json' })
    case 'litegraph': {
      const { convertToLitegraph } = await import('@aw-flow/canvas/write-litegraph')
      const text = JSON.stringify(convertToLitegraph(workflow, types, description), undefined, 2)
      return new Blob([text, '\n'], { type: 'application/json' })
    }
    case 'markdown': {
      const { workflowToMarkdown } = await import('./workflow-to-markdown.ts')
      return new Blob([workflowToMarkdown(workflow, types, renderText, description)], { type: 'text/markdown' })
    }
  }
}
