import type { InspectorSection } from '../../extensions/extension.ts'
import type { mountNextTimes } from './mount-next-times.ts'

/** The inspector section with the next times of a schedule node. Its content loads with the first schedule. */
export const nextTimesSection: InspectorSection = {
  id: 'aw-next-times',
  matches: ({ type }) => type === 'schedule',
  mount(container, context) {
    let current = context
    let isDestroyed = false
    let mounted: ReturnType<typeof mountNextTimes> | undefined
    const load = async (): Promise<void> => {
      const { mountNextTimes: mount } = await import('./mount-next-times.ts')
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
  },
}
