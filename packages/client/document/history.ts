import { applyEdit, diffWorkflows, type Edit, type Problem, type Workflow } from '@aw-flow/schema'

/** One step that can be taken back: an edit with its inverse, or a document put in another's place. */
type Step =
  | { merge: string | undefined; undo: Edit; redo: Edit }
  | { merge: undefined; before: Workflow; after: Workflow; absorbed: number }

/** A document with its past and future. Steps are values; the document is replaced, never changed. */
export interface History {
  readonly document: Workflow
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** What `undo` and `redo` would do to the document, as an edit; `undefined` where there is nothing to do. */
  readonly nextUndo: Edit | undefined
  readonly nextRedo: Edit | undefined
  /** Applies an edit as one step, or as a part of the last step when that one has the same `merge` key. */
  apply(edit: Edit, merge?: string): readonly Problem[]
  /** Puts another document in this one's place, as one step. */
  replace(document: Workflow): void
  /** Takes in what somebody else has done, beneath the steps that stand here: undo takes back one's own last step. */
  absorb(document: Workflow): void
  undo(): void
  redo(): void
}

/** How many steps are kept; the oldest go first. */
export const historyLimit = 1_000

export function createHistory(initial: Workflow, limit = historyLimit): History {
  let document = initial
  const past: Step[] = []
  let future: Step[] = []
  /** Undo and redo end a merge: what is typed after them is a step of its own. */
  let open = false
  /** How often something was absorbed: a document put in another's place before that is not the whole any more. */
  let absorbed = 0

  const turned = (step: Extract<Step, { absorbed: number }>, from: Workflow, to: Workflow): Workflow =>
    step.absorbed === absorbed ? to : applyEdit(document, difference(from, to)).workflow
  const push = (step: Step): void => {
    future = []
    past.push(step)
    if (past.length > limit) past.shift()
    open = true
  }

  return {
    get document() {
      return document
    },
    get canUndo() {
      return past.length > 0
    },
    get canRedo() {
      return future.length > 0
    },
    get nextUndo() {
      const step = past.at(-1)
      return step && ('undo' in step ? step.undo : difference(step.after, step.before))
    },
    get nextRedo() {
      const step = future.at(-1)
      return step && ('redo' in step ? step.redo : difference(step.before, step.after))
    },

    apply(edit, merge) {
      const { workflow, inverse, problems } = applyEdit(document, edit)
      if (workflow === document) return problems
      document = workflow
      const last = past.at(-1)
      if (open && merge !== undefined && last && 'undo' in last && last.merge === merge) {
        future = []
        past[past.length - 1] = { merge, undo: batch(inverse, last.undo), redo: batch(last.redo, edit) }
      } else {
        push({ merge, undo: inverse, redo: edit })
      }
      return problems
    },

    replace(after) {
      if (after === document) return
      push({ merge: undefined, before: document, after, absorbed })
      document = after
    },

    absorb(after) {
      document = after
      absorbed++
      open = false
    },

    undo() {
      const step = past.pop()
      if (!step) return
      document = 'undo' in step ? applyEdit(document, step.undo).workflow : turned(step, step.after, step.before)
      future.push(step)
      open = false
    },

    redo() {
      const step = future.pop()
      if (!step) return
      document = 'redo' in step ? applyEdit(document, step.redo).workflow : turned(step, step.before, step.after)
      past.push(step)
      open = false
    },
  }
}

const difference = (from: Workflow, to: Workflow): Edit => ({ type: 'batch', edits: diffWorkflows(from, to) })
const parts = (edit: Edit): Edit[] => (edit.type === 'batch' ? edit.edits : [edit])
const batch = (first: Edit, second: Edit): Edit => ({ type: 'batch', edits: [...parts(first), ...parts(second)] })
