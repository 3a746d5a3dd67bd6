/** Work that people may wait for: what is being done, how far it is (0 to 1, where that is known), and what stops it. */
export interface LongWork {
  readonly text: string
  readonly share: number | undefined
  readonly stop: () => void
}

/** What anyone who does the work is given. */
export interface WorkOptions {
  signal: AbortSignal
  /** From 0 to 1. */
  onProgress: (share: number) => void
}

/** What is done sooner is not shown: nobody could read it. In ms. */
const shownAfter = 500

/** All long work of a page, wherever in it somebody looks. */
export class LongWorks {
  /** What has gone on long enough to be shown, the first begun first. */
  list: readonly LongWork[] = []
  readonly #onChange: () => void
  readonly #after: number

  /** `onChange` is reported when the list is another one; `after`: when work is shown, in ms. */
  constructor(onChange: () => void, { after = shownAfter } = {}) {
    this.#onChange = onChange
    this.#after = after
  }

  /** Does the work, and shows it where it takes long. Answers nothing as soon as somebody has stopped it. */
  async run<T>(text: string, begin: (options: WorkOptions) => Promise<T>): Promise<T | undefined> {
    const stopping = new AbortController()
    const { signal } = stopping
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    let shown: LongWork | undefined
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
      return await Promise.race([begin({ signal, onProgress }), stopped])
    } catch (cause) {
      if (signal.aborted) return undefined
      throw cause
    } finally {
      clearTimeout(timer)
      if (shown) this.#become(this.list.filter((work) => work !== shown))
    }
  }

  #become(list: readonly LongWork[]): void {
    this.list = list
    this.#onChange()
  }
}
