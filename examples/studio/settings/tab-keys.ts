import type { ServiceKey } from './encrypted-keys.ts'

/** This tab's keys, shared by all pages. */
let tabKeys: readonly ServiceKey[] = []

export const getTabKeys = (): readonly ServiceKey[] => tabKeys

export function storeTabKeys(keys: readonly ServiceKey[]): void {
  tabKeys = keys
}

/** Adds a key to those of this tab. It replaces one with the same name. */
export const addTabKey = (key: ServiceKey): void =>
  storeTabKeys([...tabKeys.filter(({ name }) => name !== key.name), key])
