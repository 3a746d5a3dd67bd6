import type { NodeType, Workflow, WorkflowDescription } from '@aw-flow/schema'
import type { Frame } from '../draw-frame.ts'

export type ExportKind = 'svg' | 'png' | 'json' | 'markdown'

/** What a file of each kind is called behind its name. */
export const exportEndings: Readonly<Record<ExportKind, string>> = {
  svg: '.svg',
  png: '.png',
  json: '.json',
  markdown: '.md',
}

export interface Exported extends Pick<Frame, 'scene' | 'theme' | 'histograms'> {
  readonly document: Workflow
  readonly types: ReadonlyMap<string, NodeType>
  readonly description: WorkflowDescription | undefined
}

/** A workflow as a file; `undefined` where a browser cannot draw it. */
export async function exportWorkflow(kind: ExportKind, exported: Exported): Promise<Blob | undefined> {
  const { scene, theme, document: workflow, types, description } = exported
  switch (kind) {
    case 'png': {
      const { pngOfScene } = await import('./written-files.ts')
      return pngOfScene(exported)
    }
    case 'svg': {
      const { svgOfScene } = await import('./written-files.ts')
      const measure = document.createElement('canvas').getContext('2d')
      return measure ? new Blob([svgOfScene(scene, theme, measure)], { type: 'image/svg+xml' }) : undefined
    }
    case 'json':
      return new Blob([JSON.stringify(workflow, undefined, 2), '\n'], { type: 'application/json' })
    case 'markdown': {
      const { markdownOfWorkflow } = await import('./written-files.ts')
      return new Blob([markdownOfWorkflow(workflow, types, description)], { type: 'text/markdown' })
    }
  }
}
