import type { CanvasModel, NewId } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import { applyWithSettings } from '../elements/deferred-tools.ts'
import { downgradeProblems } from './new-nodes.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { memoizeLast } from './memoize-last.ts'
import { addEarlierLoadSummaries } from './load-summary.ts'

/** Settings of the canvas that shows a session. */
interface SessionModelOptions {
  getStrings(): CanvasStrings
  getNewNodeIds(): ReadonlySet<string>
  isEditable(): boolean
  readonly newId: NewId
}

/** Creates the model through which a canvas displays and edits a session. */
export const createSessionModel = (
  session: WorkflowSession,
  { getStrings, getNewNodeIds, isEditable, newId }: SessionModelOptions,
): CanvasModel => {
  const { document, runs, engine, data } = session
  const addLoadSummaries = memoizeLast(addEarlierLoadSummaries)
  return {
    get document() {
      return document.current
    },
    get description() {
      const strings = getStrings()
      const localizedDescription =
        document.description && strings.nodeTypes.translateDescription(document.description, document.current)
      const descriptionWithLoadSummaries = addLoadSummaries(
        localizedDescription,
        document.current,
        runs.previous,
        data.list,
        strings,
      )
      return downgradeProblems(descriptionWithLoadSummaries, getNewNodeIds())
    },
    get isEditable() {
      return isEditable()
    },
    newId,
    get catalog() {
      return getStrings().nodeTypes.translateTypes(engine.catalog)
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
    apply: (edit, options) => applyWithSettings(session, edit, options),
    onCopy: (text) => document.registerCopy?.(text),
  }
}
