import type { GrantedModel } from '@aw-flow/schema'
import { readPreference, storePreference } from './stored-preference.ts'

/** The browser's built-in language model, as runs on this page receive it. */
export const browserModel: GrantedModel = { id: 'Browser', protocol: 'host', address: '', model: 'built-in' }

/** The part of Chrome's Prompt API that the settings use. */
export interface LanguageModelApi {
  availability(options: object): Promise<string>
  create(options: { monitor(target: EventTarget): void }): Promise<{ destroy(): void }>
}

/** The state of the model: `missing` if the browser has no Prompt API, `unchecked` before the first check. */
export type BrowserModelState = 'missing' | 'unchecked' | 'unavailable' | 'downloadable' | 'downloading' | 'available'

const preference = 'browser-model'
/** Workflows request English text. Chrome warns in the console if the language is missing. */
const options = { expectedOutputs: [{ type: 'text', languages: ['en'] }] }

/** Returns whether the user lets workflows in this browser use the model. */
export const isBrowserModelOn = (): boolean => readPreference(preference) === 'on'

/** Stores the choice and returns whether that succeeded. */
export const storeBrowserModel = (isOn: boolean): boolean => storePreference(preference, isOn ? 'on' : undefined)

const findApi = (): LanguageModelApi | undefined => (globalThis as { LanguageModel?: LanguageModelApi }).LanguageModel

/** Returns whether the browser has a Prompt API. Unlike a check of the state, this does not start its model service. */
export const hasBrowserModelApi = (): boolean => findApi() !== undefined

/** Checks whether the browser has the model, without downloading it. */
export async function readBrowserModelState(api = findApi()): Promise<BrowserModelState> {
  if (!api) return 'missing'
  try {
    const state = await api.availability(options)
    return state === 'available' || state === 'downloadable' || state === 'downloading' ? state : 'unavailable'
  } catch {
    return 'unavailable'
  }
}

/**
 * Downloads the model. Must be called from a user gesture, such as a click. Returns the error message if it fails.
 *
 * @param onProgress Receives the downloaded share, from 0 to 1.
 */
export async function downloadBrowserModel(
  onProgress: (share: number) => void,
  api = findApi(),
): Promise<string | undefined> {
  try {
    const session = await api?.create({
      ...options,
      monitor: (target) =>
        target.addEventListener('downloadprogress', (event) => onProgress((event as ProgressEvent).loaded)),
    })
    session?.destroy()
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
