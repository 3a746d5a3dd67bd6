// Runs in the studio's page after `watch-page.ts`, as a script, so it may only import types.
import type { WatchedSession } from './watched-window.ts'

{
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const maxWaitMs = 300_000
  const until = async <T>(read: () => T | undefined): Promise<T> => {
    const start = performance.now()
    while (performance.now() - start < maxWaitMs) {
      const value = read()
      if (value !== undefined) return value
      await nextFrame()
    }
    throw new Error(`No result after ${maxWaitMs} ms at ${location.pathname}: ${read}`)
  }
  const session = (): WatchedSession | undefined => {
    const editor = window.benchFind('aw-workflow-editor') as (Element & { session?: WatchedSession }) | undefined
    return editor?.session
  }
  const button = (selector: string): HTMLElement | undefined => {
    const element = window.benchFind(selector)
    return element instanceof HTMLElement ? element : undefined
  }

  const readText = (node: Node): string => {
    if (node instanceof Text) return node.data
    if (!(node instanceof Element) && !(node instanceof ShadowRoot)) return ''
    if (
      node instanceof Element &&
      (node.matches('style, .visually-hidden') || !node.checkVisibility({ visibilityProperty: true }))
    )
      return ''
    const container = node instanceof Element ? (node.shadowRoot ?? node) : node
    return [...container.childNodes].map(readText).join(' ')
  }

  /** The preview of the selected node; `undefined` while it is outdated or has no rows. */
  const currentPreview = (): string | undefined => {
    const preview = window.benchFind('aw-inspector .preview-content, .preview-content')
    return preview?.getAttribute('aria-busy') === 'false' && preview.querySelector('tbody tr')
      ? (preview.querySelector('.count')?.textContent ?? undefined)
      : undefined
  }
  let limit = 0
  const setLimit = (): void => {
    limit += 1
    const conditions = [{ column: 'latitude', is: 'at-least', value: limit }]
    session()?.document.apply({ type: 'set-config', id: 'preview-filter', path: ['conditions'], value: conditions })
  }

  window.benchStudio = {
    words: (element) =>
      readText(element)
        .split(/\s+/)
        .filter((word) => /\p{L}|\p{N}/u.test(word)).length,
    async act(target, response) {
      const clicked = await until(() => button(target))
      const start = performance.now()
      clicked.click()
      const [hostSelector = '', innerSelector] = response.split(' >>> ')
      await until(() => {
        const found = window.benchFind(hostSelector)
        return innerSelector === undefined ? found : (found?.shadowRoot?.querySelector(innerSelector) ?? undefined)
      })
      await nextFrame()
      return performance.now() - start
    },
    async clickPalette() {
      // Beside nodes, the palette is open only for users who have opened it before.
      localStorage.setItem('aw-palette-shown', '1')
      const type = await until(() => button('button.type:not([disabled])'))
      const previousCount = session()?.document.current.nodes.length ?? 0
      type.click()
      await until(() => ((session()?.document.current.nodes.length ?? 0) > previousCount ? true : undefined))
      await nextFrame()
      await nextFrame()
      return performance.now()
    },
    async showPreview() {
      const { document } = await until(session)
      const [first] = document.current.nodes
      const position = { x: 0, y: 400 }
      document.apply({
        type: 'batch',
        edits: [
          {
            type: 'add-node',
            node: { id: 'preview-filter', type: 'filter', position, data: { label: '', config: {} } },
          },
          {
            type: 'add-edge',
            edge: { id: 'preview-edge', source: first!.id, target: 'preview-filter', targetHandle: 'table' },
          },
        ],
      })
      const canvas = window.benchFind('aw-canvas') as unknown as { select(nodes: string[]): void }
      canvas.select(['preview-filter'])
      setLimit()
      await until(currentPreview)
    },
    async changePreview() {
      const previous = await until(currentPreview)
      const start = performance.now()
      setLimit()
      let unmarkedFrames = 0
      for (;;) {
        await nextFrame()
        const shown = currentPreview()
        if (shown === previous) unmarkedFrames += 1
        else if (shown !== undefined) break
        if (performance.now() - start > maxWaitMs) throw new Error('No new preview.')
      }
      await nextFrame()
      return { ms: performance.now() - start, unmarkedFrames }
    },
    async runToResult() {
      const run = await until(() => button('button.run[aria-disabled="false"]'))
      run.click()
      const { state, nodes } = await until(() => {
        const run = session()?.runs.current
        return run && ['completed', 'failed', 'cancelled'].includes(run.state) ? run : undefined
      })
      const all = Object.values(nodes)
      const rows = Math.max(0, ...all.map((node) => node.rows ?? 0))
      const problem = all.find((node) => node.error)?.error?.problem.message
      if (state === 'completed') {
        await until(() => window.benchFind('[role="gridcell"]:not(.loading):not(:empty)'))
        await nextFrame()
      }
      return { state, rows, problem }
    },
  }
}
