import type { CanvasModel } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'

/** What a canvas draws and edits of a session. */
export const sessionModel = ({ document, runs, engine }: WorkflowSession): CanvasModel => ({
  get document() {
    return document.current
  },
  get description() {
    return document.description
  },
  get catalogue() {
    return engine.catalogue
  },
  get run() {
    return runs.current
  },
  get progress() {
    return runs.progress
  },
  get stale() {
    return runs.stale
  },
  apply: document.apply,
})
