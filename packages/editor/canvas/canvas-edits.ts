import type { WorkflowSession } from '@aw-flow/client'
import type { Edit, NodeType } from '@aw-flow/schema'
import { applies } from '../changes.ts'
import {
  addNodeAction,
  nodeAfterRemoval,
  placeAction,
  removeEdit,
  reRoute,
  type Action,
  type Camera,
  type CanvasState,
  type Point,
} from '@aw-flow/canvas'
import type { CanvasKeyboard } from './canvas-keyboard.ts'
import type { CanvasStrings } from './canvas-strings.ts'

/** The canvas whose document is changed. */
export interface EditedCanvas extends CanvasState {
  readonly activeSession: WorkflowSession | undefined
  readonly strings: CanvasStrings
  readonly camera: Camera
  announce(message: string): void
  reveal(id: string): void
  /** What is drawn knows of the last change. */
  drawn(): void
  /** Nodes have come to other places. */
  moved(before: ReadonlyMap<string, Point>, places: ReadonlyMap<string, Point>): void
}

/** Where the keyboard is: what it is on may be removed. */
type KeyboardPlace = Pick<CanvasKeyboard, 'focused' | 'isOnEdge' | 'focusNode' | 'focusEdges'>

/** What changes the document from a canvas: each an edit, with what is selected after it and what is said. */
export class CanvasEdits {
  readonly #canvas: EditedCanvas
  readonly #keyboard: KeyboardPlace

  constructor(canvas: EditedCanvas, keyboard: KeyboardPlace) {
    this.#canvas = canvas
    this.#keyboard = keyboard
  }

  /** Answers false where it is refused. */
  act({ edit, select, edges = [], marks = [], says }: Action): boolean {
    const canvas = this.#canvas
    const { activeSession } = canvas
    if (!canvas.editable || !activeSession || !applies(activeSession, edit)) return false
    // What is drawn must know the new nodes before they are looked at.
    canvas.drawn()
    canvas.select(select, edges, marks)
    canvas.announce(says)
    const [only] = select
    if (select.length === 1 && only !== undefined) canvas.reveal(only)
    return true
  }

  /** Adds a node where there is room for it or at a place; answers its id, none where that is refused. */
  addNode(type: NodeType, at: Point | undefined): string | undefined {
    const { editable, selection, scene, camera, newId, strings } = this.#canvas
    if (!editable) return undefined
    const [only] = selection
    const beside = selection.size === 1 && only !== undefined ? scene.byId.get(only) : undefined
    const where = at ? { at } : { near: camera.toGraph(camera.middle), taken: scene.nodes, beside }
    const action = addNodeAction(type, where, newId, strings)
    return this.act(action) ? action.select[0] : undefined
  }

  /** Removes what is selected; with `heal`, what was joined through it is joined. */
  removeSelected(heal: boolean): void {
    const canvas = this.#canvas
    const { scene, types, description, newId } = canvas
    const chosen = { nodes: canvas.selection, edges: canvas.selectedEdges, marks: canvas.selectedMarks }
    const marked = chosen.nodes.size + chosen.marks.size
    if (!canvas.editable || marked + chosen.edges.size === 0) return
    const keyboard = this.#keyboard
    const [onNode, onEdge] = [keyboard.focused !== undefined, keyboard.isOnEdge]
    const next = nodeAfterRemoval(scene, chosen.nodes)
    const edit = removeEdit(canvas.document, chosen, heal ? { types, description, newId } : undefined)
    if (!this.act({ edit, select: [], says: canvas.strings.removed(marked, chosen.edges.size) })) return
    if (onNode) keyboard.focusNode(next)
    else if (onEdge) void keyboard.focusEdges()
  }

  /** Moves nodes to new places as one edit with `also`; `straight`: bends of edges between them go. */
  place(places: ReadonlyMap<string, Point>, says: string, straight: boolean, also: readonly Edit[]): void {
    const canvas = this.#canvas
    const { scene } = canvas
    const before = new Map(scene.nodes.map(({ id, x, y }) => [id, { x, y }]))
    const edits = straight ? also : [...also, ...reRoute(scene, places)]
    const kept = { select: [...canvas.selection], marks: [...canvas.selectedMarks] }
    const action = placeAction(canvas.document, places, straight, says, edits)
    if (this.act({ ...action, ...kept })) canvas.moved(before, places)
  }
}
