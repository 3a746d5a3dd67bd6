/** A long-running task: its description, its progress (0 to 1, if known), and how to cancel it. */
export interface LongTask {
  readonly text: string
  readonly share: number | undefined
  readonly stop: () => void
}

/** Options passed to a task. */
export interface TaskOptions {
  signal: AbortSignal
  /** Reports the progress from 0 to 1. */
  onProgress: (share: number) => void
}

/** Delay before a task is shown, in ms; shorter tasks would only flicker. */
const displayDelayMs = 500

/** The long-running tasks of all pages. */
export class LongTasks {
  /** Tasks that are shown, oldest first. */
  list: readonly LongTask[] = []
  readonly #onChange: () => void
  readonly #displayDelayMs: number

  /**
   * @param onChange Called when the list changes.
   * @param options `after`: delay before a task is shown, in ms.
   */
  constructor(onChange: () => void, { after = displayDelayMs } = {}) {
    this.#onChange = onChange
    this.#displayDelayMs = after
  }

  /** Runs a task and shows it if it takes long. Returns `undefined` as soon as the user cancels it. */
  async run<T>(text: string, start: (options: TaskOptions) => Promise<T>): Promise<T | undefined> {
    const controller = new AbortController()
    const { signal } = controller
    const canceled = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    let visibleTask: LongTask | undefined
    let share: number | undefined
    const show = (): void => {
      const updatedTask = { text, share, stop: () => controller.abort() }
      this.#setList(
        visibleTask
          ? this.list.map((work) => (work === visibleTask ? updatedTask : work))
          : [...this.list, updatedTask],
      )
      visibleTask = updatedTask
    }
    const timer = setTimeout(show, this.#displayDelayMs)
    const onProgress = (value: number): void => {
      const next = Math.max(share ?? 0, Math.min(1, value))
      if (next === share) return
      share = next
      if (visibleTask) show()
    }
    try {
      return await Promise.race([start({ signal, onProgress }), canceled])
    } catch (cause) {
      if (signal.aborted) return undefined
      throw cause
    } finally {
      clearTimeout(timer)
      if (visibleTask) this.#setList(this.list.filter((work) => work !== visibleTask))
    }
  }

  #setList(list: readonly LongTask[]): void {
    this.list = list
    this.#onChange()
  }
}
