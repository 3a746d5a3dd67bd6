import { nodeTypeDrag } from './node-type-drag.ts'

export interface DropActions {
  /** False: nothing can be dropped now. */
  ready(): boolean
  /** Something that can be dropped is over the surface (`undefined`: no longer). */
  over(event: DragEvent | undefined, kind: 'file' | 'node-type'): void
  files(files: readonly File[], event: DragEvent): void
  nodeType(type: string, event: DragEvent): void
}

/** Files from outside and node types from the palette, dropped on a surface. */
export function createDropTarget(surface: HTMLElement, actions: DropActions): { destroy(): void } {
  const kindOf = (event: DragEvent): 'file' | 'node-type' | undefined => {
    const types = event.dataTransfer?.types ?? []
    return types.includes('Files') ? 'file' : types.includes(nodeTypeDrag) ? 'node-type' : undefined
  }
  const onOver = (event: DragEvent): void => {
    const kind = kindOf(event)
    if (!kind || !actions.ready()) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    actions.over(event, kind)
  }
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget instanceof Node && surface.contains(event.relatedTarget)) return
    actions.over(undefined, 'file')
  }
  const onDrop = (event: DragEvent): void => {
    actions.over(undefined, 'file')
    if (!kindOf(event) || !actions.ready()) return
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) actions.files(files, event)
    else actions.nodeType(event.dataTransfer?.getData(nodeTypeDrag) ?? '', event)
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
