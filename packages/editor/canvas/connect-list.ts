import type { Edit } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { ConnectChoiceEvent, ConnectOffer } from './aw-connect-list.ts'
import {
  connect,
  connectEdit,
  fits,
  parallelEdges,
  refusalText,
  type Action,
  type Point,
  type PortEnd,
  type SceneNode,
} from '@aw-flow/canvas'
import type { CommandHost } from './commands/command.ts'

export interface ConnectHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly size: { width: number; height: number }
  readonly updateComplete: Promise<boolean>
  screenPoint(at: Point): Point
  requestUpdate(): void
  focusSurface(): void
}

/** More are not read; typing finds the others. */
const most = 60

/** Connecting without a pointer: a list of what a node may be joined to, and what comes of a choice. */
export class ConnectList {
  readonly #host: ConnectHost
  #node: string | undefined
  /** The keyboard was in the list of nodes, and goes back there. */
  #inList = false

  constructor(host: ConnectHost) {
    this.#host = host
  }

  open(node: string): void {
    if (!this.#host.editable) return
    this.#inList = this.#host.focusedNode !== undefined
    this.#node = node
    this.#host.requestUpdate()
    void this.place()
  }

  close(): void {
    if (this.#node === undefined) return
    this.#node = undefined
    this.#host.requestUpdate()
  }

  view(): TemplateResult | typeof nothing {
    const node = this.#node === undefined ? undefined : this.#host.scene.byId.get(this.#node)
    if (!node) return nothing
    return html`<aw-connect-list
      .label=${node.face.title}
      .strings=${this.#host.strings}
      .offers=${(search: string) => offersOf(this.#host, node, search)}
      .refusal=${(search: string) => refusalOf(this.#host, node, search)}
      @aw-connect-choice=${this.#onChoice}
    ></aw-connect-list>`
  }

  /** Puts it beside its node, within the surface as it is now. */
  async place(): Promise<void> {
    const host = this.#host
    await host.updateComplete
    const list = host.renderRoot.querySelector<HTMLElement>('aw-connect-list')
    const node = this.#node === undefined ? undefined : host.scene.byId.get(this.#node)
    if (!list || !node) return
    const at = host.screenPoint({ x: node.x + node.shape.width + 16, y: node.y })
    list.style.left = `${Math.max(8, Math.min(at.x, host.size.width - 328))}px`
    list.style.top = `${Math.max(8, Math.min(at.y, host.size.height - 330))}px`
  }

  #onChoice = ({ offer }: ConnectChoiceEvent): void => {
    const host = this.#host
    const node = this.#node
    if (node === undefined) return
    this.close()
    if (this.#inList) host.focusNode(node)
    else host.focusSurface()
    const action = offer && host.editable ? connectAction(host, offer) : undefined
    if (action) host.perform({ ...action, select: [node] })
  }
}

function connectAction(host: CommandHost, { from, to, parallel }: ConnectOffer): Omit<Action, 'select'> | undefined {
  const { document, types, strings, description, scene, newId } = host
  const connection = connect(document, types, from, to, description)
  if (!connection.ok) return undefined
  const title = (id: string): string => scene.byId.get(id)?.face.title ?? id
  const others = parallel ? parallelEdges(document, types, connection.edge, description) : []
  const edits = [
    connectEdit(connection, newId('edge')),
    ...others.map((edge): Edit => ({ type: 'add-edge', edge: { id: newId('edge'), ...edge } })),
  ]
  return { edit: { type: 'batch', edits }, announcement: strings.connected(title(from.node), title(to.node)) }
}

/** The ends that a node may be joined to, what is free before what has an edge, near before far. */
function offersOf(host: CommandHost, node: SceneNode, search: string): ConnectOffer[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const { document, types, strings, description, scene } = host
  const distance = (other: SceneNode): number => Math.hypot(other.x - node.x, other.y - node.y)
  const others = scene.nodes.filter((other) => other !== node).toSorted((a, b) => distance(a) - distance(b))
  const found: { offer: ConnectOffer; replaces: boolean }[] = []
  for (const other of others) {
    for (const [start, end, outward] of [
      [node, other, true],
      [other, node, false],
    ] as const) {
      const { title, icon } = other.face
      const says = outward ? strings.connectTo(title) : strings.connectFrom(title)
      if (!words.every((word) => says.toLowerCase().includes(word))) continue
      for (const { port: output } of start.shape.outputs) {
        for (const { port: input } of end.shape.inputs) {
          if (found.length >= most || !fits(output.type, input.type)) continue
          const from: PortEnd = { node: start.id, side: 'output', port: output.name }
          const to: PortEnd = { node: end.id, side: 'input', port: input.name }
          const connection = connect(document, types, from, to, description)
          if (!connection.ok || isThere(host, from, to)) continue
          const detail = strings.connectPorts(output.label ?? output.name, input.label ?? input.name)
          const replaces = connection.replaces.length > 0
          found.push({ offer: { from, to, title: says, detail, icon }, replaces })
          const first = start.shape.outputs[0]?.port === output && end.shape.inputs[0]?.port === input
          if (!first || parallelEdges(document, types, connection.edge, description).length === 0) continue
          found.push({ offer: { from, to, title: says, detail: strings.connectAll, icon, parallel: true }, replaces })
        }
      }
    }
  }
  return found.toSorted((a, b) => Number(a.replaces) - Number(b.replaces)).map(({ offer }) => offer)
}

/** Why what is searched for cannot be joined to a node: of the first node with such a title, whichever way is nearer. */
function refusalOf(host: CommandHost, node: SceneNode, search: string): string | undefined {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const { document, types, strings, description, scene } = host
  for (const other of words.length === 0 ? [] : scene.nodes) {
    const { title } = other.face
    const outward = words.every((word) => strings.connectTo(title).toLowerCase().includes(word))
    const inward = words.every((word) => strings.connectFrom(title).toLowerCase().includes(word))
    if (!outward && !inward) continue
    const [start, end] = outward ? [node, other] : [other, node]
    const output = start.shape.outputs[0]?.port
    if (!output) continue
    const from: PortEnd = { node: start.id, side: 'output', port: output.name }
    const refused = end.shape.inputs.map(({ port }) =>
      connect(document, types, from, { node: end.id, side: 'input', port: port.name }, description),
    )
    const [first] = refused
    if (first && !first.ok) return refusalText(first.refusal, strings)
    if (!first) return strings.refusedNoPort(end.face.title, strings.portTypes[output.type])
  }
  return undefined
}

const isThere = ({ scene }: CommandHost, from: PortEnd, to: PortEnd): boolean =>
  scene.edges.some(
    (edge) =>
      edge.from.id === from.node &&
      edge.to.id === to.node &&
      edge.from.shape.outputs[edge.output]?.port.name === from.port &&
      edge.to.shape.inputs[edge.input]?.port.name === to.port,
  )
