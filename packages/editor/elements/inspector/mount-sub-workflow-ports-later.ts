import type { InspectorSectionContext, MountPart } from '../../extensions/extension.ts'
import type { mountSubWorkflowPorts } from './mount-sub-workflow-ports.ts'

/** Mounts the form for the ports of a sub-workflow, which loads with the first one that is shown. */
export const mountSubWorkflowPortsLater: MountPart<InspectorSectionContext> = (container, context) => {
  let current = context
  let isDestroyed = false
  let mounted: ReturnType<typeof mountSubWorkflowPorts> | undefined
  const load = async (): Promise<void> => {
    const { mountSubWorkflowPorts: mount } = await import('./mount-sub-workflow-ports.ts')
    if (!isDestroyed) mounted = mount(container, current)
  }
  void load()
  return {
    update(newContext) {
      current = newContext
      mounted?.update(newContext)
    },
    destroy() {
      isDestroyed = true
      mounted?.destroy()
    },
  }
}
