import type { InspectorSection } from '../../extensions/extension.ts'
import { mountLater } from './mount-later.ts'

/** The inspector section with the next times of a schedule node. */
export const nextTimesSection: InspectorSection = {
  id: 'aw-next-times',
  matches: ({ type }) => type === 'schedule',
  mount: mountLater(async () => (await import('./mount-next-times.ts')).mountNextTimes),
}
