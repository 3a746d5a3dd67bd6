import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { SpeechController } from './language/speak.ts'
import type { Workspace } from './workspace.ts'

type Host = ReactiveControllerHost & { workspace?: Workspace | undefined }

/** Draws a page again when the workspace that it was given has changed, or its language: `this.addController(new …(this))`. */
export class WorkspaceController implements ReactiveController {
  readonly #host: Host
  #heard: Workspace | undefined

  constructor(host: Host) {
    this.#host = host
    host.addController(new SpeechController(host))
  }

  hostUpdate(): void {
    this.#hear(this.#host.workspace)
  }

  hostDisconnected(): void {
    this.#hear(undefined)
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  #hear(workspace: Workspace | undefined): void {
    if (workspace === this.#heard) return
    this.#heard?.removeEventListener('change', this.#onChange)
    workspace?.addEventListener('change', this.#onChange)
    this.#heard = workspace
  }

  #onChange = (): void => this.#host.requestUpdate()
}
