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

/** Delay before a task is shown, in ms: shorter ones would only flicker. */
const displayDelayMs = 500

/** The long-running tasks of all pages. */
export class LongTasks {
  /** Tasks that are shown, oldest first. */
  list: readonly LongTask[] = []
  readonly #onChange: () => void
  readonly #after: number

  /**
   * @param onChange Called when the list changes.
   * @param options `after`: delay before a task is shown, in ms.
   */
  constructor(onChange: () => void, { after = displayDelayMs } = {}) {
    this.#onChange = onChange
    this.#after = after
  }

  /** Runs a task and shows it if it takes long. Returns `undefined` as soon as the user cancels it. */
  async run<T>(text: string, start: (options: TaskOptions) => Promise<T>): Promise<T | undefined> {
    const stopping = new AbortController()
    const { signal } = stopping
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    let shown: LongTask | undefined
    let share: number | undefined
    const show = (): void => {
      const next = { text, share, stop: () => stopping.abort() }
      this.#become(shown ? this.list.map((work) => (work === shown ? next : work)) : [...this.list, next])
      shown = next
    }
    const timer = setTimeout(show, this.#after)
    const onProgress = (now: number): void => {
      const next = Math.max(share ?? 0, Math.min(1, now))
      if (next === share) return
      share = next
      if (shown) show()
    }
    try {
      return await Promise.race([start({ signal, onProgress }), stopped])
    } catch (cause) {
      if (signal.aborted) return undefined
      throw cause
    } finally {
      clearTimeout(timer)
      if (shown) this.#become(this.list.filter((work) => work !== shown))
    }
  }

  #become(list: readonly LongTask[]): void {
    this.list = list
    this.#onChange()
  }
}
