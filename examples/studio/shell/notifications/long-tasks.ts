/** A long-running task. `progress` is between 0 and 1, or `undefined` if unknown. */
export interface LongTask {
  readonly text: string
  readonly progress: number | undefined
  readonly cancel: () => void
}

/** Options passed to a task. */
export interface TaskOptions {
  signal: AbortSignal
  /** Reports progress as a fraction from 0 to 1. */
  onProgress: (progress: number) => void
}

/** How long a task must run before it is shown, in ms. Shorter tasks would only flicker. */
const defaultDisplayDelayMs = 500

/** Tracks the long-running tasks of all pages. */
export class LongTasks {
  /** The visible tasks, oldest first. */
  list: readonly LongTask[] = []
  readonly #onChange: () => void
  readonly #displayDelayMs: number

  /**
   * @param onChange Called when the list changes.
   * @param options `displayDelayMs`: how long a task must run before it is shown, in ms.
   */
  constructor(onChange: () => void, { displayDelayMs = defaultDisplayDelayMs } = {}) {
    this.#onChange = onChange
    this.#displayDelayMs = displayDelayMs
  }

  /**
   * Runs a task, and shows it if it takes a long time. If the user cancels the task, resolves with `undefined`
   * immediately.
   */
  async run<T>(text: string, start: (options: TaskOptions) => Promise<T>): Promise<T | undefined> {
    const controller = new AbortController()
    const { signal } = controller
    const cancellation = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    let visibleTask: LongTask | undefined
    let progress: number | undefined
    const showProgress = (): void => {
      const updatedTask = { text, progress, cancel: () => controller.abort() }
      this.#setList(
        visibleTask
          ? this.list.map((task) => (task === visibleTask ? updatedTask : task))
          : [...this.list, updatedTask],
      )
      visibleTask = updatedTask
    }
    const timer = setTimeout(showProgress, this.#displayDelayMs)
    const onProgress = (value: number): void => {
      const newProgress = Math.max(progress ?? 0, Math.min(1, value))
      if (newProgress === progress) return
      progress = newProgress
      if (visibleTask) showProgress()
    }
    try {
      return await Promise.race([start({ signal, onProgress }), cancellation])
    } catch (cause) {
      if (signal.aborted) return undefined
      throw cause
    } finally {
      clearTimeout(timer)
      if (visibleTask) this.#setList(this.list.filter((task) => task !== visibleTask))
    }
  }

  #setList(list: readonly LongTask[]): void {
    this.list = list
    this.#onChange()
  }
}
