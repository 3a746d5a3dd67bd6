import { html, type TemplateResult } from 'lit'
import { ConnectList, type ConnectHost } from './connect-list.ts'
import {
  getMenuPoint,
  type GraphCanvas,
  type Hit,
  type Point,
  type PortEnd,
  type QuickAddPurpose,
} from '@aw-flow/canvas'
import { ContextMenu, type MenuHost } from './context-menu.ts'
import { QuickAddList, type QuickAddHost } from './quick-add-list.ts'

type PopupHost = QuickAddHost & MenuHost & ConnectHost

/**
 * The popups over a canvas: the list of node types, the list of connections and the context menu. Pressing the surface
 * closes them.
 */
export class CanvasPopups {
  readonly #host: PopupHost
  readonly #graph: GraphCanvas
  readonly #quickAdd: QuickAddList
  readonly #connect: ConnectList
  readonly #menu: ContextMenu

  constructor(host: PopupHost, graph: GraphCanvas) {
    this.#host = host
    this.#graph = graph
    this.#quickAdd = new QuickAddList(host, graph)
    this.#connect = new ConnectList(host, graph)
    this.#menu = new ContextMenu(host)
  }

  get isMenuOpen(): boolean {
    return this.#menu.isOpen
  }

  openQuickAddFor(point: Point, purpose: QuickAddPurpose): void {
    if (this.#host.editable) this.#quickAdd.open(point, purpose)
  }

  /**
   * Opens the list of node types at a point on the surface. With `from`, lists only types compatible with that port.
   */
  openQuickAdd(point: Point | undefined, from: PortEnd | undefined): void {
    // The node is connected to the selected nodes, and therefore placed beside them.
    const anywhere = point === undefined || this.#host.selection.size > 0
    this.openQuickAddFor(point ?? this.#graph.camera.center, from ? { kind: 'from', from } : { kind: 'free', anywhere })
  }

  openConnect(nodeId: string): void {
    this.#connect.open(nodeId)
  }

  /** Opens the menu for the element at a point on the surface or, without a point, for the selected node. */
  openMenu(point: Point | undefined, hit: Hit | undefined): void {
    const { selection, scene } = this.#host
    const [selectedId] = selection
    const node = selectedId === undefined ? undefined : scene.byId.get(selectedId)
    const corner = node ? this.#host.toSurface(getMenuPoint(node)) : this.#graph.camera.center
    this.#menu.open(point ?? corner, hit ?? (node ? { kind: 'node', node } : { kind: 'empty' }))
  }

  /** Moves open lists to their positions in the current view. */
  place(): void {
    void this.#quickAdd.place()
    void this.#connect.place()
  }

  close(): void {
    this.#quickAdd.close()
    this.#connect.close()
    this.#menu.close()
  }

  render(): TemplateResult {
    return html`${this.#quickAdd.render()} ${this.#connect.render()} ${this.#menu.render()}`
  }
}
