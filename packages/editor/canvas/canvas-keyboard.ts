import type { CanvasStrings } from './canvas-strings.ts'
import { canvasCommands } from './commands/canvas-commands.ts'
import type { CanvasCommand, CommandHost, CommandId, Pressed } from './commands/command.ts'
import { createKeymap, type KeyBindings } from './commands/keymap.ts'

export interface KeyboardHost extends CommandHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  readonly surface: CommandHost['surface'] & { readonly element: HTMLElement; space(down: boolean): void }
  requestUpdate(): void
  reveal(id: string): void
}

/** A command as menus, search and forms show it. */
export interface OfferedCommand {
  readonly id: CommandId
  readonly title: string
  readonly keys: readonly string[]
  readonly enabled: boolean
}

/** The keyboard on a canvas: which command a key is, and on which node it is in the list that nobody sees. */
export class CanvasKeyboard {
  readonly #host: KeyboardHost
  #keys: KeyBindings = {}
  #keymap = createKeymap(canvasCommands)
  #focused: string | undefined

  constructor(host: KeyboardHost) {
    this.#host = host
  }

  /** The node that the keyboard is on. */
  get focused(): string | undefined {
    return this.#focused
  }

  bind(keys: KeyBindings): void {
    this.#keys = keys
    this.#keymap = createKeymap(canvasCommands, keys)
  }

  /** Everything that can be done, with its name, its keys and whether it can be done now. */
  commands(strings: CanvasStrings): OfferedCommand[] {
    return canvasCommands.map((command) => ({
      id: command.id,
      title: strings.commands[command.id],
      keys: this.#keys[command.id] ?? command.keys,
      enabled: this.#canRun(command),
    }))
  }

  /** Answers whether it could be done. */
  run(id: CommandId, pressed: Pressed): boolean {
    const command = canvasCommands.find((other) => other.id === id)
    if (!command || !this.#canRun(command)) return false
    command.run(this.#host, pressed)
    return true
  }

  #canRun(command: CanvasCommand): boolean {
    const host = this.#host
    if (!host.activeSession || (command.edits && !host.editable)) return false
    return command.enabled?.(host) ?? true
  }

  /** Puts the keyboard on a node (the selected one, else the first). */
  focusNode(id?: string): void {
    const host = this.#host
    const target = id ?? [...host.selection][0] ?? host.scene.nodes[0]?.id
    this.#focus(target)
    if (target !== undefined && !host.selection.has(target)) host.select([target])
    void this.#focusList()
  }

  onKey = (event: KeyboardEvent): void => {
    const { surface } = this.#host
    const onSurface = event.currentTarget === surface.element
    if (event.key === ' ' && onSurface) {
      surface.space(true)
      event.preventDefault()
      return
    }
    const command = this.#keymap(event)
    if (!command) return
    if (this.#canRun(command))
      command.run(this.#host, { key: event.key, shift: event.shiftKey, alt: event.altKey, onSurface })
    if (!command.passes) event.preventDefault()
    event.stopPropagation()
  }

  onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === ' ') this.#host.surface.space(false)
  }

  /** Selects an edge that was chosen in the list of edges, and says which. */
  chooseEdge(id: string): void {
    const host = this.#host
    const edge = host.scene.edges.find((one) => one.id === id)
    if (!edge) return
    host.select([], [id])
    host.announce(host.strings.edgeOf(edge.from.face.title, edge.to.face.title))
  }

  onListFocus = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).dataset.node
    if (id === undefined) return
    this.#focus(id)
    if (!this.#host.selection.has(id)) this.#host.select([id])
    this.#host.reveal(id)
  }

  onListBlur = (): void => this.#focus(undefined)

  #focus(id: string | undefined): void {
    this.#focused = id
    this.#host.requestUpdate()
  }

  async #focusList(): Promise<void> {
    await this.#host.updateComplete
    const { renderRoot } = this.#host
    const button = renderRoot.querySelector<HTMLElement>('.nodes [tabindex="0"]')
    const target = button ?? renderRoot.querySelector<HTMLElement>('.nodes button')
    target?.focus()
  }
}
