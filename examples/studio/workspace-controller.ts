import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { LanguageController } from './language/strings.ts'
import type { Workspace } from './workspace.ts'

type Host = ReactiveControllerHost & HTMLElement & { workspace?: Workspace | undefined }

/**
 * Updates a page when its workspace or the language changes. If the user may only view the workspace, sets the page's
 * `view-only` attribute, which hides controls with the class `edit-control`.
 */
export class WorkspaceController implements ReactiveController {
  readonly #host: Host
  #workspace: Workspace | undefined

  constructor(host: Host) {
    this.#host = host
    host.addController(new LanguageController(host))
  }

  hostUpdate(): void {
    this.#subscribe(this.#host.workspace)
    this.#host.toggleAttribute('view-only', this.#host.workspace?.canEdit === false)
  }

  hostDisconnected(): void {
    this.#subscribe(undefined)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  #subscribe(workspace: Workspace | undefined): void {
    if (workspace === this.#workspace) return
    this.#workspace?.removeEventListener('change', this.#onChange)
    workspace?.addEventListener('change', this.#onChange)
    this.#workspace = workspace
  }

  #onChange = (): void => this.#host.requestUpdate()
}
