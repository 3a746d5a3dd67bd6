import type { Problem, Workflow } from '@aw-flow/schema'

export interface AutosaveOptions {
  /** Stores the document. Returns a problem if that fails. */
  save: (document: Workflow) => Promise<Problem | undefined>
  onStateChange: (state: 'saved' | 'saving' | 'failed', problem?: Problem) => void
  /** The debounce delay, in ms. */
  delayMs?: number
  /** The maximum delay while changes continue, such as those of other people, in ms. */
  maxDelayMs?: number
}

/** Saves a document when it changes, one save at a time. A failed save is retried on the next change. */
export function createAutosave({ save, onStateChange, delayMs = 300, maxDelayMs = 2_000 }: AutosaveOptions) {
  let pendingDocument: Workflow | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let currentSave: Promise<void> | undefined
  /** When the oldest change that is not being saved was made. */
  let waitingSince: number | undefined

  const run = async (): Promise<void> => {
    while (pendingDocument) {
      const document: Workflow = pendingDocument
      waitingSince = undefined
      onStateChange('saving')
      const problem = await save(document)
      if (problem) {
        onStateChange('failed', problem)
        break
      }
      if (pendingDocument === document) pendingDocument = undefined
      if (!pendingDocument) onStateChange('saved')
    }
    // Reset synchronously, so that a subsequent flush does not wait for a save that has already ended.
    currentSave = undefined
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    if (!pendingDocument) return Promise.resolve()
    currentSave ??= run()
    return currentSave
  }

  return {
    /** True while the document has unsaved changes. */
    get hasUnsavedChanges(): boolean {
      return pendingDocument !== undefined
    },
    /** Saves the document after the delay, unless another call supersedes this one. */
    schedule(document: Workflow): void {
      pendingDocument = document
      clearTimeout(timer)
      if (!currentSave) onStateChange('saving')
      waitingSince ??= Date.now()
      const remainingMs = waitingSince + maxDelayMs - Date.now()
      timer = setTimeout(() => void flush(), Math.max(0, Math.min(delayMs, remainingMs)))
    },
    /** Saves pending changes immediately. Resolves once they are stored or the save has failed. */
    flush,
    /** Discards unsaved changes. */
    discard(): void {
      clearTimeout(timer)
      pendingDocument = undefined
    },
  }
}
