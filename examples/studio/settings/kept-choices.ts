import { keepKeyBindings, keptKeyBindings, type KeyBindings } from '@aw-flow/editor'
import { retryPolicySchema, type RetryPolicy, type SavedLoadPlan } from '@aw-flow/schema'
import { howLoaded, readLoaded, rememberLoaded, type HowLoaded } from '../datasets/how-loaded.ts'
import { chooseLanguage, chosenLanguage, languages, type Language } from '../language/chosen-language.ts'
import { keepLoadPlan, keptLoadPlan, readPlan } from '../datasets/load-plans.ts'
import { modelEndpoints, offeredModels, offerModels, readEndpoint, type ModelEndpoint } from './model-endpoints.ts'
import { parsed, remember, remembered } from './remembered.ts'
import { keepTheme, rememberedTheme, themes, type Theme } from './theme.ts'

/**
 * What a person has chosen in this browser and lies beside the storage. Neither keys nor the server and its token: anyone who
 * holds the file would hold these, too.
 */
export interface Choices {
  /** By the dataset that is read so. */
  loadPlans: Readonly<Record<string, SavedLoadPlan>>
  loaded: Readonly<Record<string, HowLoaded>>
  models: readonly ModelEndpoint[]
  retry?: RetryPolicy
  theme?: Theme
  language?: Language
  keyboard?: KeyBindings
}

/** What came of choices that were given back. */
export interface TakenChoices {
  plans: number
  settings: number
  /** Models that stand in the settings and are asked only once a person has said so. */
  models: number
  /** What could not be read. */
  damaged: readonly ('plan' | 'setting')[]
  /** The browser did not let all of it be kept. */
  isRefused: boolean
}

/** `datasets`: the ids of those that are kept; what is known of others is left out. */
export function keptChoices(datasets: readonly string[]): Choices {
  const loaded = howLoaded()
  const ofThese = <T>(of: (id: string) => T | undefined): Record<string, T> =>
    Object.fromEntries(
      datasets.flatMap((id) => {
        const value = of(id)
        return value === undefined ? [] : [[id, value]]
      }),
    )
  const retry = retryPolicySchema.safeParse(parsed(remembered('retry'))).data
  const [theme, language, keyboard] = [rememberedTheme(), chosenLanguage(), keptKeyBindings()]
  return {
    loadPlans: ofThese(keptLoadPlan),
    loaded: ofThese((id) => loaded[id]),
    models: [...modelEndpoints(), ...offeredModels()],
    ...(retry ? { retry } : {}),
    ...(theme === 'auto' ? {} : { theme }),
    ...(language === 'auto' ? {} : { language }),
    ...(Object.keys(keyboard).length > 0 ? { keyboard } : {}),
  }
}

/**
 * Takes in what `keptChoices` gave, as a file holds it: nothing that was chosen here is replaced. Models are only offered,
 * since runs may ask the address of one, also where it is private; a file may come from anybody.
 */
export function takeChoices(value: unknown): TakenChoices {
  const choices = recordOf(value)
  const damaged: ('plan' | 'setting')[] = []
  let isRefused = false
  const kept = (isKept: boolean): number => {
    isRefused ||= !isKept
    return isKept ? 1 : 0
  }
  /** What the file says of one choice, read; told where it cannot be. */
  const given = <T>(name: keyof Choices, read: (value: unknown) => T | undefined): T | undefined => {
    if (choices[name] === undefined) return undefined
    const known = read(choices[name])
    if (known === undefined) damaged.push('setting')
    return known
  }

  let plans = 0
  for (const [dataset, one] of Object.entries(given('loadPlans', anyRecord) ?? {})) {
    const plan = readPlan(one)
    if (!plan) damaged.push('plan')
    else if (!keptLoadPlan(dataset)) plans += kept(keepLoadPlan(dataset, plan))
  }
  // It is found again with the next look at a dataset.
  const loaded = readLoaded(given('loaded', anyRecord))
  if (Object.keys(loaded).length > 0) kept(rememberLoaded({ ...loaded, ...howLoaded() }))

  const models = given('models', (list) => (Array.isArray(list) ? (list as unknown[]) : undefined)) ?? []
  const readable = models.flatMap((one) => {
    const endpoint = readEndpoint(one)
    if (!endpoint) damaged.push('setting')
    return endpoint ?? []
  })
  const names = new Set([...modelEndpoints(), ...offeredModels()].map(({ name }) => name))
  const offered = readable.filter(({ name }) => !names.has(name))
  const isOffered = offered.length > 0 && kept(offerModels([...offeredModels(), ...offered])) === 1

  let settings = 0
  const retry = given('retry', (policy) => retryPolicySchema.safeParse(policy).data)
  if (retry && remembered('retry') === null) settings += kept(remember('retry', JSON.stringify(retry)))
  const theme = given('theme', (one) => themes.find((known) => known === one))
  if (theme && rememberedTheme() === 'auto') settings += kept(keepTheme(theme))
  const language = given('language', (one) => languages.find((known) => known === one))
  if (language && chosenLanguage() === 'auto') settings += kept(chooseLanguage(language))
  const keyboard = given('keyboard', anyRecord)
  if (keyboard && Object.keys(keptKeyBindings()).length === 0)
    settings += kept(keepKeyBindings(JSON.stringify(keyboard)))
  return { plans, settings, models: isOffered ? offered.length : 0, damaged, isRefused }
}

const anyRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined

const recordOf = (value: unknown): Record<string, unknown> => anyRecord(value) ?? {}
