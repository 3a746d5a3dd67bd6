import { ContextConsumer, createContext } from '@lit/context'
import type { NodeType, WorkflowNode } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { CanvasCommand } from '../canvas/commands/command.ts'
import type { KeyBindings } from '../canvas/commands/keymap.ts'
import { collectExtensions, onExtensionsChange } from './extension-registry.ts'
import type { CellRenderer, Extension, InspectorSection } from './extension.ts'
import type { ResultTab } from './result-tab.ts'

/** Context with the extensions of the nearest enclosing editor. */
export const extensionsContext = createContext<readonly Extension[] | undefined>('aw-extensions')

/**
 * Provides an element with the extensions of the enclosing editor or, outside an editor, of the page. Updates the
 * element when the extensions change.
 */
export class ExtensionsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #context: ContextConsumer<typeof extensionsContext, ReactiveControllerHost & HTMLElement>
  readonly #onChange: () => void
  #unsubscribe: (() => void) | undefined

  /** @param onChange - Called after the extensions change, before the next rendering. */
  constructor(host: ReactiveControllerHost & HTMLElement, onChange: () => void = () => {}) {
    this.#host = host
    this.#onChange = onChange
    this.#context = new ContextConsumer(host, {
      context: extensionsContext,
      subscribe: true,
      callback: () => this.#notifyHost(),
    })
    host.addController(this)
  }

  get commands(): readonly CanvasCommand[] {
    return this.#extensions.flatMap(({ commands = [] }) => commands)
  }

  /** Default key bindings of the extensions, keyed by command id. */
  get keys(): KeyBindings {
    return Object.assign({}, ...this.#extensions.map(({ keys }) => keys)) as KeyBindings
  }

  get inspectorSections(): readonly InspectorSection[] {
    return this.#extensions.flatMap(({ inspectorSections = [] }) => inspectorSections)
  }

  get resultTabs(): readonly ResultTab[] {
    return this.#extensions.flatMap(({ resultTabs = [] }) => resultTabs)
  }

  /** Returns the node type that a node's settings form is generated from. */
  refineType(node: WorkflowNode, type: NodeType): NodeType {
    return this.#extensions.reduce(
      (refinedType, extension) => extension.refineType?.(node, refinedType) ?? refinedType,
      type,
    )
  }

  get cellRenderers(): readonly CellRenderer[] {
    return this.#extensions.flatMap(({ cellRenderers = [] }) => cellRenderers)
  }

  get #extensions(): readonly Extension[] {
    return this.#context.value ?? collectExtensions()
  }

  hostConnected(): void {
    this.#unsubscribe = onExtensionsChange(() => this.#notifyHost())
  }

  hostDisconnected(): void {
    this.#unsubscribe?.()
  }

  #notifyHost(): void {
    this.#onChange()
    this.#host.requestUpdate()
  }
}
