import {
  createQuickAddAction,
  listAddableTypes,
  type GraphCanvas,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
} from '@aw-flow/canvas'
import { defined, type NodeType, type DescriptionPlan } from '@aw-flow/schema'
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
  /** Opens a preview of the nodes planned for a description. They are added once the user accepts them. */
  showPlan(
    description: string,
    plan: DescriptionPlan,
    placement: { position: Point; source: PortEnd | undefined },
  ): void
  /** Moves focus from the list back to the surface. */
  focusSurface(): void
}

/** A popup over a canvas that lists node types and adds the one that the user chooses. */
export class QuickAddList {
  readonly #host: QuickAddHost
  readonly #graphCanvas: GraphCanvas
  /** The purpose of the open list, and the graph point at which it was opened. */
  #listState: { point: Point; purpose: QuickAddPurpose; ranking?: readonly string[] } | undefined
  /** The description from which the listed plan was created. */
  #plannedDescription = ''

  constructor(host: QuickAddHost, graph: GraphCanvas) {
    this.#host = host
    this.#graphCanvas = graph
  }

  get isOpen(): boolean {
    return this.#listState !== undefined
  }

  /** Opens the list at a point on the surface. */
  open(point: Point, purpose: QuickAddPurpose): void {
    this.#listState = { point: this.#graphCanvas.toGraphPoint(point), purpose }
    this.#host.requestUpdate()
    void this.place()
    void this.#rank(purpose)
  }

  close(): void {
    if (!this.#listState) return
    this.#listState = undefined
    this.#host.requestUpdate()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#listState) return nothing
    return html`<aw-quick-add
      .types=${this.#listTypes(this.#listState.purpose)}
      .ranking=${this.#listState.ranking}
      .catalog=${this.#translatedTypes}
      .plan=${this.#planNodes}
      .revision=${this.#host.description}
      ?loading=${this.#catalog.length === 0}
      .strings=${this.#host.strings}
      @aw-quick-add=${this.#onChoice}
    ></aw-quick-add>`
  }

  /** Places the list at the graph point at which it was opened. */
  async place(): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const list = host.renderRoot.querySelector<HTMLElement>('aw-quick-add')
    if (!list || !this.#listState) return
    const { x, y } = this.#graphCanvas.toPage(this.#listState.point)
    placePopover(list, { left: x, right: x, top: y, bottom: y }, host)
  }

  /** Sorts the open list by how likely each type is to come next, once the engine has responded. */
  async #rank(purpose: QuickAddPurpose): Promise<void> {
    const output = findOutput(purpose)
    const { document, activeSession } = this.#host
    if (!output) return
    const response = await activeSession?.assistant?.suggestNextNodes(document, output.node, output.port)
    if (!response?.ok || this.#listState?.purpose !== purpose) return
    this.#listState = { ...this.#listState, ranking: response.value }
    this.#host.requestUpdate()
  }

  /**
   * Plans nodes from a description. They continue from the output for which the list was opened, or start with a new
   * file.
   */
  #planNodes = async (description: string): Promise<DescriptionPlan | undefined> => {
    const { activeSession } = this.#host
    const purpose = this.#listState?.purpose
    if (!purpose || !purposesWithDescription.has(purpose.kind)) return undefined
    const source = this.#findSourcePort(purpose)
    const columns = source && this.#host.description?.nodes[source.node]?.outputs[source.port]?.columns
    const response = await activeSession?.assistant?.planFromDescription(
      defined({ description, continues: source !== undefined, columns }),
    )
    if (!response?.ok || !this.#isAddable(response.value)) return undefined
    this.#plannedDescription = description
    return response.value
  }

  #isAddable({ nodes }: DescriptionPlan): boolean {
    const addableTypes = new Set(this.#catalog.filter(this.#host.canAdd).map(({ type }) => type))
    return nodes.every(({ type }) => addableTypes.has(type))
  }

  /** Returns the output to which planned nodes are connected. */
  #findSourcePort(purpose: QuickAddPurpose): PortEnd | undefined {
    const output = findOutput(purpose)
    const port = output?.port ?? (output && this.#host.scene.byId.get(output.node)?.shape.outputs[0]?.port.name)
    return output && port !== undefined ? { node: output.node, side: 'output', port } : undefined
  }

  #onChoice = ({ nodeType, plan }: QuickAddEvent): void => {
    const listState = this.#listState
    const host = this.#host
    this.close()
    if (!listState) return
    // Does nothing if the list was closed because focus left the canvas.
    host.focusSurface()
    if (!host.editable) return
    const { point, purpose } = listState
    if (plan) {
      host.showPlan(this.#plannedDescription, plan, { position: point, source: this.#findSourcePort(purpose) })
      return
    }
    if (!nodeType) return
    const action = createQuickAddAction(this.#graphCanvas, purpose, nodeType, point)
    if (action) host.perform(action)
    else if (host.selection.size > 0) host.addNode(nodeType)
    // Without a selection, the node is not connected. Keyboard users have no other way to add an unconnected node.
    else this.#graphCanvas.addNode(nodeType)
  }

  /** The engine's node types. Empty until they are loaded. */
  get #catalog(): readonly NodeType[] {
    return this.#host.activeSession?.engine.catalog ?? []
  }

  /** The node types in the language of the page. */
  get #translatedTypes(): readonly NodeType[] {
    return this.#host.strings.nodeTypes.translateTypes(this.#catalog)
  }

  #listTypes(purpose: QuickAddPurpose): readonly NodeType[] {
    return listAddableTypes(this.#graphCanvas, purpose, this.#translatedTypes.filter(this.#host.canAdd))
  }
}

/** The purposes for which users can describe several nodes. */
const purposesWithDescription: ReadonlySet<QuickAddPurpose['kind']> = new Set(['free', 'after', 'from'])

/** Returns the output to which a new node is connected. Without `port`, it is the node's first output. */
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
      return defined({ node: from.id, port })
    }
  }
}
