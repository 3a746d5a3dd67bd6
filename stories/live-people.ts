import type { LivePerson, LivePresence } from '@aw-flow/client'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'

const createPerson = (name: string, presence: LivePresence, canEdit = true): LivePerson => ({
  client: `page-${name}`,
  user: name,
  name,
  canEdit,
  presence,
})

/** Two people who edit the main job, and one who only views it. */
export const somePeople: readonly LivePerson[] = [
  createPerson('Ada Lovelace', { selection: ['prepare'], cursor: { x: 120, y: 40 } }),
  createPerson('Grace Hopper', { field: 'nodes/load/config/path', selection: ['load'] }),
  createPerson('Vi', {}, false),
]

/** Creates a session of the main job that other people have open. */
export function createSharedSession(people: readonly LivePerson[]): TestSession {
  const live = { isConnected: true, people, setPresence: () => undefined }
  return Object.assign(new TestSession({ document: mainJob() }), { live })
}
