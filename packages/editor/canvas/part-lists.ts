import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import type { PortPosition, Scene, SceneEdge, SceneNode } from '@aw-flow/canvas'

/** The maximum number of listed edges. In larger workflows, the edges of the active node are listed first. */
const maxListedEdges = 200

/** The edges of each node, computed once per scene. */
const edgesByScene = new WeakMap<Scene, ReadonlyMap<SceneNode, readonly SceneEdge[]>>()

function groupEdgesByNode(scene: Scene): ReadonlyMap<SceneNode, readonly SceneEdge[]> {
  const cached = edgesByScene.get(scene)
  if (cached) return cached
  const byNode = new Map<SceneNode, SceneEdge[]>()
  for (const edge of scene.edges) {
    for (const node of new Set([edge.from, edge.to])) {
      const edges = byNode.get(node)
      if (edges) edges.push(edge)
      else byNode.set(node, [edge])
    }
  }
  edgesByScene.set(scene, byNode)
  return byNode
}

/** Renders a node's ports and their connections for screen readers. Renders nothing for a node without ports. */
export function renderPortLists(scene: Scene, node: SceneNode, strings: CanvasStrings): unknown {
  const edges = groupEdgesByNode(scene).get(node) ?? []
  const { inputs, outputs } = node.shape
  const { title } = node.content
  return [
    renderList(strings.inputs(title), inputs, (portPosition, index) =>
      describePort(portPosition, strings, {
        ends: edges.filter((edge) => edge.to === node && edge.input === index).map(({ from }) => from.content.title),
        format: strings.portFrom,
      }),
    ),
    renderList(strings.outputs(title), outputs, (portPosition, index) =>
      describePort(portPosition, strings, {
        ends: edges.filter((edge) => edge.from === node && edge.output === index).map(({ to }) => to.content.title),
        format: strings.portTo,
      }),
    ),
  ]
}

const renderList = (
  name: string,
  portPositions: readonly PortPosition[],
  describe: (portPosition: PortPosition, index: number) => string,
): TemplateResult | typeof nothing =>
  portPositions.length === 0
    ? nothing
    : html`<ul aria-label=${name}>
        ${portPositions.map((portPosition, index) => html`<li>${describe(portPosition, index)}</li>`)}
      </ul>`

function describePort(
  { port }: PortPosition,
  strings: CanvasStrings,
  { ends, format }: { ends: readonly string[]; format: (ends: readonly string[]) => string },
): string {
  const name = strings.port(port.label ?? port.name, strings.portTypes[port.type])
  const state = ends.length > 0 ? format(ends) : port.required ? strings.portRequired : strings.portNotConnected
  return `${name}, ${state}`
}

/** Renders the groups and the nodes in each of them. */
export const renderGroupList = ({ groups }: Scene, strings: CanvasStrings): TemplateResult | typeof nothing =>
  groups.length === 0
    ? nothing
    : html`<ul class="visually-hidden" aria-label=${strings.groups}>
        ${groups.map(
          ({ group, nodes }) =>
            html`<li>
              ${strings.group(
                group.label,
                nodes.map(({ content }) => content.title),
              )}
            </li>`,
        )}
      </ul>`

/** Renders the edges as buttons that select them. Only one button is in the tab order. */
export function renderEdgeList(
  scene: Scene,
  activeNodeId: string | undefined,
  focusedEdgeId: string | undefined,
  selectedEdgeIds: ReadonlySet<string>,
  strings: CanvasStrings,
  onSelect: (id: string) => void,
): TemplateResult | typeof nothing {
  if (scene.edges.length === 0) return nothing
  const node = activeNodeId === undefined ? undefined : scene.byId.get(activeNodeId)
  const activeEdges = (scene.edges.length > maxListedEdges && node && groupEdgesByNode(scene).get(node)) || []
  const listedEdges = [...new Set([...activeEdges, ...scene.edges.slice(0, maxListedEdges)])].slice(0, maxListedEdges)
  const tabStop = Math.max(
    0,
    listedEdges.findIndex(({ id }) => (focusedEdgeId === undefined ? selectedEdgeIds.has(id) : id === focusedEdgeId)),
  )
  return html`<ul class="visually-hidden edges" aria-label=${strings.edges}>
    ${listedEdges.map(
      ({ id, from, to }, index) =>
        html`<li>
          <button
            type="button"
            data-edge=${id}
            tabindex=${index === tabStop ? 0 : -1}
            aria-pressed=${selectedEdgeIds.has(id) ? 'true' : 'false'}
            @click=${() => onSelect(id)}
          >
            ${strings.edge(from.content.title, to.content.title)}
          </button>
        </li>`,
    )}
  </ul>`
}
