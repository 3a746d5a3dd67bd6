// Runs in the studio's page after `watch-page.ts`, as a script, so it may only import types.
import type { WatchedSession } from './watched-window.ts'

{
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await nextFrame()
    }
  }
  const session = (): WatchedSession | undefined => {
    const editor = window.benchFind('aw-workflow-editor') as (Element & { session?: WatchedSession }) | undefined
    return editor?.session
  }
  const button = (selector: string): HTMLElement | undefined => {
    const found = window.benchFind(selector)
    return found instanceof HTMLElement ? found : undefined
  }

  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data
    if (!(node instanceof Element) && !(node instanceof ShadowRoot)) return ''
    if (node instanceof Element && (node.matches('style, .visually-hidden, .unseen') || !node.checkVisibility()))
      return ''
    const within = node instanceof Element ? (node.shadowRoot ?? node) : node
    return [...within.childNodes].map(textOf).join(' ')
  }

  window.benchStudio = {
    words: (element) =>
      textOf(element)
        .split(/\s+/)
        .filter((word) => /\p{L}|\p{N}/u.test(word)).length,
    async act(press, answer) {
      const pressed = await until(() => button(press))
      const begin = performance.now()
      pressed.click()
      const [place = '', inside] = answer.split(' >>> ')
      await until(() => {
        const found = window.benchFind(place)
        return inside === undefined ? found : (found?.shadowRoot?.querySelector(inside) ?? undefined)
      })
      await nextFrame()
      return performance.now() - begin
    },
    async clickPalette() {
      const type = await until(() => button('button.type:not([disabled])'))
      const before = session()?.document.current.nodes.length ?? 0
      type.click()
      await until(() => ((session()?.document.current.nodes.length ?? 0) > before ? true : undefined))
      await nextFrame()
      await nextFrame()
      return performance.now()
    },
    async runToResult() {
      const run = await until(() => button('button.run[aria-disabled="false"]'))
      run.click()
      const { state, nodes } = await until(() => {
        const last = session()?.runs.current
        return last && ['completed', 'failed', 'cancelled'].includes(last.state) ? last : undefined
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
