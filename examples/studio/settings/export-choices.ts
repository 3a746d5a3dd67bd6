import { storeKeyBindings, loadKeyBindings, type KeyBindings } from '@aw-flow/editor'
import { defined, type RetryPolicy } from '@aw-flow/schema'
import { retryPolicySchema, type SavedLoadPlan } from '@aw-flow/schema/internal'
import {
  getLoadSummaries,
  parseLoadSummaries,
  storeLoadSummaries,
  type LoadSummary,
} from '../datasets/load-summaries.ts'
import {
  storeSelectedLanguage,
  getSelectedLanguage,
  selectableLanguages,
  type SelectedLanguage,
} from '../language/chosen-language.ts'
import { saveLoadPlan, getSavedLoadPlan, parsePlan } from '../datasets/load-plans.ts'
import {
  getModelEndpoints,
  getOfferedModels,
  storeOfferedModels,
  parseEndpoint,
  type ModelEndpoint,
} from './model-endpoints.ts'
import { parseJson, storePreference, readPreference } from './stored-preference.ts'
import { storeTheme, getStoredTheme, themes, type Theme } from './theme.ts'

/**
 * The user's settings in this browser. API keys and the server token are excluded, because anyone with the exported
 * file could use them.
 */
export interface ExportedSettings {
  /** Load plans keyed by dataset ID. */
  loadPlans: Readonly<Record<string, SavedLoadPlan>>
  loaded: Readonly<Record<string, LoadSummary>>
  models: readonly ModelEndpoint[]
  retry?: RetryPolicy
  theme?: Theme
  language?: SelectedLanguage
  keyboard?: KeyBindings
}

/** Result of importing settings. */
export interface SettingsImport {
  plans: number
  settings: number
  /** Number of new models that the settings page offers. They are used only after the user adds them. */
  models: number
  /** Kind of each invalid entry. */
  damaged: readonly ('plan' | 'setting')[]
  /** Whether the browser could not store some of the settings. */
  hasStorageError: boolean
}

/**
 * Collects the settings to export.
 *
 * @param datasetIds IDs of the exported datasets. Settings for other datasets are omitted.
 */
export function exportSettings(datasetIds: readonly string[]): ExportedSettings {
  const loadSummaries = getLoadSummaries()
  const collectByDataset = <T>(read: (id: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      datasetIds.flatMap((id) => {
        const value = read(id)
        return value === undefined ? [] : [[id, value]]
      }),
    )
  const retry = retryPolicySchema.safeParse(parseJson(readPreference('retry'))).data
  const [theme, language, keyboard] = [getStoredTheme(), getSelectedLanguage(), loadKeyBindings()]
  return {
    loadPlans: collectByDataset(getSavedLoadPlan),
    loaded: collectByDataset((id) => loadSummaries[id]),
    models: [...getModelEndpoints(), ...getOfferedModels()],
    ...defined({ retry }),
    ...(theme === 'auto' ? {} : { theme }),
    ...(language === 'auto' ? {} : { language }),
    ...(Object.keys(keyboard).length > 0 ? { keyboard } : {}),
  }
}

/**
 * Imports settings from a file without replacing existing ones. Models are not enabled but only offered to the user,
 * because runs could access their URLs, even private ones, and the file may come from anyone.
 */
export function importSettings(value: unknown): SettingsImport {
  const importedSettings = toRecord(value)
  const damagedKinds: ('plan' | 'setting')[] = []
  let hasStorageError = false
  const countStored = (isStored: boolean): number => {
    hasStorageError ||= !isStored
    return isStored ? 1 : 0
  }
  /** Reads one setting from the file. If it is invalid, records it as damaged. */
  const readSetting = <T>(name: keyof ExportedSettings, read: (value: unknown) => T | undefined): T | undefined => {
    if (importedSettings[name] === undefined) return undefined
    const parsedSetting = read(importedSettings[name])
    if (parsedSetting === undefined) damagedKinds.push('setting')
    return parsedSetting
  }

  let planCount = 0
  for (const [datasetId, item] of Object.entries(readSetting('loadPlans', asRecord) ?? {})) {
    const plan = parsePlan(item)
    if (!plan) damagedKinds.push('plan')
    else if (!getSavedLoadPlan(datasetId)) planCount += countStored(saveLoadPlan(datasetId, plan))
  }
  // Invalid summaries are ignored, because the next preview recreates them.
  const loadSummaries = parseLoadSummaries(readSetting('loaded', asRecord))
  if (Object.keys(loadSummaries).length > 0)
    countStored(storeLoadSummaries({ ...loadSummaries, ...getLoadSummaries() }))

  const models = readSetting('models', (list) => (Array.isArray(list) ? (list as unknown[]) : undefined)) ?? []
  const validModels = models.flatMap((item) => {
    const endpoint = parseEndpoint(item)
    if (!endpoint) damagedKinds.push('setting')
    return endpoint ?? []
  })
  const names = new Set([...getModelEndpoints(), ...getOfferedModels()].map(({ name }) => name))
  const newModels = validModels.filter(({ name }) => !names.has(name))
  const areModelsOffered =
    newModels.length > 0 && countStored(storeOfferedModels([...getOfferedModels(), ...newModels])) === 1

  let settingCount = 0
  const retry = readSetting('retry', (policy) => retryPolicySchema.safeParse(policy).data)
  if (retry && readPreference('retry') === null)
    settingCount += countStored(storePreference('retry', JSON.stringify(retry)))
  const theme = readSetting('theme', (item) => themes.find((supported) => supported === item))
  if (theme && getStoredTheme() === 'auto') settingCount += countStored(storeTheme(theme))
  const language = readSetting('language', (item) => selectableLanguages.find((supported) => supported === item))
  if (language && getSelectedLanguage() === 'auto') settingCount += countStored(storeSelectedLanguage(language))
  const keyboard = readSetting('keyboard', asRecord)
  if (keyboard && Object.keys(loadKeyBindings()).length === 0)
    settingCount += countStored(storeKeyBindings(JSON.stringify(keyboard)))
  return {
    plans: planCount,
    settings: settingCount,
    models: areModelsOffered ? newModels.length : 0,
    damaged: damagedKinds,
    hasStorageError,
  }
}

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

const toRecord = (value: unknown): Record<string, unknown> => asRecord(value) ?? {}
