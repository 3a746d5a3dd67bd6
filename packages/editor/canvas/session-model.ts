import type { CanvasModel } from '@aw-flow/canvas'
import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { downgradeProblems } from './new-nodes.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { memoizeLast } from './memoize-last.ts'
import { addEarlierLoads } from './load-line.ts'
import type { EditOptions } from './popups/fill-new-settings.ts'

/**
 * Creates a model of the part of a session that a canvas shows and edits.
 *
 * @param fillSettings - Adds the settings of new nodes to an edit.
 */
export const createSessionModel = (
  { document, runs, engine, data }: WorkflowSession,
  getStrings: () => CanvasStrings,
  getNewNodes: () => ReadonlySet<string>,
  fillSettings: (edit: Edit, options?: EditOptions) => readonly [Edit, EditOptions | undefined],
): CanvasModel => {
  const earlierLoads = memoizeLast(addEarlierLoads)
  return {
    get document() {
      return document.current
    },
    get description() {
      const texts = getStrings()
      const localized = document.description && texts.nodeTypes.description(document.description, document.current)
      const loaded = earlierLoads(localized, document.current, runs.previous, data.list, texts)
      return downgradeProblems(loaded, getNewNodes())
    },
    get catalogue() {
      return getStrings().nodeTypes.types(engine.catalogue)
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
    apply: (edit, options) => document.apply(...fillSettings(edit, options)),
    onCopy: (text) => document.registerCopy?.(text),
  }
}
