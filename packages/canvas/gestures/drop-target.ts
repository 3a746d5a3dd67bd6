import { nodeTypeMimeType } from './node-type-drag.ts'
import { createUrlFile, urlFileType } from '../clipboard/pasted-files.ts'

/** Dropped files, and the names of dropped folders. The page cannot read the files in the folders. */
export interface DroppedItems {
  /** The dropped files. */
  readonly files: readonly File[]
  /** The names of the dropped folders. */
  readonly folders: readonly string[]
}

/** Defines how a surface handles dragged files and node types. */
export interface DropActions {
  /** Returns whether files and node types can be dropped at the moment. */
  canDrop(): boolean
  /** Called when a file or node type is dragged over the surface, or with `undefined` when it leaves the surface. */
  onDragOver(event: DragEvent | undefined, kind: 'file' | 'node-type'): void
  /** Called when files or folders are dropped. */
  dropFiles(dropped: DroppedItems, event: DragEvent): void
  /** Called when a node type is dropped. If absent, node types cannot be dropped. */
  dropNodeType?(type: string, event: DragEvent): void
}

/**
 * Accepts files and node types dropped on a surface, unless a nested surface has already handled them. Explicitly
 * rejects files while nothing can be dropped, because the browser would otherwise navigate to them.
 *
 * @internal
 */
export function createDropTarget(surface: HTMLElement, actions: DropActions): { destroy(): void } {
  const detectKind = (event: DragEvent): 'file' | 'node-type' | undefined => {
    if (event.defaultPrevented) return undefined
    const types = event.dataTransfer?.types ?? []
    const isData = types.includes('Files') || types.includes(urlFileType)
    return isData ? 'file' : actions.dropNodeType && types.includes(nodeTypeMimeType) ? 'node-type' : undefined
  }
  const onOver = (event: DragEvent): void => {
    const kind = detectKind(event)
    const isReady = actions.canDrop()
    if (!kind || (kind === 'node-type' && !isReady)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = isReady ? 'copy' : 'none'
    if (isReady) actions.onDragOver(event, kind)
  }
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && surface.contains(event.relatedTarget)) return
    actions.onDragOver(undefined, 'file')
  }
  const onDrop = (event: DragEvent): void => {
    actions.onDragOver(undefined, 'file')
    const kind = detectKind(event)
    if (!kind) return
    event.preventDefault()
    if (!actions.canDrop()) return
    if (kind === 'node-type') actions.dropNodeType?.(event.dataTransfer?.getData(nodeTypeMimeType) ?? '', event)
    else if (event.dataTransfer) actions.dropFiles(readDroppedFiles(event.dataTransfer), event)
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

/**
 * Separates files from folders. The browser lists a folder as an unreadable file; only its entry reveals that it is a
 * folder.
 */
function readDroppedFiles(data: DataTransfer): DroppedItems {
  const { items } = data
  const files: File[] = []
  const folderNames: string[] = []
  for (const item of items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory) folderNames.push(entry.name)
    else if (file) files.push(file)
  }
  const urlFile = files.length + folderNames.length === 0 ? createUrlFile(data.getData(urlFileType)) : undefined
  return { files: urlFile ? [urlFile] : files, folders: folderNames }
}
