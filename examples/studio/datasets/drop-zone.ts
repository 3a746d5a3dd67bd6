import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { getPastedFiles } from './incoming-files.ts'

/**
 * Makes an element a drop zone for files. Bind `onDragEnter`, `onDragLeave`, `onDragOver` and `onDrop` to its drag
 * events. `isOver` is true while files are dragged over the element. Files and data that are pasted outside a text field
 * are passed on as well.
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

  hostConnected(): void {
    document.addEventListener('paste', this.#onPaste)
  }

  hostDisconnected(): void {
    document.removeEventListener('paste', this.#onPaste)
    this.#setDepth(0)
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    if (event.composedPath().some(isTextField)) return
    const files = getPastedFiles(event.clipboardData)
    if (files.length > 0) this.#onFiles(files)
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

const isTextField = (target: EventTarget): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLElement && target.isContentEditable)

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
