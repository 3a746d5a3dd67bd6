import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import { nodeAnnouncement } from './node-face.ts'
import { portLists } from './part-lists.ts'
import type { Scene } from './scene.ts'

/** More than this many nodes are not listed at once; the list follows the focus. */
const listed = 200
/** So many nodes around the focus tell of their ports too. */
const told = 20

/**
 * The nodes as a list of buttons that nobody sees, each with its ports: how keyboard and screen reader reach what is
 * drawn. One of them is in the tab order.
 */
export function nodeList(
  scene: Scene,
  active: string | undefined,
  selection: ReadonlySet<string>,
  strings: CanvasStrings,
): TemplateResult {
  const { nodes } = scene
  const at = Math.max(
    0,
    nodes.findIndex((node) => node.id === active),
  )
  const from = Math.max(0, Math.min(at - listed / 2, nodes.length - listed))
  return html`<ul class="nodes" aria-label=${strings.nodes}>
    ${nodes.slice(from, from + listed).map(
      (node, index) =>
        html`<li aria-setsize=${nodes.length} aria-posinset=${from + index + 1}>
          <button
            type="button"
            data-node=${node.id}
            tabindex=${from + index === at ? 0 : -1}
            aria-pressed=${selection.has(node.id) ? 'true' : 'false'}
          >
            ${nodeAnnouncement(node.face, strings)}
          </button>
          ${Math.abs(from + index - at) <= told ? portLists(scene, node, strings) : nothing}
        </li>`,
    )}
  </ul>`
}

/** The node that an arrow leads to: up and down in the document's order, left and right along edges. */
export function nodeBeside(scene: Scene, from: string | undefined, dx: number, dy: number): string | undefined {
  const at = scene.nodes.findIndex((node) => node.id === from)
  const here = scene.nodes[at]
  if (dy !== 0) return scene.nodes[Math.min(scene.nodes.length - 1, Math.max(0, at + dy))]?.id
  if (!here) return undefined
  return dx > 0
    ? scene.edges.find((edge) => edge.from === here)?.to.id
    : scene.edges.find((edge) => edge.to === here)?.from.id
}

/** The node to go to when these are removed. */
export function nodeAfterRemoval(scene: Scene, removed: ReadonlySet<string>): string | undefined {
  const index = scene.nodes.findIndex((node) => removed.has(node.id))
  const rest = scene.nodes.filter((node) => !removed.has(node.id))
  return rest[Math.max(0, Math.min(index, rest.length - 1))]?.id
}
