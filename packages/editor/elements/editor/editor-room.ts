import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { Rect } from '@aw-flow/canvas'
import { textScale } from '../../styles/text-scale.ts'

const narrowWidth = 900
const smallWidth = 600
/** A smaller stage has no room for the map. */
const mapSize = { width: 720, height: 560 }
/** A narrower stage has the run bar below the other controls. */
const tightWidth = 880

interface RoomHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly canvas: AwCanvas | undefined
}

/** How much room an editor has: what fits beside each other, and what of the canvas is covered by what floats over it. */
export class EditorRoom implements ReactiveController {
  readonly #host: RoomHost
  /** Height of the canvas that a sheet covers from below, in CSS pixels. */
  readonly #sheetHeight: () => number
  #room = { width: 1_280, stage: { width: 0, height: 0 } }
  #stage: HTMLElement | undefined
  /** Where the run bar is, as high as its words ask for. */
  #bottom: HTMLElement | undefined
  #barHeight = 48
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      // What fits beside each other depends on how large text is.
      const scale = textScale()
      const [width, height] = [contentRect.width / scale, contentRect.height / scale]
      if (target === this.#bottom) this.#placeBar(contentRect.height)
      else if (target === this.#host) this.#take({ ...this.#room, width })
      else this.#take({ ...this.#room, stage: { width, height } })
    }
  })

  constructor(host: RoomHost, sheetHeight: () => number) {
    this.#host = host
    this.#sheetHeight = sheetHeight
    host.addController(this)
  }

  /** Panels lie over the canvas, for lack of room beside it. */
  get narrow(): boolean {
    return this.#room.width < narrowWidth
  }

  /** As on a telephone: steps as a list, settings as a sheet. */
  get small(): boolean {
    return this.#room.width < smallWidth
  }

  /** The run bar stands below the other controls. */
  get tight(): boolean {
    return this.#room.stage.width < tightWidth
  }

  /** The map has its place. */
  get hasMap(): boolean {
    return this.#room.stage.height >= mapSize.height && this.#room.stage.width >= mapSize.width
  }

  hostConnected(): void {
    this.#observer.observe(this.#host)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#stage = undefined
    this.#bottom = undefined
  }

  hostUpdated(): void {
    const stage = this.#host.renderRoot.querySelector<HTMLElement>('.stage') ?? undefined
    this.#stage = this.#watch(this.#stage, stage)
    this.#bottom = this.#watch(this.#bottom, stage?.querySelector<HTMLElement>('.bottom') ?? undefined)
    this.#placeInsets()
  }

  #take(room: { width: number; stage: { width: number; height: number } }): void {
    this.#room = room
    this.#host.requestUpdate()
  }

  #watch(before: HTMLElement | undefined, now: HTMLElement | undefined): HTMLElement | undefined {
    if (before === now) return now
    if (before) this.#observer.unobserve(before)
    if (now) this.#observer.observe(now)
    return now
  }

  /** Told by the browser with its layout: to ask for it would make one more. */
  #placeBar(height: number): void {
    this.#barHeight = height
    this.#stage?.style.setProperty('--_bar-height', `${height}px`)
    this.#placeInsets()
  }

  /** What floats over the canvas is kept free when it looks at everything. */
  #placeInsets(): void {
    const { canvas, renderRoot } = this.#host
    if (!canvas) return
    canvas.insets = { top: 24, right: 24, bottom: Math.max(this.#barHeight + 20, this.#sheetHeight() + 12), left: 24 }
    canvas.covers = this.#covers
    const minimap = renderRoot.querySelector('aw-minimap')
    if (minimap && minimap.canvas !== canvas) minimap.canvas = canvas
  }

  /** The map with the zoom, where it stands now: panels may have moved it since the last render. */
  #covers = (): Rect[] => {
    const corner = this.#host.renderRoot.querySelector<HTMLElement>('.corner')
    if (!corner?.querySelector('aw-minimap')) return []
    return [{ x: corner.offsetLeft, y: corner.offsetTop, width: corner.offsetWidth, height: corner.offsetHeight }]
  }
}
