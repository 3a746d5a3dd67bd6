/** What the scripts `watch-page.ts` and `drive-studio.ts` put into a page before anything of its own runs. */
declare global {
  interface Window {
    benchWatch: {
      /** Begins a new time of watching. */
      reset(): void
      /** Since then, in ms: the longest task of the main thread, and the longest time between two frames. */
      read(): { maxTaskMs: number; maxFrameGapMs: number }
      /** From the beginning of the navigation, in ms; `undefined` until it has happened. */
      firstContentfulPaint(): number | undefined
    }
    /** The first element that a selector matches, in whatever shadow root. */
    benchFind(selector: string): Element | undefined
    benchStudio: {
      /** How many words a person sees there, in whatever shadow root. */
      words(element: Element): number
      /**
       * Clicks what `press` finds. Ms until what `answer` finds (`host >>> what stands in its shadow root`) is there and a
       * frame with it is made.
       */
      act(press: string, answer: string): Promise<number>
      /**
       * Clicks the first node type of the palette as soon as it is there. Ms from the beginning of the navigation until
       * the node stands in the document and a frame with it is made.
       */
      clickPalette(): Promise<number>
      /** Presses Run as soon as that is possible, and waits for the run and for its first rows on the screen. */
      runToResult(): Promise<{ state: string; rows: number; problem: string | undefined }>
    }
  }
}

/** As much of the editor's session as the scripts look at. */
export interface WatchedSession {
  readonly document: { readonly current: { nodes: readonly unknown[] } }
  readonly runs: {
    readonly current?: {
      state: string
      nodes: Record<string, { state: string; rows?: number; error?: { problem: { message: string } } }>
    }
  }
}
