import type { GraphCanvas } from '@aw-flow/canvas'
import type { CanvasStrings } from './canvas-strings.ts'
import { EdgeHoverEvent } from './canvas-events.ts'
import { findCommandTitle } from './commands/command-title.ts'
import type { CanvasCommand, CommandHost, CommandId, MenuTarget, KeyPressInfo } from './commands/command.ts'
import { createKeymap, type KeyBindings } from './commands/keymap.ts'
import { isComposing } from '../get-key.ts'

export interface KeyboardHost extends CommandHost {
  readonly selectedEdges: ReadonlySet<string>
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  dispatchEvent(event: Event): boolean
  requestUpdate(): void
  reveal(id: string): void
}

/** A command as displayed in menus, search results and forms. */
export interface CommandInfo {
  /** The id of the command. */
  readonly id: CommandId
  /** The title in the language of the editor. */
  readonly title: string
  /** The current key bindings, such as `Mod+Shift+z`. */
  readonly keys: readonly string[]
  /** Whether the command can run now. */
  readonly enabled: boolean
  /** The context menus to which an extension adds the command. */
  readonly menu: readonly MenuTarget[]
}

/**
 * Handles keyboard input: runs commands for key bindings and moves focus within the hidden lists of nodes and edges.
 */
export class CanvasKeyboard {
  readonly #host: KeyboardHost
  readonly #graph: GraphCanvas
  #keyBindings: KeyBindings = {}
  #commands: readonly CanvasCommand[] = []
  #keymap = createKeymap([])
  #focusedNodeId: string | undefined
  #focusedEdgeId: string | undefined

  constructor(host: KeyboardHost, graph: GraphCanvas) {
    this.#host = host
    this.#graph = graph
  }

  /** The id of the node that has focus. */
  get focusedNode(): string | undefined {
    return this.#focusedNodeId
  }

  /** The id of the edge that has focus. Focusing an edge does not select it, so that open panels stay open. */
  get focusedEdge(): string | undefined {
    return this.#focusedEdgeId
  }

  /** Sets the commands, and the key bindings that override their defaults. */
  bind(commands: readonly CanvasCommand[], keys: KeyBindings): void {
    this.#commands = commands
    this.#keyBindings = keys
    this.#keymap = createKeymap(commands, keys)
  }

