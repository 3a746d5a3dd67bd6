import type { InspectorSectionContext, MountedPart, MountPart } from '../../extensions/extension.ts'

/** Mounts a part of the inspector whose code loads when it is shown for the first time. */
export const mountLater =
  (load: () => Promise<MountPart<InspectorSectionContext>>): MountPart<InspectorSectionContext> =>
  (container, context) => {
    let current = context
    let isDestroyed = false
    let mounted: MountedPart<InspectorSectionContext> | undefined
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
