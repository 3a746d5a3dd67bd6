import type { InspectorSection } from '../../extensions/extension.ts'
import { createLazyMount } from './lazy-mount.ts'

/** Inspector section that shows the next scheduled times of a schedule node. */
export const nextTimesSection: InspectorSection = {
  id: 'aw-next-times',
  matches: ({ type }) => type === 'schedule',
  mount: createLazyMount(async () => (await import('./mount-next-times.ts')).mountNextTimes),
}
