import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Makes an element a drop zone for files. Bind `onDragEnter`, `onDragLeave`, `onDragOver` and `onDrop` to its drag
 * events. `isOver` is true while files are dragged over the element.
 */
export class DropZone implements ReactiveController {
  isOver = false
  readonly #host: ReactiveControllerHost
  readonly #onFiles: (files: File[]) => void
  #depth = 0

  constructor(host: ReactiveControllerHost, onFiles: (files: File[]) => void) {
    this.#host = host
    this.#onFiles = onFiles
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#setDepth(0)
  }

  readonly onDragEnter = (event: DragEvent): void => {
    if (hasFiles(event)) this.#setDepth(this.#depth + 1)
  }

  readonly onDragLeave = (event: DragEvent): void => {
    if (hasFiles(event)) this.#setDepth(this.#depth - 1)
  }

  readonly onDragOver = (event: DragEvent): void => {
    if (!hasFiles(event) || !event.dataTransfer) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }

  readonly onDrop = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    this.#setDepth(0)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) this.#onFiles(files)
  }

  #setDepth(depth: number): void {
    this.#depth = Math.max(0, depth)
    const isOver = this.#depth > 0
    if (isOver === this.isOver) return
    this.isOver = isOver
    this.#host.requestUpdate()
  }
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
