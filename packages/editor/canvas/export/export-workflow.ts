import { exportPng, exportSvg, type ExportedScene } from '@aw-flow/canvas'
import type { Text } from '@aw-flow/messages'
import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'

/** @public */
export type ExportKind = 'svg' | 'png' | 'json' | 'litegraph' | 'markdown'

/** File extension of each kind. */
export const exportEndings: Readonly<Record<ExportKind, string>> = {
  svg: '.svg',
  png: '.png',
  json: '.json',
  litegraph: '.litegraph.json',
  markdown: '.md',
}

export interface Exported extends ExportedScene {
  /** Renders a summary or a problem. */
  readonly renderText: (text: Text) => string
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/** A workflow as a file; `undefined` if the browser cannot draw it. */
export async function exportWorkflow(kind: ExportKind, exported: Exported): Promise<Blob | undefined> {
  const { document: workflow, types, renderText, description } = exported
  switch (kind) {
    case 'png':
      return exportPng(exported)
    case 'svg':
      return exportSvg(exported)
    case 'json':
      return new Blob([JSON.stringify(workflow, undefined, 2), '\n'], { type: 'application/json' })
    case 'litegraph': {
      const { writeLitegraph } = await import('@aw-flow/canvas/write-litegraph')
      const text = JSON.stringify(writeLitegraph(workflow, types, description), undefined, 2)
      return new Blob([text, '\n'], { type: 'application/json' })
    }
    case 'markdown': {
      const { markdownOfWorkflow } = await import('./markdown-of-workflow.ts')
      return new Blob([markdownOfWorkflow(workflow, types, renderText, description)], { type: 'text/markdown' })
    }
  }
}
