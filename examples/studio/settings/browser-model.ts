import type { GrantedModel } from '@aw-flow/schema'
import { readPreference, storePreference } from './stored-preference.ts'

/** The browser's built-in language model, as passed to runs on this page. */
export const browserModel: GrantedModel = { id: 'Browser', protocol: 'host', address: '', model: 'built-in' }

/** The subset of Chrome's Prompt API that the settings use. */
export interface LanguageModelApi {
  availability(options: object): Promise<string>
  create(options: { monitor(target: EventTarget): void }): Promise<{ destroy(): void }>
}

/**
 * State of the model. `missing` means that the browser has no Prompt API, and `unchecked` that the state has not been
 * checked yet.
 */
export type BrowserModelState = 'missing' | 'unchecked' | 'unavailable' | 'downloadable' | 'downloading' | 'available'

const preferenceName = 'browser-model'
/** Workflows request output in English. Chrome logs a warning if no language is given. */
const options = { expectedOutputs: [{ type: 'text', languages: ['en'] }] }

/** Returns whether the user allows workflows in this browser to use the model. */
export const isBrowserModelEnabled = (): boolean => readPreference(preferenceName) === 'on'

/** Stores whether workflows may use the model. Returns whether that succeeded. */
export const storeBrowserModelEnabled = (isOn: boolean): boolean =>
  storePreference(preferenceName, isOn ? 'on' : undefined)

const findApi = (): LanguageModelApi | undefined => (globalThis as { LanguageModel?: LanguageModelApi }).LanguageModel

/**
 * Returns whether the browser has a Prompt API. Unlike reading the state, this does not start the browser's model
 * service.
 */
export const hasBrowserModelApi = (): boolean => findApi() !== undefined

/** Checks whether the model is available, without downloading it. */
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
 * Downloads the model. Must be called in response to a user action, such as a click. Returns an error message if the
 * download fails.
 *
 * @param onProgress Receives the download progress, from 0 to 1.
 */
export async function downloadBrowserModel(
  onProgress: (progress: number) => void,
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
