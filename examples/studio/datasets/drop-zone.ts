import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Makes an element a drop zone for files. `over` is true while files are dragged over it; bind `listeners` to the
 * element's events.
 */
export class DropZone implements ReactiveController {
  over = false
  readonly #host: ReactiveControllerHost
  readonly #onFiles: (files: File[]) => void
  #depth = 0

  constructor(host: ReactiveControllerHost, onFiles: (files: File[]) => void) {
    this.#host = host
    this.#onFiles = onFiles
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#set(0)
  }

  readonly enter = (event: DragEvent): void => {
    if (holdsFiles(event)) this.#set(this.#depth + 1)
  }

  readonly leave = (event: DragEvent): void => {
    if (holdsFiles(event)) this.#set(this.#depth - 1)
  }

  readonly hover = (event: DragEvent): void => {
    if (!holdsFiles(event) || !event.dataTransfer) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }

  readonly drop = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    this.#set(0)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) this.#onFiles(files)
  }

  #set(depth: number): void {
    this.#depth = Math.max(0, depth)
    const over = this.#depth > 0
    if (over === this.over) return
    this.over = over
    this.#host.requestUpdate()
  }
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
