import { ProblemError, readWorkflow, type Workflow } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { ListedWorkflow, Workspace } from '../workspace.ts'

type Host = ReactiveControllerHost &
  HTMLElement & { readonly renderRoot: ParentNode; readonly workspace?: Workspace | undefined }

/**
 * Loads the nodes of workflows that exist only on the server, because the server's lists do not include nodes. A
 * workflow's nodes are loaded when its card, an element with `data-unread` and `data-id`, comes into view. The loaded
 * nodes are not stored.
 */
export class ServerWorkflows implements ReactiveController {
  readonly #host: Host
  /**
   * Loaded workflows, keyed by ID. `workflow` is `undefined` while loading and if loading failed. `updatedAt` comes
   * from the list.
   */
  readonly #workflows = new Map<string, { updatedAt: number | undefined; workflow: Workflow | undefined }>()
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) void this.#read(target as HTMLElement)
    },
    { rootMargin: '200px' },
  )
  #observedCards: ReadonlySet<Element> = new Set()

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#observedCards = new Set()
  }

  hostUpdated(): void {
    const incompleteCards = new Set(this.#host.renderRoot.querySelectorAll('[data-unread]'))
    for (const card of this.#observedCards) if (!incompleteCards.has(card)) this.#observer.unobserve(card)
    for (const card of incompleteCards) if (!this.#observedCards.has(card)) this.#observer.observe(card)
    this.#observedCards = incompleteCards
  }

  /** Returns a listed workflow with its nodes, if they have been loaded. */
  complete(listedWorkflow: ListedWorkflow): ListedWorkflow {
    const workflow = this.#isOnlyOnServer(listedWorkflow) ? this.#find(listedWorkflow)?.workflow : undefined
    return workflow ? { ...listedWorkflow, workflow } : listedWorkflow
  }

  /** Returns whether a listed workflow's nodes have not been loaded yet. */
  isIncomplete(listedWorkflow: ListedWorkflow): boolean {
    return this.#isOnlyOnServer(listedWorkflow) && !this.#find(listedWorkflow)?.workflow
  }

  #isOnlyOnServer({ id }: ListedWorkflow): boolean {
    return this.#host.workspace?.getLocation('documents', id) === 'server'
  }

  #find({ id, updatedAt }: ListedWorkflow) {
    const entry = this.#workflows.get(id)
    return entry?.updatedAt === updatedAt ? entry : undefined
  }

  async #read({ dataset: { id = '' } }: HTMLElement): Promise<void> {
    const { workspace } = this.#host
    const listedWorkflow = workspace?.workflows.find((item) => item.id === id)
    if (!listedWorkflow || !workspace?.server || this.#find(listedWorkflow)) return
    const entry: { updatedAt: number | undefined; workflow: Workflow | undefined } = {
      updatedAt: listedWorkflow.updatedAt,
      workflow: undefined,
    }
    this.#workflows.set(id, entry)
    try {
      const { value } = await workspace.server.api.call('GET /api/v1/workflows/{id}', {
        path: { id: workspace.toSharedId(id) },
      })
      const { name, nodes, edges } = value
      const { workflow } = readWorkflow({ name, nodes, edges })
      if (workflow) entry.workflow = { ...listedWorkflow.workflow, nodes: workflow.nodes, edges: workflow.edges }
    } catch (cause) {
      // The card then has no thumbnail.
      if (!(cause instanceof ProblemError)) throw cause
    }
    this.#host.requestUpdate()
  }
}
