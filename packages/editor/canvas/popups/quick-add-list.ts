import {
  createQuickAddAction,
  listTypesFor,
  type GraphCanvas,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
} from '@aw-flow/canvas'
import type { NodeType, DescriptionPlan } from '@aw-flow/schema'
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
  /** Shows the nodes that are planned for a description. They are added once the user accepts them. */
  showPlan(description: string, plan: DescriptionPlan, placement: { at: Point; from: PortEnd | undefined }): void
  /** Moves focus from the list back to the surface. */
  focusSurface(): void
}

/** A popup over a canvas that lists node types and adds the chosen one. */
export class QuickAddList {
  readonly #host: QuickAddHost
  readonly #graph: GraphCanvas
  /** The purpose of the open list, and its position in graph coordinates. */
  #open: { point: Point; purpose: QuickAddPurpose; ranking?: readonly string[] } | undefined
  /** The description that the listed plan was made for. */
  #described = ''

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

  render(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    return html`<aw-quick-add
      .types=${this.#listTypes(this.#open.purpose)}
      .ranking=${this.#open.ranking}
      .catalog=${this.#translatedTypes}
      .plan=${this.#planNodes}
      .revision=${this.#host.description}
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

  /** Sorts the open list by the probability that a type comes next, as soon as the engine responds. */
  async #rank(purpose: QuickAddPurpose): Promise<void> {
    const output = findOutput(purpose)
    const { document, activeSession } = this.#host
    if (!output || !activeSession?.document.suggestNextNodes) return
    const response = await activeSession.document.suggestNextNodes(document, output.node, output.port)
    if (!response.ok || this.#open?.purpose !== purpose) return
    this.#open = { ...this.#open, ranking: response.value }
    this.#host.requestUpdate()
  }

  /**
   * Plans nodes from a description. They follow the output that the list was opened for, or start with a
   * new file.
   */
  #planNodes = async (description: string): Promise<DescriptionPlan | undefined> => {
    const { activeSession } = this.#host
    const purpose = this.#open?.purpose
    if (!purpose || !describablePurposes.has(purpose.kind)) return undefined
    const from = this.#findSourcePort(purpose)
    const columns = from && this.#host.description?.nodes[from.node]?.outputs[from.port]?.columns
    const response = await activeSession?.document.planFromDescription?.({
      description,
      continues: from !== undefined,
      ...(columns ? { columns } : {}),
    })
    if (!response?.ok || !this.#isAddable(response.value)) return undefined
    this.#described = description
    return response.value
  }

  #isAddable({ nodes }: DescriptionPlan): boolean {
    const addable = new Set(this.#catalog.filter(this.#host.canAdd).map(({ type }) => type))
    return nodes.every(({ type }) => addable.has(type))
  }

  /** Returns the output that described nodes are connected to. */
  #findSourcePort(purpose: QuickAddPurpose): PortEnd | undefined {
    const output = findOutput(purpose)
    const port = output?.port ?? (output && this.#host.scene.byId.get(output.node)?.shape.outputs[0]?.port.name)
    return output && port !== undefined ? { node: output.node, side: 'output', port } : undefined
  }

  #onChoice = ({ nodeType, plan }: QuickAddEvent): void => {
    const openList = this.#open
    const host = this.#host
    this.close()
    if (!openList) return
    // Has no effect if the list closed because the focus left the canvas.
    host.focusSurface()
    if (!host.editable) return
    const { point, purpose } = openList
    if (plan) {
      host.showPlan(this.#described, plan, { at: point, from: this.#findSourcePort(purpose) })
      return
    }
    if (!nodeType) return
    const action = createQuickAddAction(this.#graph, purpose, nodeType, point)
    if (action) host.perform(action)
    else if (host.selection.size > 0) host.addNode(nodeType)
    // Without a selection, the node is not connected. With the keyboard, this is the only way to add an unconnected
    // node.
    else this.#graph.addNode(nodeType)
  }

  /** The node types of the engine; empty until they are loaded. */
  get #catalog(): readonly NodeType[] {
    return this.#host.activeSession?.engine.catalog ?? []
  }

  /** The node types in the language of the page. */
  get #translatedTypes(): readonly NodeType[] {
    return this.#host.strings.nodeTypes.types(this.#catalog)
  }

  #listTypes(purpose: QuickAddPurpose): readonly NodeType[] {
    return listTypesFor(this.#graph, purpose, this.#translatedTypes.filter(this.#host.canAdd))
  }
}

/** Purposes that allow a description of several nodes. */
const describablePurposes: ReadonlySet<QuickAddPurpose['kind']> = new Set(['free', 'after', 'from'])

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
