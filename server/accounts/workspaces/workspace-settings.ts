import { error, type Json } from '@aw-flow/schema'
import {
  configurationSchema,
  readConfiguration,
  requireAllowedHosts,
  type Configuration,
} from '../../api/configuration.ts'
import { validateBody, toRejection } from '../../http/read-json-body.ts'
import { Rejection } from '../../http/rejection.ts'
import type { WorkspaceState } from '../../store/workspace-state.ts'

/** Settings of a workspace, keyed by name. */
export type WorkspaceSettings = Record<string, Json>

/** Maximum size of the settings that the server only keeps, in characters. */
const maxKeptCharacters = 20_000

const defaults = configurationSchema.parse({}) as WorkspaceSettings
const isConfigured = (name: string): boolean => Object.hasOwn(configurationSchema.shape, name)

/** Returns the settings that the server only keeps, and the fields of the configuration that differ from the defaults. */
export async function readSettings(kept: WorkspaceSettings, state: WorkspaceState): Promise<WorkspaceSettings> {
  const configuration = (await readConfiguration(state)) as WorkspaceSettings
  const changedEntries = Object.entries(configuration).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  )
  return { ...kept, ...Object.fromEntries(changedEntries) }
}

/** Settings after a change. */
interface ChangedSettings {
  kept: WorkspaceSettings
  /** The names of the changed settings that the server does not use. */
  unused: string[]
  /** The configuration after and before the change. Absent if the change contains no field of it. */
  configuration?: Configuration
  previous?: WorkspaceSettings
}

/**
 * Applies changes to settings: those that are fields of the configuration (`GET /api/v1/config`) act, and others are
 * kept. `null` removes a setting.
 *
 * @throws {Rejection} if a field of the configuration is invalid or not allowed, or the kept settings are too large.
 */
export async function applySettings(
  changes: WorkspaceSettings,
  current: WorkspaceSettings,
  { state, canAddHosts }: { state?: WorkspaceState; canAddHosts: boolean | undefined },
): Promise<ChangedSettings> {
  const unused = Object.keys(changes).filter((name) => !isConfigured(name))
  const kept = removeNulls({ ...current, ...Object.fromEntries(unused.map((name) => [name, changes[name]!])) })
  const size = JSON.stringify(kept).length
  if (size > maxKeptCharacters) {
    const reason = `${size} characters, at most ${maxKeptCharacters}`
    throw new Rejection(
      422,
      error('request.invalid', { place: 'settings', reason }, { where: { setting: 'settings' } }),
    )
  }
  if (unused.length === Object.keys(changes).length) return { kept, unused }
  const stored = state === undefined ? defaults : ((await readConfiguration(state)) as WorkspaceSettings)
  const fields = Object.fromEntries(Object.entries(changes).filter(([name]) => isConfigured(name)))
  const { body: configuration, rejection } = validateBody(removeNulls({ ...stored, ...fields }), configurationSchema)
  if (rejection) throw toRejection(rejection)
  requireAllowedHosts(configuration, canAddHosts)
  return { kept, unused, configuration, previous: stored }
}

const removeNulls = (settings: WorkspaceSettings): WorkspaceSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
