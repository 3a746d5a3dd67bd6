import type { Problem, Workflow } from '@aw-flow/schema'

export interface AutosaveOptions {
  /** Stores the document; answers why it could not. */
  save: (document: Workflow) => Promise<Problem | undefined>
  onState: (state: 'saved' | 'saving' | 'failed', problem?: Problem) => void
  /** Quiet time before a save, in ms. */
  delay?: number
}

export interface Autosave {
  /** True while there is something that no save has stored. */
  readonly unsaved: boolean
  /** Saves this document after the quiet time; a later one takes its place. */
  schedule(document: Workflow): void
  /** Saves now what is unsaved; settles when it is stored or refused. */
  flush(): Promise<void>
  /** Forgets what is unsaved. */
  drop(): void
}

/** Saves a document as it changes: one save at a time, the latest document last, a refused one again with the next. */
export function createAutosave({ save, onState, delay = 300 }: AutosaveOptions): Autosave {
  let pending: Workflow | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (pending) {
      const document: Workflow = pending
      onState('saving')
      const problem = await save(document)
      if (problem) {
        onState('failed', problem)
        break
      }
      if (pending === document) pending = undefined
      if (!pending) onState('saved')
    }
    // In the same turn as the loop's end: a flush in between would find nobody to save.
    current = undefined
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    if (!pending) return Promise.resolve()
    current ??= run()
    return current
  }

  return {
    get unsaved() {
      return pending !== undefined
    },
    schedule(document) {
      pending = document
      clearTimeout(timer)
      if (!current) onState('saving')
      timer = setTimeout(() => void flush(), delay)
    },
    flush,
    drop() {
      clearTimeout(timer)
      pending = undefined
    },
  }
}
