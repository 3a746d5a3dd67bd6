import { createQuickAddAction, listTypesFor, type GraphCanvas, type Point, type QuickAddPurpose } from '@aw-flow/canvas'
import type { NodeType } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { placePopover } from '../../elements/editor/place-popover.ts'
import type { QuickAddEvent } from './aw-quick-add.ts'
import type { CommandHost } from '../commands/command.ts'

export interface QuickAddHost extends CommandHost, Omit<Element, keyof EventTarget> {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  readonly canAdd: (type: NodeType) => boolean
  requestUpdate(): void
  addNode(type: NodeType, point?: Point): string | undefined
  /** Moves the focus from the list back to the surface. */
  focusSurface(): void
}

/** A popup over a canvas that lists node types and adds the chosen one. */
export class QuickAddList {
  readonly #host: QuickAddHost
  readonly #graph: GraphCanvas
  /** The purpose of the open list, and its position in graph coordinates. */
  #open: { point: Point; purpose: QuickAddPurpose; ranking?: readonly string[] } | undefined

  constructor(host: QuickAddHost, graph: GraphCanvas) {
    this.#host = host
    this.#graph = graph
  }

  get isOpen(): boolean {
    return this.#open !== undefined
  }

  /** Opens the list at a point of the surface. */
  open(point: Point, purpose: QuickAddPurpose): void {
    this.#open = { point: this.#graph.graphPoint(point), purpose }
    this.#host.requestUpdate()
    void this.place()
    void this.#rank(purpose)
  }

  close(): void {
    if (!this.#open) return
    this.#open = undefined
    this.#host.requestUpdate()
  }

  view(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    return html`<aw-quick-add
      .types=${this.#typesFor(this.#open.purpose)}
      .ranking=${this.#open.ranking}
      ?loading=${this.#catalog.length === 0}
      .strings=${this.#host.strings}
      @aw-quick-add=${this.#onChoice}
    ></aw-quick-add>`
  }

  /** Moves the list to the graph point at which it was opened. */
  async place(): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const list = host.renderRoot.querySelector<HTMLElement>('aw-quick-add')
    if (!list || !this.#open) return
    const { x, y } = this.#graph.toPage(this.#open.point)
    placePopover(list, { left: x, right: x, top: y, bottom: y }, host)
  }

  /** Orders the open list by how likely each type follows, as soon as the engine answers. */
  async #rank(purpose: QuickAddPurpose): Promise<void> {
    const output = findOutput(purpose)
    const { document, activeSession } = this.#host
    if (!output || !activeSession?.document.suggestNextNodes) return
    const answer = await activeSession.document.suggestNextNodes(document, output.node, output.port)
    if (!answer.ok || this.#open?.purpose !== purpose) return
    this.#open = { ...this.#open, ranking: answer.value }
    this.#host.requestUpdate()
  }

  #onChoice = ({ nodeType }: QuickAddEvent): void => {
    const openList = this.#open
    const host = this.#host
    this.close()
    if (!openList) return
    // A list that closes because it lost the focus must not reclaim it.
    host.focusSurface()
    if (!nodeType || !host.editable) return
    const { point, purpose } = openList
    const action = createQuickAddAction(this.#graph, purpose, nodeType, point)
    if (action) host.perform(action)
    else host.addNode(nodeType)
  }

  /** The node types of the engine; empty until they are loaded. */
  get #catalog(): readonly NodeType[] {
    return this.#host.activeSession?.engine.catalogue ?? []
  }

  #typesFor(purpose: QuickAddPurpose): readonly NodeType[] {
    const { strings, canAdd } = this.#host
    const addable = strings.nodeTypes.types(this.#catalog).filter(canAdd)
    return listTypesFor(this.#graph, purpose, addable)
  }
}

/** Returns the output that a new node is connected to; without `port`, the first one. */
function findOutput(purpose: QuickAddPurpose): { node: string; port?: string } | undefined {
  switch (purpose.kind) {
    case 'free':
      return undefined
    case 'after':
      return { node: purpose.node }
    case 'from':
      return purpose.from.side === 'output' ? purpose.from : undefined
    case 'between':
      return purpose.from.side === 'output' ? purpose.from : purpose.to
    case 'into': {
      const { from, output } = purpose.edge
      const port = from.shape.outputs[output]?.port.name
      return { node: from.id, ...(port === undefined ? {} : { port }) }
    }
  }
}
