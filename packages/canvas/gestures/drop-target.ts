import { nodeTypeDrag } from './node-type-drag.ts'
import { addressFile, addressFileType } from '../clipboard/pasted-files.ts'

/** Dropped files, and the names of dropped folders, whose files the page does not receive. */
export interface Dropped {
  readonly files: readonly File[]
  readonly folders: readonly string[]
}

export interface DropActions {
  /** Whether something can be dropped now. */
  ready(): boolean
  /** A file or node type is dragged over the surface, or (`undefined`) has left it. */
  over(event: DragEvent | undefined, kind: 'file' | 'node-type'): void
  files(dropped: Dropped, event: DragEvent): void
  /** Absent if node types cannot be dropped. */
  nodeType?(type: string, event: DragEvent): void
}

/**
 * Accepts files and node types that are dropped on a surface, unless a nested surface has handled them. Files that are
 * not accepted are rejected explicitly, since the browser would navigate to them.
 *
 * @internal
 */
export function createDropTarget(surface: HTMLElement, actions: DropActions): { destroy(): void } {
  const kindOf = (event: DragEvent): 'file' | 'node-type' | undefined => {
    if (event.defaultPrevented) return undefined
    const types = event.dataTransfer?.types ?? []
    const isData = types.includes('Files') || types.includes(addressFileType)
    return isData ? 'file' : actions.nodeType && types.includes(nodeTypeDrag) ? 'node-type' : undefined
  }
  const onOver = (event: DragEvent): void => {
    const kind = kindOf(event)
    const ready = actions.ready()
    if (!kind || (kind === 'node-type' && !ready)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = ready ? 'copy' : 'none'
    if (ready) actions.over(event, kind)
  }
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && surface.contains(event.relatedTarget)) return
    actions.over(undefined, 'file')
  }
  const onDrop = (event: DragEvent): void => {
    actions.over(undefined, 'file')
    const kind = kindOf(event)
    if (!kind) return
    event.preventDefault()
    if (!actions.ready()) return
    if (kind === 'node-type') actions.nodeType?.(event.dataTransfer?.getData(nodeTypeDrag) ?? '', event)
    else if (event.dataTransfer) actions.files(droppedBy(event.dataTransfer), event)
  }
  surface.addEventListener('dragenter', onOver)
  surface.addEventListener('dragover', onOver)
  surface.addEventListener('dragleave', onLeave)
  surface.addEventListener('drop', onDrop)
  return {
    destroy() {
      surface.removeEventListener('dragenter', onOver)
      surface.removeEventListener('dragover', onOver)
      surface.removeEventListener('dragleave', onLeave)
      surface.removeEventListener('drop', onDrop)
    },
  }
}

/** Separates files from folders. A folder is listed as an unreadable file; only its entry identifies it. */
function droppedBy(data: DataTransfer): Dropped {
  const { items } = data
  const files: File[] = []
  const folders: string[] = []
  for (const item of items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory) folders.push(entry.name)
    else if (file) files.push(file)
  }
  const address = files.length + folders.length === 0 ? addressFile(data.getData(addressFileType)) : undefined
  return { files: address ? [address] : files, folders }
}
