import { applyEdit, diffWorkflows, error, type Edit, type Problem, type Workflow } from '@aw-flow/schema'
import { findOverlongList } from '@aw-flow/schema/internal'

/** An undo step: either an edit and its inverse, or a replacement of the entire document. */
type Step =
  | { mergeKey: string | undefined; undo: Edit; redo: Edit }
  | { mergeKey: undefined; before: Workflow; after: Workflow; externalChangeCount: number }

/** The undo history of a document. Documents are replaced, never mutated. */
export type History = ReturnType<typeof createHistory>

/** The maximum number of steps. The oldest steps are dropped. */
export const historyLimit = 1_000

export function createHistory(initialDocument: Workflow, limit = historyLimit) {
  let document = initialDocument
  const past: Step[] = []
  let future: Step[] = []
  /** Whether the next edit can be merged into the last step. Undo and redo reset this. */
  let canMerge = false
  /** The number of external changes so far. Undoing an earlier replacement must not revert external changes. */
  let externalChangeCount = 0

  const applyReplacement = (
    step: Extract<Step, { externalChangeCount: number }>,
    before: Workflow,
    after: Workflow,
  ): Workflow =>
    step.externalChangeCount === externalChangeCount
      ? after
      : applyEdit(document, createDiffEdit(before, after)).workflow
  const push = (step: Step): void => {
    future = []
    past.push(step)
    if (past.length > limit) past.shift()
    canMerge = true
  }

  return {
    get document(): Workflow {
      return document
    },
    get canUndo(): boolean {
      return past.length > 0
    },
    get canRedo(): boolean {
      return future.length > 0
    },
    /**
     * The edit that `undo` would apply, or `undefined` if nothing can be undone. `nextRedo` is the equivalent for `redo`.
     */
    get nextUndo(): Edit | undefined {
      const step = past.at(-1)
      return step && ('undo' in step ? step.undo : createDiffEdit(step.after, step.before))
    },
    get nextRedo(): Edit | undefined {
      const step = future.at(-1)
      return step && ('redo' in step ? step.redo : createDiffEdit(step.before, step.after))
    },

    /** Applies an edit as a new step, or as part of the last step if both have the same `mergeKey`. */
    apply(edit: Edit, mergeKey?: string): readonly Problem[] {
      const { workflow, inverse, problems } = applyEdit(document, edit)
      if (workflow === document) return problems
      const overlongList = findOverlongList(workflow)
      // A document that a merge has made too long can still be edited and shortened.
      if (overlongList && overlongList.count > (document[overlongList.what]?.length ?? 0))
        return [error('workflow.too-large', { ...overlongList })]
      document = workflow
      const lastStep = past.at(-1)
      if (canMerge && mergeKey !== undefined && lastStep && 'undo' in lastStep && lastStep.mergeKey === mergeKey) {
        future = []
        past[past.length - 1] = {
          mergeKey,
          undo: combineEdits(inverse, lastStep.undo),
          redo: combineEdits(lastStep.redo, edit),
        }
      } else {
        push({ mergeKey, undo: inverse, redo: edit })
      }
      return problems
    },

    /** Replaces the document in one step. */
    replace(replacement: Workflow): void {
      if (replacement === document) return
      push({ mergeKey: undefined, before: document, after: replacement, externalChangeCount })
      document = replacement
    },

    /**
     * Sets the document to one that includes changes made by another user or tab, without adding a step. `undo` still
     * reverts the user's own last step.
     */
    applyExternal(mergedDocument: Workflow): void {
      document = mergedDocument
      externalChangeCount++
      canMerge = false
    },

    undo(): void {
      const step = past.pop()
      if (!step) return
      document =
        'undo' in step ? applyEdit(document, step.undo).workflow : applyReplacement(step, step.after, step.before)
      future.push(step)
      canMerge = false
    },

    redo(): void {
      const step = future.pop()
      if (!step) return
      document =
        'redo' in step ? applyEdit(document, step.redo).workflow : applyReplacement(step, step.before, step.after)
      past.push(step)
      canMerge = false
    },
  }
}

const createDiffEdit = (before: Workflow, after: Workflow): Edit => ({
  type: 'batch',
  edits: diffWorkflows(before, after),
})
const flattenEdit = (edit: Edit): Edit[] => (edit.type === 'batch' ? edit.edits : [edit])
const combineEdits = (first: Edit, second: Edit): Edit => ({
  type: 'batch',
  edits: [...flattenEdit(first), ...flattenEdit(second)],
})
