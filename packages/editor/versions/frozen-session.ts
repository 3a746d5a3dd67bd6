import type { WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'

/**
 * A session as it would be if its document were another one: to look at a version. It has no run, changes nothing, and
 * everything else (types, data, what is listened to) is the session's own.
 */
export function frozenSession(session: WorkflowSession, document: Workflow): WorkflowSession {
  const fixed = new Map<PropertyKey, unknown>(
    Object.entries({
      document,
      canUndo: false,
      canRedo: false,
      description: undefined,
      run: undefined,
      interrupted: undefined,
      stale: new Set<string>(),
      progress: {},
      apply: () => [],
      open: () => [],
      undo: () => undefined,
      redo: () => undefined,
    }),
  )
  return new Proxy(session, {
    get(target, key) {
      if (fixed.has(key)) return fixed.get(key)
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
