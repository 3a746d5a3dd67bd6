import {
  createConnectAction,
  listConnectionOffers,
  findConnectionRefusal,
  getPointNextTo,
  type GraphCanvas,
} from '@aw-flow/canvas'
import { html, nothing, type TemplateResult } from 'lit'
import { placePopover } from '../../elements/editor/place-popover.ts'
import type { ConnectChoiceEvent } from './aw-connect-list.ts'
import type { CommandHost } from '../commands/command.ts'

export interface ConnectHost extends CommandHost, Omit<Element, keyof EventTarget> {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  requestUpdate(): void
  focusSurface(): void
}

/** Lets users connect nodes without a pointer, by choosing from a list of a node's possible connections. */
export class ConnectList {
  readonly #host: ConnectHost
  readonly #graph: GraphCanvas
  #nodeId: string | undefined
  /** Whether keyboard focus was in the list of nodes, to which it must return. */
  #wasListFocused = false

  constructor(host: ConnectHost, graph: GraphCanvas) {
    this.#host = host
    this.#graph = graph
  }

  open(nodeId: string): void {
    if (!this.#host.editable) return
    this.#wasListFocused = this.#host.focusedNode !== undefined
    this.#nodeId = nodeId
    this.#host.requestUpdate()
    void this.place()
  }

  close(): void {
    if (this.#nodeId === undefined) return
    this.#nodeId = undefined
    this.#host.requestUpdate()
  }

  render(): TemplateResult | typeof nothing {
    const node = this.#nodeId === undefined ? undefined : this.#host.scene.byId.get(this.#nodeId)
    if (!node) return nothing
    return html`<aw-connect-list
      .label=${node.content.title}
      .strings=${this.#host.strings}
      .findConnections=${(search: string) => listConnectionOffers(this.#graph, node, search)}
      .refusal=${(search: string) => findConnectionRefusal(this.#graph, node, search)}
      @aw-connect-choice=${this.#onChoice}
    ></aw-connect-list>`
  }

  /** Places the list next to its node. */
  async place(): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const list = host.renderRoot.querySelector<HTMLElement>('aw-connect-list')
    const node = this.#nodeId === undefined ? undefined : host.scene.byId.get(this.#nodeId)
    if (!list || !node) return
    const { x, y } = this.#graph.toPage(getPointNextTo(node, 16))
    placePopover(list, { left: x, right: x, top: y, bottom: y }, host)
  }

  #onChoice = ({ offer }: ConnectChoiceEvent): void => {
    const host = this.#host
    const nodeId = this.#nodeId
    if (nodeId === undefined) return
    this.close()
    if (this.#wasListFocused) host.focusNode(nodeId)
    else host.focusSurface()
    const action = offer && host.editable ? createConnectAction(this.#graph, offer) : undefined
    if (action) host.perform({ ...action, select: [nodeId] })
  }
}
