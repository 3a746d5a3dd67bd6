/** Globals that `watch-page.ts` and `drive-studio.ts` define in a page before its own scripts run. */
declare global {
  interface Window {
    benchWatch: {
      /** Resets the measurement. */
      reset(): void
      /** Since the reset, in ms: the longest task of the main thread, and the maximum time between two frames. */
      read(): { maxTaskMs: number; maxFrameGapMs: number }
      /** Time from the start of the navigation in ms; `undefined` before the paint. */
      firstContentfulPaint(): number | undefined
    }
    /** The first element that a selector matches, in any shadow root. */
    benchFind(selector: string): Element | undefined
    benchStudio: {
      /** Number of visible words in an element, in all shadow roots. */
      words(element: Element): number
      /**
       * Clicks the element that `target` selects. Returns the ms until an element that `response` selects (`host >>> element in
       * its shadow root`) is painted.
       */
      act(target: string, response: string): Promise<number>
      /**
       * Clicks the first node type of the palette as soon as it exists. Returns the ms from the start of the navigation until
       * the node is in the document and painted.
       */
      clickPalette(): Promise<number>
      /** Clicks Run as soon as it is enabled, and waits for the end of the run and for its first visible rows. */
      runToResult(): Promise<{ state: string; rows: number; problem: string | undefined }>
      /** Adds a Filter node after the first node, selects it, and waits for its preview. */
      showPreview(): Promise<void>
      /**
       * Changes the value of the filter. Returns the ms until the new preview is painted, and the number of frames in which
       * the previous one was shown as if it were current.
       */
      changePreview(): Promise<{ ms: number; unmarkedFrames: number }>
    }
  }
}

/** The part of the editor's session that the scripts use. */
export interface WatchedSession {
  readonly document: {
    readonly current: { nodes: readonly { id: string }[] }
    apply(edit: object): readonly unknown[]
  }
  readonly runs: {
    readonly current?: {
      state: string
      nodes: Record<string, { state: string; rows?: number; error?: { problem: { message: string } } }>
    }
  }
}
