import { html, type TemplateResult } from 'lit'
import { ConnectList, type ConnectHost } from './connect-list.ts'
import { menuPoint, type GraphCanvas, type Hit, type Point, type PortEnd, type QuickAddPurpose } from '@aw-flow/canvas'
import { ContextMenu, type MenuHost } from './context-menu.ts'
import { QuickAddList, type QuickAddHost } from './quick-add-list.ts'

type PopupHost = QuickAddHost & MenuHost & ConnectHost

/** The popups over a canvas, which close at the next press: the list of node types, the list of ports and the menu. */
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

  get hasMenu(): boolean {
    return this.#menu.isOpen
  }

  offer(at: Point, purpose: QuickAddPurpose): void {
    if (this.#host.editable) this.#quickAdd.open(at, purpose)
  }

  /** Opens the list of node types at a point of the surface; with `from`, only those that fit that port. */
  openQuickAdd(at: Point | undefined, from: PortEnd | undefined): void {
    const anywhere = at === undefined
    this.offer(at ?? this.#graph.camera.middle, from ? { kind: 'from', from } : { kind: 'free', anywhere })
  }

  openConnect(node: string): void {
    this.#connect.open(node)
  }

  /** Opens the menu for what is at a point of the surface; without one, for the selected node. */
  openMenu(at: Point | undefined, hit: Hit | undefined): void {
    const { selection, scene } = this.#host
    const [only] = selection
    const node = only === undefined ? undefined : scene.byId.get(only)
    const corner = node ? this.#host.screenPoint(menuPoint(node)) : this.#graph.camera.middle
    this.#menu.open(at ?? corner, hit ?? (node ? { kind: 'node', node } : { kind: 'empty' }))
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

  view(): TemplateResult {
    return html`${this.#quickAdd.view()} ${this.#connect.view()} ${this.#menu.view()}`
  }
}