  /** Returns all commands with their titles, keys and availability. */
  listCommands(strings: CanvasStrings): CommandInfo[] {
    return this.#commands.map((command) => ({
      id: command.id,
      title: findCommandTitle(command, strings.commands),
      keys: this.#keyBindings[command.id] ?? command.keys ?? [],
      menu: command.menu ?? [],
      enabled: this.#canRun(command),
    }))
  }

  /** Runs a command. Returns whether it could run. */
  run(id: CommandId, keyPress: KeyPressInfo): boolean {
    const command = this.#commands.find((candidate) => candidate.id === id)
    if (!command || !this.#canRun(command)) return false
    command.run(this.#host, keyPress)
    return true
  }

  #canRun(command: CanvasCommand): boolean {
    const host = this.#host
    if (!host.activeSession || (command.edits && !host.editable)) return false
    return command.enabled?.(host) ?? true
  }

  /** Moves focus to a node. Default: the selected node, or else the first node. */
  focusNode(id?: string): void {
    const host = this.#host
    const targetId = id ?? [...host.selection][0] ?? host.scene.nodes[0]?.id
    this.#setFocused(targetId)
    if (targetId !== undefined && !host.selection.has(targetId)) host.select([targetId])
    void this.#focusList()
  }

  onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event) || this.#moveAlongEdges(event)) return
    const isOnSurface = event.currentTarget instanceof HTMLElement && event.currentTarget.matches('.surface')
    if (event.key === ' ' && isOnSurface) {
      this.#graph.setSpaceDown(true)
      event.preventDefault()
      return
    }
    const command = this.#keymap(event)
    if (!command) return
    // Commands apply to the focused edge, except the one that clears the selection.
    if (this.#focusedEdgeId !== undefined && this.isEdgeFocused && command.id !== 'escape')
      this.#selectEdge(this.#focusedEdgeId)
    // A key that does nothing here belongs to the host.
    if (!this.#canRun(command)) return
    command.run(this.#host, { key: event.key, shift: event.shiftKey, alt: event.altKey, isOnSurface })
    if (!command.allowsBrowserDefault) event.preventDefault()
    event.stopPropagation()
  }

  onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.#graph.setSpaceDown(false)
  }

  /** Selects and announces an edge that the user picked in the list of edges. */
  selectListedEdge(id: string): void {
    const host = this.#host
    const edge = host.scene.edges.find((candidate) => candidate.id === id)
    if (!edge) return
    this.#selectEdge(id)
    host.announce(host.strings.edgeSelected(edge.from.content.title, edge.to.content.title))
  }

  onListFocus = (event: FocusEvent): void => {
    const { node: id, edge } = (event.target as HTMLElement).dataset
    if (edge !== undefined) this.#setFocused(undefined, edge)
    if (id === undefined) return
    this.#setFocused(id)
    if (!this.#host.selection.has(id)) this.#host.select([id])
    this.#host.reveal(id)
  }

  onListBlur = (): void => this.#setFocused(undefined)

  /**
   * Moves focus within the list of edges: Up and Down to the previous or next edge, Home and End to the first or last
   * edge, Left to the source node, Right to the target node. Returns whether the key was handled.
   */
  #moveAlongEdges(event: KeyboardEvent): boolean {
    const { target, key, altKey, ctrlKey, metaKey } = event
    const isEdge = target instanceof HTMLElement && target.dataset.edge !== undefined
    if (!isEdge || altKey || ctrlKey || metaKey) return false
    const edge = this.#host.scene.edges.find(({ id }) => id === target.dataset.edge)
    const nodeId = { ArrowLeft: edge?.from.id, ArrowRight: edge?.to.id }[key]
    const buttons = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.edges button')]
    const index = buttons.indexOf(target)
    const lastIndex = buttons.length - 1
    const nextIndex = {
      ArrowUp: Math.max(0, index - 1),
      ArrowDown: Math.min(lastIndex, index + 1),
      Home: 0,
      End: lastIndex,
    }[key]
    if (nextIndex === undefined && nodeId === undefined) return false
    if (nodeId !== undefined) this.focusNode(nodeId)
    else {
      const button = buttons[nextIndex!]!
      button.focus()
      this.#selectEdge(button.dataset.edge!)
    }
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  /** Whether focus is in the list of edges. */
  get isEdgeFocused(): boolean {
    const { renderRoot } = this.#host
    const activeElement = renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null
    return activeElement instanceof HTMLElement && activeElement.dataset.edge !== undefined
  }

  /** Moves focus to an edge or, if there are none, to a node. Called after the focused element was removed. */
  async focusEdgeList(): Promise<void> {
    await this.#host.updateComplete
    const tabStop = this.#host.renderRoot.querySelector<HTMLElement>('.edges [tabindex="0"]')
    if (tabStop) tabStop.focus()
    else this.focusNode()
  }

  #selectEdge(id: string): void {
    if (!this.#host.selectedEdges.has(id)) this.#host.select([], [id])
  }

  #setFocused(id: string | undefined, edgeId?: string): void {
    const previousEdgeId = this.#focusedEdgeId
    this.#focusedNodeId = id
    this.#focusedEdgeId = edgeId
    if (edgeId !== previousEdgeId) this.#host.dispatchEvent(new EdgeHoverEvent({ edge: edgeId }))
    this.#host.requestUpdate()
  }

  async #focusList(): Promise<void> {
    await this.#host.updateComplete
    const { renderRoot } = this.#host
    const button = renderRoot.querySelector<HTMLElement>('.nodes [tabindex="0"]')
    const target = button ?? renderRoot.querySelector<HTMLElement>(':is(.nodes, .empty) button')
    target?.focus()
  }
}
