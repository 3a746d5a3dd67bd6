import type { InspectorSectionContext, MountedContent, MountContent } from '../../extensions/extension.ts'

/** Creates a `MountContent` function for an inspector part whose code is loaded when the part is first shown. */
export const createLazyMount =
  (load: () => Promise<MountContent<InspectorSectionContext>>): MountContent<InspectorSectionContext> =>
  (container, context) => {
    let current = context
    let isDestroyed = false
    let mounted: MountedContent<InspectorSectionContext> | undefined
    const mount = async (): Promise<void> => {
      const mountPart = await load()
      if (!isDestroyed) mounted = mountPart(container, current) ?? undefined
    }
    void mount()
    return {
      update(newContext) {
        current = newContext
        mounted?.update?.(newContext)
      },
      destroy() {
        isDestroyed = true
        mounted?.destroy?.()
      },
    }
  }
