import type { InspectorSectionContext } from '../../extensions/extension.ts'
import type { MountedContent, MountContent } from '../../extensions/mount-part.ts'

/** Creates a `MountContent` function for an inspector part whose code is loaded when the part is first shown. */
export const createLazyMount =
  (load: () => Promise<MountContent<InspectorSectionContext>>): MountContent<InspectorSectionContext> =>
  (container, context) => {
    let currentContext = context
    let isDestroyed = false
    let mountedContent: MountedContent<InspectorSectionContext> | undefined
    const mount = async (): Promise<void> => {
      const mountPart = await load()
      if (!isDestroyed) mountedContent = mountPart(container, currentContext) ?? undefined
    }
    void mount()
    return {
      update(newContext) {
        currentContext = newContext
        mountedContent?.update?.(newContext)
      },
      destroy() {
        isDestroyed = true
        mountedContent?.destroy?.()
      },
    }
  }
