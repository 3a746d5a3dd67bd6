import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import {
  addBetweenAction,
  addConnectedAction,
  addIntoEdgeAction,
  converters,
  fittingPort,
  headerHeight,
  nodeWidth,
  portsBetween,
  toGraph,
  toScreen,
  type Action,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
} from '@aw-flow/canvas'
import type { QuickAddEvent } from './aw-quick-add.ts'
import type { CommandHost } from './commands/command.ts'

export interface QuickAddHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly size: { width: number; height: number }
  readonly updateComplete: Promise<boolean>
  readonly offers: (type: NodeType) => boolean
  requestUpdate(): void
  addNode(type: NodeType, at?: Point): string | undefined
  /** Takes the keyboard back from the list. */
  focusSurface(): void
}

/** The list of node types over a canvas: which types it offers, where it stands, and what comes of a choice. */
export class QuickAddList {
  readonly #host: QuickAddHost
  /** `at`: the place in the graph that was meant. */
  #open: { at: Point; purpose: QuickAddPurpose } | undefined

  constructor(host: QuickAddHost) {
    this.#host = host
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** Opens it at a point of the surface. */
  open(at: Point, purpose: QuickAddPurpose): void {
    this.#open = { at: toGraph(this.#host.view, at), purpose }
    this.#host.requestUpdate()
    void this.place()
  }

  close(): void {
    if (!this.#open) return
    this.#open = undefined
    this.#host.requestUpdate()
  }

  view(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    return html`<aw-quick-add
      .types=${this.#fitting(this.#open.purpose)}
      .strings=${this.#host.strings}
      @aw-quick-add=${this.#onChoice}
    ></aw-quick-add>`
  }

  #fitting(purpose: QuickAddPurpose): readonly NodeType[] {
    const all = (this.#host.activeSession?.catalogue ?? []).filter(this.#host.offers)
    switch (purpose.kind) {
      case 'free':
        return all
      case 'from': {
        const type = this.#portOf(purpose.from)?.type
        return type ? all.filter((one) => fittingPort(one, purpose.from, type) !== undefined) : all
      }
      case 'between': {
        const types = this.#typesBetween(purpose)
        return types ? converters(all, types).map(({ type }) => type) : []
      }
      case 'into': {
        const { edge } = purpose
        const to = edge.to.shape.inputs[edge.input]?.port.type ?? edge.type
        return all.filter((one) => portsBetween(one, edge.type, to))
      }
    }
  }

  #typesBetween({ from, to }: { from: PortEnd; to: PortEnd }): [Port['type'], Port['type']] | undefined {
    const [output, input] = from.side === 'output' ? [from, to] : [to, from]
    const types = [this.#portOf(output)?.type, this.#portOf(input)?.type] as const
    return types[0] && types[1] ? [types[0], types[1]] : undefined
  }

  #portOf(end: PortEnd): Port | undefined {
    const { shape } = this.#host.scene.byId.get(end.node) ?? {}
    const places = end.side === 'output' ? shape?.outputs : shape?.inputs
    return places?.find(({ port }) => port.name === end.port)?.port
  }

  /** Puts it where it was opened, within the surface as it is now. */
  async place(): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const list = host.renderRoot.querySelector<HTMLElement>('aw-quick-add')
    if (!list || !this.#open) return
    const at = toScreen(host.view, this.#open.at)
    list.style.left = `${Math.max(8, Math.min(at.x, host.size.width - 272))}px`
    list.style.top = `${Math.max(8, Math.min(at.y, host.size.height - 330))}px`
  }

  #onChoice = ({ nodeType }: QuickAddEvent): void => {
    const open = this.#open
    const host = this.#host
    this.close()
    if (!open) return
    // Closed because the keyboard went elsewhere, it must not be called back.
    host.focusSurface()
    if (!nodeType || !host.editable) return
    const { at } = open
    const action = this.#action(open.purpose, nodeType, at)
    if (action) host.perform(action)
    else if (open.purpose.kind === 'free' && open.purpose.anywhere) host.addNode(nodeType)
    else host.addNode(nodeType, { x: at.x - nodeWidth / 2, y: at.y - headerHeight / 2 })
  }

  #action(purpose: QuickAddPurpose, type: NodeType, at: Point): Action | undefined {
    const { document, types, description, newId, strings } = this.#host
    const around = { document, types, description }
    switch (purpose.kind) {
      case 'free':
        return undefined
      case 'from': {
        const { from } = purpose
        const ofPort = this.#portOf(from)?.type
        const port = ofPort && fittingPort(type, from, ofPort)
        return port === undefined ? undefined : addConnectedAction({ type, from, port, at, ...around }, newId, strings)
      }
      case 'between': {
        const between = this.#typesBetween(purpose)
        const ports = between && portsBetween(type, ...between)
        return (
          ports && addBetweenAction({ type, ports, ends: [purpose.from, purpose.to], at, ...around }, newId, strings)
        )
      }
      case 'into':
        return addIntoEdgeAction({ type, edge: purpose.edge, at, ...around }, newId, strings)
    }
  }
}

type Port = NodeType['inputs'][number]
